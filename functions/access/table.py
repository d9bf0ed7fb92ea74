"""The table of staff, roles and API keys: its keys, and how an item becomes a model and back.

| entity | pk | sk | says |
|---|---|---|---|
| API key | `KEY#{id}` | `KEY` | name, scopes, the secret's SHA-256, its end |
| member | `STAFF#{id}` | `STAFF` | somebody of the staff: name, e-mail address, roles, since when tokens count |
| address | `EMAIL#{address}` | `EMAIL` | whose e-mail address it is |
| owners | `OWNERS` | `OWNERS` | how many owners may sign in |
| role | `ROLE#{id}` | `ROLE` | one of the shop's own: name, scopes, locations |
| use | `USED#{id}` | `USED` | when the key was last used, or the member last here, to the hour |
| claim | `IDEM#…` | `IDEM` | idempotency of requests |

| question | answered by |
|---|---|
| the key of a token | its key, consistently, so that a revoked key is dead at once; then those of its makers |
| somebody of the staff | the key that their tokens name, consistently; then their roles of the shop's own |
| all keys, all staff, all roles, newest first | index `all_keys` |

A key's use lies beside it, not in it: the authorizer, which notes it, may write nothing but `USED#…`.
"""

from functions.access.api_key import ApiKey
from functions.access.member import Member, Status
from functions.access.role import Role
from shared.dynamo import Item
from shared.table import Index, TableSpec

ALL_KEYS = Index("all_keys", partition="listed", sort="listed_id", keys_only=True)

SPEC = TableSpec("access", indexes=(ALL_KEYS,), says=False)

LISTED, LISTED_STAFF, LISTED_ROLES = "key", "staff", "role"  # the partitions of ALL_KEYS; a shop has tens of each
OWNERS = ("OWNERS", "OWNERS")  # where owners are counted


def api_key_key(key_id: str) -> tuple[str, str]:
    """Where the API key is."""
    return (f"KEY#{key_id}", "KEY")


def use_key(principal: str) -> tuple[str, str]:
    """Where it is noted that the API key was used, or the member here."""
    return (f"USED#{principal}", "USED")


def member_key(staff_id: str) -> tuple[str, str]:
    """Where the member of the staff is."""
    return (f"STAFF#{staff_id}", "STAFF")


def email_key(address: str) -> tuple[str, str]:
    """Where it is noted whose e-mail address this is. Mail servers tell small letters from capitals; people do not."""
    return (f"EMAIL#{address.lower()}", "EMAIL")


def role_key(role_id: str) -> tuple[str, str]:
    """Where the shop's own role is."""
    return (f"ROLE#{role_id}", "ROLE")


def maker_key(maker: str) -> tuple[str, str]:
    """Where what made a key is: a key, or somebody of the staff."""
    return member_key(maker) if maker.startswith("staff_") else api_key_key(maker)


def api_key_item(key: ApiKey) -> Item:
    """The API key as it is stored."""
    pk, sk = api_key_key(key.id)
    return {
        "pk": pk,
        "sk": sk,
        "listed": LISTED,
        "listed_id": key.id,
        "id": key.id,
        "name": key.name,
        "secret_hash": key.secret_hash,
        "scopes": list(key.scopes),
        "created_at": key.created_at,
        "makers": list(key.makers),
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "allowed_ips": list(key.allowed_ips),
        "version": key.version,
    }


def api_key_of(item: Item) -> ApiKey:
    """The API key of a stored item."""
    return ApiKey(
        id=item["id"],
        name=item["name"],
        secret_hash=item["secret_hash"],
        scopes=tuple(item["scopes"]),
        created_at=item["created_at"],
        makers=tuple(item["makers"]),
        expires_at=item["expires_at"],
        revoked_at=item["revoked_at"],
        allowed_ips=tuple(item.get("allowed_ips", ())),
        version=item["version"],
    )


def member_item(member: Member) -> Item:
    """The member as stored."""
    pk, sk = member_key(member.id)
    return {
        "pk": pk,
        "sk": sk,
        "listed": LISTED_STAFF,
        "listed_id": member.id,
        "id": member.id,
        "email": member.email,
        "name": member.name,
        "roles": list(member.roles),
        "status": member.status,
        "created_at": member.created_at,
        "created_by": member.created_by,
        "ended_at": member.ended_at,
        "tokens_valid_from": member.tokens_valid_from,
        "locations": list(member.locations),
        "version": member.version,
    }


def member_of(item: Item) -> Member:
    """The member of a stored item."""
    return Member(
        id=item["id"],
        email=item["email"],
        name=item["name"],
        roles=tuple(item["roles"]),
        status=Status(item["status"]),
        created_at=item["created_at"],
        created_by=item["created_by"],
        ended_at=item["ended_at"],
        tokens_valid_from=item["tokens_valid_from"],
        locations=tuple(item.get("locations", ())),
        version=item["version"],
    )


def role_item(role: Role) -> Item:
    """The shop's own role as stored."""
    pk, sk = role_key(role.id)
    return {
        "pk": pk,
        "sk": sk,
        "listed": LISTED_ROLES,
        "listed_id": role.id,
        "id": role.id,
        "name": role.name,
        "scopes": list(role.scopes),
        "created_at": role.created_at,
        "locations": list(role.locations),
        "version": role.version,
    }


def role_of(item: Item) -> Role:
    """The shop's own role of a stored item."""
    return Role(
        id=item["id"],
        name=item["name"],
        scopes=tuple(item["scopes"]),
        created_at=item["created_at"],
        locations=tuple(item.get("locations", ())),
        version=item["version"],
    )
