"""API keys: made by the operator's Lambda, listed and revoked over the shop's API with a key of one's own."""

import json
import os
import urllib.error
import urllib.request
from typing import Annotated, Any

from cyclopts import App, Parameter

from infra.operate.place import Place, Refusal
from infra.operate.telling import HERE, At, Row, Yes, table

KEY = "STOREWRIGHT_KEY"
TIMEOUT_S = 30
PAGE = 100

app = App(name="keys", help="The API keys of staff and of other systems.")
Api = Annotated[
    str | None,
    Parameter(env_var="STOREWRIGHT_API", help="The shop's address, where it is not the stage's own."),
]


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
        page = _ask(place, api, "GET", f"/admin/api_keys?limit={PAGE}{cursor}")
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
    key = _ask(place, api, "DELETE", f"/admin/api_keys/{key_id}")
    at.tell(key, f"{key['name']} ({key['id']}) is revoked.")


def _ask(place: Place, api: str | None, method: str, path: str) -> Any:
    """The shop's answer. Raises Refusal with the shop's own words where it refuses."""
    key = (place.local or {}).get("admin_key") or os.environ.get(KEY)
    if not key:
        raise Refusal(f"Put an admin key into {KEY}; `storewright keys issue` makes one.")
    url = (api or address_of(place)).rstrip("/") + path
    if not url.startswith(("https://", "http://127.0.0.1:")):
        raise Refusal("The shop is asked over https only.")
    request = urllib.request.Request(url, method=method, headers={"Authorization": f"Bearer {key}"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise Refusal(_reason(error)) from None
    except OSError as error:
        raise Refusal(f"The shop was not reached: {error}") from None


def address_of(place: Place) -> str:
    """Behind the edge the API answers nobody else."""
    if place.local:
        return place.local["api"]
    part, output = ("edge", "EdgeUrl") if place.stage.has_edge else ("api", "ApiUrl")
    stack = place.client("cloudformation").describe_stacks(StackName=place.names.of(part))["Stacks"][0]
    return str(next(each["OutputValue"] for each in stack["Outputs"] if each["OutputKey"] == output))


def _reason(error: urllib.error.HTTPError) -> str:
    try:
        return f"The shop refuses: {json.load(error)['error']['message']}"
    except (ValueError, KeyError, TypeError):
        return f"The shop answers {error.code}."
