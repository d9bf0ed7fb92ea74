"""Personal data: read again with its key, in its place, and by nobody once the key is destroyed."""

import json

import pytest

from shared import people, secret
from shared.clock import now
from shared.dynamo import Item, Read, commit, fetch
from shared.errors import Stale
from shared.sealed import NotOurs
from shared.table import TableSpec
from tests.world import SECRETS, service

pytestmark = pytest.mark.usefixtures("world")
THINGS = TableSpec("things", says=False)
NAMES = ("email", "note")
JANE = {"pk": "THING#1", "sk": "THING", "email": "jane@example.com", "note": None, "country": "AT"}


def key_of(thing: str) -> people.Key | None:
    table, pk, sk = people.key_place(thing)
    (key,) = fetch(Read(table, ((pk, sk),), lambda items: people.key_found(thing, items[0])))
    return key


def sealed(item: Item = JANE, thing: str = "1") -> Item:
    """The item as it is stored; its key is kept from now on."""
    stored, key = people.seal_item(THINGS, item, NAMES, thing, key_of(thing))
    if key:
        commit(*key)
    return stored


def rotate(**fields: str) -> None:
    service("secretsmanager").put_secret_value(SecretId="storewright/test/people_key", SecretString=json.dumps(fields))
    secret.forget()


def test_what_is_personal_is_sealed_and_the_rest_is_in_the_open() -> None:
    stored = sealed()
    assert "jane" not in json.dumps(stored)
    assert {name: stored[name] for name in ("pk", "sk", "country")} == {"pk": "THING#1", "sk": "THING", "country": "AT"}
    opened = people.open_item(THINGS, stored, key_of("1"))
    assert (opened["email"], opened.get("note")) == ("jane@example.com", None)


def test_a_thing_keeps_its_key() -> None:
    sealed()
    key = key_of("1")
    assert people.seal_item(THINGS, JANE, NAMES, "1", key)[1] == ()


def test_two_who_make_its_key_at_once_do_not_lock_each_other_out() -> None:
    first, second = (people.seal_item(THINGS, JANE, NAMES, "1", None) for _ in range(2))
    commit(*first[1])
    with pytest.raises(Stale):
        commit(*second[1])


def test_nothing_personal_needs_no_key() -> None:
    assert people.seal_item(THINGS, {**JANE, "email": ""}, NAMES, "1", None)[1] == ()


def test_what_is_moved_to_another_place_is_not_read() -> None:
    stored = sealed()
    with pytest.raises(NotOurs):
        people.open_item(THINGS, {**stored, "pk": "THING#2"}, key_of("1"))
    with pytest.raises(NotOurs):
        people.open_item(TableSpec("others"), stored, key_of("1"))


def test_a_key_opens_nothing_of_another_thing() -> None:
    sealed()
    stored = sealed({**JANE, "pk": "THING#2"}, "2")
    with pytest.raises(NotOurs):
        people.open_item(THINGS, stored, key_of("1"))


def test_once_its_key_is_destroyed_nobody_reads_it_nor_keeps_more() -> None:
    stored = sealed()
    for _ in range(2):
        commit(people.destroy_key("1", now()))
    key = key_of("1")
    assert key == people.Key("1", None)
    assert people.open_item(THINGS, stored, key) == stored
    assert people.seal_item(THINGS, JANE, NAMES, "1", key) == (
        {"pk": "THING#1", "sk": "THING", "country": "AT"},
        (),
    )


def test_a_thing_without_a_key_gets_none_any_more_either() -> None:
    commit(people.destroy_key("1", now()))
    _, late = people.seal_item(THINGS, JANE, NAMES, "1", None)
    with pytest.raises(Stale):
        commit(*late)


def test_an_item_of_before_is_read_as_it_is() -> None:
    assert people.open_item(THINGS, JANE, None) == JANE


def test_the_previous_secret_opens_keys_and_another_one_is_no_erasure() -> None:
    stored = sealed()
    rotate(current="a new key of some length", previous=SECRETS["people_key"])
    assert people.open_item(THINGS, stored, key_of("1"))["email"] == "jane@example.com"
    rotate(current="a new key of some length")
    with pytest.raises(NotOurs):
        key_of("1")


def test_the_key_of_what_ends_ends_behind_it() -> None:
    cart = {**JANE, "ttl": 1_000}
    sealed(cart)
    key = key_of("1")
    assert key
    assert key.ttl == 1_000 + people.OUTLIVES_S
    assert people.seal_item(THINGS, {**cart, "ttl": key.ttl}, NAMES, "1", key)[1] == ()
    later = {**cart, "ttl": key.ttl + 1}
    commit(*people.seal_item(THINGS, later, NAMES, "1", key)[1])
    assert key_of("1") == people.Key("1", key.bits, key.ttl + 1 + people.OUTLIVES_S)


def test_a_key_never_shows_itself() -> None:
    assert "bits" not in repr(people.Key("1", b"secret"))
