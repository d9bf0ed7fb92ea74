"""What mails say, and that nothing a value holds can make them say or do something else."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.fulfillment.fulfillment import Tracking
from functions.notifications.letter import Letter, letter_to_customer, letter_to_staff
from functions.notifications.mail import Facts, Kind
from functions.notifications.template import FOLDER, one_line, web_address
from tests.fulfillment.builders import a_parcel
from tests.notifications.builders import LOW, NOT_REFUNDED, a_line, an_order_for_mail

MONEY: Facts = {"order_id": "order_1", "amount": 5626, "currency": "USD"}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><a href=javascript:alert(1)>",
    "</title></style></table></body>",
    "<!-- ",
    "&lt;b&gt;",
    "a\r\nBcc: everyone@example.com",
    "a\nBcc: everyone@example.com\n\n<html>",
    "a\u2028b\u2029c\x85d\x0be\x00f",
    "\u202eevil\u202c",
    "$reference ${amount} $$ $",
    "% end\n% each items\n",
    "{{7*7}} {% raw %} %s {0}",
    "😀 ﷽ Zażółć",
    "x" * 5000,
]


class Shape(HTMLParser):
    """The tags and links of a page, without its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment", ()))


def letters(text: str, order_url: str | None = None) -> Iterator[Letter]:
    """Every mail there is, with this text wherever one of a person or product may stand."""
    order = an_order_for_mail(
        items=(a_line(title=text, sku=text),),
        shipping_address={"first_name": text, "last_name": text, "address1": text, "city": text, "country": "US"},
        order_url=order_url,
    )
    parcel = a_parcel(tracking=Tracking(text, text, "https://ups.example/1Z?a=1&b=2"))
    yield letter_to_customer(Kind.ORDER_CONFIRMATION, {}, order, None)
    yield letter_to_customer(Kind.SHIPPING_CONFIRMATION, {}, order, parcel)
    yield letter_to_customer(Kind.REFUND_CONFIRMATION, MONEY, order, None)
    yield letter_to_customer(Kind.LATE_PAYMENT_REFUND, MONEY, order, None)
    yield letter_to_customer(Kind.ORDER_CANCELLATION, {"reason": "inventory"}, order, None)
    yield letter_to_staff(Kind.STOCK_ALERT, {**LOW.model_dump(), "sku": text}, "staff@example.com")
    yield letter_to_staff(Kind.REFUND_ALERT, {**NOT_REFUNDED.model_dump(), "code": text}, "staff@example.com")


HARMLESS = list(letters("T-shirt"))
SHAPES = {letter.html: (Shape(letter.html).tags, Shape(letter.html).links) for letter in HARMLESS}


def is_inert(text: str) -> None:
    for letter, harmless in zip(letters(text), HARMLESS, strict=True):
        assert len(letter.subject.splitlines()) == 1
        assert len(letter.text.splitlines()) == len(harmless.text.splitlines())
        shape = Shape(letter.html)
        assert (shape.tags, shape.links) == SHAPES[harmless.html]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    is_inert(text)


@settings(max_examples=50)  # each fills every template
@given(st.text(min_size=1, max_size=60).filter(one_line))
def test_any_text_stays_text(text: str) -> None:
    is_inert(text)


def test_every_kind_has_its_two_templates_and_there_are_no_others() -> None:
    expected = {f"{kind}.{form}" for kind in Kind for form in ("txt", "html")} | {"layout.html"}
    assert {path.name for path in FOLDER.iterdir()} == expected


def test_no_mail_loads_anything_from_elsewhere() -> None:
    foreign = re.compile(r"<(img|script|link|iframe|object|form)\b|url\(|@import|https?:", re.IGNORECASE)
    assert [path.name for path in FOLDER.glob("*.html") if foreign.search(path.read_text())] == []


def test_every_data_table_has_a_name_and_its_headers_a_scope() -> None:
    for path in FOLDER.glob("*.html"):
        page = path.read_text()
        assert page.count("<table") == page.count("<caption>") + page.count("<table aria-labelledby="), path.name
        assert len(re.findall(r"<th\b", page)) == page.count("<th scope="), path.name


def test_the_confirmation_tells_the_lines_and_the_sums() -> None:
    letter = letter_to_customer(Kind.ORDER_CONFIRMATION, {}, an_order_for_mail(), None)
    assert (letter.to, letter.subject) == ("jane@example.com", "Your order 1042")
    for told in ("2 x T-shirt, red, M (TS-RED-M)", "24.99 USD each: 49.98 USD", "Discount   -5.00 USD"):
        assert told in letter.text
    for told in ("Shipping   6.44 USD", "Tax        4.84 USD", "Total      56.26 USD", "Jane Doe\n    1 Main St"):
        assert told in letter.text
    for told in ("49.98 USD", "-5.00 USD", "6.44 USD", "4.84 USD", "56.26 USD", "T-shirt, red, M", "Jane Doe<br>"):
        assert told in letter.html


def test_a_sum_of_nothing_is_left_out() -> None:
    order = an_order_for_mail(discount_total=0, tax_total=0, shipping_total=0)
    letter = letter_to_customer(Kind.ORDER_CONFIRMATION, {}, order, None)
    assert "Discount" not in letter.text + letter.html
    assert "Tax" not in letter.text + letter.html
    assert "Shipping   0.00 USD" in letter.text


def test_money_is_shown_with_the_decimals_of_its_currency() -> None:
    order = an_order_for_mail(currency="JPY", total=5626)
    assert "Total      5626 JPY" in letter_to_customer(Kind.ORDER_CONFIRMATION, {}, order, None).text


def test_the_shipping_mail_tells_how_to_follow_the_parcel() -> None:
    parcel = a_parcel(tracking=Tracking("ups", "1Z9", "https://ups.example/?n=1Z9&l=en"), items=(("li_1", 1),))
    letter = letter_to_customer(Kind.SHIPPING_CONFIRMATION, {}, an_order_for_mail(), parcel)
    assert "Carrier: UPS\nTracking number: 1Z9\n" in letter.text
    assert "https://ups.example/?n=1Z9&l=en" in letter.text
    assert 'href="https://ups.example/?n=1Z9&amp;l=en"' in letter.html
    assert "This parcel holds 1 of the 2 pieces of your order." in letter.text


def test_a_parcel_with_everything_and_without_tracking_needs_no_more_words() -> None:
    letter = letter_to_customer(Kind.SHIPPING_CONFIRMATION, {}, an_order_for_mail(), a_parcel(tracking=None))
    assert "This parcel" not in letter.text + letter.html
    assert "Tracking" not in letter.text + letter.html
    assert Shape(letter.html).links == []


def test_a_late_payment_is_explained() -> None:
    order = an_order_for_mail(number=None)
    letter = letter_to_customer(Kind.LATE_PAYMENT_REFUND, MONEY, order, None)
    assert "too late" in letter.subject
    assert "56.26 USD back" in letter.text
    assert order.id in letter.text


@pytest.mark.parametrize(
    ("reason", "told"), [("customer", "You asked us"), ("inventory", "not in stock"), ("fraud", "")]
)
def test_a_cancellation_tells_only_reasons_that_help(reason: str, told: str) -> None:
    letter = letter_to_customer(Kind.ORDER_CANCELLATION, {"reason": reason}, an_order_for_mail(), None)
    assert told in letter.text
    assert "fraud" not in letter.text + letter.html


def test_the_link_to_the_order_is_there_where_there_is_one() -> None:
    url = "https://shop.example/orders/1042?t=a&b=c"
    for letter in list(letters("T-shirt", url))[:3]:
        assert url in letter.text
        assert url in [link and link for link in Shape(letter.html).links]


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "ftp://x.example",
        "https://x.example/\n",
        'https://x.example/"',
        "https://",
        "https://x.example/" + "a" * 2000,
    ],
)
def test_what_is_no_web_address_is_no_link(url: str | None) -> None:
    assert web_address(url) == ""
