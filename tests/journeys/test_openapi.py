"""The OpenAPI document held against the deployed shop, by Schemathesis: requests that fit it, and requests that do not.

Every operation gets some of both, with a key of staff or a guest's token and the ids of things that are there. No
answer may be a fault of ours, undocumented, of another type or shape than documented; what does not fit is refused.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as by_the_document

from functions.access.docs import OPENAPI
from tests.journeys.shop import Shop

DOCUMENT = json.loads(OPENAPI.read_text())
FOUND: list[Any] = list(schemathesis.openapi.from_dict(DOCUMENT).get_all_operations())
OPERATIONS = {found.ok().label: found.ok() for found in FOUND}
EXAMPLES = 8  # of each kind and operation: some eight hundred requests
TIMEOUT_S = 30
TEXTS = {"If-None-Match", "If-Match", "Cart-Token", "Order-Token", "Ticket-Token", "Session-Token"}  # of any form
CHECKS = [
    checks.not_a_server_error,
    by_the_document.status_code_conformance,
    by_the_document.content_type_conformance,
    by_the_document.response_schema_conformance,
    by_the_document.negative_data_rejection,
]


def _can_be_wrong(operation: Any) -> bool:
    """Whether anything but its path can fail to fit: there is no wrong text in a path, only one that leads nowhere."""
    headers = {each.name for each in operation.headers} - TEXTS
    return bool(len(operation.body) or len(operation.query) or headers)


class Visitor:
    """Somebody with every key and token, who knows the ids of some things that nobody else needs."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.session = shop, requests.Session()
        location, option = shop.a_location(), shop.a_shipping_option()
        variant = shop.a_variant(units=5, location=location)
        cart, completed = shop.a_cart(variant, option, 2), shop.an_order(variant, option)
        product = cart["items"][0]["product_id"]
        self.ids = {
            "cart_id": cart["id"],
            "line_item_id": cart["items"][0]["id"],
            "order_id": completed["order"]["id"],
            "payment_id": completed["order"]["payments"][0],
            "location_id": location,
            "option_id": option,
            "variant_id": variant,
            "product_id": product,
            "id_or_handle": product,
        }
        self.tokens = {"Cart-Token": cart["token"], "Order-Token": completed["order_token"]}
        self.known_options = self._options()

    def headers(self, path: str) -> dict[str, str]:
        """What opens this path."""
        if path.startswith("/admin/"):
            return {"Authorization": f"Bearer {self.shop.endpoints.admin_key}"}
        return self.tokens

    def ask(self, case: Any) -> None:
        """Send the request, and hold the answer against the document."""
        headers, base = self.headers(case.path), self.shop.endpoints.api
        answer = case.call(base_url=base, session=self.session, headers=headers, timeout=TIMEOUT_S)
        case.validate_response(answer, checks=CHECKS)
        if answer.status_code == 202 and (job_id := str(answer.json().get("id"))).startswith("job_"):
            self._stop(job_id)

    def _stop(self, job_id: str) -> None:
        """End a job that was begun: thousands of chunks of a table would take the machine from all others."""
        self.shop.admin("POST", f"/admin/jobs/{job_id}/cancel")
        path, over = f"/admin/jobs/{job_id}", ("done", "failed", "canceled")
        self.shop.until("the job is over", lambda: self.shop.admin("GET", path).json["status"] in over)

    def leave(self) -> None:
        """Take away the shipping options that were made on the way, which every cart would be offered."""
        for option in self._options() - self.known_options:
            self.shop.admin("DELETE", f"/admin/shipping_options/{option}")
        self.session.close()

    def _options(self) -> set[str]:
        return {option["id"] for option in self.shop.admin("GET", "/admin/shipping_options?limit=100").json["data"]}


@pytest.fixture(scope="module")
def visitor(deployed: Shop) -> Iterator[Visitor]:
    """Among all others in the shop."""
    made = Visitor(deployed)
    yield made
    made.leave()


@pytest.mark.parametrize("label", OPERATIONS)
def test_a_request_that_fits_is_answered_as_documented(visitor: Visitor, label: str) -> None:
    """FAULTS 20, 96"""
    _ask(visitor, label, GenerationMode.POSITIVE)


@pytest.mark.parametrize("label", [label for label in OPERATIONS if _can_be_wrong(OPERATIONS[label])])
def test_a_request_that_does_not_fit_is_refused_as_documented(visitor: Visitor, label: str) -> None:
    """FAULTS 20, 91, 96"""
    _ask(visitor, label, GenerationMode.NEGATIVE)


def _ask(visitor: Visitor, label: str, mode: GenerationMode) -> None:
    operation = OPERATIONS[label]
    names = {parameter.name for parameter in operation.path_parameters}
    known = {name: visitor.ids[name] for name in names} if names <= set(visitor.ids) else None

    @settings(max_examples=EXAMPLES, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters=known))
    def ask(case: Any) -> None:
        assume(all(value.isprintable() for value in case.headers.values()))  # else it is no HTTP, and no door hears it
        visitor.ask(case)

    ask()


def test_the_document_is_served_as_it_is_generated(deployed: Shop) -> None:
    assert deployed.api.call("GET", "/openapi.json").json == DOCUMENT
