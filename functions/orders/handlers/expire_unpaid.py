"""Every minute: orders whose money did not come in time expire."""

from functions.orders.expire_order import expire_overdue
from shared.lambdas import scheduled

handler = scheduled("expire_unpaid", lambda _meant_for: expire_overdue())
