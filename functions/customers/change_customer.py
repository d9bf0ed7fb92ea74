"""Staff change what they know of a customer: a note, tags, groups. What customers say of themselves is their own."""

from functions.customers import store
from functions.customers.inputs import CustomerChange
from functions.customers.merging import MergedAway
from functions.customers.views import CustomerView, customer_view
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request


def show_customer(customer_id: str, request: Request) -> Reply[CustomerView]:
    """The customer. Raises NotFound."""
    (customer,) = fetch(store.customer(customer_id))
    return Reply(request.seen(customer_view(customer)), version=customer.version)


def change_customer(customer_id: str, body: CustomerChange, request: Request) -> Reply[CustomerView]:
    """The customer with another note, other tags or groups.

    Raises NotFound, VersionConflict, MergedAway or UnknownGroup.
    """
    changes = {name: _each_once(getattr(body, name)) for name in body.model_fields_set}

    def attempt() -> Reply[CustomerView]:
        before, _ = fetch(store.customer(customer_id), store.require_groups(changes.get("group_ids", ())))
        request.require_match(before.version)
        if before.merged_into:
            raise MergedAway(before.id, before.merged_into)
        after = before.changed(request.now, **changes)
        was, shown = customer_view(before), customer_view(after)
        reply = Reply(request.seen(shown), version=after.version)
        if after is not before:
            settled = request.settle(reply, on=customer_id, before=was, after=shown)
            commit(*store.save_customer(after), *settled)
        return reply

    return retry_stale(attempt)


def _each_once(value: str | list[str]) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else tuple(dict.fromkeys(value))
