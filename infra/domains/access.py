"""Access: API keys, the authorizer in front of staff's routes, and the pages about the API itself."""

from functions.access.table import ALL_KEYS, SPEC
from infra.plan import Api, Authorizer, Domain, Operator
from infra.register.access import WORDS

ACCESS = Domain(
    "access",
    table=SPEC,
    functions=[
        Authorizer("authorizer", writes=["access"]),  # but `USED#…` only: when a key was last used
        Api(
            "admin_api",
            serves=["/admin/api_keys"],
            is_admin=True,
            writes=["access"],
            appends=["audit"],
            lists=[ALL_KEYS],
            secrets=["cursor_key", "answers_key", "token_key"],
        ),
        Operator("issue_key", writes=["access"], appends=["audit"]),
        Api("docs_api", ships="docs", serves=["/docs"], serves_exactly=["/health", "/openapi.json", "$default"]),
    ],
    words=WORDS,
)
