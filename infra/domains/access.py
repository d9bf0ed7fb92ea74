"""Access: staff and API keys, the authorizer in front of staff's routes, and the pages about the API itself."""

from functions.access.table import ALL_KEYS, SPEC
from infra.plan import Api, Authorizer, Domain, Operator
from infra.register.access import WORDS

INVITES = ("AdminCreateUser", "AdminLinkProviderForUser", "ListUsers", "AdminDeleteUser")
MANAGES = (*INVITES, "AdminDisableUser", "AdminEnableUser", "AdminUserGlobalSignOut")

ACCESS = Domain(
    "access",
    table=SPEC,
    functions=[
        Authorizer("authorizer", ships="people", believes=["staff"], writes=["access"]),  # but `USED#…` only
        Api(
            "admin_api",
            serves=["/admin/me", "/admin/api_keys", "/admin/staff", "/admin/roles"],
            is_admin=True,
            manages={"staff": MANAGES},
            writes=["access"],
            appends=["audit", "approvals"],
            lists=[ALL_KEYS],
            secrets=["cursor_key", "answers_key", "token_key"],
        ),
        Operator("issue_key", writes=["access"], appends=["audit"]),
        Operator("invite_owner", writes=["access"], appends=["audit"], manages={"staff": INVITES}),
        Api("docs_api", ships="docs", serves=["/docs"], serves_exactly=["/health", "/openapi.json", "$default"]),
    ],
    words=WORDS,
)
