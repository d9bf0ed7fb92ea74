"""An API of things, with one route of each kind, to try the HTTP kit on."""

import base64
import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from shared.dynamo import commit, fetch, query
from shared.errors import Refused, Unavailable
from shared.http import (
    Amount,
    Api,
    CountryCode,
    CurrencyCode,
    Email,
    Input,
    LeftOut,
    Line,
    Listed,
    Metadata,
    PageQuery,
    Paging,
    Prose,
    Quantity,
    Reply,
    Request,
    View,
)
from shared.http.caching import FOR_SECONDS
from shared.idempotency import InProgress
from tests.shared.things import BY_COLOR, THINGS, new
from tests.world import api_event

api = Api("things", THINGS)
SCOPE = "things:write"


class Part(Input):
    sku: Line
    quantity: Quantity


class NewThing(Input):
    """Every form a field can take."""

    n: Annotated[int, Field(ge=0, le=10**9)] = 1
    name: Line = ""
    note: Prose = ""
    email: Email | None = None
    amount: Amount = 0
    currency: CurrencyCode = "USD"
    country: CountryCode = "US"
    metadata: Metadata = Field(default_factory=dict)
    parts: list[Part] = Field(default_factory=list)
    is_red: bool = False


class ThingView(View):
    id: str
    name: str = ""
    note: str = ""


class ThingQuery(PageQuery):
    color: Line = "red"
    created_at_gte: Line | None = None


@api.post("/store/things", status=201)
def make_thing(request: Request, body: NewThing) -> Reply[ThingView]:
    """Make a thing."""
    fetch(request.claim.read)
    reply = Reply(ThingView(id=f"thing_{body.n}", name=body.name, note=body.note), 201, version=1)
    settled = request.settle(reply, on=f"thing_{body.n}") if request.action else request.claim.settle(reply)
    commit(new(body.n, **({"name": body.name} if body.name else {})), *settled)
    return reply


@api.post("/admin/things", action="thing.stock", status=201, scope=SCOPE, is_key_required=True)
def stock_thing(request: Request, body: NewThing) -> Reply[ThingView]:
    """Make a thing, by key."""
    reply: Reply[ThingView] = make_thing(request, body)
    return reply


@api.post("/admin/other_things", action="other_thing.stock", status=201, scope=SCOPE)
def stock_other_thing(request: Request, body: NewThing) -> Reply[ThingView]:
    """Make a thing at another address."""
    reply: Reply[ThingView] = make_thing(request, body)
    return reply


WORD: str | None = "sesame"


def word_again(recipe: Mapping[str, str]) -> dict[str, str]:
    """What a kept answer leaves out."""
    if WORD is None:
        raise Unavailable("Nobody knows the word.")
    return {"word": f"{WORD} {recipe['id']}"}


@api.post("/admin/secret_things", action="secret_thing.make", status=201, scope=SCOPE, again=word_again)
def make_secret_thing(request: Request, body: NewThing) -> Reply[ThingView]:
    """Make a thing that is told a word which no record keeps."""
    fetch(request.claim.read)
    recipe = {"id": f"thing_{body.n}"}
    view = ThingView(id=recipe["id"], name=word_again(recipe)["word"])
    reply = Reply(view, 201, left_out=LeftOut(word_again(recipe), recipe))
    commit(new(body.n), *request.settle(reply, on=recipe["id"]))
    return reply


@api.get("/store/kept/<how>")
def show_kept(request: Request, how: str) -> Reply[Any]:
    """Something that caches may keep, as text or as bytes."""
    headers = {"Cache-Control": "public, max-age=60", "Content-Type": "text/plain"}
    return Reply("text" if how == "text" else b"\x1f\x8b", headers=headers)


@api.get("/store/things", cache=FOR_SECONDS)
def list_things(request: Request, query: ThingQuery) -> Reply[Listed[ThingView]]:
    """List things of a color by name."""
    return list_page(request, query)


@api.get("/store/things/<thing_id>")
def get_thing(request: Request, thing_id: str) -> Reply[ThingView]:
    """Show a thing, whatever it is called."""
    return Reply(ThingView(id=thing_id), version=3)


@api.patch("/store/things/<thing_id>")
def change_thing(request: Request, body: NewThing, thing_id: str) -> Reply[ThingView]:
    """Change a thing that is at version 3."""
    request.require_match(3)
    return Reply(ThingView(id=thing_id), version=4)


@api.get("/store/carts/<cart_id>", guest_of="cart_id")
def get_cart(request: Request, cart_id: str) -> Reply[ThingView]:
    """Show a guest's cart."""
    return Reply(ThingView(id=cart_id, name=request.principal))


@api.post("/store/broken/<how>")
def break_down(request: Request, how: str) -> Reply[ThingView]:
    """Fail in one of the ways there are."""
    if how == "busy":
        raise InProgress
    if how == "refused":
        raise Refused("No.", details={"why": "so"})
    raise RuntimeError(f"the password is hunter2 {how}")


def list_page(request: Request, wanted: ThingQuery) -> Reply[Listed[ThingView]]:
    paging = Paging(request, wanted)
    page = query(THINGS, wanted.color or "none", index=BY_COLOR, limit=paging.limit, after=paging.after)
    views = [ThingView(id=item["pk"], name=item["name"]) for item in page.items]
    return Reply(Listed(data=views, **paging.next(page)))


class Answer:
    """An answer as a client reads it."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.status: int = raw["statusCode"]
        self.text: str = raw["body"]
        self.headers: dict[str, str] = raw["headers"]
        self.json: Any = json.loads(self.text or "null")

    @property
    def code(self) -> str:
        return str(self.json["error"]["code"])

    @property
    def param(self) -> str | None:
        param: str | None = self.json["error"]["param"]
        return param


def call(method: str, path: str, body: Any = None, **more: Any) -> Answer:
    """Send a request. body: text or bytes as they are, anything else as JSON. more: as in `api_event`."""
    if isinstance(body, bytes):
        event = api_event(method, path, base64.b64encode(body).decode(), **more) | {"isBase64Encoded": True}
    else:
        text = body if isinstance(body, str) or body is None else json.dumps(body)
        event = api_event(method, path, text, **more)
    return Answer(api.handler(event, None))
