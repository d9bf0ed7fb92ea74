"""Approvals: what one of the staff asked for, and another one approves or declines. See `shared.approvals`."""
