"""Whatever is typed is answered, and costs little."""

import time

import pytest

from tests.catalog.shop import a_mug
from tests.search.shop import search, searchable
from tests.world import Clock

LONG_S = 0.5  # of processor time, for the dearest question that can be asked
SYNTAX = (
    '+mug -beaker "', "mug AND NOT (", "title:mug^9", "mug~2 OR *", "/.*/", "[a TO z]", "id:*", "mug\\",
    "tags:{* TO *}",
    "<script>alert(1)</script>", "'; DROP TABLE products; --", "mug?*", "in_stock:true", "%00", "${jndi:ldap}",
)  # fmt: skip


@pytest.fixture
def shop(world: Clock) -> None:
    draft = {**a_mug(3), "title": "Secret mug", "status": "draft"}
    searchable(world, a_mug(1), a_mug(2), draft)


@pytest.mark.parametrize("q", SYNTAX)
def test_syntax_of_queries_is_words(shop: None, q: str) -> None:
    answer = search(q)
    assert answer.status == 200, answer.body
    assert "Secret" not in answer.raw


@pytest.mark.parametrize("q", ["!!!", "?", "—", "¿ … ?", "()[]{}", "👟"])
def test_signs_alone_find_nothing(shop: None, q: str) -> None:
    answer = search(q)
    assert (answer.status, answer.body["total"], answer.body["data"]) == (200, 0, [])


@pytest.mark.parametrize("q", ["m" * 200, "mug " * 50, "ab " * 66, "x1 " * 66, "ü" * 200, "misspellt " * 20])
def test_the_longest_questions_are_answered_in_little_time(shop: None, q: str) -> None:
    search("warm")
    begin = time.process_time()
    answer = search(q.strip())
    assert answer.status == 200
    assert time.process_time() - begin < LONG_S


def test_what_is_too_long_is_refused(shop: None) -> None:
    answer = search("m" * 201)
    assert (answer.status, answer.body["error"]["param"]) == (400, "q")


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({"sort": "price"}, None),
        ({"price[gte]": "5"}, None),
        ({"sort": "best"}, "sort"),
        ({"currency": "XXQ"}, "currency"),
        ({"price[gte]": "-1", "currency": "USD"}, "price[gte]"),
        ({"q": "mug\n"}, "q"),
        ({"status": "draft"}, "status"),
    ],
)
def test_filters_that_cannot_be_are_refused(shop: None, query: dict[str, str], param: str | None) -> None:
    answer = search(**query)
    if query == {"q": "mug\n"}:
        assert answer.status == 200
        return
    assert answer.status == 400, answer.body
    assert answer.body["error"]["param"] == param


def test_a_cursor_goes_on_where_the_page_ended_and_is_good_for_no_other_question(shop: None) -> None:
    page = search("mug", limit="1")
    assert page.body["has_more"]
    cursor = page.body["next_cursor"]
    rest = search("mug", limit="1", cursor=cursor)
    assert [each["product"]["title"] for each in rest.body["data"]] == ["Mug 1"]
    assert rest.body["facets"] is None
    assert search("mugs", cursor=cursor).status == 400


def test_without_an_index_the_answer_is_to_come_again(world: Clock) -> None:
    answer = search("mug")
    assert (answer.status, answer.body["error"]["code"]) == (503, "unavailable")


def test_where_a_newer_index_cannot_be_had_the_one_before_answers(shop: None, world: Clock) -> None:
    from functions.search.index_files import form
    from functions.search.table import SPEC, index_key
    from shared.dynamo import commit, update

    search("mug")
    gone = update(SPEC, index_key(form()), "SET #b = :b", names={"#b": "build"}, values={":b": "f" * 16})
    commit(gone)
    world.advance(seconds=10)
    assert search("mug").body["total"] == 2
