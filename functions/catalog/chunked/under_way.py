"""A change of a product that goes on in several commits: how far it is, and how each row tells what is meant of it.

| entity | pk | sk | says |
|---|---|---|---|
| change under way | `WRITING` | `{product id}` | its token and state, until when its writer may live, its variants |

A variant's row that is written by one keeps what it was, and has beside it:

| attribute | says |
|---|---|
| `next` | what it becomes; alone in the row of a variant that is new |
| `next_of` | the token of the change |
| `takes`, `gives_up` | of SKUs that its own variants trade: whether it gets one, whether its own is left |
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from functions.catalog.product import Product, Variant
from functions.catalog.table import SPEC, handle_key
from shared import clock
from shared.dynamo import Item, Read, Write, check, create, delete, update
from shared.errors import Conflict

PARTITION = "WRITING"
IS = "#token = :token AND #state = :state"
LEASE = timedelta(seconds=150)  # the longest that a writer may run is two minutes, where it makes pictures ready


class State(StrEnum):
    """Where a change is."""

    STAGING = "staging"  # rows get what they are to become; nobody sees it
    PUBLISHED = "published"  # everybody sees it; rows are still to become what they say
    UNDOING = "undoing"  # given up; rows still say what they will not become


class BeingWritten(Conflict):
    """Somebody changes the product by a change that takes a while."""

    code = "product_being_written"
    retry_after_s = 5  # one of 2,048 variants takes some ten

    def __init__(self) -> None:
        super().__init__("A larger change of this product is still being written; try again.")


@dataclass(frozen=True)
class UnderWay:
    """A change of a product in several commits."""

    product_id: str
    token: str  # this try's own
    state: State
    written_until: str  # by then, whoever writes it has ended
    makes: int  # the version of the product
    variant_ids: tuple[str, ...]  # that it writes
    handle: str | None  # that is taken for it, until it is published

    def is_left(self, now: datetime) -> bool:
        """Whether its writer is gone, so that somebody else has to end it."""
        return self.state is not State.STAGING or self.written_until <= clock.stamp(now)


def begun(product: Product, token: str, written: Iterable[Variant], handle: str | None, now: datetime) -> UnderWay:
    """A new one. now: when it begins, which may be a while after the request came."""
    ids, until = tuple(each.id for each in written), clock.stamp(now + LEASE)
    return UnderWay(product.id, token, State.STAGING, until, product.version, ids, handle)


def under_way(product_ids: Iterable[str]) -> Read[dict[str, UnderWay]]:
    """The changes under way of these products, by the product's id."""
    keys = tuple((PARTITION, product_id) for product_id in dict.fromkeys(product_ids))
    return Read(SPEC, keys, lambda items: {item["sk"]: under_way_of(item) for item in items if item})


def under_way_of(item: Item) -> UnderWay:
    """The change that an item tells of."""
    fields = {name: item[name] for name in ("token", "written_until", "makes")}
    return UnderWay(
        product_id=item["sk"],
        state=State(item["state"]),
        variant_ids=tuple(item["variant_ids"]),
        handle=item.get("handle"),
        **fields,
    )


def begin(new: UnderWay) -> Write:
    """The write that begins it. Raises BeingWritten from the commit where another is under way."""
    fields = {name: value for name, value in vars(new).items() if name != "product_id"}
    item = {"pk": PARTITION, "sk": new.product_id, **fields, "variant_ids": list(new.variant_ids)}
    return create(SPEC, item | {"state": new.state.value}, refusal=lambda _: BeingWritten())


def goes_on(change: UnderWay) -> Write:
    """A condition: it was not ended by somebody else. Raises Stale from the commit."""
    names, values = _is(change)
    return check(SPEC, _key(change), IS, names=names, values=values)


def moved(change: UnderWay, state: State) -> tuple[UnderWay, Write]:
    """It in another state, and the write for it. Raises Stale from the commit where it was moved meanwhile."""
    names, values = _is(change)
    values = {**values, ":after": state.value}
    write = update(SPEC, _key(change), "SET #state = :after", condition=IS, names=names, values=values)
    return replace(change, state=state), write


def ended(change: UnderWay) -> list[Write]:
    """The writes after its last row. Raises Stale from the commit where somebody else was faster."""
    names, values = _is(change)
    gone = delete(SPEC, _key(change), condition=IS, names=names, values=values)
    if change.state is not State.UNDOING or change.handle is None:
        return [gone]
    return [gone, delete(SPEC, handle_key(change.handle))]


def _key(change: UnderWay) -> tuple[str, str]:
    return PARTITION, change.product_id


def _is(change: UnderWay) -> tuple[dict[str, str], dict[str, str]]:
    names = {"#token": "token", "#state": "state"}
    return names, {":token": change.token, ":state": change.state.value}
