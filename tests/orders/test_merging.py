"""A guest's cart merged into a customer's, as a rule: nothing is lost, and what does not fit is told."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from functions.orders.cart import LINES_MAX, Cart, CartLine, NotTaken, new_cart
from functions.orders.merging import merged
from shared.http.models import METADATA_BYTES_MAX, METADATA_KEYS_MAX, QUANTITY_MAX, metadata_bytes
from tests.orders.builders import OAKLAND
from tests.world import NOON


def a_cart(lines: dict[str, int], name: str = "own", **details: object) -> Cart:
    """A cart with so many of each variant."""
    cart = new_cart(f"cart_{name}", "USD", None, NOON)
    kept = tuple(CartLine(id=f"li_{name}_{each}", variant_id=each, quantity=lines[each]) for each in lines)
    return cart.model_copy(update={"lines": kept, **details})


def units(cart: Cart) -> dict[str, int]:
    """How many of each variant."""
    return {line.variant_id: line.quantity for line in cart.lines}


def test_quantities_of_a_variant_are_added_and_others_are_put_beside() -> None:
    together, left = merged(a_cart({"a": 1, "b": 2}), a_cart({"b": 3, "c": 4}, "guest"))
    assert units(together) == {"a": 1, "b": 5, "c": 4}
    assert [line.id for line in together.lines] == ["li_own_a", "li_own_b", "li_guest_c"]
    assert left == ()


def test_what_a_line_does_not_hold_is_told() -> None:
    together, left = merged(a_cart({"a": QUANTITY_MAX - 1}), a_cart({"a": 3}, "guest"))
    assert units(together) == {"a": QUANTITY_MAX}
    assert left == (NotTaken(variant_id="a", quantity=2, code="quantity_too_large"),)


def test_what_finds_no_line_is_told_and_what_has_one_is_added() -> None:
    full = {f"v{n}": 1 for n in range(LINES_MAX)}
    together, left = merged(a_cart(full), a_cart({"new": 2, "v0": 1}, "guest"))
    assert units(together) == {**full, "v0": 2}
    assert left == (NotTaken(variant_id="new", quantity=2, code="too_many_lines"),)


def test_details_that_the_customer_s_cart_has_stay_and_the_guest_s_fill_the_gaps() -> None:
    guest = a_cart({}, "guest", email="g@example.com", shipping_address=OAKLAND, shipping_option_id="so_1")
    together, _ = merged(a_cart({}, email="own@example.com"), guest)
    assert (together.email, together.shipping_address, together.shipping_option_id) == (
        "own@example.com",
        OAKLAND,
        "so_1",
    )
    assert (together.id, together.currency, together.version) == ("cart_own", "USD", 0)


def test_metadata_is_filled_as_far_as_there_is_room() -> None:
    own = {"table": "4", "long": "x" * 400}
    together, _ = merged(a_cart({}, metadata=own), a_cart({}, "guest", metadata={"table": "5", "gift": "yes"}))
    assert together.metadata == {**own, "gift": "yes"}
    many = {f"k{n}": "x" * 90 for n in range(METADATA_KEYS_MAX)}
    together, _ = merged(a_cart({}, metadata=own), a_cart({}, "guest", metadata=many))
    assert len(together.metadata) <= METADATA_KEYS_MAX
    assert metadata_bytes(together.metadata) <= METADATA_BYTES_MAX
    assert own.items() <= together.metadata.items()


LINES = st.dictionaries(st.sampled_from([f"v{n}" for n in range(80)]), st.integers(1, QUANTITY_MAX), max_size=LINES_MAX)


@given(LINES, LINES)
def test_every_unit_is_in_the_cart_or_told(own: dict[str, int], guest: dict[str, int]) -> None:
    together, left = merged(a_cart(own), a_cart(guest, "guest"))
    told = Counter({each.variant_id: each.quantity for each in left})
    assert Counter(units(together)) + told == Counter(own) + Counter(guest)
    assert len(together.lines) <= LINES_MAX
    assert all(0 < line.quantity <= QUANTITY_MAX for line in together.lines)
