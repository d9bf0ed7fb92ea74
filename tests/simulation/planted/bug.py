"""What a planted bug is: a mistake that a good engineer could make, as a change of some words of the real source."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


class NotPlantable(Exception):
    """The words are not in the file, or not once; or the change cannot be made in running code."""


@dataclass(frozen=True)
class Bug:
    """`old`, which stands once in the source of `file`, becomes `new`. why: what a shop would suffer from it.

    invariants: those of docs/FAULTS.md that are expected to speak; one of them is enough. also: further places that
    belong to the same mistake, each (file, old, new).
    """

    name: str
    file: str  # below the project's root: "functions/payments/staged.py"
    old: str
    new: str
    why: str
    invariants: tuple[str, ...]
    also: tuple[tuple[str, str, str], ...] = ()

    def changed(self) -> dict[str, str]:
        """The source with the bug, by file. Raises NotPlantable where the code has moved on and it fits no more."""
        sources: dict[str, str] = {}
        for file, old, new in ((self.file, self.old, self.new), *self.also):
            source = sources.get(file) or source_of(file)
            found = source.count(old)
            if found != 1:
                raise NotPlantable(f"{self.name}: its words stand {found} times in {file}, not once")
            sources[file] = source.replace(old, new)
        return sources


def source_of(file: str) -> str:
    """The real source of a file of the project."""
    return (ROOT / file).read_text(encoding="utf-8")
