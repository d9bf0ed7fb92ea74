"""Stripe's manners at the double: parameters, errors, lists, customers, events, and control from outside."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
import stripe

from local.stripe_double import StripeDouble
from local.stripe_double.errors import StripeError
from local.stripe_double.forms import nest, pairs


def raw(double: StripeDouble, path: str, body: bytes | None = None, **headers: str) -> tuple[int, Any, Any]:
    request = urllib.request.Request(double.url + path, body, headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error), error.headers


def test_a_form_nests_hashes_and_lists() -> None:
    fields = pairs("a=1&b[c][d]=2&list[0]=x&list[1]=y&tail[]=p&tail[]=q&m[0]=zero&empty=")
    assert nest(fields) == {
        "a": "1",
        "b": {"c": {"d": "2"}},
        "list": {"0": "x", "1": "y"},
        "tail": {"0": "p", "1": "q"},
        "m": {"0": "zero"},
        "empty": "",
    }


@pytest.mark.parametrize("text", ["a[b=1", "a=1&a[b]=2", "a[b]=2&a=1", "a" + "[b]" * 9 + "=1", "=1", "a=%ff"])
def test_a_broken_form_is_refused(text: str) -> None:
    with pytest.raises(StripeError):
        nest(pairs(text))


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"currency": "usd"}, "parameter_missing", "amount"),
        ({"amount": 2_000, "currency": "usd", "colour": "red"}, "parameter_unknown", "colour"),
        (
            {"amount": 2_000, "currency": "usd", "automatic_payment_methods": {"enabled": True, "x": 1}},
            "parameter_unknown",
            "automatic_payment_methods[x]",
        ),
        ({"amount": "2.5", "currency": "usd"}, "parameter_invalid_integer", "amount"),
        ({"amount": -1, "currency": "usd"}, "parameter_invalid_integer", "amount"),
        ({"amount": "", "currency": "usd"}, "parameter_invalid_empty", "amount"),
        ({"amount": 2_000, "currency": "xxx"}, None, "currency"),
        ({"amount": 2_000, "currency": "usd", "capture_method": "later"}, None, "capture_method"),
        ({"amount": 2_000, "currency": "usd", "customer": "cus_none"}, "resource_missing", "customer"),
        ({"amount": 2_000, "currency": "usd", "payment_method": "pm_none"}, "resource_missing", "payment_method"),
        ({"amount": 2_000, "currency": "usd", "metadata": {"k" * 41: "v"}}, None, f"metadata[{'k' * 41}]"),
        ({"amount": 2_000, "currency": "usd", "expand": ["colour"]}, None, "expand"),
    ],
)
def test_parameters_stripe_would_refuse_are_refused(
    double: StripeDouble, api: Any, params: dict[str, Any], code: str | None, param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.payment_intents.create(params=params)
    assert (refused.value.http_status, refused.value.code, refused.value.param) == (400, code, param)
    assert double.control("state")["payment_intents"] == {}


def test_an_unknown_id_is_a_404_and_an_unknown_path_too(double: StripeDouble, api: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="No such payment_intent: 'pi_none'") as missing:
        api.payment_intents.retrieve("pi_none")
    assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")
    status, body, headers = raw(double, "/v1/coffee", Authorization="Bearer sk_test_shop")
    assert (status, body["error"]["type"]) == (404, "invalid_request_error")
    assert headers["Request-Id"].startswith("req_")


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer sk_live_real"}, {"Authorization": "Bearer nonsense"}])
def test_without_a_test_key_nothing_is_answered(double: StripeDouble, header: dict[str, str]) -> None:
    status, body, _ = raw(double, "/v1/customers", None, **header)
    assert (status, body["error"]["type"]) == (401, "invalid_request_error")
    assert "real" not in body["error"]["message"]


def test_basic_authentication_works_as_curl_sends_it(double: StripeDouble) -> None:
    assert raw(double, "/v1/customers", Authorization="Basic c2tfdGVzdF9zaG9wOg==")[0] == 200


def test_customers_are_created_changed_listed_and_deleted(api: Any) -> None:
    ada = api.customers.create(
        params={"email": "ada@shop.example", "metadata": {"id": "cus_1"}, "address": {"city": "X"}}
    )
    api.customers.create(params={"email": "bob@shop.example"})
    assert api.customers.update(ada.id, params={"name": "Ada"}).name == "Ada"
    assert [one.id for one in api.customers.list(params={"email": "ada@shop.example"}).data] == [ada.id]
    assert api.customers.delete(ada.id).deleted
    assert api.customers.retrieve(ada.id).deleted
    with pytest.raises(stripe.InvalidRequestError):
        api.payment_intents.create(params={"amount": 2_000, "currency": "usd", "customer": ada.id})
    assert len(api.customers.list().data) == 1


def test_a_list_pages_forwards_and_backwards(api: Any) -> None:
    made = [api.customers.create(params={"email": f"{number}@shop.example"}).id for number in range(5)][::-1]
    first = api.customers.list(params={"limit": 2})
    assert ([one.id for one in first.data], first.has_more) == (made[:2], True)
    rest = api.customers.list(params={"limit": 3, "starting_after": made[1]})
    assert ([one.id for one in rest.data], rest.has_more) == (made[2:], False)
    before = api.customers.list(params={"limit": 2, "ending_before": made[3]})
    assert ([one.id for one in before.data], before.has_more) == (made[1:3], True)
    assert [one.id for one in api.customers.list(params={"limit": 2}).auto_paging_iter()] == made
    for params in ({"limit": 101}, {"starting_after": "cus_none"}):
        with pytest.raises(stripe.InvalidRequestError):
            api.customers.list(params=params)


def test_events_are_listed_by_type_and_time(double: StripeDouble, api: Any) -> None:
    api.customers.create()
    intent = api.payment_intents.create(params={"amount": 2_000, "currency": "usd"})
    double.control("clock", {"advance_s": 3_600})
    api.payment_intents.cancel(intent.id)
    created = api.events.list(params={"type": "payment_intent.created"}).data[0]
    assert [event.type for event in api.events.list(params={"types": ["payment_intent.*"]}).data] == [
        "payment_intent.canceled",
        "payment_intent.created",
    ]
    later = api.events.list(params={"created": {"gt": created.created}}).data
    assert [event.type for event in later] == ["payment_intent.canceled"]
    assert api.events.retrieve(created.id).data.object.id == intent.id


def test_expansion_goes_through_lists(api: Any) -> None:
    never = {"enabled": True, "allow_redirects": "never"}
    customer = api.customers.create(params={"name": "Ada"})
    params = {"amount": 2_000, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True}
    api.payment_intents.create(params={**params, "customer": customer.id, "automatic_payment_methods": never})
    found = api.payment_intents.list(params={"expand": ["data.latest_charge.payment_method", "data.customer"]})
    assert found.data[0].customer.name == "Ada"
    assert found.data[0].latest_charge.payment_method.card.last4 == "4242"


def test_a_shopper_makes_a_payment_method_with_a_publishable_key(double: StripeDouble, api: Any) -> None:
    form = b"key=pk_test_shop&type=card&card[number]=5555555555554444&card[exp_month]=1&card[exp_year]=40&card[cvc]=123"
    status, method, _ = raw(double, "/v1/payment_methods", form)
    assert (status, method["card"]["brand"], method["card"]["exp_year"]) == (200, "mastercard", 2040)
    assert api.payment_methods.retrieve(method["id"]).card.last4 == "4444"


def test_a_reset_forgets_everything_but_the_endpoint(double: StripeDouble, api: Any) -> None:
    api.customers.create(options={"idempotency_key": "key_1"})
    double.control("faults", {"fault": "down"})
    double.control("clock", {"advance_s": 60})
    double.control("webhooks/endpoint", {"url": "http://127.0.0.1:1/", "secret": "whsec_x"})
    double.control("reset", {})
    state = double.control("state")
    assert not any(state[kind] for kind in ("customers", "events", "idempotency_keys"))
    assert double.control("calls") == {"received": {}, "executed": {}, "replayed": {}, "faulted": {}, "log": []}
    assert double.control("clock")["shift_s"] == 0
    assert double.control("webhooks/endpoint")["endpoint"]["secrets"] == ("whsec_x",)
    double.control("webhooks/endpoint", method="DELETE")


def test_control_answers_over_http_and_says_what_is_wrong(double: StripeDouble) -> None:
    assert raw(double, "/_double/health")[:2] == (200, {"ok": True})
    assert raw(double, "/_double/clock", b'{"advance_s": 5}')[1]["shift_s"] == 5
    assert raw(double, "/_double/nothing")[0] == 404
    for path, body in (("clock", b'{"seconds": 5}'), ("clock", b"[]"), ("clock", b"{"), ("faults", b'{"fault": "x"}')):
        status, answer, _ = raw(double, f"/_double/{path}", body)
        assert (status, type(answer["error"])) == (400, str)
    assert raw(double, "/_double/payment_intents/pi_none/authenticate", b'{"outcome": "fail"}')[0] == 404


def test_a_page_of_another_site_cannot_control_the_double(double: StripeDouble) -> None:
    assert raw(double, "/_double/reset", b"{}", Origin="https://evil.example")[0] == 403
    assert raw(double, "/_double/reset", b"{}", Origin=double.url)[0] == 200
