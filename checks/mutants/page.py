"""What is said of the mutants: `tests/MUTANTS.md`, a score for each folder and every survivor with its reason."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from checks.mutants.kinds import SEPARATOR, path_of
from checks.mutants.trial import KILLED_BY_SEEDS, KILLED_BY_TESTS, ROOT, SURVIVED

PAGE = ROOT / "tests/MUTANTS.md"
REASONS = ROOT / "tests/mutants.tsv"
HEAD = "mutant\twhy it is the same"
OPEN = "**open**: a test is missing"
INTRO = """# Mutants

`make mutants` (SEED=1 COUNT=15 AREA=functions/payments) changes the source in small ways, one at a time and in a copy,
and runs those tests of its domain that run the changed function, then five seeds of the simulated shop. The seed
decides which mutants are tried; the same line again goes on where it stopped, and tries survivors that have no reason
again. That command writes this page; reasons are kept in [mutants.tsv](mutants.tsv).
What is counted was true of the source as it was then.

"""


def reasons() -> dict[str, str]:
    """Why a survivor is no bug, by the mutant's name. Raises ValueError where the file has another head."""
    head, *lines = REASONS.read_text(encoding="utf-8").splitlines()
    if head != HEAD:
        raise ValueError(f"{REASONS.name} has another head")
    return dict(_pair(line) for line in lines)


def _pair(line: str) -> tuple[str, str]:
    name, why = line.split("\t")
    return name, why


def page(outcomes: Mapping[str, str], known: Mapping[str, str], before: str = "") -> str:
    """The page. outcomes: by the mutants' names. before: the page so far, which keeps the folders not tried here."""
    by_folder: dict[str, Counter[str]] = {}
    for name, outcome in sorted(outcomes.items()):
        by_folder.setdefault(_folder(name), Counter())[outcome] += 1
    told = [line for line in before.splitlines() if line.startswith("| `")]
    rows = {line.split("`")[1]: line for line in told if SEPARATOR not in line}
    rows |= {folder: _row(folder, counts) for folder, counts in by_folder.items()}
    survivors = [line for line in told if SEPARATOR in line and _folder(line.split("`")[1]) not in by_folder]
    survivors += [_survivor(name, known) for name, outcome in outcomes.items() if outcome == SURVIVED]
    lines = [
        "| folder | mutants | noticed by tests | by the simulation | survived | score |",
        "|---|---|---|---|---|---|",
    ]
    lines += [rows[folder] for folder in sorted(rows)]
    lines += ["", "| survivor | why it is the same |", "|---|---|", *sorted(survivors)]
    return INTRO + "\n".join(lines) + "\n"


def _folder(name: str) -> str:
    return str(Path(path_of(name)).parent)


def _survivor(name: str, known: Mapping[str, str]) -> str:
    return f"| `{_cell(name)}` | {_cell(known.get(name, OPEN))} |"


def _row(folder: str, counts: Counter[str]) -> str:
    noticed = counts[KILLED_BY_TESTS] + counts[KILLED_BY_SEEDS]
    cells = (counts.total(), counts[KILLED_BY_TESTS], counts[KILLED_BY_SEEDS], counts[SURVIVED])
    return f"| `{folder}` | {' | '.join(map(str, cells))} | {100 * noticed // counts.total()} % |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
