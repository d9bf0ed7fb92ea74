"""The carrier: what it reports of a parcel, in which order, how late and how often; the seed decides."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from random import Random
from typing import NamedTuple

from shared import clock
from tests.simulation.loop import Loop
from tests.world import sign_as_carrier

# What becomes of a parcel, and how many of a hundred it happens to.
ROUTES: tuple[tuple[int, tuple[str, ...]], ...] = (
    (10, ("pre_transit", "in_transit", "out_for_delivery", "delivered")),
    (60, ("delivered",)),  # a carrier that tells of nothing else
    (10, ("in_transit", "failure", "available_for_pickup", "delivered")),
    (5, ("in_transit", "failure", "return_to_sender")),
    (5, ("in_transit", "failure", "return_to_sender", "delivered")),  # turned round, and delivered after all
    (5, ("in_transit", "held_at_customs", "delivered")),  # a status that nobody has heard of
    (5, ("pre_transit", "in_transit")),  # lost without a word
)
TRIPS_S = (5.0, 600.0, 1800.0)  # from the first report to the last; the shortest overtake our own events
LONG = 0.003  # of the parcels take six hours, through which the whole world has to live
LONG_S = 6 * 3_600.0
TWICE = 0.2  # of the reports come a second time, under the same id
SHUFFLED = 0.3  # of the parcels have reports that overtake each other
AHEAD = 0.1  # of the parcels are scanned by a clock that runs ahead, by at most:
AHEAD_MAX_S = 900.0


class Report(NamedTuple):
    """A webhook to be sent. headers signs it for the moment it is called in: a signature is good for five minutes."""

    delay_s: float
    body: str
    headers: Callable[[], dict[str, str]]


def parcel_news(loop: Loop, number: str) -> list[Report]:
    """Every webhook about a parcel that sets off now, in the order of their coming. number: its tracking number."""
    chance = loop.random
    route = chance.choices([statuses for _, statuses in ROUTES], [weight for weight, _ in ROUTES])[0]
    trip_s = LONG_S if chance.random() < LONG else chance.choice(TRIPS_S)
    ahead_s = chance.uniform(0, AHEAD_MAX_S) if chance.random() < AHEAD else 0.0
    late_s = trip_s if chance.random() < SHUFFLED else 0.0
    news: list[Report] = []
    for place, status in enumerate(route):
        scanned_s = trip_s * (place + chance.random()) / len(route)
        body = _body(number, place, status, loop.now + scanned_s + ahead_s)
        news += [Report(delay_s, body, partial(_headers, body)) for delay_s in _arrivals(chance, scanned_s, late_s)]
    return sorted(news, key=lambda report: report.delay_s)


def _arrivals(chance: Random, scanned_s: float, late_s: float) -> list[float]:
    """When a report comes, and when again."""
    first = scanned_s + chance.uniform(0, late_s)
    return [first, first + chance.expovariate(1 / 60.0)] if chance.random() < TWICE else [first]


def _body(number: str, place: int, status: str, moment: float) -> str:
    return json.dumps(
        {
            "event_id": f"{number}-{place}",
            "tracking_number": number,
            "status": status,
            "occurred_at": datetime.fromtimestamp(int(moment), UTC).isoformat(),
        }
    )


def _headers(body: str) -> dict[str, str]:
    return {"Carrier-Signature": sign_as_carrier(body.encode(), clock.now())}
