"""Reading again: marks, 304, HEAD, OPTIONS, and what caches may keep."""

import pytest

from tests.shared.kit import call
from tests.world import Clock


def test_who_has_the_answer_is_told_so_without_it(world: Clock) -> None:
    first = call("GET", "/store/things/thing_1")
    tag = first.headers["ETag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = call("GET", "/store/things/thing_1", headers={"If-None-Match": sent})
        assert (again.status, again.text, again.headers["ETag"]) == (304, "", tag), sent
        assert "Request-Id" in again.headers
    for sent in ("", '"other"', tag.strip('"'), 'W/"'):
        assert call("GET", "/store/things/thing_1", headers={"If-None-Match": sent}).status == 200, sent


def test_an_objects_mark_is_its_version_for_if_match_and_more(world: Clock) -> None:
    tag = call("GET", "/store/things/thing_1").headers["ETag"]
    assert tag.startswith('"3-')
    assert call("PATCH", "/store/things/thing_1", {}, headers={"If-Match": tag}).status == 200
    assert call("PATCH", "/store/things/thing_1", {}, headers={"If-Match": tag.replace("3", "2", 1)}).status == 412


def test_lists_have_a_mark_and_another_page_has_another(world: Clock) -> None:
    first = call("GET", "/store/things")
    assert call("GET", "/store/things", headers={"If-None-Match": first.headers["ETag"]}).status == 304
    other = call("GET", "/store/things", query={"limit": "1"}, headers={"If-None-Match": first.headers["ETag"]})
    assert (other.status == 304) == (other.headers["ETag"] == first.headers["ETag"])


def test_an_error_has_no_mark_and_is_never_kept(world: Clock) -> None:
    answer = call("GET", "/store/carts/cart_1", headers={"If-None-Match": "*"})
    assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-store")
    assert "ETag" not in answer.headers


def test_only_what_says_so_may_be_kept(world: Clock) -> None:
    assert call("GET", "/store/things").headers["Cache-Control"] == "public, max-age=10, s-maxage=60"
    assert call("GET", "/store/things/thing_1").headers["Cache-Control"] == "no-store"
    assert call("PATCH", "/store/things/thing_1", {}).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/store/things", "/store/things/thing_1", "/store/carts/cart_1"])
def test_head_is_get_without_its_body(world: Clock, path: str) -> None:
    get, head = call("GET", path), call("HEAD", path)
    assert (head.status, head.text) == (get.status, "")
    assert head.headers.keys() == get.headers.keys()
    assert head.headers.get("ETag") == get.headers.get("ETag")


def test_options_tell_what_may_be_asked(world: Clock) -> None:
    answer = call("OPTIONS", "/store/things/thing_1")
    assert (answer.status, answer.headers["Allow"]) == (204, "GET, HEAD, OPTIONS, PATCH")
    assert call("OPTIONS", "/store/nothing").status == 404
