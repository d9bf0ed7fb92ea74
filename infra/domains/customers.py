"""Customers: shoppers with an account, and the sessions that open what is theirs."""

from functions.customers.table import SPEC
from infra.plan import Api, Domain, Publisher
from infra.register.customers import WORDS

CUSTOMERS = Domain(
    "customers",
    table=SPEC,
    functions=[
        Api(
            "sessions_api",
            serves_exactly=["/store/sessions", "/store/sessions/end_all", "/store/me/password"],
            writes=["customers"],
            secrets=["session_key"],
            believes=["customers"],
            ships="people",
        ),
        Api(
            "store_api",
            serves_exactly=["/store/me", "/store/sessions/renew", "/store/sessions/current"],
            writes=["customers"],
            secrets=["session_key"],
            ships="checkout",  # which has what each country's addresses need
        ),
        Publisher("publish_events"),
    ],
    words=WORDS,
)
