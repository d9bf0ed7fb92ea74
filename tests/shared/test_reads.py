"""Staged reads: everything is found, however DynamoDB deals it out, and what refuses first is asked first."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.dynamo import Item, Page, Read, fetch, query, query_all, query_kept, required, wholes
from shared.dynamo.reads import TRIES
from shared.dynamo.values import to_wire
from shared.errors import NotFound, Unavailable
from shared.table import Index
from tests.shared.things import BY_COLOR, BY_DAY, THINGS, a_thing, key
from tests.wire import Wire, error, ok
from tests.world import Clock

MANY = 24
LEFT = {"storewright-test-things": {"Keys": [{"pk": {"S": "THING#1"}, "sk": {"S": "THING"}}], "ConsistentRead": True}}


def numbers(items: list[Item | None]) -> list[int | None]:
    return [int(item["pk"].removeprefix("THING#")) if item else None for item in items]


def read(*which: int) -> Read[list[int | None]]:
    return Read(THINGS, tuple(key(n) for n in which), numbers)


@pytest.fixture
def shelf(wire: Wire) -> Wire:
    """Some things, all red, by name in the order of their numbers, from two days; and a list of as many lines."""
    line = [{"pk": "LIST", "sk": f"{n:03d}"} for n in range(MANY)]
    reds = [a_thing(n, color="red", name=f"{n:03d}", day=f"D{n % 2}", at=f"{n:03d}") for n in range(MANY)]
    for items in (line, reds):
        requests = [{"PutRequest": {"Item": to_wire(item)}} for item in items]
        wire.dynamodb.batch_write_item(RequestItems={THINGS.physical_name: requests})
    wire.sent.clear()
    return wire


def test_items_come_in_the_order_of_the_keys_with_none_for_the_missing(shelf: Wire) -> None:
    assert fetch(read(7, 999, 3), read(), read(3)) == ([7, None, 3], [], [3])
    assert shelf.sent == ["BatchGetItem"]


def test_more_than_a_hundred_keys_take_a_second_call(shelf: Wire) -> None:
    found = [*range(MANY), *[None] * (130 - MANY)]
    assert fetch(read(*range(130)), read(*range(130))) == (found, found)
    assert shelf.sent == ["BatchGetItem"] * 2


def test_nothing_to_read_is_no_call(wire: Wire) -> None:
    assert fetch(read()) == ([],)
    assert wire.sent == []


def test_decisions_are_made_on_consistent_reads(shelf: Wire) -> None:
    """FAULTS 12, 13"""
    asked: list[dict[str, Any]] = []
    shelf.dynamodb.meta.events.register("provide-client-params.dynamodb", lambda params, **_: asked.append(params))
    fetch(read(1))
    query(THINGS, "LIST")
    query(THINGS, "red", index=BY_COLOR)
    assert asked[0]["RequestItems"]["storewright-test-things"]["ConsistentRead"] is True
    assert [request["ConsistentRead"] for request in asked[1:]] == [True, False]


def test_what_refuses_first_is_asked_first(shelf: Wire) -> None:
    def refuse(which: str) -> Any:
        def parse(_: list[Item | None]) -> None:
            raise LookupError(which)

        return Read(THINGS, (key(1),), parse)

    with pytest.raises(LookupError, match="first"):
        fetch(refuse("first"), refuse("second"))


def test_keys_left_unprocessed_are_asked_for_again(shelf: Wire, world: Clock) -> None:
    """FAULTS 19"""
    found = {"storewright-test-things": [{"pk": {"S": "THING#2"}, "sk": {"S": "THING"}}]}
    shelf.answer("BatchGetItem", ok(Responses=found, UnprocessedKeys=LEFT), ok(Responses={}, UnprocessedKeys=LEFT))
    assert fetch(read(1, 2)) == ([1, 2],)
    assert len(world.pauses) == 2


def test_keys_that_stay_unprocessed_are_unavailable(shelf: Wire) -> None:
    """FAULTS 11"""
    shelf.answer("BatchGetItem", *[ok(Responses={}, UnprocessedKeys=LEFT)] * TRIES)
    with pytest.raises(Unavailable):
        fetch(read(1))


@pytest.mark.parametrize("trouble", ["ThrottlingException", "InternalServerError", "503", None])
def test_a_read_without_an_answer_is_unavailable(shelf: Wire, trouble: str | None) -> None:
    """A read's failure is no fault of ours to the client: 503 and again, not 500. FAULTS 11"""
    for operation in ("BatchGetItem", "Query"):
        if trouble:
            shelf.answer(operation, error(trouble, 503 if trouble == "503" else 400))
        else:
            shelf.lose_before(operation, 1000)
    with pytest.raises(Unavailable):
        fetch(read(1))
    with pytest.raises(Unavailable):
        query(THINGS, "LIST")


def walk(index: Index | None, partition: str, limit: int, newest_first: bool = False) -> list[Page]:
    pages = [query(THINGS, partition, index=index, limit=limit, newest_first=newest_first)]
    while pages[-1].next_key:
        pages.append(
            query(THINGS, partition, index=index, limit=limit, newest_first=newest_first, after=pages[-1].next_key)
        )
    return pages


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    limit=st.integers(1, MANY + 2),
    listed=st.sampled_from([(None, "LIST"), (BY_COLOR, "red"), (BY_DAY, "D0")]),
    newest_first=st.booleans(),
)
def test_pages_of_any_size_make_the_whole(
    shelf: Wire, limit: int, listed: tuple[Index | None, str], newest_first: bool
) -> None:
    """FAULTS 17"""
    index, partition = listed
    whole = list(query_all(THINGS, partition, index=index, newest_first=newest_first))
    pages = walk(index, partition, limit, newest_first)
    assert [item for page in pages for item in page.items] == whole
    assert len(whole) == (MANY // 2 if index is BY_DAY else MANY)
    assert all(len(page.items) == limit for page in pages[:-1])
    assert pages[-1].items, "a last page is never empty, so `has_more` is never a lie"


def test_a_page_that_dynamodb_ends_early_is_filled_up(shelf: Wire) -> None:
    """A page of DynamoDB's ends at 1 MB, and may be empty. FAULTS 17"""
    last = {"pk": {"S": "LIST"}, "sk": {"S": "004"}}
    shelf.answer("Query", ok(Items=[], LastEvaluatedKey=last))
    page = query(THINGS, "LIST", limit=3)
    assert [item["sk"] for item in page.items] == ["005", "006", "007"]


def kept_pages(nth: int, limit: int, index: Index | None = None, **how: Any) -> list[tuple[list[str], Page]]:
    """The pages of every nth line, or red thing."""

    def keep(items: list[Item]) -> list[str | None]:
        places = [item["name"] if index else item["sk"] for item in items]
        return [place if int(place) % nth == 0 else None for place in places]

    partition = "red" if index else "LIST"
    pages = [query_kept(THINGS, partition, keep=keep, limit=limit, index=index, **how)]
    while after := pages[-1][1].next_key:
        pages.append(query_kept(THINGS, partition, keep=keep, limit=limit, index=index, after=after, **how))
    return pages


@pytest.mark.parametrize("index", [None, BY_COLOR])
@pytest.mark.parametrize("nth", [1, 2, 5, 30])
@pytest.mark.parametrize("limit", [1, 3, 4, MANY])
def test_pages_of_what_is_kept_make_the_whole(shelf: Wire, nth: int, limit: int, index: Index | None) -> None:
    pages = kept_pages(nth, limit, index)
    assert [place for kept, _ in pages for place in kept] == [f"{n:03d}" for n in range(0, MANY, nth)]
    assert all(len(kept) == limit for kept, _ in pages[:-1])
    for kept, page in pages:
        assert [item["name"] if index else item["sk"] for item in page.items] == kept


def test_a_page_of_which_nothing_is_dropped_is_one_call(shelf: Wire) -> None:
    kept, page = kept_pages(1, 3)[0]
    assert (kept, page.next_key) == (["000", "001", "002"], {"pk": "LIST", "sk": "002"})
    shelf.sent.clear()
    kept_pages(1, MANY)
    assert shelf.sent == ["Query"]


def test_a_page_ends_where_enough_was_looked_through(shelf: Wire) -> None:
    """A filter that nothing passes must not read a whole partition for one answer."""
    pages = kept_pages(10, 2, looked_max=4)
    assert [kept for kept, _ in pages] == [["000"], [], ["010"], [], [], ["020"]]
    shelf.sent.clear()
    kept_pages(30, 2, looked_max=5)
    assert len(shelf.sent) == MANY // 2


def test_what_is_kept_is_said_of_every_item(shelf: Wire) -> None:
    with pytest.raises(ValueError, match="shorter"):
        query_kept(THINGS, "LIST", keep=lambda items: items[1:], limit=3)


@pytest.mark.parametrize(
    ("sort", "first", "how_many"),
    [
        ((), "000", MANY),
        (("begins_with", "02"), "020", 4),
        (("between", "010", "019"), "010", 10),
        (("<", "003"), "000", 3),
        (("<=", "003"), "000", 4),
        ((">", "020"), "021", 3),
        ((">=", "020"), "020", 4),
        (("=", "007"), "007", 1),
    ],
)
def test_a_partition_can_be_cut_by_its_sort_key(shelf: Wire, sort: tuple[str, ...], first: str, how_many: int) -> None:
    items = query(THINGS, "LIST", sort=sort).items
    assert (items[0]["sk"], len(items)) == (first, how_many)
    assert len(query(THINGS, "red", index=BY_COLOR, sort=sort).items) == how_many


def test_what_an_index_of_keys_lists_is_had_whole_one_for_one(shelf: Wire) -> None:
    listed = [*query(THINGS, "D1", index=BY_DAY, limit=2).items, {"pk": "THING#999", "sk": "THING"}]
    assert "name" not in listed[0]
    assert wholes(THINGS, listed, lambda item: item["name"]) == ["001", "003", None]
    shelf.sent.clear()
    assert wholes(THINGS, [], lambda item: item) == []
    assert shelf.sent == []


def test_what_must_be_there_is_parsed_or_not_found(shelf: Wire) -> None:
    assert fetch(required(THINGS, key(3), lambda item: item["name"], "thing")) == ("003",)
    with pytest.raises(NotFound, match="No such thing"):
        fetch(required(THINGS, key(999), lambda item: item, "thing"))


def test_an_unknown_condition_is_a_fault_of_ours(world: Clock) -> None:
    with pytest.raises(ValueError, match="contains"):
        query(THINGS, "LIST", sort=("contains", "x"))


def test_what_was_put_is_what_comes_back(shelf: Wire) -> None:
    (item,) = query(THINGS, "red", index=BY_COLOR, sort=("=", "007")).items
    assert {name: item[name] for name in a_thing()} == a_thing(7)
