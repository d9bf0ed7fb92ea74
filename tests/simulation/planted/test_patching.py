"""A planted bug is what runs, everywhere, and leaves no trace."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from functions.inventory import picks
from functions.orders import change_cart, complete_cart
from functions.payments import ledger, note_intent, stripe_api
from shared import idempotency
from shared.http import guest
from tests.simulation import lambdas
from tests.simulation.planted.bug import Bug, NotPlantable
from tests.simulation.planted.patching import planted

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def a_bug(file: str, old: str, new: str, **more: tuple[tuple[str, str, str], ...]) -> Bug:
    return Bug("a_bug", file, old, new, "It is for a test.", ("I1",), **more)


def test_whoever_imported_a_function_by_name_runs_the_bug() -> None:
    real = guest.token_for
    bug = a_bug(
        "shared/http/guest.py",
        '    return seal("guest", {"sub"',
        '    return "planted"\n    return seal("guest", {"sub"',
    )
    with planted(bug):
        assert vars(complete_cart)["token_for"] is vars(change_cart)["token_for"] is real
        assert real("order_1", NOON) == "planted"
    assert "planted" not in real.__code__.co_consts


def test_a_method_of_a_class_in_use_runs_the_bug() -> None:
    pick = picks.Pick("var_1", "loc_1", 5, consumed=2)
    bug = a_bug("functions/inventory/picks.py", "return self.quantity - self.consumed", "return self.quantity")
    with planted(bug):
        assert pick.open == 5
    assert pick.open == 3


def test_a_constant_is_changed_wherever_it_was_imported() -> None:
    bug = a_bug(
        "functions/payments/lifecycle.py", "DEAD = frozenset({P.VOIDED, P.EXPIRED})", "DEAD = frozenset({P.VOIDED})"
    )
    held = vars(note_intent)
    real = held["DEAD"]
    with planted(bug):
        assert list(held["DEAD"]) == ["voided"]
    assert held["DEAD"] is real


def test_a_function_that_is_new_knows_the_module_and_goes_with_the_bug() -> None:
    bug = a_bug(
        "functions/payments/ledger.py",
        "    owed = Line(A.CUSTOMER, debit=revenue + tax + shipping)",
        "    owed = _owed(revenue)",
        also=(
            (
                "functions/payments/ledger.py",
                "def _mirrored",
                "def _owed(sum):\n    return Line(A.CUSTOMER, debit=sum)\n\n\ndef _mirrored",
            ),
        ),
    )
    with planted(bug), pytest.raises(ValueError, match="does not balance"):
        ledger.sale(100, 0, 5, "USD")
    assert ledger.sale(100, 0, 5, "USD").lines[0].debit == 105
    assert not hasattr(ledger, "_owed")


def test_a_default_is_changed_with_its_function() -> None:
    bug = a_bug(
        "functions/payments/stripe_api.py",
        "def create_intent(payment: Payment, timeout_s: float = TIMEOUT_S)",
        "def create_intent(payment: Payment, timeout_s: float = 30)",
    )
    real = stripe_api.create_intent.__defaults__
    with planted(bug):
        assert stripe_api.create_intent.__defaults__ == (30,)
    assert stripe_api.create_intent.__defaults__ is real


def test_what_a_decorator_made_of_a_function_runs_the_bug() -> None:
    bug = a_bug(
        "functions/payments/stripe_api.py",
        "    try:\n        yield\n    except stripe.APIError",
        "    raise LookupError\n    try:\n        yield\n    except stripe.APIError",
    )
    with planted(bug), pytest.raises(LookupError), stripe_api._told_apart():
        pass
    with stripe_api._told_apart():
        pass


def test_a_container_started_with_the_bug_runs_it_and_is_gone_afterwards() -> None:
    def docstring() -> str:
        lambdas._start("orders.on_payment")
        return str(lambdas._code("orders.on_payment")[1].co_consts[0])

    bug = a_bug(
        "functions/orders/handlers/on_payment.py", '"""Hears what payments say', '"""Planted: hears what payments say'
    )
    with planted(bug):
        assert docstring().startswith("Planted")
        assert "planted" not in str(lambdas._code("orders.on_fulfillment")[1].co_consts[0])
    assert docstring().startswith("Hears")
    assert not lambdas._free


def test_warm_containers_do_not_outlive_the_code_they_were_started_with() -> None:
    lambdas._free["orders.on_payment"] = [lambda event, context: None]
    with planted(a_bug("shared/idempotency.py", "KEPT_DAYS = 30", "KEPT_DAYS = 31")):
        assert not lambdas._free


def test_the_code_is_the_very_same_afterwards_also_after_a_crash() -> None:
    real = idempotency.claim_of.__code__
    bug = a_bug("shared/idempotency.py", "    digest = hashlib.sha256(request).hexdigest()\n", '    digest = ""\n')
    with pytest.raises(ZeroDivisionError), planted(bug):
        assert idempotency.claim_of.__code__ is real or 1 / 0
    assert idempotency.claim_of.__code__ is real


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("no such words", "", id="the words are not there"),
        pytest.param("return", "return None", id="the words stand there more than once"),
        pytest.param("KEPT_DAYS = 30 ", "KEPT_DAYS = 30  ", id="nothing that runs is changed"),
        pytest.param('code = "idempotency_key_reused"', 'code = "x"', id="a class that was made already is changed"),
    ],
)
def test_what_cannot_be_planted_is_refused_and_changes_nothing(old: str, new: str) -> None:
    codes = _codes()
    with pytest.raises(NotPlantable), planted(a_bug("shared/idempotency.py", old, new)):
        pass
    assert _codes() == codes


def test_a_bug_in_two_places_whose_second_does_not_fit_is_not_planted_at_all() -> None:
    codes = _codes()
    second = ("shared/idempotency.py", "no such words", "")
    with (
        pytest.raises(NotPlantable),
        planted(a_bug("shared/idempotency.py", "KEPT_DAYS = 30", "KEPT_DAYS = 1", also=(second,))),
    ):
        pass
    assert _codes() == codes
    assert idempotency.KEPT_DAYS == 30


def _codes() -> list[object]:
    functions: list[Callable[..., object]] = [each for each in vars(idempotency).values() if hasattr(each, "__code__")]
    return [each.__code__ for each in functions]
