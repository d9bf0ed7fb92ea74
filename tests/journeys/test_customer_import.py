"""Customers come from a file: it is put to a link, a job goes through it, and one of them signs in and finds theirs."""

import csv
import io
import urllib.error
import urllib.request
from typing import Any
from uuid import uuid4

import pytest

from tests.journeys.pool import Account
from tests.journeys.shop import Shop
from tests.journeys.test_jobs import ended

ROWS = 300
COLUMNS = "email,first_name,last_name,phone,tags,address1,city,province,postal_code,country"
CONSENT = "accepts_marketing,consented_at,consent_source"
HOME = "+44 20 7946 0000,from-old-shop,1 Main St,Oakland,CA,94607,US"


def put(shop: Shop, text: str, *, size: int | None = None) -> str:
    """Upload it, as any client does. size: what was said before of how large it is. Gives the upload's id."""
    content = text.encode()
    asked = shop.admin("POST", "/admin/customers/uploads", {"size_bytes": size or len(content)})
    assert asked.status == 201, asked.raw
    upload: Any = asked.json
    headers = {"Content-Type": "text/csv"}
    request = urllib.request.Request(upload["url"], data=content, headers=headers, method=upload["method"])
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200
    return str(upload["id"])


def test_who_is_in_a_file_becomes_a_customer_and_finds_their_address_once_they_sign_in(shop: Shop) -> None:
    run = uuid4().hex[:8]
    jane = Account(shop, f"jane.{run}@example.com")
    lines = [f"{number}.{run}@example.com,Nr,{number},{HOME},false,," for number in range(ROWS)]
    lines[7] = f"nobody,Nr,7,{HOME},,,"
    lines[8] = lines[9]
    agreed = "true,2025-05-01,newsletter form of the old shop"
    text = "\r\n".join([f"\ufeff{COLUMNS},{CONSENT}", *lines, f"{jane.email},Jane,Doe,{HOME},{agreed}"])
    begun = shop.admin("POST", "/admin/customers/import", {"upload_id": put(shop, text)})
    assert (begun.status, begun.json["kind"]) == (202, "customer_import")
    job = ended(shop, begun.json["id"])
    assert (job["status"], job["done"], job["failed"], job["counts"]) == ("done", 299, 2, {"created": 299})
    with urllib.request.urlopen(job["result_url"]) as answer:
        told = list(csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"))))
    assert [int(each["row"]) for each in told] == [*range(2, ROWS + 3)]
    failed = [(each["row"], each["column"], each["code"]) for each in told if each["status"] == "failed"]
    assert failed == [("9", "email", "invalid_field"), ("11", "email", "repeated")]

    jane.sign_up()
    session = jane.session()
    me = shop.api.call("GET", "/store/me", **session).json
    assert (me["first_name"], me["last_name"], me["accepts_marketing"]) == ("Jane", "Doe", True)
    [kept] = shop.api.call("GET", "/store/me/addresses", **session).json["data"]
    assert (kept["address"]["address1"], kept["is_default_shipping"]) == ("1 Main St", True)
    imported = shop.admin("GET", f"/admin/customers/{told[-1]['customer_id']}").json
    assert (imported["merged_into"], imported["email"]) == (me["id"], None)

    again = shop.admin("POST", "/admin/customers/import", {"upload_id": put(shop, text), "on_existing": "update"})
    second = ended(shop, again.json["id"])
    assert (second["done"], second["failed"], second["counts"]) == (299, 2, {"unchanged": 299})


def test_a_link_takes_a_file_of_its_size_and_gives_none(shop: Shop) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        put(shop, "email\r\n" + 100 * "somebody@example.com\r\n", size=10)
    assert refused.value.code in (400, 403)
    upload = shop.admin("POST", "/admin/customers/uploads", {"size_bytes": 10}).json
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(upload["url"])
    answer = shop.admin("POST", "/admin/customers/import", {"upload_id": upload["id"]})
    assert (answer.status, answer.code) == (422, "not_uploaded")
