"""For every door that takes a body: good bodies, which together name every field it knows; good queries."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.accounts import PASSWORD
from tests.in_process import ADDRESS
from tests.system.post import ON_PAYMENT, the_only_letter

TRACKING = {"company": "ups", "number": "1Z999AA10123456784"}
Bodies = Callable[[Mapping[str, str]], list[dict[str, Any]]]  # given the ids of what is in the shop

WHOLE_ADDRESS = {
    **ADDRESS,
    "first_name": "Jane",
    "company": "Doe & Co",
    "address2": "Apt 4",
    "phone": "+15105550100",
}
KEPT_ADDRESS = {"address": WHOLE_ADDRESS, "is_default_shipping": True, "is_default_billing": False}
FLAT = {"title": "Express", "countries": ["US"], "kind": "flat", "amounts": {"USD": 1000}, "is_active": True}
STEPS = [{"up_to_g": 500, "amounts": {"USD": 500}}, {"up_to_g": None, "amounts": {"USD": 900}}]
BY_WEIGHT = {"title": "Parcel", "countries": ["US"], "kind": "by_weight", "tiers": STEPS, "is_active": True}
VARIANT = {
    "options": {"Size": "M"},
    "prices": [{"currency": "USD", "amount": 2499}],
    "weight_g": 180,
    "barcode": "4006381333931",
}
PRODUCT = {
    "title": "Hat",
    "description": "A hat.",
    "options": [{"name": "Size", "values": ["M", "L"]}],
    "images": ["https://img.example.com/hat.jpg"],
    "collections": ["summer"],
    "tags": ["new"],
    "metadata": {"season": "26"},
    "public_metadata": {"care": "30"},
}

COMPANY = {
    "name": "Doe GmbH",
    "tax_ids": [{"country": "DE", "number": "DE136695976"}],
    "tax_exemption": {"certificate": "FB-7781", "last_day": "2027-12-31"},
    "payment_terms": {"net_days": 30},
    "note": "Pays late.",
}
TAGS = ["sleeve", "resent"]
MACRO = {
    "title": "Sent again",
    "body": "We send it again.",
    "translations": {"de": "Wir senden es noch einmal."},
    "status": "solved",
    "priority": "low",
    "tags": TAGS,
}
QUESTION = {"email": "jane@example.com", "subject": "A hole", "body": "It came like that.", "locale": "de-AT"}

NOVEMBER = {
    "created_at_gte": "2026-11-01",
    "created_at_gt": "2026-11-01",
    "created_at_lte": "2026-11-30T00:00:00Z",
    "created_at_lt": "2026-11-30",
}

GOOD: dict[str, Bodies] = {
    "POST /store/tickets": lambda ids: [QUESTION, {**QUESTION, "order_id": ids["order_id"]}],
    "POST /store/tickets/<ticket_id>/messages": lambda _: [{"body": "And now?"}],
    "POST /admin/erasures": lambda ids: [{"customer_id": ids["customer_id"]}, {"order_id": ids["order_id"]}],
    "POST /admin/tickets": lambda ids: [
        {**QUESTION, **_ticket(ids), "author": "customer"},
    ],
    "PATCH /admin/tickets/<ticket_id>": lambda ids: [
        {"subject": "Two holes", "email": "doe@example.com", "status": "on_hold", "locale": "de", **_ticket(ids)}
    ],
    "POST /admin/tickets/<ticket_id>/messages": lambda ids: [
        {"body": "We see.", "is_internal": False, "status": "pending"},
        {"macro_id": ids["macro_id"], "is_internal": False},
    ],
    "POST /admin/ticket_macros": lambda _: [MACRO],
    "PATCH /admin/ticket_macros/<macro_id>": lambda _: [{**MACRO, "title": "Sent once more"}],
    "POST /admin/api_keys": lambda _: [
        {
            "name": "reader",
            "scopes": ["orders:read"],
            "expires_at": "2027-01-01T00:00:00Z",
            "allowed_ips": ["192.0.2.0/24"],
        }
    ],
    "POST /admin/staff": lambda ids: [
        {"email": "fay@example.com", "name": "Fay", "roles": ["fulfillment"], "locations": [ids["location_id"]]}
    ],
    "PATCH /admin/staff/<staff_id>": lambda ids: [
        {"name": "Edward", "roles": ["support"], "status": "active", "locations": [ids["location_id"]]}
    ],
    "POST /store/me/wish_list/items": lambda ids: [{"variant_id": ids["variant_id"]}],
    "PUT /store/me/consents/<channel>/<purpose>": lambda _: [{"is_granted": True, "text": "Yes, write to me."}],
    "POST /store/me/addresses": lambda _: [KEPT_ADDRESS],
    "PATCH /store/me/addresses/<address_id>": lambda _: [KEPT_ADDRESS],
    "PATCH /admin/customers/<customer_id>": lambda ids: [
        {"note": "Rings twice.", "tags": ["vip"], "group_ids": [ids["group_id"]]}
    ],
    "POST /admin/customers/export": lambda ids: [{"format": "jsonl", "group_id": ids["group_id"]}],
    "POST /admin/customers/uploads": lambda _: [{"size_bytes": 64}],
    "POST /admin/customers/import": lambda ids: [
        {"upload_id": ids["upload_id"], "on_existing": "update", "dry_run": True}
    ],
    "POST /admin/customers/<customer_id>/merge": lambda ids: [{"from": ids["other_customer_id"]}],
    "POST /admin/companies": lambda _: [COMPANY],
    "PATCH /admin/companies/<company_id>": lambda _: [{**COMPANY, "name": "Roe GmbH"}],
    "PUT /admin/companies/<company_id>/members/<customer_id>": lambda _: [
        {"role": "admin", "order_limits": {"USD": 5000}}
    ],
    "PATCH /store/me/company/members/<customer_id>": lambda _: [{"order_limits": {"USD": 7000}}],
    "POST /store/me/approvals/<cart_id>": lambda _: [{"expected_total": 3143}],
    "POST /store/me/approvals/<cart_id>/decline": lambda _: [{"reason": "Twelve will do."}],
    "POST /admin/customer_groups": lambda _: [{"name": "Trade"}],
    "PATCH /admin/customer_groups/<group_id>": lambda _: [{"name": "Friends"}],
    "POST /admin/roles": lambda ids: [
        {"name": "Packing", "scopes": ["fulfillment:write"], "locations": [ids["location_id"]]}
    ],
    "PATCH /admin/roles/<role_id>": lambda ids: [{"name": "Counting", "scopes": ["inventory:write"], "locations": []}],
    "POST /admin/products": lambda _: [
        {**PRODUCT, "handle": "hat", "status": "draft", "variants": [{**VARIANT, "sku": "HAT-M"}]}
    ],
    "PATCH /admin/products/<product_id>": lambda ids: [
        {
            **PRODUCT,
            "handle": "cap",
            "status": "active",
            "variants": [{**VARIANT, "id": ids["variant_id"], "sku": "C", "status": "active"}],
        }
    ],
    "POST /admin/media/uploads": lambda _: [{"size_bytes": 64, "content_type": "image/png", "sha256": "ab" * 32}],
    "POST /admin/products/<product_id>/media": lambda ids: [
        {"upload_id": ids["picture_id"], "alt": "A cap.", "variant_ids": [ids["variant_id"]], "position": 0}
    ],
    "PATCH /admin/products/<product_id>/media/<media_id>": lambda ids: [
        {"alt": "A red cap.", "variant_ids": [ids["variant_id"]], "position": 0}
    ],
    "POST /admin/shipping_options": lambda _: [FLAT, BY_WEIGHT],
    "PATCH /admin/shipping_options/<option_id>": lambda _: [BY_WEIGHT, FLAT],
    "POST /admin/locations": lambda _: [{"name": "Annex", "country": "US", "priority": 5, "is_active": True}],
    "PATCH /admin/locations/<location_id>": lambda _: [
        {"name": "Main", "country": "US", "priority": 1, "is_active": True}
    ],
    "POST /admin/inventory/receipts": lambda ids: [
        {"items": [{**_shelf(ids), "quantity": 3}], "reference": "PO-7", "note": "Two boxes."}
    ],
    "POST /admin/inventory/adjustments": lambda ids: [
        {"items": [{**_shelf(ids), "delta": -1, "reason": "damaged", "note": "Wet."}]}
    ],
    "PATCH /admin/inventory/levels/<variant_id>/<location_id>": lambda _: [
        {"reorder_point": 3, "safety_stock": 1, "incoming": 12}
    ],
    "POST /admin/orders/<order_id>/fulfillments": lambda ids: [
        {
            "location_id": ids["location_id"],
            "items": [{"line_item_id": ids["order_line_id"], "quantity": 1}],
            "tracking": {**TRACKING, "number": "1Z2", "url": "https://ups.example.com/1Z2"},
            "notify_customer": False,
        }
    ],
    "POST /admin/fulfillments/<fulfillment_id>/tracking": lambda _: [
        {**TRACKING, "url": "https://ups.example.com/1Z999"},
    ],
    "POST /admin/refunds": lambda ids: [
        {
            "order_id": ids["order_id"],
            "amount": 2500,  # what the unit and the shipping are worth
            "reason": "duplicate",
            "items": [{"line_item_id": ids["order_line_id"], "quantity": 1}],
            "shipping_amount": 1,
            "destination": "original_payment",
            "note": "Sorry.",
        }
    ],
    "POST /admin/system/dead_letters/redrive": lambda _: [{"queue": ON_PAYMENT, "ids": [the_only_letter()]}],
    "POST /admin/system/dead_letters/drop": lambda _: [
        {"queue": ON_PAYMENT, "ids": [the_only_letter()], "reason": "duplicate", "note": "Twice."}
    ],
    "POST /admin/migrations": lambda _: [{"table": "orders", "segments": 2}],
    "POST /admin/orders/<order_id>/notes": lambda _: [{"note": "Leave it with the neighbour.\nRings twice."}],
    "POST /admin/orders/ship": lambda ids: [
        {
            "location_id": ids["location_id"],
            "orders": [{"order_id": ids["order_id"], "tracking": {**TRACKING, "url": "https://ups.example.com/1Z"}}],
            "notify_customer": False,
        }
    ],
    "POST /admin/orders/cancel": lambda ids: [
        {"orders": [{"order_id": ids["order_id"]}], "reason": "customer", "restock": False, "refund": False}
    ],
    "POST /admin/orders/export": lambda _: [
        {
            "format": "jsonl",
            "status": "placed",
            "is_to_ship": True,
            "fulfillment_status": "unfulfilled",
            "customer_id": f"cus_{'0' * 26}",
            "sku": "TS-1",
            **NOVEMBER,
        }
    ],
    "POST /admin/audit/export": lambda _: [
        {"actor": "operator", "object": "key_1", "action": "api_key.issue", **NOVEMBER}
    ],
    "POST /admin/orders/<order_id>/cancel": lambda _: [{"reason": "fraud", "restock": False, "refund": False}],
    "POST /store/sessions/end_all": lambda ids: [{"access_token": ids["own_access_token"]}],
    "POST /store/me/password": lambda ids: [
        {"access_token": ids["own_access_token"], "previous_password": PASSWORD, "new_password": "Other-Horse-7"}
    ],
    "POST /store/sessions": lambda ids: [{"access_token": ids["access_token"]}],
    "PATCH /store/me": lambda _: [
        {
            "first_name": "Jane",
            "last_name": "Doe",
            "phone": "+15105550100",
            "locale": "en-US",
        }
    ],
    "POST /store/carts": lambda ids: [
        {
            "currency": "USD",
            "country": "US",
            "items": [{"variant_id": ids["variant_id"], "quantity": 1}],
            "email": "jane@example.com",
            "shipping_address": WHOLE_ADDRESS,
            "billing_address": WHOLE_ADDRESS,
            "shipping_option": {"id": ids["option_id"]},
            "metadata": {"table": "4"},
        },
        {"currency": "USD", **_from_book(ids)},
    ],
    "POST /store/carts/<cart_id>/items": lambda ids: [{"variant_id": ids["variant_id"], "quantity": 1}],
    "PATCH /store/carts/<cart_id>/items/<line_item_id>": lambda _: [{"quantity": 1}],
    "PATCH /store/carts/<cart_id>": lambda ids: [
        {"currency": "USD", "country": "US", "metadata": {"table": "5"}},
        _from_book(ids),
    ],
    "PUT /store/carts/<cart_id>/email": lambda _: [{"email": "jane@example.com"}],
    "PUT /store/carts/<cart_id>/shipping_address": lambda _: [WHOLE_ADDRESS],
    "PUT /store/carts/<cart_id>/billing_address": lambda _: [WHOLE_ADDRESS],
    "PUT /store/carts/<cart_id>/shipping_option": lambda ids: [{"id": ids["option_id"]}],
    "POST /store/me/consents/<channel>/<purpose>/confirm": lambda ids: [{"code": ids["text_code"]}],
    "POST /store/consents/confirm": lambda ids: [{"token": ids["consent_token"]}],
    "POST /store/orders/<order_id>/confirm": lambda ids: [{"token": ids["confirm_token"]}],
    "POST /store/carts/<cart_id>/complete": lambda _: [
        {
            "expected_total": 3143,
            "payment": {"provider": "stripe", "flow": "payment_intent", "return_url": "https://shop.example.com/paid"},
        }
    ],
}


def good_query(path: str, ids: Mapping[str, str]) -> dict[str, str]:
    """Good query parameters, of which some lists need one."""
    match path:
        case "/admin/fulfillments" | "/admin/payments" | "/admin/mails":
            return {"order_id": ids["order_id"]}
        case "/store/consents/unsubscribe":
            return {"token": ids["unsubscribe_token"]}
        case "/admin/personal_data" | "/admin/orders/summary":
            return {"customer_id": ids["customer_id"]}
        case "/admin/carts_to_approve":
            return {"company_id": ids["company_id"]}
        case "/admin/reports/sales":
            return {"from": "2026-11-01", "to": "2026-11-30"}
        case _:
            return {"queue": ON_PAYMENT} if path.endswith("/dead_letters") else _object(path, ids)


def _object(path: str, ids: Mapping[str, str]) -> dict[str, str]:
    return {"object": ids["order_id"]} if path == "/admin/system/events" else {}


def _from_book(ids: Mapping[str, str]) -> dict[str, Any]:
    return {"shipping_address_id": ids["address_id"], "billing_address_id": ids["address_id"]}


def _ticket(ids: Mapping[str, str]) -> dict[str, Any]:
    return {"priority": "high", "assignee_id": ids["key_id"], "order_id": ids["order_id"], "tags": TAGS}


def _shelf(ids: Mapping[str, str]) -> dict[str, str]:
    return {"variant_id": ids["variant_id"], "location_id": ids["location_id"]}
