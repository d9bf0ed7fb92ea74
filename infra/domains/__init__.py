"""The plan of the shop, domain by domain: what each keeps, what wakes its Lambdas, what they touch."""

from infra.domains.access import ACCESS
from infra.domains.approvals import APPROVALS
from infra.domains.audit import AUDIT
from infra.domains.catalog import CATALOG
from infra.domains.companies import COMPANIES
from infra.domains.customers import CUSTOMERS
from infra.domains.fulfillment import FULFILLMENT
from infra.domains.inventory import INVENTORY
from infra.domains.jobs import JOBS
from infra.domains.limits import LIMITS
from infra.domains.migrations import MIGRATIONS
from infra.domains.notifications import NOTIFICATIONS
from infra.domains.orders import ORDERS
from infra.domains.payments import PAYMENTS
from infra.domains.people import PEOPLE
from infra.domains.privacy import PRIVACY
from infra.domains.reports import REPORTS
from infra.domains.search import SEARCH
from infra.domains.support import SUPPORT
from infra.domains.system import SYSTEM

DOMAINS = (
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
    AUDIT,
    LIMITS,
    PEOPLE,
    MIGRATIONS,
    APPROVALS,
    SYSTEM,
)
