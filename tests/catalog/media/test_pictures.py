"""Pictures of products through the admin API, the worker that looks at them, and the store."""

from typing import Any

import pytest

from functions.catalog import variants
from functions.catalog.media import process_picture
from functions.catalog.media.render import hash_of
from functions.catalog.table import SPEC, product_key, product_of
from shared.dynamo import Read, fetch
from shared.errors import Unavailable
from shared.public_files import put_public
from tests.catalog.media.files import JPEG, REFUSED, a_picture
from tests.catalog.media.shop import SHOWN, UPLOADS, add, look, news, post, shown, shown_keys, upload
from tests.catalog.shop import a_shirt, admin, make, said, store
from tests.world import Clock, service

HASH = hash_of(JPEG)
OTHER = a_picture(300, 300)


@pytest.fixture
def shirt(world: Clock) -> dict[str, Any]:
    return make(a_shirt())


def test_a_link_takes_one_file_alone(world: Clock) -> None:
    asked = {"size_bytes": 3, "content_type": "image/png", "sha256": "ab" * 32}
    answer = post("/admin/media/uploads", asked)
    checksum = "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s="
    assert answer.body["headers"] == {"Content-Type": "image/png", "x-amz-checksum-sha256": checksum}
    assert answer.body["method"] == "PUT"
    for signed in ("content-length", "content-type", "x-amz-checksum-sha256"):
        assert signed in answer.body["url"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"content_type": "image/svg+xml"},
        {"content_type": "image/heic"},
        {"size_bytes": 20 * 1024 * 1024 + 1},
        {"size_bytes": 0},
        {"sha256": "AB" * 32},
        {"sha256": ""},
    ],
)
def test_no_place_is_made_for_what_would_not_be_shown(world: Clock, wrong: dict[str, Any]) -> None:
    good = {"size_bytes": 3, "content_type": "image/png", "sha256": "ab" * 32}
    assert post("/admin/media/uploads", {**good, **wrong}).status == 422


def test_a_picture_is_named_looked_at_and_shown(shirt: dict[str, Any]) -> None:
    answer = add(shirt, alt="A shirt, folded")
    [waiting] = answer.body["media"]
    assert (answer.status, answer.body["version"], answer.headers["ETag"]) == (201, 2, '"2"')
    assert (waiting["status"], waiting["urls"], waiting["width"]) == ("processing", {}, None)
    assert store(f"/store/products/{shirt['id']}").body["media"] == []

    assert look(news(shirt)[0]) == []
    [ready] = admin("GET", f"/admin/products/{shirt['id']}").body["media"]
    assert (ready["status"], ready["failure"], ready["width"], ready["height"]) == ("ready", None, 640, 480)
    [seen] = store(f"/store/products/{shirt['id']}").body["media"]
    urls = {name: f"/media/{HASH}/{name}.webp" for name in ("160", "480", "640")}
    assert seen == {
        "id": waiting["id"],
        "object": "media",
        "alt": "A shirt, folded",
        "variant_ids": [],
        "width": 640,
        "height": 480,
        "urls": {**urls, "fallback": f"/media/{HASH}/640.jpg"},
    }
    assert [f"/{key}" for key in shown_keys()] == sorted(seen["urls"].values())
    file = service("s3").get_object(Bucket=SHOWN, Key=seen["urls"]["480"][1:])
    assert (file["ContentType"], file["CacheControl"]) == ("image/webp", "public, max-age=31536000, immutable")
    assert [each["type"] for each in said(shirt["id"])][-1] == "product.updated"


@pytest.mark.parametrize("name", [name for name, (_, reason) in REFUSED.items() if reason != "unsupported"])
def test_what_cannot_be_shown_says_why(shirt: dict[str, Any], name: str) -> None:
    content, reason = REFUSED[name]
    [picture] = shown(shirt, content)["media"]
    assert (picture["status"], picture["failure"], picture["urls"]) == ("failed", reason, {})
    assert store(f"/store/products/{shirt['id']}").body["media"] == []
    assert shown_keys() == []


@pytest.mark.parametrize("name", [name for name, (_, reason) in REFUSED.items() if reason == "unsupported"])
def test_what_is_no_picture_is_refused_at_once(shirt: dict[str, Any], name: str) -> None:
    answer = add(shirt, REFUSED[name][0])
    assert (answer.status, answer.body["error"]["code"]) == (422, "unsupported_media")
    assert news(shirt) == []


def test_a_file_that_nobody_sent_or_that_is_for_something_else_is_no_picture(shirt: dict[str, Any]) -> None:
    path = f"/admin/products/{shirt['id']}/media"
    asked = {"size_bytes": 3, "content_type": "image/png", "sha256": "ab" * 32}
    place = post("/admin/media/uploads", asked).body["id"]
    assert post(path, {"upload_id": place}).body["error"]["code"] == "not_uploaded"
    assert post(path, {"upload_id": "upl_nothing"}).body["error"]["code"] == "unknown_upload"


def test_an_upload_is_there_for_a_day(shirt: dict[str, Any], world: Clock) -> None:
    place = upload()
    world.advance(hours=25)
    answer = post(f"/admin/products/{shirt['id']}/media", {"upload_id": place})
    assert answer.body["error"]["code"] == "unknown_upload"


def test_a_file_that_was_removed_before_anybody_looked_is_gone(shirt: dict[str, Any]) -> None:
    add(shirt)
    for each in service("s3").list_objects_v2(Bucket=UPLOADS)["Contents"]:
        service("s3").delete_object(Bucket=UPLOADS, Key=each["Key"])
    look(news(shirt)[0])
    [picture] = admin("GET", f"/admin/products/{shirt['id']}").body["media"]
    assert (picture["status"], picture["failure"]) == ("failed", "gone")


def test_the_same_news_twice_change_nothing(shirt: dict[str, Any]) -> None:
    before = shown(shirt)
    assert look(news(shirt)[0], news(shirt)[0]) == []
    assert admin("GET", f"/admin/products/{shirt['id']}").body == before


def test_who_dies_with_the_files_half_there_is_followed_by_one_who_ends_it(
    shirt: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    add(shirt)
    done: list[str] = []

    def dies_at_the_second(key: str, content: bytes, content_type: str) -> None:
        if done:
            raise Unavailable("Gone.")
        put_public(key, content, content_type)
        done.append(key)

    monkeypatch.setattr(process_picture, "put_public", dies_at_the_second)
    assert len(look(news(shirt)[0])) == 1
    assert len(shown_keys()) == 1
    assert admin("GET", f"/admin/products/{shirt['id']}").body["media"][0]["status"] == "processing"
    monkeypatch.setattr(process_picture, "put_public", put_public)
    assert look(news(shirt)[0]) == []
    [picture] = admin("GET", f"/admin/products/{shirt['id']}").body["media"]
    assert picture["status"] == "ready"
    assert len(shown_keys()) == 4


def test_what_was_taken_off_before_anybody_looked_stays_off(shirt: dict[str, Any]) -> None:
    [picture] = add(shirt).body["media"]
    admin("DELETE", f"/admin/products/{shirt['id']}/media/{picture['id']}")
    assert look(news(shirt)[0]) == []
    assert admin("GET", f"/admin/products/{shirt['id']}").body["media"] == []


def test_pictures_have_an_order(shirt: dict[str, Any]) -> None:
    ids = [add(shirt).body["media"][-1]["id"] for _ in range(3)]
    path = f"/admin/products/{shirt['id']}/media/{ids[2]}"
    assert [each["id"] for each in admin("PATCH", path, {"position": 0}).body["media"]] == [ids[2], ids[0], ids[1]]
    assert [each["id"] for each in admin("PATCH", path, {"position": 1}).body["media"]] == [ids[0], ids[2], ids[1]]
    assert [each["id"] for each in admin("PATCH", path, {"position": 49}).body["media"]] == ids
    first = add(shirt, position=0).body["media"]
    assert [each["id"] for each in first[1:]] == ids


def test_what_is_said_of_a_picture_is_changed_and_emptied(shirt: dict[str, Any]) -> None:
    small, medium = (variant["id"] for variant in shirt["variants"])
    [picture] = shown(shirt, alt="Red", variant_ids=[small])["media"]
    path = f"/admin/products/{shirt['id']}/media/{picture['id']}"
    changed = admin("PATCH", path, {"variant_ids": [medium, small]}).body
    assert changed["media"] == [{**picture, "variant_ids": [medium, small]}]
    assert admin("PATCH", path, {"alt": None, "variant_ids": None}).body["media"] == [
        {**picture, "alt": "", "variant_ids": []}
    ]
    assert admin("PATCH", path, {}).body["version"] == changed["version"] + 1


def test_a_picture_shows_variants_of_its_own_product(shirt: dict[str, Any]) -> None:
    answer = add(shirt, variant_ids=["var_of_another"])
    assert (answer.status, answer.body["error"]["code"]) == (422, "unknown_variant")


def test_a_product_has_fifty_pictures(shirt: dict[str, Any]) -> None:
    place = upload()
    path = f"/admin/products/{shirt['id']}/media"
    for _ in range(50):
        assert post(path, {"upload_id": place}).status == 201
    answer = post(path, {"upload_id": place})
    assert (answer.status, answer.body["error"]["code"]) == (409, "too_many_media")


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_of_two_who_saw_the_same_the_second_is_told(shirt: dict[str, Any], method: str) -> None:
    [picture] = add(shirt).body["media"]
    path = f"/admin/products/{shirt['id']}/media/{picture['id']}"
    body = {"alt": "A"} if method == "PATCH" else None
    assert admin(method, path, body, headers={"if-match": '"1"'}).status == 412
    assert admin(method, path, body, headers={"if-match": '"2"'}).status == 200
    assert admin(method, path.replace("med_", "med_0"), body).status == 404


def test_carts_show_a_variants_own_picture_else_the_products_first(shirt: dict[str, Any]) -> None:
    small, medium = (variant["id"] for variant in shirt["variants"])
    admin("PATCH", f"/admin/products/{shirt['id']}", {"images": ["https://example.com/a.jpg"]})

    def images() -> list[str | None]:
        (found,) = fetch(variants([small, medium]))
        return [found[each].image for each in (small, medium)]

    assert images() == ["https://example.com/a.jpg"] * 2
    shown(shirt)
    assert images() == [f"/media/{HASH}/480.webp"] * 2
    whole = shown(shirt, OTHER, variant_ids=[medium])
    assert images() == [f"/media/{HASH}/480.webp", f"/media/{hash_of(OTHER)}/300.webp"]
    admin("DELETE", f"/admin/products/{shirt['id']}/media/{whole['media'][0]['id']}")
    assert images() == [f"/media/{hash_of(OTHER)}/300.webp"] * 2
    admin("DELETE", f"/admin/products/{shirt['id']}/media/{whole['media'][1]['id']}")
    assert images() == ["https://example.com/a.jpg"] * 2


def test_a_product_of_before_there_were_pictures_has_none(shirt: dict[str, Any]) -> None:
    (stored,) = fetch(Read(SPEC, (product_key(shirt["id"]),), lambda items: dict(items[0] or {})))
    del stored["media"]
    assert product_of(stored).media == ()
