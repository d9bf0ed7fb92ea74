"""Closes, every five minutes, the approvals that nobody decided on in time."""

from functions.approvals.expire_approvals import expire_approvals
from shared.lambdas import scheduled

handler = scheduled("expire_approvals", expire_approvals)
