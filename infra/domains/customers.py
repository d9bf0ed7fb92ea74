"""Customers: shoppers with an account, and the sessions that open what is theirs."""

from functions.customers.table import BY_TIME, SPEC
from infra.plan import Api, Domain, Jobs, Publisher
from infra.register.customers import WORDS

CUSTOMERS = Domain(
    "customers",
    table=SPEC,
    functions=[
        Api(
            "sessions_api",
            serves_exactly=["/store/sessions", "/store/sessions/end_all", "/store/me/password"],
            writes=["customers", "people"],
            secrets=["session_key", "lookup_key", "people_key"],
            believes=["customers"],
            ships="people",
        ),
        Api(
            "store_api",
            serves=["/store/me/addresses", "/store/me/consents", "/store/me/wish_list", "/store/consents"],
            serves_exactly=["/store/me", "/store/sessions/renew", "/store/sessions/current"],
            writes=["customers", "people", "limits"],
            secrets=["session_key", "lookup_key", "answers_key", "people_key", "consent_key", "limits_key"],
            sends_texts=True,
            ships="checkout",  # which has what each country's addresses need
        ),
        Api(
            "admin_api",
            serves=["/admin/customers", "/admin/customer_groups"],
            is_admin=True,
            writes=["customers", "people", "jobs"],
            appends=["audit"],
            lists=[BY_TIME],
            secrets=["cursor_key", "answers_key", "people_key", "lookup_key"],
            takes_uploads=True,
        ),
        Jobs(
            "run_jobs",
            kinds=["customer_export", "customer_import"],
            writes=["customers", "people", "jobs"],
            appends=["audit"],
            lists=[BY_TIME],
            secrets=["people_key", "lookup_key"],
            reads_bucket=True,
            writes_bucket=True,
            ships="checkout",  # which has what each country's addresses need
        ),
        Publisher("publish_events"),
    ],
    words=WORDS,
)
