"""The processor's news, wrong in any one place: its key is good, and still nothing it says is taken on trust."""

from collections.abc import Iterator
from typing import Any

from tests.security.hostile import HOSTILE_VALUES, Place, with_value
from tests.security.refusals import is_refused
from tests.security.scene import Scene
from tests.security.senders import STRIPE

# What we take from a PaymentIntent: wrong here, each is kept and heard as news of its own, which takes its time.
READ = ("status", "amount", "amount_received", "currency")
TOTALS = ("authorized_total", "captured_total", "refunded_total", "outstanding_total", "payment_status", "status")


def test_the_processors_news_may_be_wrong_anywhere_and_breaks_nothing(scene: Scene) -> None:
    """FAULTS 20, 96: refused, kept as none of ours, or true; never a fault, and never other money than there is."""
    events = scene.shop.double.control("state")["events"].values()
    news = next(each for each in events if each["type"] == "payment_intent.succeeded")
    for place in _places(news):
        is_read = place[:-1] == ("data", "object") and place[-1] in READ
        for n, value in enumerate(HOSTILE_VALUES if is_read else ("null", "[]")):
            told = {**news, "id": f"evt_{place[-1]}_{n}" if is_read else "evt_of_no_interest"}
            answer = STRIPE.send(scene, with_value(told, place, value))
            assert answer.status == 200 or is_refused(answer, value) is None, (place, value, answer)
    scene.shop.pump()
    after = scene.shop.order(scene.ids["order_id"])
    assert {name: after[name] for name in TOTALS} == {name: scene.order[name] for name in TOTALS}


def _places(whole: Any, place: Place = ()) -> Iterator[Place]:
    """Where in it anything stands."""
    yield place
    if isinstance(whole, dict):
        for name, value in whole.items():
            yield from _places(value, (*place, name))
