"""The locations, over HTTP."""

from dataclasses import replace

from functions import inventory
from functions.inventory import store
from functions.inventory.location import LOCATIONS_MAX, Directory
from shared.dynamo import commit, fetch
from tests.inventory.shop import BERLIN, SHIRT, call, level, open_location, receive, track
from tests.world import Clock

NEW = {"name": "Berlin", "country": "DE"}


def test_a_shop_starts_without_locations(world: Clock) -> None:
    assert call("GET", "/admin/locations").body == {"data": [], "has_more": False, "next_cursor": None}


def test_a_new_location_is_open_and_has_a_version(world: Clock) -> None:
    answer = call("POST", "/admin/locations", NEW)
    assert (answer.status, answer.headers["ETag"]) == (201, '"1"')
    assert answer.body | {"id": ""} == {"id": "", **NEW, "priority": 0, "is_active": True, "version": 1}


def test_locations_are_listed_and_read_by_priority(world: Clock) -> None:
    last, first = open_location("Last", priority=2), open_location("First", priority=1)
    closed = open_location("Closed", is_active=False)
    assert [each["id"] for each in call("GET", "/admin/locations").body["data"]] == [closed, first, last]
    assert [each.id for each in fetch(inventory.locations())[0]] == [closed, first, last]


def test_a_location_changes_only_in_what_was_sent(world: Clock) -> None:
    location = open_location(priority=3)
    answer = call("PATCH", f"/admin/locations/{location}", {"is_active": False}, headers={"If-Match": '"1"'})
    assert (answer.status, answer.headers["ETag"]) == (200, '"2"')
    assert answer.body == {"id": location, **NEW, "priority": 3, "is_active": False, "version": 2}


def test_a_change_of_nothing_changes_nothing(world: Clock) -> None:
    assert call("PATCH", f"/admin/locations/{open_location()}", {}).body["version"] == 1


def test_a_change_of_an_old_version_is_refused(world: Clock) -> None:
    location = open_location()
    open_location("Paris")
    call("PATCH", f"/admin/locations/{location}", {"name": "A"}, headers={"If-Match": '"1"'})
    answer = call("PATCH", f"/admin/locations/{location}", {"name": "B"}, headers={"If-Match": '"1"'})
    assert (answer.status, answer.body["error"]["code"]) == (412, "version_conflict")
    assert answer.body["error"]["details"] == {"current_version": 2}


def test_a_location_that_is_not_there_cannot_be_changed(world: Clock) -> None:
    assert call("PATCH", "/admin/locations/loc_NONE", {"name": "A"}).status == 404


def test_the_directory_has_an_end(world: Clock) -> None:
    full = Directory(tuple(replace(BERLIN, id=f"loc_{i}") for i in range(LOCATIONS_MAX)), version=1)
    commit(store.save_directory(full))
    answer = call("POST", "/admin/locations", NEW)
    assert (answer.status, answer.body["error"]["code"]) == (409, "too_many_locations")


def test_the_same_request_opens_one_location(world: Clock) -> None:
    first, again = (call("POST", "/admin/locations", NEW, key="k") for _ in range(2))
    assert first.raw == again.raw
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(call("GET", "/admin/locations").body["data"]) == 1


WRONG_NEW: list[object] = [
    {"country": "DE"},
    {**NEW, "name": ""},
    {**NEW, "name": "  "},
    {**NEW, "name": "x" * 256},
    {**NEW, "name": None},
    {**NEW, "country": "Germany"},
    {**NEW, "priority": -1},
    {**NEW, "priority": 1.5},
    {**NEW, "priority": 1001},
    {**NEW, "priority": 10**30},
    {**NEW, "is_active": "yes"},
    {**NEW, "id": "loc_MINE"},
    {**NEW, "version": 7},
    [],
]
WRONG_CHANGES: list[object] = [{"name": None}, {"name": ""}, {"country": "de"}, {"priority": None}, {"id": "loc_X"}]


def test_a_location_in_a_wrong_form_is_refused(world: Clock) -> None:
    assert [call("POST", "/admin/locations", wrong).status for wrong in WRONG_NEW] == [422] * len(WRONG_NEW)
    assert call("GET", "/admin/locations").body["data"] == []


def test_a_change_in_a_wrong_form_is_refused(world: Clock) -> None:
    path = f"/admin/locations/{open_location()}"
    assert [call("PATCH", path, wrong).status for wrong in WRONG_CHANGES] == [422] * len(WRONG_CHANGES)
    assert call("GET", "/admin/locations").body["data"][0]["version"] == 1


def test_reading_needs_its_scope_and_writing_another(world: Clock) -> None:
    assert call("GET", "/admin/locations", scopes="orders:read").status == 403
    assert call("POST", "/admin/locations", NEW, scopes="inventory:read").status == 403


def test_a_location_does_not_vanish_with_its_stock(world: Clock) -> None:
    track(SHIRT)
    berlin = open_location()
    receive(SHIRT, berlin, 1)
    assert call("DELETE", f"/admin/locations/{berlin}").status in (404, 405)
    call("PATCH", f"/admin/locations/{berlin}", {"is_active": False})
    assert level(SHIRT, berlin)["on_hand"] == 1
