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
from functions.notifications.template import OURS, Templates, one_line, web_address
from tests.fulfillment.builders import LINE, a_parcel
from tests.notifications.builders import LOW, NOT_REFUNDED, SHOP, a_line, an_order_for_mail

SHIPPED = Templates((OURS,))  # whatever letters the shop has of its own
MONEY: Facts = {"order_id": "order_1", "amount": 5626, "currency": "USD"}
UNTIL: Facts = {"reserved_until": "2026-11-22T12:30:00.000Z"}
URL = "https://shop.example/orders/1042?t=a&b=c"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><a href=javascript:alert(1)>",
    "</title></style></table></body>",
    "</mj-text><mj-image src='https://evil.example/x.png' />",
    "<mj-include path='/etc/passwd' />",
    "]]><![CDATA[<b>",
    "<?xml version='1.0'?><!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    "--><!--[if mso]><b>",
    "<!-- ",
    "&lt;b&gt;",
    "&amp;lt;script&amp;gt; &#60;script&#62;",
    "a\r\nBcc: everyone@example.com",
    "a\nBcc: everyone@example.com\n\n<html>",
    "a\u2028b\u2029c\x85d\x0be\x00f",
    "\u202eevil\u202c",
    "$reference ${amount} $$ $",
    "% end\n% each items\n",
    "{{ 7 * 7 }} {% raw %} {# %s {0} {{ say }} {% for x in items %}",
    "%N%n%O%n%A",
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
        self.links += [value for name, value in attrs if name in ("href", "src", "background")]

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment", (data,)))


def letter_of(kind: Kind, facts: Facts | None = None, link: str = "", **differing: object) -> Letter:
    """The letter about an order that differs in this."""
    parcel = differing.pop("parcel", None)
    order = an_order_for_mail(**differing)
    return letter_to_customer(kind, facts or {}, order, parcel, SHOP, link, SHIPPED)  # type: ignore[arg-type]


def letters(text: str, link: str = "") -> Iterator[Letter]:
    """Every mail there is, with this text wherever one of a person or product may stand."""
    order = an_order_for_mail(
        items=(a_line(title=text, sku=text),),
        shipping_address={"first_name": text, "last_name": text, "address1": text, "city": text, "country": "US"},
    )
    parcel = a_parcel(tracking=Tracking(text, text, "https://ups.example/1Z?a=1&b=2"))

    def to_customer(kind: Kind, facts: Facts) -> Letter:
        return letter_to_customer(kind, facts, order, parcel, SHOP, link, SHIPPED)

    yield to_customer(Kind.ORDER_CONFIRMATION, {})
    yield to_customer(Kind.SHIPPING_CONFIRMATION, {})
    yield to_customer(Kind.REFUND_CONFIRMATION, MONEY)
    yield to_customer(Kind.LATE_PAYMENT_REFUND, MONEY)
    yield to_customer(Kind.ORDER_CANCELLATION, {"reason": "inventory"})
    yield to_customer(Kind.CONFIRMATION_REQUEST, UNTIL)
    yield letter_to_staff(Kind.STOCK_ALERT, {**LOW.model_dump(), "sku": text}, SHOP, SHIPPED)
    yield letter_to_staff(Kind.REFUND_ALERT, {**NOT_REFUNDED.model_dump(), "code": text}, SHOP, SHIPPED)


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


@settings(max_examples=50, deadline=None)  # each fills every template
@given(st.text(min_size=1, max_size=60).filter(lambda text: any(map(str.isalnum, one_line(text)))))
def test_any_text_stays_text(text: str) -> None:
    is_inert(text)


def test_text_is_read_as_it_was_typed() -> None:
    typed = "<b>5 < 6 & 7</b> {{ 8 }} &lt;"
    letter = letter_of(Kind.ORDER_CONFIRMATION, items=(a_line(title=typed),))
    assert typed in letter.text
    assert "&lt;b&gt;5 &lt; 6 &amp; 7&lt;/b&gt; {{ 8 }} &amp;lt;" in letter.html


def test_every_kind_has_its_two_templates_and_there_are_no_others() -> None:
    expected = {f"{kind}.{form}" for kind in Kind for form in ("txt", "mjml")} | {"words.en.toml", "words.de.toml"}
    assert {path.name for path in OURS.iterdir() if not path.name.startswith("_")} == expected


def test_no_mail_loads_anything_from_elsewhere() -> None:
    loading = re.compile(r"<(img|script|link|iframe|object|form|video)\b|url\(|@import|src=", re.IGNORECASE)
    for letter in letters("T-shirt", URL):
        assert not loading.search(letter.html)


def test_every_data_table_has_a_name_and_its_headers_a_scope() -> None:
    for letter in HARMLESS:
        tables = re.findall(r"<table\b[^>]*>", letter.html)
        data = [table for table in tables if 'role="presentation"' not in table]
        assert len(data) == letter.html.count("<caption")
        assert len(re.findall(r"<th\b", letter.html)) == letter.html.count("<th scope=")


def test_the_confirmation_tells_the_lines_and_the_sums() -> None:
    letter = letter_of(Kind.ORDER_CONFIRMATION)
    assert (letter.to, letter.subject) == ("jane@example.com", "Your order 1042")
    for told in ("2 x T-shirt, red, M (TS-RED-M)", "2 x $24.99 = $49.98", "Discount: -$5.00", "Shipping: $6.44"):
        assert told in letter.text
    for told in ("Tax: $4.84", "Total: $56.26", "Jane Doe\n    1 Main St", "Ordered on November 22, 2026"):
        assert told in letter.text
    for told in ("$49.98", "-$5.00", "$6.44", "$4.84", "$56.26", "T-shirt, red, M", "Jane Doe<br />", "United States"):
        assert told in letter.html


def test_a_sum_of_nothing_is_left_out() -> None:
    letter = letter_of(Kind.ORDER_CONFIRMATION, discount_total=0, tax_total=0, shipping_total=0)
    assert "Discount" not in letter.text + letter.html
    assert "Tax" not in letter.text + letter.html
    assert "Shipping: $0.00" in letter.text


def test_an_order_without_charge_is_not_told_of_a_payment() -> None:
    letter = letter_of(Kind.ORDER_CONFIRMATION, total=0)
    assert "payment" not in letter.text + letter.html
    assert "Your order 1042 is confirmed." in letter.text


def test_money_is_shown_with_the_decimals_of_its_currency() -> None:
    assert "Total: ¥5,626\n" in letter_of(Kind.ORDER_CONFIRMATION, currency="JPY", total=5626).text


def test_the_shipping_mail_tells_what_is_in_the_parcel_and_how_to_follow_it() -> None:
    parcel = a_parcel(tracking=Tracking("ups", "1Z9", "https://ups.example/?n=1Z9&l=en"), items=((LINE, 1),))
    items = (a_line(), a_line(id="li_2", title="Cap", sku="CAP", quantity=1))
    letter = letter_of(Kind.SHIPPING_CONFIRMATION, parcel=parcel, items=items)
    assert "Carrier: UPS\nTracking number: 1Z9\n" in letter.text
    assert "https://ups.example/?n=1Z9&l=en" in letter.text
    assert 'href="https://ups.example/?n=1Z9&amp;l=en"' in letter.html
    assert "This parcel holds 1 of the 3 pieces of your order." in letter.text
    assert "1 of 2 x T-shirt, red, M (TS-RED-M)" in letter.text
    assert "Cap" not in letter.text + letter.html


def test_a_parcel_with_everything_and_without_tracking_needs_no_more_words() -> None:
    letter = letter_of(Kind.SHIPPING_CONFIRMATION, parcel=a_parcel(tracking=None))
    assert "This parcel" not in letter.text + letter.html
    assert "Tracking" not in letter.text + letter.html
    assert "2 x T-shirt" in letter.text
    assert Shape(letter.html).links == [SHOP.shop_url]


def test_a_late_payment_is_explained() -> None:
    letter = letter_of(Kind.LATE_PAYMENT_REFUND, MONEY, number=None)
    assert "too late" in letter.subject
    assert "$56.26 back" in letter.text
    assert an_order_for_mail().id in letter.text


@pytest.mark.parametrize(
    ("reason", "told"), [("customer", "You asked us"), ("inventory", "not in stock"), ("fraud", "")]
)
def test_a_cancellation_tells_only_reasons_that_help(reason: str, told: str) -> None:
    letter = letter_of(Kind.ORDER_CANCELLATION, {"reason": reason})
    assert told in letter.text
    assert "fraud" not in letter.text + letter.html


def test_the_link_to_the_order_is_there_where_there_is_one() -> None:
    for letter in list(letters("T-shirt", URL))[:5]:
        assert URL in letter.text
        assert URL in Shape(letter.html).links


def test_a_request_to_confirm_has_the_link_and_no_word_of_a_stranger() -> None:
    """Whoever typed the address may be anybody: the letter must be of no use to them."""
    order = an_order_for_mail()
    typed = ("Jane", "Doe", "Main", "Oakland", "T-shirt", "TS-RED-M")
    letter = letter_of(Kind.CONFIRMATION_REQUEST, UNTIL, URL, number=None)
    assert not [word for word in typed if word in letter.subject + letter.text + letter.html.replace(URL, "")]
    assert URL in letter.text
    assert URL in Shape(letter.html).links
    assert f"reference is {order.id}" in letter.text
    assert "until November 22, 2026, 12:30" in letter.text


def test_every_letter_bears_the_shops_name_contact_and_imprint() -> None:
    for letter in letters("T-shirt"):
        for told in (SHOP.shop_name, SHOP.contact, *SHOP.mail_footer, SHOP.shop_url):
            assert told in letter.text
            assert told in letter.html


def test_a_letter_says_its_language_and_what_it_is_about_before_it_is_opened() -> None:
    for country, code in (("US", "en"), ("AT", "de")):
        address = {**an_order_for_mail().shipping_address, "country": country}
        page = letter_of(Kind.REFUND_CONFIRMATION, MONEY, shipping_address=address).html
        assert f'<html lang="{code}" dir="ltr"' in page
        assert re.search(r'<div style="display:none;[^"]*">[^<]*56[.,]26', page)


def test_a_german_shopper_reads_german() -> None:
    address = {"last_name": "Müller", "address1": "Ring 1", "city": "Wien", "postal_code": "1090", "country": "AT"}
    letter = letter_of(Kind.ORDER_CONFIRMATION, shipping_address=address, currency="EUR")
    assert letter.subject == "Ihre Bestellung 1042"
    for told in ("Gesamt: € 56,26", "    1090 Wien\n    Österreich\n", "Bestellt am 22. November 2026"):
        assert told in letter.text


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
