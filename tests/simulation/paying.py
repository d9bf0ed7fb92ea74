"""The ways in which shoppers pay, each as often as its weight."""

from dataclasses import dataclass, field
from random import Random

CARD = "pm_card_visa"
REFUNDS_FAIL = "pm_card_refundFail"  # of which a refund comes back later


@dataclass(frozen=True)
class Try:
    """One confirmation. wait_s: before it, drawn between two; from_deadline: counted from when the hold ends."""

    method: str
    wait_s: tuple[float, float] = (0.0, 0.0)
    from_deadline: bool = False
    after_s: tuple[float, ...] = ()  # when the bank or the shopper answers: one of these
    succeeds: float = 1.0  # how likely that answer is a yes

    def delay_s(self, chance: Random, hold_s: float) -> float:
        """How long the shopper waits before it."""
        return max(0.0, chance.uniform(*self.wait_s) + (hold_s if self.from_deadline else 0.0))


@dataclass(frozen=True)
class Way:
    """A way to pay: some tries, one after the other."""

    name: str
    weight: int
    tries: tuple[Try, ...] = field(default=())


WAYS = (
    Way("at once", 50, (Try(CARD, (1.0, 20.0)),)),
    Way("with a card that takes nothing back", 4, (Try(REFUNDS_FAIL, (1.0, 20.0)),)),
    Way("declined first", 8, (Try("declined"), Try(CARD, (30.0, 30.0)))),
    Way("late", 8, (Try(CARD, (10.0, 600.0), from_deadline=True),)),
    Way("at the bell", 10, (Try(CARD, (-70.0, 70.0), from_deadline=True),)),
    Way("never", 8),
    Way("3ds", 6, (Try("3ds", after_s=(5.0, 90.0, 900.0)),)),
    Way("processing", 6, (Try("processing", after_s=(60.0, 900.0, 2400.0), succeeds=0.7),)),
    Way("twice", 4, (Try(CARD), Try(CARD))),
)


def draw_way(chance: Random) -> Way:
    """How a shopper pays."""
    return chance.choices(WAYS, [way.weight for way in WAYS])[0]
