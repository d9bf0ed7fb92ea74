"""Which modules a cold Lambda imports, and what share of the import time each package has."""

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bench.cold_stand import Stand
from bench.first_calls import FirstCall

MARK = "import time:"
OURS = ("functions", "shared", "events")


@dataclass(frozen=True)
class Imports:
    """Modules that were imported until the first call was answered, with the microseconds each took itself."""

    took_us: dict[str, int]

    @property
    def count(self) -> int:
        return len(self.took_us)

    def shares(self) -> list[tuple[str, int, float]]:
        """(package, modules, share of the time) by falling share; ours by domain, the standard library as one."""
        modules: Counter[str] = Counter()
        took: Counter[str] = Counter()
        for module, took_us in self.took_us.items():
            package = _package(module)
            modules[package] += 1
            took[package] += took_us
        whole = sum(took.values())
        return [(package, modules[package], us / whole) for package, us in took.most_common()]


def imports_of(around: Stand, name: str, task: Path, call: FirstCall, *beside: Path) -> Imports:
    """Start the Lambda once more with Python's own import profile."""
    return read_profile(around.start(name, task, call, *beside, PYTHONPROFILEIMPORTTIME="1").output)


def read_profile(output: str) -> Imports:
    """What `-X importtime` printed, between all that the Lambda printed itself."""
    took: dict[str, int] = {}
    for line in output.splitlines():
        _, mark, told = line.partition(MARK)
        columns = told.split("|")
        if mark and len(columns) == 3 and columns[0].strip().isdigit():
            took[columns[2].strip()] = int(columns[0])
    return Imports(took)


def _package(module: str) -> str:
    top, *below = module.split(".")
    if top in sys.stdlib_module_names or top.startswith("_"):
        return "standard library"
    return ".".join([top, *below[:1]]) if top in OURS else top
