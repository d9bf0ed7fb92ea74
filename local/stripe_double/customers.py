"""Who pays: Customers, with the few fields a shop gives Stripe."""

from typing import Any

from local.stripe_double.events import emit
from local.stripe_double.forms import Raw
from local.stripe_double.lists import equal_to, filters, page
from local.stripe_double.params import Spec, anything, merged, metadata, text
from local.stripe_double.state import Asked, Json, World


def _plain(name: str, raw: Raw) -> Any:
    return None if raw == "" else anything(name, raw)


FIELDS: Spec = {
    "address": _plain,
    "description": text(),
    "email": text(512),
    "metadata": metadata,
    "name": text(256),
    "phone": text(20),
    "shipping": _plain,
}
LIST: Spec = filters("email")


def create(asked: Asked) -> Json:
    """POST /v1/customers"""
    world, params = asked.world, asked.params
    customer = world.add(
        "cus",
        {
            "object": "customer",
            "address": params.get("address"),
            "balance": 0,
            "created": world.now(),
            "currency": None,
            "delinquent": False,
            "description": params.get("description"),
            "email": params.get("email"),
            "livemode": False,
            "metadata": merged({}, params.get("metadata")),
            "name": params.get("name"),
            "phone": params.get("phone"),
            "shipping": params.get("shipping"),
        },
    )
    emit(world, "customer.created", customer)
    return customer


def check(world: World, params: Json) -> None:
    """Raises invalid `resource_missing` when a call names a customer that does not exist, or no longer does."""
    if params.get("customer") is not None:
        world.get("customers", params["customer"], "customer")


def retrieve(asked: Asked) -> Json:
    """GET /v1/customers/{id}; a deleted one is only its id and `deleted`."""
    return asked.world.get("customers", asked.id)


def update(asked: Asked) -> Json:
    """POST /v1/customers/{id}"""
    world, params = asked.world, asked.params
    customer = world.get("customers", asked.id)
    if customer.get("deleted"):
        check(world, {"customer": asked.id})
    before = {name: customer[name] for name in params}
    params = params | {"metadata": merged(customer["metadata"], params.get("metadata"))}
    customer.update(params)
    emit(world, "customer.updated", customer, before)
    return customer


def delete(asked: Asked) -> Json:
    """DELETE /v1/customers/{id}"""
    world = asked.world
    customer = world.get("customers", asked.id)
    check(world, {"customer": asked.id})
    emit(world, "customer.deleted", customer)
    customer.clear()
    customer.update({"id": asked.id, "object": "customer", "deleted": True})
    return customer


def list_customers(asked: Asked) -> Json:
    """GET /v1/customers"""
    world, params = asked.world, asked.params
    return page(world, "customers", "/v1/customers", params, equal_to(params, "email"))
