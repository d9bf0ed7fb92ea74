"""Companies: staff make them and say who buys for them; members see theirs, and admins set the others' limits."""

from typing import Any

from functions.companies.table import SPEC, company_key, member_key
from tests.in_process import InProcessShop

VAT = {"country": "DE", "number": "DE136695976"}
WHOLE = {
    "name": "Doe GmbH",
    "tax_ids": [{"country": "DE", "number": "DE 136 695 976"}],
    "tax_exemption": {"certificate": "FB-7781", "last_day": "2027-12-31"},
    "payment_terms": {"net_days": 30},
    "note": "Pays late.",
}
Headers = dict[str, str]


class People:
    """Ann, an admin; Bob, a buyer; and their company."""

    def __init__(self, shop: InProcessShop) -> None:
        self.shop = shop
        self.ann, self.bob, self.eve = (
            shop.sign_in(shop.pool.sign_up(f"{name}@example.com")) for name in ("ann", "bob", "eve")
        )
        self.company_id = str(made(shop)["id"])
        join(shop, self.company_id, self.id(self.ann), "admin")
        join(shop, self.company_id, self.id(self.bob), "buyer", {"USD": 5000})

    def id(self, session: Headers) -> str:
        """Whose session it is."""
        return str(self.shop.call("GET", "/store/me", **session)[1]["id"])


def made(shop: InProcessShop, **other: Any) -> Any:
    """A new company."""
    status, company, _ = shop.admin("POST", "/admin/companies", {**WHOLE, **other})
    assert status == 201, company
    return company


def join(shop: InProcessShop, company_id: str, customer_id: str, role: str, limits: Any = None) -> Any:
    """A member of it."""
    path = f"/admin/companies/{company_id}/members/{customer_id}"
    status, company, _ = shop.admin("PUT", path, {"role": role, "order_limits": limits})
    assert status == 200, company
    return company


def test_staff_make_a_company_change_it_and_list_it(shop: InProcessShop) -> None:
    company = made(shop)
    assert company["tax_ids"] == [VAT]
    assert company["tax_exempt"] is True
    path = f"/admin/companies/{company['id']}"
    status, changed, _ = shop.admin("PATCH", path, {"payment_terms": None, "tax_exemption": None}, If_Match='"1"')
    assert (status, changed["version"], changed["payment_terms"], changed["tax_exempt"]) == (200, 2, None, False)
    assert changed["name"] == "Doe GmbH"
    assert shop.admin("PATCH", path, {"note": "x"}, If_Match='"1"')[0] == 412
    other = made(shop, name="Roe Ltd", tax_ids=[])
    listed = shop.admin("GET", "/admin/companies")[1]["data"]
    assert {each["id"] for each in listed} == {company["id"], other["id"]}


def test_a_tax_id_that_cannot_be_is_refused_and_no_company_made(shop: InProcessShop) -> None:
    body = {"name": "Doe GmbH", "tax_ids": [VAT, {"country": "DE", "number": "DE136695977"}]}
    status, answer, _ = shop.admin("POST", "/admin/companies", body)
    assert (status, answer["error"]["code"]) == (422, "invalid_tax_id")
    assert answer["error"]["param"] == "tax_ids[1].number"
    assert shop.admin("GET", "/admin/companies")[1]["data"] == []


def test_what_may_be_a_person_s_is_sealed_and_not_in_the_audit_log(shop: InProcessShop) -> None:
    company = made(shop)
    stored = str(shop.item(SPEC, *company_key(company["id"])))
    rows = str(shop.admin("GET", "/admin/audit")[1])
    assert "company.create" in rows
    for secret in ("Doe GmbH", "136695976", "FB-7781", "Pays late."):
        assert secret not in stored
        assert secret not in rows


def test_nobody_buys_for_two_companies(shop: InProcessShop, people: People) -> None:
    other = made(shop)
    path = f"/admin/companies/{other['id']}/members/{people.id(people.bob)}"
    status, answer, _ = shop.admin("PUT", path, {"role": "buyer"})
    assert (status, answer["error"]["code"]) == (409, "member_elsewhere")
    shop.admin("DELETE", f"/admin/companies/{people.company_id}/members/{people.id(people.bob)}")
    assert shop.admin("PUT", path, {"role": "buyer"})[0] == 200
    assert shop.call("GET", "/store/me/company", **people.bob)[1]["id"] == other["id"]


def test_a_member_has_to_be_a_customer(shop: InProcessShop, people: People) -> None:
    missing = "cus_" + "0" * 26
    path = f"/admin/companies/{people.company_id}/members/{missing}"
    assert shop.admin("PUT", path, {"role": "buyer"})[0] == 404
    assert shop.admin("DELETE", path)[0] == 404


def test_members_see_their_company_and_admins_all_of_its_members(shop: InProcessShop, people: People) -> None:
    own = shop.call("GET", "/store/me/company", **people.bob)[1]
    assert (own["role"], own["order_limits"], own["members"]) == ("buyer", {"USD": 5000}, [])
    assert "note" not in own
    seen = shop.call("GET", "/store/me/company", **people.ann)[1]
    assert {each["email"] for each in seen["members"]} == {"ann@example.com", "bob@example.com"}
    assert shop.call("GET", "/store/me/company", **people.eve)[0] == 404


def test_admins_alone_set_limits_and_only_of_their_own_members(shop: InProcessShop, people: People) -> None:
    path = f"/store/me/company/members/{people.id(people.bob)}"
    status, seen, _ = shop.call("PATCH", path, {"order_limits": {"USD": 100}}, **people.ann)
    assert status == 200
    assert [each["order_limits"] for each in seen["members"]] == [None, {"USD": 100}]
    status, answer, _ = shop.call("PATCH", path, {"order_limits": None}, **people.bob)
    assert (status, answer["error"]["code"]) == (403, "not_company_admin")
    assert shop.call("PATCH", path, {"order_limits": None}, **people.eve)[0] == 404
    stranger = f"/store/me/company/members/{people.id(people.eve)}"
    assert shop.call("PATCH", stranger, {"order_limits": None}, **people.ann)[0] == 404


def test_who_is_erased_is_in_no_company_any_more(shop: InProcessShop, people: People) -> None:
    gone = people.id(people.bob)
    assert shop.call("GET", "/store/me/export", **people.bob)[1]["membership"]["company_id"] == people.company_id
    assert shop.call("POST", "/store/me/erasure", **people.bob)[0] == 202
    for _ in range(3):
        shop.run("privacy.erase_people")
    company = shop.admin("GET", f"/admin/companies/{people.company_id}")[1]
    assert [each["customer_id"] for each in company["members"]] == [people.id(people.ann)]
    assert shop.item(SPEC, *member_key(gone)) is None
