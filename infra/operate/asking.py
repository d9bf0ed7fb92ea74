"""The shop itself, asked over its API with a key of one's own."""

import json
import os
import urllib.error
import urllib.request
from typing import Annotated, Any
from uuid import uuid4

from cyclopts import Parameter

from infra.operate.place import Place, Refusal

KEY = "STOREWRIGHT_KEY"
TIMEOUT_S = 30
Api = Annotated[
    str | None,
    Parameter(env_var="STOREWRIGHT_API", help="The shop's address, where it is not the stage's own."),
]


def ask(place: Place, api: str | None, method: str, path: str, body: Any = None) -> Any:
    """The shop's answer. Raises Refusal with the shop's own words where it refuses."""
    key = (place.local or {}).get("admin_key") or os.environ.get(KEY)
    if not key:
        raise Refusal(f"Put an admin key into {KEY}; `storewright keys issue` makes one.")
    url = (api or address_of(place)).rstrip("/") + path
    if not url.startswith(("https://", "http://127.0.0.1:")):
        raise Refusal("The shop is asked over https only.")
    headers = {"Authorization": f"Bearer {key}"}
    if method == "POST":
        headers |= {"Content-Type": "application/json", "Idempotency-Key": uuid4().hex}
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, content, headers, method=method)  # noqa: S310
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
