"""Signed text and guest tokens: only what we made, for what we made it, as long as we said."""

import base64
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared import secret
from shared.aws import client
from shared.errors import NotFound
from shared.http.guest import TOKEN_DAYS, bound_to, token_for
from shared.signing import LENGTH_MAX, BadSignature, seal, unseal
from tests.calls import counted
from tests.http_corpora import NAUGHTY, every_flip
from tests.world import NOON, SECRETS, Clock

ORDER = "order_01JD0000000000000000000000"


def rotate(**fields: str) -> None:
    client("secretsmanager").put_secret_value(SecretId="storewright/test/guest_key", SecretString=json.dumps(fields))
    secret.forget()


def test_what_was_sealed_is_unsealed(world: Clock) -> None:
    payload = {"key": {"pk": "A", "sk": "ü"}, "n": 1}
    assert unseal("cursor", seal("cursor", payload), NOON) == payload


def test_any_changed_character_is_refused(world: Clock) -> None:
    """FAULTS 18"""
    text = seal("cursor", {"pk": "THING#1"})
    for changed in every_flip(text):
        with pytest.raises(BadSignature):
            unseal("cursor", changed, NOON)


def test_any_changed_byte_of_the_payload_is_refused(world: Clock) -> None:
    """FAULTS 18"""
    body, _, signature = seal("cursor", {"pk": "THING#1"}).partition(".")
    raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    for place in range(len(raw)):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(BadSignature):
            unseal("cursor", base64.urlsafe_b64encode(changed).rstrip(b"=").decode() + "." + signature, NOON)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80) | st.sampled_from(NAUGHTY))
def test_what_we_did_not_sign_is_refused(world: Clock, text: str) -> None:
    """FAULTS 18"""
    for forged in (text, text + ".", "." + text, f"{text}.{text}"):
        with pytest.raises(BadSignature):
            unseal("cursor", forged, NOON)


def test_a_cursor_is_no_token(world: Clock) -> None:
    with pytest.raises(BadSignature):
        unseal("guest", seal("cursor", {"sub": ORDER}), NOON)


def test_too_long_a_text_is_not_even_looked_at(world: Clock) -> None:
    text = seal("cursor", {"pk": "x" * LENGTH_MAX})
    with pytest.raises(BadSignature):
        unseal("cursor", text, NOON)


def test_a_text_in_any_script_takes_no_more_than_its_bytes(world: Clock) -> None:
    """A page that ends at a product with a long Chinese name has a next one, too."""
    payload = {"sk": "版" * 400}
    assert unseal("cursor", seal("cursor", payload), NOON) == payload


def test_a_token_ends_at_its_second(world: Clock) -> None:
    token = token_for(ORDER, world.now)
    world.advance(days=TOKEN_DAYS, seconds=-1)
    assert bound_to(ORDER, {"order-token": token}, world.now) == ORDER
    with pytest.raises(NotFound):
        bound_to(ORDER, {"order-token": token}, world.advance(seconds=1))


def test_a_rotated_key_is_good_until_it_is_gone(world: Clock) -> None:
    """FAULTS 60"""
    token = token_for(ORDER, NOON)
    rotate(current="a-new-key", previous=SECRETS["guest_key"])
    assert bound_to(ORDER, {"cart-token": token}, NOON) == ORDER
    fresh = token_for(ORDER, NOON)
    rotate(current="a-new-key")
    assert bound_to(ORDER, {"cart-token": fresh}, NOON) == ORDER
    with pytest.raises(NotFound):
        bound_to(ORDER, {"cart-token": token}, NOON)


@pytest.mark.parametrize("headers", [{}, {"cart-token": ""}, {"order-token": "x.y"}, {"authorization": "Bearer x"}])
def test_without_its_token_an_object_looks_missing(world: Clock, headers: dict[str, str]) -> None:
    """FAULTS 90"""
    with pytest.raises(NotFound):
        bound_to(ORDER, headers, NOON)


def test_the_token_of_another_object_opens_nothing(world: Clock) -> None:
    """FAULTS 90"""
    with pytest.raises(NotFound):
        bound_to(ORDER, {"order-token": token_for("order_01JD0000000000000000000001", NOON)}, NOON)


def test_either_header_may_carry_the_token(world: Clock) -> None:
    """A client that has gone from cart to order may still send both."""
    other = token_for("cart_01JD0000000000000000000000", NOON)
    assert bound_to(ORDER, {"cart-token": other, "order-token": token_for(ORDER, NOON)}, NOON) == ORDER


def test_who_may_sign_cursors_can_make_no_token(world: Clock) -> None:
    """Each purpose has a key of its own: a Lambda that lists orders cannot open a shopper's."""
    rotate(current=SECRETS["cursor_key"])
    forged = token_for(ORDER, NOON)
    rotate(current=SECRETS["guest_key"])
    with pytest.raises(NotFound):
        bound_to(ORDER, {"order-token": forged}, NOON)
    assert len(set(SECRETS.values())) == len(SECRETS)


def test_what_is_signed_by_a_key_that_came_meanwhile_counts_where_the_old_one_is_still_held(world: Clock) -> None:
    """Two processes, of which one has read the secret before its rotation and the other one after it."""
    before = seal("guest", {"sub": "cart_1"})
    held, asked_at = dict(secret._kept), dict(secret._asked_at)
    rotate(current="anew")
    after = seal("guest", {"sub": "cart_2"})
    secret._kept.update(held)  # the process that has not heard of it
    secret._asked_at.update(asked_at)
    assert unseal("guest", before, world.now) == {"sub": "cart_1"}
    world.advance(seconds=secret.LOOK_AGAIN_S)
    assert unseal("guest", after, world.now) == {"sub": "cart_2"}
    with pytest.raises(BadSignature):
        unseal("guest", before, world.now)


def test_who_makes_things_up_has_the_secret_asked_for_once_in_ten_seconds(world: Clock) -> None:
    with counted("secretsmanager") as calls:
        seal("guest", {"sub": "cart_1"})
        for seconds, asked in ((0, 1), (secret.LOOK_AGAIN_S, 2), (1, 2), (secret.LOOK_AGAIN_S, 3)):
            world.advance(seconds=seconds)
            for _ in range(5):
                with pytest.raises(BadSignature):
                    unseal("guest", "bWFkZQ.dXA", world.now)
            assert calls.total() == asked
