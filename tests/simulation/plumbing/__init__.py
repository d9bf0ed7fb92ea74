"""What carries news between the Lambdas, as AWS promises it and no better: bus, queues, streams, clock."""

from tests.simulation.plumbing.air import DeadLetter
from tests.simulation.plumbing.draw import draw_weather
from tests.simulation.plumbing.outcome import Done, Invoke, Outcome
from tests.simulation.plumbing.plumbing import Plumbing
from tests.simulation.plumbing.weather import CALM, Weather

__all__ = ["CALM", "DeadLetter", "Done", "Invoke", "Outcome", "Plumbing", "Weather", "draw_weather"]
