"""The table of API keys: its keys, and how an item becomes a model and back.

| entity | pk | sk | says |
|---|---|---|---|
| API key | `KEY#{id}` | `KEY` | name, scopes, the secret's SHA-256, its end |
| use | `USED#{id}` | `USED` | when the key was last used, to the hour |
| claim | `IDEM#…` | `IDEM` | idempotency of requests |

| question | answered by |
|---|---|
| the key of a token | its key, consistently, so that a revoked key is dead at once; then those of its makers |
| all keys, newest first | index `all_keys` |

A key's use lies beside it, not in it: the authorizer, which notes it, may write nothing but `USED#…`.
"""

from functions.access.api_key import ApiKey
from shared.dynamo import Item
from shared.table import Index, TableSpec

ALL_KEYS = Index("all_keys", partition="listed", sort="listed_id", keys_only=True)

SPEC = TableSpec("access", indexes=(ALL_KEYS,), says=False)

LISTED = "key"  # the one partition of ALL_KEYS; a shop has tens of keys


def api_key_key(key_id: str) -> tuple[str, str]:
    """Where the API key is."""
    return (f"KEY#{key_id}", "KEY")


def use_key(key_id: str) -> tuple[str, str]:
    """Where it is noted that the API key was used."""
    return (f"USED#{key_id}", "USED")


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
        version=item["version"],
    )
