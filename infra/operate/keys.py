"""API keys: made by the operator's Lambda, listed and revoked over the shop's API with a key of one's own."""

from typing import Annotated, Any

from cyclopts import App, Parameter

from infra.operate.asking import Api, ask
from infra.operate.telling import HERE, At, Row, Yes, table

PAGE = 100

app = App(name="keys", help="The API keys of staff and of other systems.")


@app.command
def issue(
    name: Annotated[str, Parameter(help="What it is called in lists.")],
    *,
    scopes: Annotated[str, Parameter(help="`all`, or names with commas, such as orders:read,products:read.")],
    at: At = HERE,
) -> None:
    """Make a key, the first one or one after all others are lost. Its token is shown once, and kept nowhere.

    `storewright keys issue dashboard --scopes all --stage prod`
    """
    wanted = "all" if scopes == "all" else [each.strip() for each in scopes.split(",") if each.strip()]
    made = at.place().invoke("access-issue_key", {"name": name, "scopes": wanted})
    at.tell(made, f"{made['id']} is made. Its token, which is not shown again:", made["token"])


@app.command(name="list")
def list_keys(*, api: Api = None, at: At = HERE) -> None:
    """All keys, newest first, the revoked ones too. Asks with the key in STOREWRIGHT_KEY, which needs keys:read.

    `storewright keys list --stage prod`
    """
    place = at.place()
    keys: list[Any] = []
    cursor = ""
    while True:
        page = ask(place, api, "GET", f"/admin/api_keys?limit={PAGE}{cursor}")
        keys += page["data"]
        if not page.get("next_cursor"):
            break
        cursor = f"&cursor={page['next_cursor']}"
    shown: list[Row] = [
        {
            "key": key["id"],
            "name": key["name"],
            "scopes": len(key["scopes"]),
            "made": key["created_at"][:10],
            "last used": (key.get("last_used_at") or "never")[:10],
            "revoked": (key.get("revoked_at") or "no")[:10],
        }
        for key in keys
    ]
    at.tell(keys, table("API keys", shown))


@app.command
def revoke(
    key_id: Annotated[str, Parameter(help="Its id, key_…")], *, api: Api = None, yes: Yes = False, at: At = HERE
) -> None:
    """Revoke a key and all that come from it; within a minute none opens anything. STOREWRIGHT_KEY needs keys:write.

    `storewright keys revoke key_01KB6Z4M1W2ABCDEFGHJKMNPQR --stage prod`
    """
    place = at.place()
    at.confirm(f"Revoke {key_id}, and all keys that come from it?", yes=yes)
    key = ask(place, api, "DELETE", f"/admin/api_keys/{key_id}")
    at.tell(key, f"{key['name']} ({key['id']}) is revoked.")
