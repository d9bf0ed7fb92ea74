"""The tables of all domains, which alone the plan and migrations know as one; but for those that stay as they are."""

from functions.access.table import SPEC as ACCESS
from functions.catalog.table import SPEC as CATALOG
from functions.companies.table import SPEC as COMPANIES
from functions.customers.table import SPEC as CUSTOMERS
from functions.fulfillment.table import SPEC as FULFILLMENT
from functions.inventory.table import SPEC as INVENTORY
from functions.jobs.table import SPEC as JOBS
from functions.notifications.table import SPEC as NOTIFICATIONS
from functions.orders.table import SPEC as ORDERS
from functions.payments.table import SPEC as PAYMENTS
from functions.privacy.table import SPEC as PRIVACY
from functions.reports.table import SPEC as REPORTS
from functions.search.table import SPEC as SEARCH
from functions.support.table import SPEC as SUPPORT
from shared.approvals import SPEC as APPROVALS
from shared.limits import SPEC as LIMITS
from shared.table import TableSpec

_ALL = (
    ACCESS,
    JOBS,
    CATALOG,
    CUSTOMERS,
    COMPANIES,
    INVENTORY,
    PAYMENTS,
    FULFILLMENT,
    ORDERS,
    SUPPORT,
    NOTIFICATIONS,
    REPORTS,
    SEARCH,
    PRIVACY,
    LIMITS,
    APPROVALS,
)
TABLES: dict[str, TableSpec] = {table.name: table for table in _ALL}
