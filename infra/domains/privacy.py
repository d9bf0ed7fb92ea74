"""Privacy: who asks to be forgotten is, as soon as no order is open."""

from functions.orders.table import BY_CUSTOMER, BY_EMAIL
from functions.privacy.table import BY_TIME, OPEN_ERASURES, SPEC
from functions.support.table import BY_EMAIL as TICKETS_BY_EMAIL
from functions.support.table import BY_ORDER as TICKETS_BY_ORDER
from infra.plan import Api, Domain, Publisher, Schedule
from infra.register.privacy import WORDS

OF_PEOPLE = {"orders": [BY_CUSTOMER, BY_EMAIL], "support": [TICKETS_BY_EMAIL, TICKETS_BY_ORDER]}

PRIVACY = Domain(
    "privacy",
    table=SPEC,
    functions=[
        Api(
            "store_api",
            serves_exactly=["/store/me/erasure", "/store/me/export"],
            reads=["companies", "customers", "orders", "payments", "support", "people"],
            writes=["privacy"],
            appends=["customers"],
            lists_of=OF_PEOPLE,
            secrets=["session_key", "answers_key", "people_key", "lookup_key"],
        ),
        Api(
            "admin_api",
            serves=["/admin/erasures", "/admin/personal_data"],
            is_admin=True,
            reads=["companies", "customers", "orders", "payments", "support", "people"],
            writes=["privacy"],
            appends=["audit", "approvals", "customers"],
            lists=[BY_TIME],
            lists_of=OF_PEOPLE,
            secrets=["cursor_key", "answers_key", "people_key", "lookup_key"],
        ),
        Schedule(
            "erase_people",
            every_minutes=5,
            writes=["privacy", "companies", "customers", "orders", "payments", "support", "people"],
            lists=[OPEN_ERASURES],
            lists_of=OF_PEOPLE,
            secrets=["people_key", "lookup_key"],
            manages={"customers": ["AdminDeleteUser"]},
            timeout_s=300,
        ),
        Publisher("publish_events"),
    ],
    words=WORDS,
)
