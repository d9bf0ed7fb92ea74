"""What staff do around an order: notes for each other, letters once more, many orders at once."""

from typing import Any

from playwright.sync_api import expect

from tests.journeys.dashboard.desk import OpenDesk, show


def test_a_note_is_left_for_a_colleague_who_sees_whose_it_is_and_may_not_remove_it(
    placed: Any, open_desk: OpenDesk
) -> None:
    desk = open_desk()
    page = show(desk, placed)
    text = "Is a present: no invoice.\n<script>window.hit=1</script>"
    page.get_by_label("Note for colleagues").fill(text)
    with desk.sent("POST", "/notes") as sent:
        desk.button("Add note").dblclick()
        desk.told("Noted.")
    assert len(sent) == 1
    timeline = page.get_by_role("region", name="Timeline")
    expect(timeline).to_contain_text("Is a present: no invoice.")
    expect(page.get_by_label("Note for colleagues")).to_have_value("")
    assert not desk.violations()

    picker = open_desk("fulfillment")
    other = show(picker, placed).get_by_role("region", name="Timeline")
    expect(other).to_contain_text("Is a present: no invoice.")
    expect(picker.page.get_by_label("Note for colleagues")).to_have_count(0)
    expect(picker.button("Remove note")).to_have_count(0)
    assert picker.page.evaluate("window.hit") is None

    desk.button("Remove note", timeline).click()
    desk.button("Remove note", desk.dialog).click()
    desk.told("The note is gone.")
    expect(timeline).not_to_contain_text("Is a present")
