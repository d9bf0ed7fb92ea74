"""The page that lays the shop beside OWASP's lists names tests and files that there are, and leaves no item out."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "security" / "owasp.md"
TEXT = PAGE.read_text(encoding="utf-8")
LINKS = re.findall(r"\[([^\]]+)\]\((\.\./[^)]+)\)", TEXT)
SHOWN = [(words, path) for words, path in LINKS if Path(path).name.startswith("test_")]
ROWS = [line.strip("| ").split(" | ") for line in TEXT.splitlines() if re.match(r"\| (API\d+|V\d+) ?", line)]
CHAPTERS = 17  # of the ASVS; each has a row or a reason


def test_every_file_that_is_named_is_there() -> None:
    assert [path for _, path in LINKS if not (PAGE.parent / path).exists()] == []


@pytest.mark.parametrize("path", sorted({path for _, path in SHOWN}))
def test_every_test_that_is_named_is_there(path: str) -> None:
    there = set(re.findall(r"^def test_(\w+)\(", (PAGE.parent / path).read_text(encoding="utf-8"), re.MULTILINE))
    named = {words.replace(" ", "_") for words, other in SHOWN if other == path and words != Path(path).stem}
    assert named - there - {"tested"} == set()


def test_every_row_says_how_and_by_which_test() -> None:
    assert len(ROWS) > 40
    for row in ROWS:
        _, design, shown = row
        assert len(design.split()) > 6, row
        assert "](../../tests/" in shown, row


def test_no_risk_and_no_chapter_is_passed_over() -> None:
    risks = [row[0].partition(" ")[0] for row in ROWS if row[0].startswith("API")]
    assert risks == [f"API{number}" for number in range(1, 11)]
    told = {int(number) for number in re.findall(r"\bV(\d+)\b", TEXT)}
    assert told == set(range(1, CHAPTERS + 1))
