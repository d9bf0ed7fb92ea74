"""What the shop writes, seen before anybody gets it; a letter sent once more; and where all that is set is found."""

from typing import Any

from playwright.sync_api import expect

from tests.journeys.dashboard.desk import OpenDesk, keyed, show
from tests.journeys.shop import Shop


def sent_mails(shop: Shop, order_id: str) -> list[Any]:
    found = shop.admin("GET", f"/admin/mails?order_id={order_id}")
    assert found.status == 200, found.raw
    return [each for each in found.json["data"] if each["status"] == "sent"]


def test_a_letter_that_was_lost_is_sent_again_once(shop: Shop, placed: Any, open_desk: OpenDesk) -> None:
    [first] = shop.until("its buyer is written to", lambda: sent_mails(shop, placed["id"]))
    desk = open_desk("support")
    page = show(desk, placed)
    letters = page.get_by_role("region", name="Letters")
    expect(letters).to_contain_text("Order confirmed")
    expect(letters).to_contain_text("jane@example.com")
    desk.button("Send again", letters).click()
    expect(desk.dialog).to_contain_text("goes to jane@example.com")
    assert not desk.violations()
    with desk.sent("POST", "/resend") as asked:
        desk.button("Send again", desk.dialog).dblclick()
        desk.told("It is sent again.")
    [request] = asked
    assert keyed(request)
    expect(letters.get_by_text("sent again")).to_be_visible()
    both = shop.until("it went out", lambda: (mails := sent_mails(shop, placed["id"])) and len(mails) == 2 and mails)
    assert {each["again_of"] for each in both} == {None, first["id"]}
    assert not desk.violations()

    picker = open_desk("fulfillment")
    other = show(picker, placed).get_by_role("region", name="Letters")
    expect(other).to_contain_text("Order confirmed")
    expect(picker.button("Send again", other)).to_have_count(0)


def test_what_is_set_is_in_one_room_and_each_letter_is_seen_as_it_goes_out(shop: Shop, open_desk: OpenDesk) -> None:
    assert shop.admin("GET", "/admin/settings").status == 200  # a Lambda that starts on a busy machine takes its time
    desk = open_desk()
    page = desk.page
    desk.go("jobs")
    page.get_by_role("menuitem", name="Settings").click()
    expect(page.get_by_role("heading", name="Settings", exact=True)).to_be_visible()
    expect(page.get_by_role("menuitem", name="Locations")).to_have_count(0)
    facts = page.get_by_role("region", name="The shop")
    for text in ("shop.toml", "English, German", "shop@example.com"):
        expect(facts).to_contain_text(text)
    doors = page.get_by_role("navigation", name="Settings")
    for name in ("Locations", "Shipping"):
        expect(doors.get_by_role("link", name=name)).to_be_visible()
    assert not desk.violations()
    doors.get_by_role("link", name="Letters").click()
    expect(page.get_by_role("heading", name="Letters", exact=True)).to_be_visible()
    page.get_by_role("button", name="Parcel on its way").click()
    page.get_by_role("button", name="German").click()
    letter = page.frame_locator("iframe")
    expect(letter.get_by_text("1Z999AA10123456784").last).to_be_visible()
    expect(letter.get_by_text("Währinger Straße 12/3").last).to_be_visible()
    dressed = "body => [...body.querySelectorAll('*')].filter((each) => each.style.length).length"
    assert letter.locator("body").evaluate(dressed) > 20
    assert letter.locator("body").evaluate("body => body.querySelectorAll('a[href], script, [data-worn]').length") == 0
    assert not desk.violations()
    page.reload()  # what is looked at is in the address
    expect(page.frame_locator("iframe").get_by_text("1Z999AA10123456784").last).to_be_visible()

    phone = open_desk(viewport={"width": 390, "height": 844}, locale="de-DE")
    for path in ("settings", "letters"):
        phone.go(path)
        expect(phone.page.get_by_role("heading", level=1)).to_be_visible()
        phone.page.wait_for_load_state("networkidle")
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert not phone.violations()
