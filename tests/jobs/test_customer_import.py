"""The import of customers: what became of each row, once whatever is tried again, and who gets what was imported."""

import json
from typing import Any

import pytest

from functions.customers import import_customers, start_session, store
from functions.customers.by_email import place_of
from functions.customers.customer import new_customer
from functions.customers.table import SPEC
from shared import people, spreadsheet
from shared.dynamo import fetch, query_all
from shared.files import put_file
from tests.in_process import ADDRESS, InProcessShop
from tests.jobs.test_customer_export import exported
from tests.jobs.test_order_export import result, rows, shown

UPLOADS, IMPORT = "/admin/customers/uploads", "/admin/customers/import"
HEAD = "email,first_name,last_name,phone,tags,note,address1,city,province,postal_code,country"
JANE = "jane@example.com,Jane,Doe,+44 20 7946 0000,vip eu,likes tea,1 Main St,Oakland,CA,94607,US"
PROVEN = "email,accepts_marketing,consented_at,consent_source\n{},true,2025-05-01,newsletter form of the old shop"


def uploaded(shop: InProcessShop, text: str | bytes) -> str:
    """The id of an upload, which has the text."""
    content = text if isinstance(text, bytes) else text.encode()
    status, upload, _ = shop.admin("POST", UPLOADS, {"size_bytes": len(content)})
    assert status == 201, upload
    put_file(f"uploads/{upload['id']}", content, "text/csv")
    return str(upload["id"])


def begun(shop: InProcessShop, text: str | bytes, **body: Any) -> str:
    """The id of a job that goes through this file."""
    status, job, _ = shop.admin("POST", IMPORT, {"upload_id": uploaded(shop, text), **body})
    assert status == 202, job
    return str(job["id"])


def took(shop: InProcessShop, text: str | bytes, **body: Any) -> list[dict[str, str]]:
    """What became of each row."""
    job_id = begun(shop, text, **body)
    shop.go_through(job_id)
    job = shown(shop, job_id)
    assert job["status"] == "done", job
    return rows(result(shop, job_id))


def customer(shop: InProcessShop, customer_id: str) -> Any:
    """As staff see them."""
    status, found, _ = shop.admin("GET", f"/admin/customers/{customer_id}")
    assert status == 200, found
    return found


def listed(shop: InProcessShop, email: str) -> list[Any]:
    """Those who are found by an address."""
    data: list[Any] = shop.admin("GET", f"/admin/customers?email={email}")[1]["data"]
    return data


def test_a_row_becomes_a_customer_whom_staff_find(small: InProcessShop) -> None:
    [told] = took(small, f"{HEAD}\r\n{JANE}\r\n")
    assert (told["row"], told["status"], told["code"]) == ("2", "created", "")
    [jane] = listed(small, "jane@example.com")
    assert jane["id"] == told["customer_id"]
    assert (jane["first_name"], jane["phone"], jane["note"]) == ("Jane", "+442079460000", "likes tea")
    assert (jane["tags"], jane["has_account"], jane["email_verified"]) == (["vip", "eu"], False, False)
    (book,) = fetch(store.address_book(jane["id"]))
    assert [each.address.city for each in book.addresses] == ["Oakland"]
    job = small.admin("GET", "/admin/jobs")[1]["data"][0]
    assert (job["counts"], job["done"], job["failed"]) == ({"created": 1}, 1, 0)


def test_what_was_exported_can_be_imported_and_changes_nothing(small: InProcessShop) -> None:
    took(small, f"{HEAD}\n{JANE}")
    took(small, PROVEN.format("bob@example.com"))
    session = small.sign_in(small.pool.sign_up("ann@example.com"))
    small.call("PATCH", "/store/me", {"first_name": "=Ann", "phone": "+442079460001"}, **session)
    small.an_address(session)
    written = exported(small)
    assert {each["status"] for each in took(small, written, on_existing="update")} == {"unchanged"}
    assert exported(small) == written


def test_an_import_into_an_empty_shop_gives_the_same_customers(small: InProcessShop) -> None:
    text = f"{spreadsheet.MARK}{HEAD};consented_at;consent_source;accepts_marketing\n{JANE};2025-05-01;form;yes"
    [told] = took(small, text.replace(",", ";"))
    jane = customer(small, told["customer_id"])
    assert (jane["accepts_marketing"], jane["last_name"]) == (True, "Doe")
    [proof] = small.admin("GET", f"/admin/customers/{jane['id']}/consents")[1]["data"]
    assert (proof["route"], proof["text"], proof["decided_at"]) == ("imported", "form", "2025-05-01T00:00:00.000Z")


def test_without_proof_nobody_agreed(small: InProcessShop) -> None:
    [told] = took(small, "email,accepts_marketing,consented_at\njane@example.com,true,2025-05-01")
    assert (told["status"], told["code"], told["column"]) == ("created", "no_proof", "accepts_marketing")
    assert customer(small, told["customer_id"])["accepts_marketing"] is False


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("nobody", "invalid_field", "email"),
        (",x", "required", "email"),
        ("a@example.com,,,,,,,,,,,x", "invalid_field", ""),
        ("a@example.com,,,12", "invalid_field", "phone"),
        ("a@example.com,,,,V I!P", "invalid_field", "tags"),
        ("a@example.com,,Doe,,,,1 Main St", "required", "city"),
        ("a@example.com,,,,,,1 Main St,Oakland,CA,94607,US", "required", "address_last_name"),
        ("a@example.com,www.example.com", "invalid_field", "first_name"),
        ("a@example.com,\ufffd", "invalid_field", "first_name"),
    ],
)
def test_a_row_that_is_wrong_is_told_by_its_column_and_the_others_are_taken(
    small: InProcessShop, row: str, code: str, column: str
) -> None:
    first, second = took(small, f"{HEAD}\n{row}\n{JANE}")
    assert (first["row"], first["status"], first["code"], first["column"]) == ("2", "failed", code, column)
    assert second["status"] == "created"
    assert not first["customer_id"]
    assert "example.com" not in str(first)


def test_a_second_row_of_an_address_an_unknown_group_and_a_broken_end_are_told(small: InProcessShop) -> None:
    nowhere = f"b@example.com,grp_{26 * '0'}"
    endless = 'c@example.com,"' + 200_000 * "y"
    text = f"email,group_ids\na@example.com,\nA@Example.com,\n{nowhere}\n\n{endless}"
    told = took(small, text)
    assert [(each["row"], each["status"], each["code"]) for each in told] == [
        ("2", "created", ""),
        ("3", "failed", "repeated"),
        ("4", "failed", "unknown_group"),
        ("6", "failed", "unreadable"),
    ]


@pytest.mark.parametrize(
    "content", [b"first_name\nJane", b"email,e-mail\na@example.com", b"email,email\n", b"", b"\xff\xfee\n"]
)
def test_what_is_no_file_of_customers_begins_no_job(small: InProcessShop, content: bytes) -> None:
    upload_id = uploaded(small, content or b" ")
    put_file(f"uploads/{upload_id}", content, "text/csv")
    status, body, _ = small.admin("POST", IMPORT, {"upload_id": upload_id})
    assert (status, body["error"]["code"], body["error"]["param"]) == (422, "wrong_file", "upload_id")


def test_an_upload_is_there_for_a_day_once_it_was_put_there(small: InProcessShop) -> None:
    upload = small.admin("POST", UPLOADS, {"size_bytes": 100}, Idempotency_Key="once")[1]
    assert upload["url"].startswith("https://")
    again = small.admin("POST", UPLOADS, {"size_bytes": 100}, Idempotency_Key="once")
    assert (again[1]["id"], again[2]["idempotent-replayed"]) == (upload["id"], "true")
    body = {"upload_id": upload["id"]}
    assert small.admin("POST", IMPORT, body)[1]["error"]["code"] == "not_uploaded"
    put_file(f"uploads/{upload['id']}", b"email\na@example.com", "text/csv")
    small.clock.advance(days=1)
    assert small.admin("POST", IMPORT, body)[1]["error"]["code"] == "unknown_upload"
    missing = {"upload_id": "upl_" + "0" * 26}
    assert small.admin("POST", IMPORT, missing)[1]["error"]["code"] == "unknown_upload"


def test_a_dry_run_tells_and_changes_nothing(small: InProcessShop) -> None:
    [told] = took(small, f"{HEAD}\n{JANE}", dry_run=True)
    assert (told["status"], told["customer_id"]) == ("created", "")
    assert listed(small, "jane@example.com") == []
    took(small, f"{HEAD}\n{JANE}")
    [told] = took(small, "email,note\njane@example.com,other", dry_run=True, on_existing="update")
    assert told["status"] == "changed"
    assert listed(small, "jane@example.com")[0]["note"] == "likes tea"


def test_who_is_there_is_left_alone_or_changed_as_asked(small: InProcessShop) -> None:
    took(small, f"{HEAD}\n{JANE}")
    assert [each["code"] for each in took(small, "email,first_name\njane@example.com,Joan")] == ["exists"]
    text = f"{HEAD}\njane@example.com,Joan,Doe,,new,,2 Side St,Oakland,CA,94607,US"
    [told] = took(small, text, on_existing="update")
    jane = customer(small, told["customer_id"])
    assert told["status"] == "changed"
    assert (jane["first_name"], jane["phone"], jane["tags"]) == ("Joan", "+442079460000", ["new"])
    (book,) = fetch(store.address_book(jane["id"]))
    assert [each.address.address1 for each in book.addresses] == ["2 Side St"]


def test_what_somebody_said_of_themselves_stays(small: InProcessShop) -> None:
    session = small.sign_in(small.pool.sign_up("jane@example.com"))
    small.call("PATCH", "/store/me", {"first_name": "Jo"}, **session)
    small.an_address(session)
    [told] = took(small, f"{HEAD}\n{JANE}", on_existing="update")
    _, me, _ = small.call("GET", "/store/me", **session)
    assert (told["status"], told["customer_id"]) == ("changed", me["id"])
    assert (me["first_name"], me["last_name"], me["phone"]) == ("Jo", "Doe", "+442079460000")
    assert customer(small, me["id"])["tags"] == ["vip", "eu"]
    [kept] = small.call("GET", "/store/me/addresses", **session)[1]["data"]
    assert kept["address"]["address1"] == ADDRESS["address1"]


def test_who_took_a_consent_back_is_not_asked_by_a_file(small: InProcessShop) -> None:
    [told] = took(small, PROVEN.format("jane@example.com"))
    small.clock.advance(seconds=1)
    took(small, "email,accepts_marketing\njane@example.com,no", on_existing="update")
    assert customer(small, told["customer_id"])["accepts_marketing"] is False
    took(small, PROVEN.format("jane@example.com"), on_existing="update")
    assert customer(small, told["customer_id"])["accepts_marketing"] is False
    proofs = small.admin("GET", f"/admin/customers/{told['customer_id']}/consents")[1]["data"]
    assert [each["is_granted"] for each in proofs] == [True, False]


def test_a_chunk_that_dies_in_the_middle_is_gone_on_with(small: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = begun(small, "email\na@example.com\nb@example.com")
    assert small.step(job_id, "plan")["chunks"] == [0]
    settled = import_customers._settled

    def dies(number: int, *rest: Any) -> Any:
        if number == 3:
            raise RuntimeError
        return settled(number, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(import_customers, "_settled", dies)
        with pytest.raises(Exception, match="RuntimeError"):
            small.step(job_id, "work", chunk=0)
    small.step(job_id, "work", chunk=0)
    small.step(job_id, "work", chunk=0)
    small.step(job_id, "finish")
    assert [each["status"] for each in rows(result(small, job_id))] == ["created", "created"]
    entries = small.admin("GET", "/admin/audit?action=customers.import")[1]["data"]
    made = [each for each in entries if each["object_id"].startswith("cus_")]
    assert len(made) == 2
    assert {each["reason"] for each in made} == {job_id}
    assert "example.com" not in json.dumps(made)


def test_once_it_is_canceled_no_further_row_is_taken(small: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = begun(small, "email\na@example.com\nb@example.com")
    small.step(job_id, "plan")
    changed = import_customers._changed

    def cancels(*given: Any) -> Any:
        told = changed(*given)
        assert small.admin("POST", f"/admin/jobs/{job_id}/cancel")[0] == 200
        return told

    monkeypatch.setattr(import_customers, "_changed", cancels)
    small.step(job_id, "work", chunk=0)
    assert len(listed(small, "a@example.com")) == 1
    assert listed(small, "b@example.com") == []


def test_who_verifies_the_address_takes_in_what_was_imported(small: InProcessShop) -> None:
    text = f"{HEAD},accepts_marketing,consented_at,consent_source\n{JANE},true,2025-05-01,old shop"
    [told] = took(small, text)
    session = small.sign_in(small.pool.sign_up("Jane@example.com"))
    _, me, _ = small.call("GET", "/store/me", **session)
    assert (me["first_name"], me["last_name"], me["accepts_marketing"], me["version"]) == ("Jane", "Doe", True, 1)
    [kept] = small.call("GET", "/store/me/addresses", **session)[1]["data"]
    assert (kept["address"]["city"], kept["is_default_shipping"]) == ("Oakland", True)
    gone = customer(small, told["customer_id"])
    assert (gone["merged_into"], gone["email"], gone["note"]) == (me["id"], None, "")
    assert [each["id"] for each in listed(small, "jane@example.com")] == [me["id"]]
    small.run("privacy.erase_people")
    small.run("privacy.erase_people")
    proofs = small.admin("GET", f"/admin/customers/{me['id']}/consents")[1]["data"]
    assert [each["route"] for each in proofs] == ["imported"]
    assert list(query_all(SPEC, f"CUSTOMER#{told['customer_id']}", sort=("begins_with", "CONSENT#"))) == []
    [again] = took(small, f"{HEAD}\n{JANE}", on_existing="update")
    assert (again["status"], again["customer_id"]) == ("unchanged", me["id"])


def test_nobody_unverified_gets_what_was_imported(small: InProcessShop) -> None:
    [told] = took(small, f"{HEAD}\n{JANE}")
    sub = small.pool.sign_up("jane@example.com", is_verified=False)
    session = small.sign_in(sub)
    assert small.call("GET", "/store/me", **session)[1]["first_name"] is None
    assert small.call("GET", "/store/me/addresses", **session)[1]["data"] == []
    assert customer(small, told["customer_id"])["merged_into"] is None
    small.pool.change(sub, is_verified=True)
    small.sign_in(sub)
    me = small.call("GET", "/store/me", **session)[1]
    assert (me["first_name"], me["version"]) == ("Jane", 2)
    assert customer(small, told["customer_id"])["merged_into"] == me["id"]


def test_a_file_with_the_address_of_somebody_unverified_is_not_theirs(small: InProcessShop) -> None:
    session = small.sign_in(small.pool.sign_up("jane@example.com", is_verified=False))
    [told] = took(small, f"{HEAD}\n{JANE}", on_existing="update")
    me = small.call("GET", "/store/me", **session)[1]
    assert told["status"] == "created"
    assert (told["customer_id"] != me["id"], me["first_name"]) == (True, None)


def test_a_sign_in_beside_the_import_of_its_address_ends_in_one_customer(
    small: InProcessShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = begun(small, f"{HEAD}\n{JANE}", on_existing="update")
    small.step(job_id, "plan")
    sessions: list[dict[str, str]] = []

    def signs_in_meanwhile(email: str) -> Any:
        place = place_of(email)
        if not sessions:
            sessions.append(small.sign_in(small.pool.sign_up(email)))
        return place

    monkeypatch.setattr(import_customers, "place_of", signs_in_meanwhile)
    small.step(job_id, "work", chunk=0)
    small.step(job_id, "finish")
    [jane] = listed(small, "jane@example.com")
    [told] = rows(result(small, job_id))
    assert (told["status"], told["customer_id"]) == ("changed", jane["id"])
    assert small.call("GET", "/store/me", **sessions[0])[1]["last_name"] == "Doe"


def test_an_import_beside_the_first_sign_in_of_its_address_ends_in_one_customer(
    small: InProcessShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports: list[list[dict[str, str]]] = []

    def is_imported_meanwhile(*given: Any, **more: Any) -> Any:
        if not imports:
            imports.append([])
            imports.append(took(small, f"{HEAD}\n{JANE}"))
        return new_customer(*given, **more)

    monkeypatch.setattr(start_session, "new_customer", is_imported_meanwhile)
    session = small.sign_in(small.pool.sign_up("jane@example.com"))
    assert imports[1][0]["status"] == "created"
    [jane] = listed(small, "jane@example.com")
    assert jane["merged_from"] == [imports[1][0]["customer_id"]]
    assert small.call("GET", "/store/me", **session)[1]["last_name"] == "Doe"


def test_who_was_forgotten_is_nowhere_and_not_brought_back(small: InProcessShop) -> None:
    [told] = took(small, f"{HEAD}\n{JANE}")
    assert small.admin("POST", "/admin/erasures", {"customer_id": told["customer_id"]})[0] == 202
    for _ in range(3):
        small.run("privacy.erase_people")
        small.clock.advance(minutes=5)
    assert small.admin("GET", f"/admin/customers/{told['customer_id']}")[0] == 404
    [again] = took(small, f"{HEAD}\n{JANE}", on_existing="update")
    assert (again["status"], again["code"]) == ("failed", "erased")
    assert listed(small, "jane@example.com") == []


def test_who_is_being_forgotten_signs_in_as_somebody_new(small: InProcessShop) -> None:
    [told] = took(small, f"{HEAD}\n{JANE}")
    assert small.admin("POST", "/admin/erasures", {"customer_id": told["customer_id"]})[0] == 202
    session = small.sign_in(small.pool.sign_up("jane@example.com"))
    assert small.call("GET", "/store/me", **session)[1]["first_name"] is None
    assert customer(small, told["customer_id"])["merged_into"] is None


def test_an_account_is_not_merged_into_who_has_none(small: InProcessShop) -> None:
    [told] = took(small, f"{HEAD}\n{JANE}")
    session = small.sign_in(small.pool.sign_up("doe@example.com"))
    me = small.call("GET", "/store/me", **session)[1]["id"]
    path = "/admin/customers/{}/merge"
    assert small.admin("POST", path.format(told["customer_id"]), {"from": me})[1]["error"]["code"] == "no_account"
    assert small.admin("POST", path.format(me), {"from": told["customer_id"]})[0] == 202
    small.run("privacy.erase_people")
    small.run("privacy.erase_people")
    assert customer(small, me)["merged_from"] == [told["customer_id"]]


def test_what_is_imported_lies_sealed(small: InProcessShop) -> None:
    [told] = took(small, f"{HEAD}\n{JANE}")
    for item in query_all(SPEC, f"CUSTOMER#{told['customer_id']}"):
        assert not {"jane@example.com", "Doe", "likes tea", "Oakland"} & {*map(str, item.values())}
        assert "Main St" not in str(item)
    assert people.SEALED in small.item(SPEC, f"CUSTOMER#{told['customer_id']}", "CUSTOMER")
