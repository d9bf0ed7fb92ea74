"""A product gets its pictures in a browser: sent straight to S3, put in order, described; and shoppers see them."""

import re
import urllib.error
import urllib.request
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect

from tests.catalog.media.files import SECRET, a_picture, telling
from tests.journeys.dashboard.desk import OpenDesk
from tests.journeys.shop import Shop

SENT_MS = 120_000  # three files through as many cold Lambdas, on a machine that has other things to do


def test_a_product_from_nothing_with_two_pictures(shop: Shop, open_desk: OpenDesk) -> None:
    desk = open_desk()
    page = desk.page
    sku = f"BAG-{uuid4().hex[:6].upper()}"
    desk.go("products/create")
    page.get_by_label("Title").fill(f"Bag {sku}")
    page.get_by_label("Status").click()
    page.get_by_role("option", name="Active").click()
    page.get_by_label(re.compile("^SKU")).first.fill(sku)
    page.get_by_label(re.compile("USD")).first.fill("49")
    expect(page.get_by_role("region", name="Pictures", exact=True)).to_contain_text("Save the product first")
    desk.button("Save").click()
    expect(page).to_have_url(re.compile("#/products/prod_"))
    product_id = page.url.rpartition("/")[2]

    pictures = page.get_by_role("region", name="Pictures", exact=True)
    front, back = telling("JPEG", orientation=6, width=1800, height=1200), a_picture(700, 500, "PNG")
    files: list[FilePayload] = [
        {"name": "front.jpg", "mimeType": "image/jpeg", "buffer": front},
        {"name": "back.png", "mimeType": "image/png", "buffer": back},
        {"name": "words.txt", "mimeType": "text/plain", "buffer": b"words"},
        {"name": "cut.png", "mimeType": "image/png", "buffer": back[:-300]},
    ]
    with desk.sent("PUT", "/uploads/upl_") as sent:
        page.get_by_test_id("media-files").set_input_files(files)
        cards = pictures.get_by_role("listitem")
        expect(cards).to_have_count(3, timeout=SENT_MS)
        shown_here = pictures.locator("img")  # without a description yet, they have no role
        expect(shown_here).to_have_count(2, timeout=SENT_MS)
        expect(cards.nth(2)).to_contain_text("damaged or incomplete", timeout=SENT_MS)
    assert len(sent) == 3
    expect(pictures).to_contain_text("words.txt: This is no JPEG")
    assert not desk.violations()

    desk.button("Remove picture 3", pictures).click()
    desk.button("Remove", desk.dialog).click()
    expect(cards).to_have_count(2)
    behind = shown_here.nth(1).get_attribute("src")
    desk.button("Move picture 2 forward", pictures).click()
    expect(shown_here.first).to_have_attribute("src", behind or "")
    pictures.get_by_label("What picture 1 shows").fill("The bag from behind")
    pictures.get_by_label("What picture 1 shows").press("Tab")
    page.get_by_label("Description").fill("Holds everything.")  # the form is for a version of before the pictures
    desk.button("Save").click()
    desk.told("Saved")

    def told() -> bool:
        whole = shop.admin("GET", f"/admin/products/{product_id}").json
        return whole["description"] == "Holds everything." and bool(whole["media"][0]["alt"])

    shop.until("both are saved", told)
    shown = shop.api.call("GET", f"/store/products/{product_id}").json["media"]
    assert [(each["alt"], each["width"], each["height"]) for each in shown] == [
        ("The bag from behind", 700, 500),
        ("", 1200, 1800),
    ]
    for name, size in (("480", (480, 720)), ("960", (960, 1440)), ("fallback", (960, 1440))):
        with urllib.request.urlopen(shop.endpoints.cloud + shown[1]["urls"][name]) as answer:
            content = answer.read()
        assert answer.headers["content-type"] == ("image/jpeg" if name == "fallback" else "image/webp")
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert SECRET.encode() not in content
        assert Image.open(BytesIO(content)).size == size
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{shop.endpoints.cloud}/media/{'0' * 64}/160.webp")

    page.reload()
    expect(pictures.get_by_label("What picture 1 shows")).to_have_value("The bag from behind")
    cards.nth(1).drag_to(cards.nth(0))
    expect(pictures.get_by_label("What picture 2 shows")).to_have_value("The bag from behind")
    desk.go(f"products?filter=%7B%22q%22%3A%22{sku}%22%7D")
    expect(page.get_by_role("row", name=re.compile(sku)).locator("img")).to_be_visible()


def test_pictures_on_a_phone_and_for_who_only_reads(shop: Shop, open_desk: OpenDesk) -> None:
    [product] = shop.admin("GET", "/admin/products?limit=1").json["data"]
    phone = open_desk(viewport={"width": 390, "height": 844}, locale="de-DE")
    phone.go(f"products/{product['id']}")
    expect(phone.page.get_by_role("region", name="Bilder", exact=True)).to_contain_text("Bilder hinzufügen")
    assert not phone.violations()
    reader = open_desk("read_only")
    reader.go(f"products/{product['id']}")
    expect(reader.page.get_by_role("region", name="Pictures", exact=True)).to_be_visible()
    expect(reader.button("Add pictures")).to_have_count(0)
