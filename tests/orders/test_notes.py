"""What staff note on an order, for each other."""

from typing import Any

import pytest

from functions import orders
from functions.orders import notes
from functions.orders.table import order_pk
from tests.database import here
from tests.in_process import InProcessShop
from tests.orders.story import Story

TEXT = "Jane Roe's neighbour takes it."


@pytest.fixture
def story(shop: InProcessShop) -> Story:
    """A pending order."""
    return Story(shop)


def noted(story: Story, text: str = TEXT, **headers: Any) -> Any:
    return story.shop.admin("POST", f"/admin/orders/{story.id}/notes", {"note": text}, **headers)


def on_timeline(story: Story) -> list[Any]:
    _, timeline, _ = story.shop.admin("GET", f"/admin/orders/{story.id}/timeline")
    return [entry for entry in timeline["data"] if entry["type"] == "order.note"]


def test_a_note_stands_in_the_timeline_with_who_wrote_it(story: Story) -> None:
    story.shop.clock.advance(minutes=1)
    status, note, _ = noted(story)
    story.shop.clock.advance(minutes=1)
    story.paid()
    assert (status, note["note"], note["order_id"]) == (201, TEXT, story.id)
    _, timeline, _ = story.shop.admin("GET", f"/admin/orders/{story.id}/timeline")
    types = [entry["type"] for entry in timeline["data"]]
    assert types.index("order.pending") < types.index("order.note") < types.index("order.placed")
    (entry,) = on_timeline(story)
    assert (entry["id"], entry["data"]) == (note["id"], {"note": TEXT})
    assert entry["actor"]["id"] == note["by"]


def test_the_order_stays_at_its_version(story: Story) -> None:
    before = story.order
    noted(story)
    assert story.order == before


def test_shoppers_never_see_it(story: Story) -> None:
    noted(story)
    token = story.completed["order_token"]
    _, seen, _ = story.shop.call("GET", f"/store/orders/{story.id}", Order_Token=token)
    assert TEXT not in str(seen)


def test_it_is_sealed_and_gone_with_who_ordered(story: Story) -> None:
    noted(story)
    story.cancel()
    tables = here().tables.values()
    stored = [item for table in tables for (pk, _), item in table.items.items() if pk == order_pk(story.id)]
    assert stored
    assert TEXT not in str(stored)
    orders.forget_order(story.id, story.shop.clock.now)
    assert on_timeline(story) == []
    status, refused, _ = noted(story)
    assert (status, refused["error"]["code"]) == (409, "order_erased")


def test_it_is_taken_away_once(story: Story) -> None:
    _, note, _ = noted(story)
    path = f"/admin/orders/{story.id}/notes/{note['id']}"
    assert story.shop.admin("DELETE", path)[:2] == (200, {"id": note["id"], "object": "order_note", "deleted": True})
    assert story.shop.admin("DELETE", path)[0] == 404
    assert on_timeline(story) == []


def test_the_log_tells_that_it_was_written_and_taken_away_and_not_its_words(story: Story) -> None:
    _, note, _ = noted(story)
    story.shop.clock.advance(seconds=1)
    story.shop.admin("DELETE", f"/admin/orders/{story.id}/notes/{note['id']}")
    _, log, _ = story.shop.admin("GET", f"/admin/audit?object={story.id}")
    assert [entry["action"] for entry in log["data"]][:2] == ["order_note.delete", "order_note.create"]
    assert set(log["data"][1]["changes"]) == {f"notes.{note['id']}.note"}
    assert TEXT not in str(log)


def test_a_double_click_is_one_note(story: Story) -> None:
    assert noted(story, Idempotency_Key="k")[1] == noted(story, Idempotency_Key="k")[1]
    assert len(on_timeline(story)) == 1


def test_it_takes_the_right_to_change_orders_and_an_order_that_is_there(story: Story) -> None:
    assert noted(story, scopes="orders:read")[0] == 403
    assert story.shop.admin("POST", "/admin/orders/order_0/notes", {"note": TEXT})[0] == 404
    assert noted(story, " \n ")[0] == 422


def test_an_order_has_so_many_and_no_more(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "NOTES_MAX", 2)
    assert [noted(story, text)[0] for text in ("1", "2", "3")] == [201, 201, 409]
