"""Lists: pages that make the whole, and cursors that are good for one caller and one query only."""

from typing import Any

import pytest

from shared.aws import client
from shared.dynamo import Page
from shared.dynamo.values import to_wire
from shared.http import Api, PageQuery, Paging, Reply, Request
from shared.signing import LENGTH_MAX
from tests.http_corpora import every_flip
from tests.shared.kit import Answer, call
from tests.shared.things import THINGS, a_thing
from tests.world import Clock, api_event

MANY = 21


@pytest.fixture(autouse=True)
def shelf(world: Clock) -> None:
    items = [a_thing(n, color="red", name=f"{n:03d}") for n in range(MANY)]
    requests = [{"PutRequest": {"Item": to_wire(item)}} for item in items]
    client("dynamodb").batch_write_item(RequestItems={THINGS.physical_name: requests})


def page(**query: Any) -> Answer:
    return call("GET", "/store/things", query={name: str(value) for name, value in query.items()})


def names(answer: Answer) -> list[str]:
    return [thing["name"] for thing in answer.json["data"]]


@pytest.mark.parametrize("limit", [1, 2, 7, 20, 21, 100])
def test_pages_make_the_whole_and_say_truly_whether_there_is_more(limit: int) -> None:
    """FAULTS 17"""
    answer, seen = page(limit=limit), []
    while True:
        seen += names(answer)
        assert answer.json["has_more"] == (len(seen) < MANY) == (answer.json["next_cursor"] is not None)
        if not answer.json["has_more"]:
            break
        answer = page(limit=limit, cursor=answer.json["next_cursor"])
    assert seen == [f"{n:03d}" for n in range(MANY)]


def test_a_page_has_twenty_unless_said_otherwise() -> None:
    assert len(page().json["data"]) == 20
    assert page(color="blue").json == {"data": [], "has_more": False, "next_cursor": None}


def test_the_page_size_may_change_on_the_way() -> None:
    assert names(page(limit=3, cursor=page(limit=5).json["next_cursor"])) == ["005", "006", "007"]


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "", "1.5", "1e1", "9" * 5000, "١"])
def test_a_limit_is_one_to_a_hundred(limit: str) -> None:
    answer = page(limit=limit)
    assert (answer.status, answer.code, answer.param) == (400, "invalid_parameter", "limit")


@pytest.mark.parametrize(
    "name", ["colour", "limit[]", "[limit]", "lim[it", "limit]", "color[eq]", "created_at[lt]", ""]
)
def test_an_unknown_parameter_is_refused(name: str) -> None:
    answer = call("GET", "/store/things", query={name: "1"})
    assert (answer.status, answer.code) == (400, "invalid_parameter")


def test_operators_come_in_brackets() -> None:
    assert call("GET", "/store/things", query={"created_at[gte]": "2026"}).status == 200


def test_a_changed_cursor_is_refused() -> None:
    """FAULTS 18"""
    cursor = page(limit=1).json["next_cursor"]
    for changed in (*every_flip(cursor), cursor[:-1], cursor + "A", ".", "x" * LENGTH_MAX):
        answer = page(cursor=changed)
        assert (answer.status, answer.code, answer.param) == (400, "invalid_cursor", "cursor")
    assert page(cursor="x" * (LENGTH_MAX + 1)).status == 400


@pytest.mark.parametrize("other", [{"color": "blue"}, {"created_at[gte]": "2026"}])
def test_a_cursor_is_good_for_its_query_only(other: dict[str, str]) -> None:
    """FAULTS 18; for its caller only: tests/security/test_cursors.py"""
    answer = page(**other, cursor=page(limit=1).json["next_cursor"])
    assert (answer.status, answer.code) == (400, "invalid_cursor")


class Before(PageQuery):
    """The filters of a release."""

    color: str | None = None


class After(Before):
    """Those of the next one."""

    size: str | None = None


def opened(query_of: type[PageQuery], **query: str) -> Paging:
    """The paging of a list with these filters."""
    taken: list[Paging] = []

    def listed(request: Request, query: query_of) -> Reply[str]:  # type: ignore[valid-type]
        taken.append(Paging(request, query))
        return Reply("")

    api = Api("things")
    api.get("/store/things")(listed)
    api.handler(api_event("GET", "/store/things", query=query), None)
    return taken[0]


def test_a_cursor_outlives_a_release_that_adds_a_filter() -> None:
    cursor = opened(Before, color="red").next(Page([], {"id": "1"}))["next_cursor"]
    assert opened(After, color="red", cursor=cursor).after == {"id": "1"}


def test_however_long_the_filters_the_cursor_is_short_enough_to_be_taken_back() -> None:
    """It carries their digest, not their text."""
    filters = {"color": "red", "created_at[gte]": "\U0001f468" * 255}
    first = call("GET", "/store/things", query={"limit": "1", **filters})
    second = call("GET", "/store/things", query={"cursor": first.json["next_cursor"], **filters})
    assert (first.status, second.status, names(second)[0]) == (200, 200, "001")
