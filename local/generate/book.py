"""What the OpenAPI document says beyond the code: names that clients are generated with, groups, words on fields.

`operations.tsv` holds the name of each operation for good: a new route gets a row with a name made of its function's,
to be changed before its first release or never. `fields.tsv` says what a field means, once for all models that have it
or for one of them (`OrderView.number`), with an example.
"""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from shared.http.openapi import Group, Word
from shared.http.route import Route

OPERATIONS = "local/generate/operations.tsv"
FIELDS = Path(__file__).with_name("fields.tsv")
HEAD = "route\toperation\n"

GROUPS = (  # in the order of the document: by path, the longest that fits
    Group("/store/products", "Store: products", "What is for sale, with its prices."),
    Group("/store/collections", "Store: products", ""),
    Group("/store/search", "Store: products", ""),
    Group("/store/carts", "Store: carts", "What a shopper means to buy, until it becomes an order."),
    Group("/store/orders", "Store: orders", "What a shopper has bought: paying it, following it, giving it up."),
    Group("/store/tickets", "Store: tickets", "What a shopper asks the shop, and the answers."),
    Group("/store/sessions", "Store: account", "Who is signed in: the session, the profile, what they have and had."),
    Group("/store/me", "Store: account", ""),
    Group("/store/consents", "Store: account", ""),
    Group("/store", "Store: the shop", "What a shop front has to know of the shop before it shows anything."),
    Group("/admin/orders", "Admin: orders", "Orders, from the first payment to the doorstep."),
    Group("/admin/refunds", "Admin: payments", "Payments as the processor tells them, and money back."),
    Group("/admin/payments", "Admin: payments", ""),
    Group("/admin/fulfillments", "Admin: parcels", "Parcels that left, and the ways to send them."),
    Group("/admin/shipping_options", "Admin: parcels", ""),
    Group("/admin/products", "Admin: products", "Products and their variants, whatever their status."),
    Group("/admin/media", "Admin: products", ""),
    Group("/admin/inventory", "Admin: inventory", "What lies where, what is set aside, and why it changed."),
    Group("/admin/locations", "Admin: inventory", ""),
    Group("/admin/customers", "Admin: customers", "Who has an account, what staff know of them, and their groups."),
    Group("/admin/customer_groups", "Admin: customers", ""),
    Group("/admin/companies", "Admin: companies", "Customers who buy for a company, and how it is taxed and pays."),
    Group("/admin/carts_to_approve", "Admin: companies", ""),
    Group("/admin/tickets", "Admin: support", "What people ask, and the answers that are given often."),
    Group("/admin/ticket_macros", "Admin: support", ""),
    Group("/admin/reports", "Admin: reports", "What was sold, counted."),
    Group("/admin/jobs", "Admin: jobs", "Long work: how far it has come, and what came of it."),
    Group("/admin/migrations", "Admin: jobs", ""),
    Group("/admin/erasures", "Admin: privacy", "People who want to be forgotten."),
    Group("/admin/personal_data", "Admin: privacy", ""),
    Group("/admin/staff", "Admin: staff", "Who works here, with which roles, and what each role allows."),
    Group("/admin/roles", "Admin: staff", ""),
    Group("/admin/me", "Admin: staff", ""),
    Group("/admin/api_keys", "Admin: API keys", "Keys of staff and of other systems."),
    Group("/admin/approvals", "Admin: approvals", "What waits for a second person, and what they say."),
    Group("/admin/audit", "Admin: audit log", "Who of the staff did what, to what, when and from where."),
    Group("/admin/letters", "Admin: settings", "What the shop writes, to whom it wrote, and what its settings say."),
    Group("/admin/mails", "Admin: settings", ""),
    Group("/admin/settings", "Admin: settings", ""),
    Group("/admin/system", "Admin: system", "What waits, what failed for good, what runs by the clock, what it costs."),
    Group("/webhooks", "Webhooks in", "What processors and carriers tell the shop."),
    Group("/", "About the API", "Whether it answers, and its documentation."),
)


def operations(root: Path, routes: Iterable[Route]) -> dict[str, str]:
    """The name of each route's operation: the one it has, or one made of its function's name."""
    known = _rows((root / OPERATIONS).read_text(encoding="utf-8")) if (root / OPERATIONS).exists() else {}
    return {name_of(route): known.get(name_of(route)) or _proposed(route) for route in routes}


def written(names: dict[str, str]) -> str:
    """`operations.tsv`, by path."""
    rows = sorted(names.items(), key=lambda row: (row[0].partition(" ")[2], row[0]))
    return HEAD + "".join(f"{route}\t{operation}\n" for route, operation in rows)


def name_of(route: Route) -> str:
    """`GET /store/carts/{cart_id}`."""
    path = re.sub(r"<(\w+)>", r"{\1}", route.path)
    return f"{route.method} {path}"


def group_of(route: Route) -> str:
    """The name of the group that a route stands in."""
    fitting = (group for group in GROUPS if route.path.startswith(group.under))
    return max(fitting, key=lambda group: len(group.under)).name


@cache
def words() -> dict[str, Word]:
    """What fields mean, by `field` or `Model.field`."""
    _, *lines = FIELDS.read_text(encoding="utf-8").splitlines()
    return {name: _word(*rest) for name, *rest in (line.split("\t") for line in lines)}


def word_for(model: str, field: str) -> Word | None:
    """What the field of this model means."""
    return words().get(f"{model}.{field}") or words().get(field)


def _word(meaning: str, example: str = "") -> Word:
    value: Any = json.loads(example) if example else None
    return Word(meaning, value)


def _rows(text: str) -> dict[str, str]:
    return dict(line.split("\t") for line in text.splitlines()[1:])


def _proposed(route: Route) -> str:
    words = route.run.__name__.split("_")
    if route.path.startswith("/admin/"):
        words = ["admin", *words]
    return words[0] + "".join(word.capitalize() for word in words[1:])
