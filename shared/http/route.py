"""A route as it is declared: what the handler runs, and OpenAPI shows."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel

from shared.reply import Reply

Customer = Literal["needed", "taken"]
Again = Callable[[Mapping[str, str]], Mapping[str, str]]
ANY_STAFF = "any"  # in a scope's place: open to every key and everybody of the staff that counts, whatever they may do
_ACTION = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+")


@dataclass(frozen=True)
class Sent:
    """What the sender of a webhook sends. signed_in: the header with its signature; model: None: a shape of theirs."""

    signed_in: str
    model: type[BaseModel] | None = None


@dataclass(frozen=True)
class Route:
    """A declared route, as the handler runs it and OpenAPI shows it."""

    method: str
    path: str  # "/store/carts/<cart_id>"
    run: Callable[..., Reply[Any]]
    status: int
    scope: str | None  # the API key's scope that an admin route asks for, or ANY_STAFF
    guest_of: str | None  # the path parameter that the guest's token must be bound to
    is_key_required: bool
    again: Again | None  # makes what a kept answer leaves out, of its recipe
    or_guest_of: str | None  # a kind of thing, such as `cart`, whose token the function itself looks at
    customer: Customer | None  # whether a customer's session is needed, or taken where there is one
    cache: str | None  # how long a GET's answer may be kept, as Cache-Control says it; None: not at all
    sent: Sent | None  # of a webhook: what the sender sends, which the function reads by itself
    gives: tuple[str, ...]  # the content types of answers that are no JSON of a view: a page, a file
    action: str | None  # what the audit log calls what staff do by it; None: nothing
    may_wait: bool  # whether its answer may be 202 and an approval, which another person has to give
    may_miss: bool  # whether something is looked for that its path does not name, and may be none: 404
    hints: dict[str, Any] = field(default_factory=dict)

    @property
    def is_for_any_staff(self) -> bool:
        """Whether whoever is of the staff may pass."""
        return self.scope == ANY_STAFF

    def __post_init__(self) -> None:
        """Raises ValueError where staff would do something under no name, or under one for what is not done."""
        is_done = self.scope is not None and self.method != "GET"
        if not (_ACTION.fullmatch(self.action or "") if is_done else self.action is None):
            raise ValueError(f"{self.method} {self.path}: what staff change has an action such as order.cancel")
