"""Whatever staff change, one row of the audit log tells of it: a walk through every door by which they may."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from local.generate import book
from local.generate.__main__ import ROOT
from shared import audit, clock
from shared.audit import Entry
from shared.audit_changes import UNTOLD
from shared.dynamo import Item
from shared.dynamo.values import from_wire
from tests.in_process import ADDRESS
from tests.security.doors import Door, door, doors
from tests.security.good_bodies import GOOD
from tests.security.scene import Scene, an_approval, furnished
from tests.security.test_secrets_stay import ADDRESS as WHOLE_ADDRESS

HOME = "198.51.100.7"
APPROVE = "POST /admin/approvals/<approval_id>/approve"
SHORT = 4  # letters; what is shorter, such as a country, stands in many words


@dataclass
class Walk:
    """A walk through every door by which staff change something, and what each left in the log."""

    scene: Scene
    told: dict[str, list[Entry]] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)  # texts that must be in no row

    def go(self) -> None:
        """What takes away comes last, and of that the key: it is the walk's own."""
        self.persons = {text for text in ADDRESS.values() if len(text) >= SHORT} | {"jane@example.com"}
        for each in sorted(staffs_doors(), key=_takes_away):
            parameters = self._own(each)
            before = entries(self.scene)
            good = GOOD[each.name](self.scene.ids)[0] if each.body else None
            self.persons |= set(_personal(good))
            raw = json.dumps(good).encode() if good else b""
            answer = self.scene.knock(each, raw, parameters=parameters, ip=HOME)
            assert answer.status == each.route.status, (each.name, answer)
            self.told[each.name] = [entry for key, entry in entries(self.scene).items() if key not in before]

    def _own(self, each: Door) -> dict[str, str]:
        """An order that can still be canceled, one that waits for staff; an approval for each word."""
        shop = self.scene.shop
        if "approval_id" in each.parameters:
            return {"approval_id": an_approval(self.scene.ids["order_id"], shop.clock.now)}
        match each.name:
            case "POST /admin/orders/<order_id>/cancel":
                cart = shop.a_cart(self.scene.ids["variant_id"], self.scene.ids["option_id"])
            case "POST /admin/orders/<order_id>/release":
                cart = shop.a_cart(shop.a_variant(price=0), shop.a_shipping_option(amount=0))
            case _:
                return {}
        status, completed, _ = shop.complete(cart)
        assert status == 201, completed
        return {"order_id": completed["order"]["id"]}


def _takes_away(each: Door) -> int:
    return (each.route.method == "DELETE") + (each.name == "DELETE /admin/api_keys/<key_id>")


def staffs_doors() -> list[Door]:
    return [each for each in doors() if each.route.scope and each.route.method != "GET"]


def entries(scene: Scene) -> dict[str, Entry]:
    """The whole log, by id."""
    return {item["sk"]: audit.entry_of(item) for item in rows(scene, "ON#")}


def rows(scene: Scene, start: str) -> list[Item]:
    """The rows of the log whose partition begins so."""
    items = (from_wire(item) for (table, _, _), item in scene.everything().items() if table.endswith("-audit"))
    return [item for item in items if item["pk"].startswith(start)]


def _personal(told: Any, is_it: bool = False) -> Iterator[str]:
    """Every longer text in a body that stands in a field whose values are a person's."""
    match told:
        case dict():
            for name, part in told.items():
                yield from _personal(part, is_it or name in UNTOLD)
        case list():
            for part in told:
                yield from _personal(part, is_it)
        case str() if is_it and len(told) >= SHORT:
            yield told


@pytest.fixture(scope="module")
def walk() -> Iterator[Walk]:
    """The shop after the walk."""
    with furnished() as scene:
        walk = Walk(scene)
        walk.go()
        yield walk


def _of(entry: Entry) -> tuple[str, str]:
    """In whose request it was done, and what."""
    return entry.approved_by or entry.actor, entry.action


def test_every_change_of_staffs_leaves_one_row_that_names_who_and_what(walk: Walk) -> None:
    assert len(walk.told) >= 22
    told = {name: [_of(entry) for entry in found] for name, found in walk.told.items()}
    expected = {each.name: [(walk.scene.key_id, each.route.action)] for each in staffs_doors()}
    expected[APPROVE] = [(walk.scene.key_id, "refund.create")]  # what was asked for, by somebody else
    assert told == expected
    assert {entry.created_at for found in walk.told.values() for entry in found} == {walk.scene.shop.clock.now}


def test_it_tells_what_changed_and_why(walk: Walk) -> None:
    told = {name: entry.changes for name, (entry,) in walk.told.items()}
    variant = walk.scene.ids["variant_id"]
    assert told["PATCH /admin/products/<product_id>"]["handle"][1] == "cap"
    assert told["PATCH /admin/products/<product_id>"][f"variants.{variant}.sku"][1] == "C"
    level = told["PATCH /admin/inventory/levels/<variant_id>/<location_id>"]
    assert level["reorder_point"] == (0, 3)
    assert told["POST /admin/api_keys"]["scopes"] == (None, ["orders:read"])
    assert told["DELETE /admin/api_keys/<key_id>"].keys() == {"revoked_at"}
    canceled = walk.told["POST /admin/orders/<order_id>/cancel"][0]
    assert (canceled.changes["status"], canceled.reason) == (("pending", "canceled"), "fraud")
    assert list(told["POST /admin/inventory/adjustments"].values()) == [(None, -1)]


def test_no_row_tells_of_a_person(walk: Walk) -> None:
    """FAULTS 94, 95"""
    assert {"Two boxes.", "Sorry.", "Wet.", "1 Main St"} <= walk.persons
    told = json.dumps(rows(walk.scene, "ON#"), ensure_ascii=False)
    assert [text for text in walk.persons if text in told] == []
    assert HOME not in told


def test_all_that_an_address_has_is_a_persons() -> None:
    assert {*WHOLE_ADDRESS, "email", "note"} - {"country"} <= UNTOLD


def test_where_from_lies_apart_and_is_garbage_after_ninety_days(walk: Walk) -> None:
    mine = [item for item in rows(walk.scene, "FROM#") if item["address"] == HOME]
    assert len(mine) == len(walk.told)
    end = clock.epoch(walk.scene.shop.clock.now + timedelta(days=90))
    assert {item["ttl"] for item in mine} == {end}


def test_an_action_is_its_documented_operation_and_each_has_its_own() -> None:
    """`adminCancelOrder` is `order.cancel`."""
    operations = book.operations(ROOT, [each.route for each in staffs_doors()])
    for each in staffs_doors():
        _, verb, noun = re.split(r"(?<=[a-z])(?=[A-Z])", operations[book.name_of(each.route)], maxsplit=2)
        named = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", noun).lower()
        assert each.route.action == f"{named}.{verb.lower()}"
    assert len({each.route.action for each in staffs_doors()}) == len(staffs_doors())


def test_what_is_sent_twice_is_told_once(walk: Walk) -> None:
    before = entries(walk.scene)
    raw = json.dumps(GOOD["POST /admin/locations"](walk.scene.ids)[0]).encode()
    for _ in range(2):
        answer = walk.scene.knock(door("POST /admin/locations"), raw, headers={"Idempotency-Key": "twice"})
        assert answer.status == 201
    assert len(entries(walk.scene)) == len(before) + 1


def test_a_door_by_which_staff_change_something_cannot_be_made_without_a_name() -> None:
    route = door("POST /admin/locations").route
    for wrong in (None, "", "locations", "Location.create"):
        with pytest.raises(ValueError, match="has an action"):
            replace(route, action=wrong)
    with pytest.raises(ValueError, match="has an action"):
        replace(route, method="GET")


def test_a_command_that_forgets_its_row_changes_nothing(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.http.request.Request.settle", lambda *_, **__: ())
    before = walk.scene.everything()
    raw = json.dumps(GOOD["POST /admin/locations"](walk.scene.ids)[0]).encode()
    answer = walk.scene.knock(door("POST /admin/locations"), raw, headers={"Idempotency-Key": uuid4().hex})
    assert answer.status == 500
    assert walk.scene.everything() == before
