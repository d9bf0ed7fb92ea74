"""Companies: customers who buy for one, and how far their word goes."""

from functions.companies.table import BY_TIME, SPEC
from infra.plan import Api, Domain, Publisher
from infra.register.companies import WORDS

COMPANIES = Domain(
    "companies",
    table=SPEC,
    functions=[
        Api(
            "store_api",
            serves=["/store/me/company"],
            reads=["customers", "people"],
            writes=["companies"],
            secrets=["session_key", "people_key"],
        ),
        Api(
            "admin_api",
            serves=["/admin/companies"],
            is_admin=True,
            holds=["customers"],  # who is put into a company is there
            writes=["companies", "people"],
            appends=["audit"],
            lists=[BY_TIME],
            secrets=["cursor_key", "answers_key", "people_key"],
            ships="companies",  # which knows the forms of tax ids
        ),
        Publisher("publish_events"),
    ],
    words=WORDS,
)
