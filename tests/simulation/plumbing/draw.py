"""A world's weather, drawn from its seed: each has its own mix, and each kind of trouble is absent from many."""

from random import Random

from tests.simulation.plumbing.weather import Weather

OFTEN = (0.0, 0.0, 0.02, 0.1, 0.3)  # what does no more than repeat work
SELDOM = (0.0, 0.0, 0.005, 0.03)  # what costs minutes each time, and a message one of the few tries it has


def draw_weather(chance: Random) -> Weather:
    """The weather of one world."""
    pick = chance.choice
    return Weather(
        bus_s=pick([(0.02, 0.02), (0.01, 0.5), (0.1, 5.0), (1.0, 60.0)]),
        entry_refused=pick(OFTEN),
        event_twice=pick(OFTEN),
        target_fails=pick((0.0, 0.0, 0.05, 0.3)),
        poll_s=pick([(0.02, 0.02), (0.0, 0.5), (0.0, 20.0)]),
        short_receive=pick((0.0, 0.3, 1.0)),
        late=pick(OFTEN),
        late_s=pick([(0.1, 10.0), (10.0, 600.0), (600.0, 7200.0)]),
        message_twice=pick(OFTEN),
        message_twice_s=pick([(0.0, 1.0), (0.0, 60.0), (0.0, 600.0)]),
        acknowledgement_lost=pick(SELDOM),
        held_back=pick(SELDOM),
        held_back_s=pick([(0.1, 10.0), (1.0, 420.0)]),
        shards=pick([1, 2, 3, 4]),
        stream_s=pick([(0.05, 0.05), (0.0, 1.0), (0.0, 15.0)]),
        segment_lost=pick((0.0, 0.0, 0.05, 0.3)),
        batch_replayed=pick(OFTEN),
        stream_retry_s=pick([(0.1, 0.5), (0.5, 2.0), (1.0, 10.0)]),
        tick_late_s=pick([(0.0, 1.0), (0.0, 5.0), (0.0, 59.0)]),
        tick_skipped=pick(OFTEN),
        tick_doubled=pick(OFTEN),
        tick_fails=pick((0.0, 0.0, 0.05, 0.2)),
        run_s=pick([(0.02, 0.02), (0.0, 2.0)]),
        run_twice=pick(OFTEN),
        run_twice_s=pick([(0.0, 1.0), (0.0, 300.0)]),
        step_twice=pick((0.0, 0.1, 0.5)),
        step_twice_s=pick([(0.0, 0.02), (0.0, 0.1), (0.0, 60.0)]),
        step_lost=pick((0.0, 0.05, 0.2)),
        run_stopped=pick((0.0, 0.0, 0.1, 0.4)),
    )
