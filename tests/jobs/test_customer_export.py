"""The export of customers: the whole book of persons, for those who look after them, and nobody who is gone."""

import json

import pytest

from tests.in_process import ADDRESS, InProcessShop
from tests.jobs.test_order_export import result, rows, shown

EXPORT = "/admin/customers/export"


@pytest.fixture
def people(small: InProcessShop) -> list[str]:
    """Three customers, the first with an address and a group, the last merged into the second."""
    ids = []
    for name in ("ann", "bob", "bob.old"):
        session = small.sign_in(small.pool.sign_up(f"{name}@example.com"))
        ids.append(str(small.call("GET", "/store/me", **session)[1]["id"]))
        if name == "ann":
            small.call("PATCH", "/store/me", {"first_name": "=Ann"}, **session)
            small.an_address(session)
    group = small.admin("POST", "/admin/customer_groups", {"name": "Trade"})[1]["id"]
    small.admin("PATCH", f"/admin/customers/{ids[0]}", {"group_ids": [group]})
    assert small.admin("POST", f"/admin/customers/{ids[1]}/merge", {"from": ids[2]})[0] == 202
    return [*ids, group]


def exported(shop: InProcessShop, **body: str) -> str:
    """What the file has."""
    status, job, _ = shop.admin("POST", EXPORT, body)
    assert status == 202, job
    shop.go_through(job["id"])
    assert shown(shop, job["id"])["status"] == "done"
    return result(shop, job["id"])


def test_every_customer_is_in_the_file_once(small: InProcessShop, people: list[str]) -> None:
    written = rows(exported(small))
    assert {row["id"] for row in written} == {*people[:2]}
    ann = next(row for row in written if row["id"] == people[0])
    assert (ann["email"], ann["first_name"], ann["city"]) == ("ann@example.com", "'=Ann", ADDRESS["city"])
    assert ann["group_ids"] == people[3]


def test_as_json_with_all_of_theirs_and_only_of_a_group(small: InProcessShop, people: list[str]) -> None:
    [line] = exported(small, format="jsonl", group_id=people[3]).splitlines()
    ann = json.loads(line)
    assert ann["id"] == people[0]
    assert [each["address1"] for each in ann["addresses"]] == [ADDRESS["address1"]]


def test_who_may_see_persons_one_by_one_has_not_all_of_them(small: InProcessShop, people: list[str]) -> None:
    del people
    assert small.admin("POST", EXPORT, {}, scopes="customers:read jobs:read jobs:write")[0] == 403
    job = small.admin("POST", EXPORT, {})[1]
    assert small.admin("GET", f"/admin/jobs/{job['id']}", scopes="customers:read jobs:read")[0] in (403, 404)
    missing = {"group_id": "grp_" + "0" * 26}
    assert small.admin("POST", EXPORT, missing)[1]["error"]["code"] == "unknown_group"
