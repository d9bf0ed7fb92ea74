"""A failing world made small and written down: what it needs, what it showed, and that it must not come back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.simulation.campaign.task import Task

FOLDER = Path(__file__).parents[1] / "traces"


@dataclass(frozen=True)
class Trace:
    """overrides: what of the seed's climate is changed. what: the violation. digest: of the world as it was then.

    showed: a sentence on what was wrong, for those who come later; whoever commits the trace writes it.
    """

    seed: int
    rate: float
    invariant: str
    what: str
    digest: str
    showed: str = ""
    overrides: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Of its file, where nobody has named it better."""
        return f"{self.invariant.replace(' ', '-')}-seed-{self.seed}.json"

    @property
    def task(self) -> Task:
        """To live through it again."""
        return Task(self.seed, self.rate, self.overrides)


def write(trace: Trace, path: Path) -> None:
    """Keep it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(trace), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: Path) -> Trace:
    """What was kept. Raises TypeError, ValueError where it is no trace."""
    return Trace(**json.loads(path.read_text(encoding="utf-8")))


def committed() -> list[Path]:
    """All that are in the repository."""
    return sorted(FOLDER.glob("*.json"))
