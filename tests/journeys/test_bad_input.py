"""What a stranger may send to the deployed shop: every class of bad input once, over the wire."""

import gzip
import json
from typing import Any

import pytest

from tests.journeys.shop import Answer, Shop
from tests.security import doors, refusals

GOOD_CART = b'{"currency":"USD"}'
FOREIGN = "cart_01JD0000000000000000000000"

# A body for POST /store/carts → the refusal's status and code.
BODIES: dict[str, tuple[bytes, int, str]] = {
    "nothing": (b"", 422, "invalid_field"),
    "no JSON": (b"currency=USD", 400, "invalid_json"),
    "two values": (GOOD_CART * 2, 400, "invalid_json"),
    "a list": (b"[" + GOOD_CART + b"]", 422, "invalid_field"),
    "an unknown field": (b'{"currency":"USD","status":"completed"}', 422, "invalid_field"),
    "a price of one's own": (b'{"currency":"USD","items":[{"variant_id":"v","unit_price":1}]}', 422, "invalid_field"),
    "a customer of one's own": (b'{"currency":"USD","customer_id":"cus_1"}', 422, "invalid_field"),
    "a field twice": (b'{"currency":"USD","currency":"EUR"}', 400, "invalid_json"),
    "NaN": (b'{"currency":NaN}', 400, "invalid_json"),
    "a fraction": (b'{"currency":"USD","items":[{"variant_id":"v","quantity":1.5}]}', 422, "invalid_field"),
    "a number as text": (b'{"currency":"USD","items":[{"variant_id":"v","quantity":"1"}]}', 422, "invalid_field"),
    "less than one": (b'{"currency":"USD","items":[{"variant_id":"v","quantity":-1}]}', 422, "invalid_field"),
    "10^400": (b'{"currency":"USD","items":[{"variant_id":"v","quantity":1%s}]}' % (b"0" * 400), 422, "invalid_field"),
    "5,000 digits": (
        b'{"currency":"USD","items":[{"variant_id":"v","quantity":%s}]}' % (b"9" * 5000),
        400,
        "invalid_json",
    ),
    "null": (b'{"currency":null}', 422, "invalid_field"),
    "33 deep": (b'{"a":' * 33 + b"1" + b"}" * 33, 400, "invalid_json"),
    "300 KB": (b'{"currency":"%s"}' % (b"x" * 300_000), 413, "body_too_large"),
    "compressed": (gzip.compress(GOOD_CART), 400, "invalid_json"),
    "bytes that are no text": (b'{"currency":"\xff\xfe"}\xff', 400, "invalid_json"),
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD_CART, 400, "invalid_json"),
    "half a character": (b'{"currency":"USD","metadata":{"a":"\\ud800"}}', 400, "invalid_json"),
    "NUL": (b'{"currency":"USD\\u0000"}', 422, "invalid_field"),
    "text turned round": ('{"currency":"USD","metadata":{"\u202ea":"b"}}'.encode(), 422, "invalid_field"),
    "an address that looks like another": (
        '{"currency":"USD","email":"jаne@example.com"}'.encode(),
        422,
        "invalid_field",
    ),
    "SQL": (b"{\"currency\":\"' OR '1'='1\"}", 422, "invalid_field"),
    "no such variant": (b'{"currency":"USD","items":[{"variant_id":"var_1"}]}', 422, "variant_unavailable"),
}

PATHS = {
    "no such route": ("GET", "/nowhere"),
    "the root": ("GET", "/"),
    "staff's, but no such route": ("GET", "/administration"),
    "too far down": ("GET", "/store/carts/a/b/c/d"),
    "other letters": ("GET", "/STORE/products"),
    "two slashes": ("GET", "//store/products"),
    "up and down again": ("GET", "/store/%2e%2e/admin/orders"),
    "a slash in a name": ("GET", "/store/products/a%2fb"),
    "NUL in a name": ("GET", "/store/products/a%00b"),
    "a line feed behind": ("GET", "/store/products/a%0A"),
    "bytes that are no text": ("GET", "/store/products/%ff"),
    "a long name": ("GET", "/store/products/" + "a" * 5000),
    "no such product": ("GET", "/store/products/no-such-product"),
    "another method": ("DELETE", "/store/carts"),
    "a method of nobody's": ("BREW", "/store/products"),
    "TRACE": ("TRACE", "/store/products"),
}

QUERIES = {
    "an unknown one": ("colour=red", "invalid_parameter", "colour"),
    "a fraction": ("limit=1.5", "invalid_parameter", "limit"),
    "too many": ("limit=101", "invalid_parameter", "limit"),
    "twice": ("limit=1&limit=2", "invalid_parameter", "limit"),
    "without a value": ("limit", "invalid_parameter", "limit"),
    "a forged cursor": ("cursor=eyJrZXkiOnt9fQ.AAAA", "invalid_cursor", "cursor"),
    "an empty cursor": ("cursor=", "invalid_cursor", "cursor"),
    "not a handle": ("collection=a%20b", "invalid_parameter", "collection"),
}

HEADERS: dict[str, tuple[dict[str, str], str]] = {
    "a key too long": ({"Idempotency_Key": "k" * 256}, "Idempotency-Key"),
    "a version that is none": ({"If_Match": '"one"'}, "If-Match"),
    "an empty version": ({"If_Match": '""'}, "If-Match"),
}


@pytest.fixture
def cart(shop: Shop) -> Any:
    """An empty cart, with its token."""
    answer = shop.api.call("POST", "/store/carts", GOOD_CART)
    assert answer.status == 201, answer.raw
    return answer.json


def _refusal(answer: Answer, sent: str = "") -> tuple[int, str | None]:
    """Status and code of a refusal in the documented shape."""
    shown = doors.Answer(answer.status, answer.raw.decode(), answer.headers)
    assert refusals.is_refused(shown, sent) is None, refusals.is_refused(shown, sent)
    return answer.status, answer.code


@pytest.mark.parametrize("what", BODIES)
def test_a_bad_body_is_refused(shop: Shop, what: str) -> None:
    """FAULTS 20, 91, 96"""
    raw, status, code = BODIES[what]
    encoding = {"Content_Encoding": "gzip"} if what == "compressed" else {}
    answer = shop.api.call("POST", "/store/carts", raw, **encoding)
    assert _refusal(answer, raw.decode(errors="replace")) == (status, code)


def test_bad_bodies_change_nothing(shop: Shop, cart: Any) -> None:
    """FAULTS 91, 96"""
    path, token = f"/store/carts/{cart['id']}", {"Cart_Token": cart["token"]}
    for raw, *_ in BODIES.values():
        for method, door in (
            ("POST", "/items"),
            ("PUT", "/email"),
            ("PUT", "/shipping_address"),
            ("POST", "/complete"),
        ):
            answer = shop.api.call(method, path + door, raw, **token, Idempotency_Key="k")
            assert _refusal(answer, raw.decode(errors="replace"))[0] in (400, 413, 422), (door, raw[:80])
    now = shop.api.call("GET", path, **token).json
    assert now == {**cart, "token": None}


@pytest.mark.parametrize("what", PATHS)
def test_a_path_that_leads_nowhere_is_not_found(shop: Shop, what: str) -> None:
    """FAULTS 90, 96"""
    method, path = PATHS[what]
    assert _refusal(shop.api.call(method, path), path) == (404, "not_found")


@pytest.mark.parametrize("what", QUERIES)
def test_a_bad_query_is_refused_and_the_parameter_is_named(shop: Shop, what: str) -> None:
    """FAULTS 18, 20"""
    query, code, param = QUERIES[what]
    answer = shop.api.call("GET", f"/store/products?{query}")
    assert (*_refusal(answer, query), answer.json["error"]["param"]) == (400, code, param)


@pytest.mark.parametrize("what", HEADERS)
def test_a_bad_header_is_refused(shop: Shop, what: str) -> None:
    """FAULTS 96"""
    headers, param = HEADERS[what]
    answer = shop.api.call("POST", "/store/carts", GOOD_CART, **headers)
    assert (*_refusal(answer), answer.json["error"]["param"]) == (400, "invalid_header", param)


def test_a_cart_is_a_stranger_to_everybody_without_its_token(shop: Shop, cart: Any) -> None:
    """FAULTS 90: foreign, forged and missing look the same."""
    other = shop.api.call("POST", "/store/carts", GOOD_CART).json
    token = cart["token"]
    missing = shop.api.call("GET", f"/store/carts/{FOREIGN}", Cart_Token=token)
    for bad in (None, "", "x", other["token"], token[:-1], f"{token}A", token.swapcase(), f"Bearer {token}"):
        headers = {} if bad is None else {"Cart_Token": bad}
        foreign = shop.api.call("GET", f"/store/carts/{cart['id']}", **headers)
        assert _refusal(foreign) == _refusal(missing) == (404, "not_found")
        assert _but_its_id(foreign) == _but_its_id(missing)
    assert shop.api.call("GET", f"/store/carts/{cart['id']}", Cart_Token=token).status == 200


def test_without_a_key_of_staff_there_is_no_way_in(shop: Shop) -> None:
    """FAULTS 90: the gateway answers for itself where nothing is shown; else the shop, to all but a key that counts."""
    key = shop.endpoints.admin_key
    wrong = ["Bearer", "Bearer x", "Basic c2s6", key, f"Token {key}", f"Bearer {key}x", f"Bearer {key[:-1]}",
             f"Bearer  {key}", f"Bearer {key} {key}", f"Bearer {key.lower()}", "Bearer sk_' OR '1'='1",
             "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.", "Bearer " + "A" * 4096]  # fmt: skip
    for path in ("/admin/orders", "/admin/products", "/admin/api_keys", "/admin/payments", "/admin/inventory/levels"):
        nobody = shop.api.call("GET", path)
        assert (nobody.status, nobody.json) == (401, {"message": "Unauthorized"})
    for shown in wrong:
        answer = shop.api.call("GET", "/admin/orders", Authorization=shown)
        assert _refusal(answer) == (401, "unauthenticated"), shown
    assert shop.api.call("GET", "/admin/orders", Cart_Token="x", Order_Token="y").status == 401


def test_a_key_reaches_as_far_as_its_scopes(shop: Shop) -> None:
    """FAULTS 90"""
    made = shop.admin("POST", "/admin/api_keys", {"name": "reader", "scopes": ["orders:read"]})
    bearer = {"Authorization": f"Bearer {made.json['token']}"}
    assert shop.api.call("GET", "/admin/orders", **bearer).status == 200
    for method, path in (("GET", "/admin/products"), ("POST", "/admin/refunds"), ("POST", "/admin/api_keys")):
        answer = shop.api.call(method, path, b"{}" if method == "POST" else None, **bearer)
        assert _refusal(answer) == (403, "forbidden")


def test_a_browser_of_any_shop_may_ask(shop: Shop) -> None:
    """The preflight's answer, and the header on every other one."""
    asked = {"Origin": "https://shop.example.com", "Access_Control_Request_Method": "PUT"}
    asked["Access_Control_Request_Headers"] = "content-type,cart-token,idempotency-key,if-match"
    preflight = shop.api.call("OPTIONS", f"/store/carts/{FOREIGN}/email", **asked)
    allowed = {
        name: preflight.headers[f"access-control-allow-{name}"].lower() for name in ("origin", "methods", "headers")
    }
    assert preflight.status == 204
    assert allowed["origin"] == "*"
    assert allowed["methods"] == "*" or "put" in allowed["methods"]
    assert {"content-type", "cart-token", "idempotency-key", "if-match"} <= set(allowed["headers"].split(","))
    refused = shop.api.call("POST", "/store/carts", b"{", Origin="https://shop.example.com")
    assert refused.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in {**preflight.headers, **refused.headers}


def _but_its_id(answer: Answer) -> str:
    whole = answer.json
    del whole["error"]["request_id"]
    return json.dumps(whole)
