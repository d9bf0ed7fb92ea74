"""No page of the project leads to a page that is not there."""

import re
from pathlib import Path

import pytest

from local.generate.__main__ import ROOT

PASSED_BY = {"node_modules", "cdk.out"}  # made, not written
COMPOSED = {  # parts of other pages, whose links count from there
    "COSTS.template.md": "bench/COSTS.md",
    "costs.template.md": "docs/operate/costs.md",
}
SOURCES = ("functions", "shared", "events", "infra")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def pages() -> list[Path]:
    parts = ((page, page.relative_to(ROOT).parts) for page in ROOT.rglob("*.md"))
    return sorted(page for page, names in parts if not any(n in PASSED_BY or n.startswith(".") for n in names))


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    stands = ROOT / COMPOSED.get(page.name, str(page.relative_to(ROOT)))
    links = _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8")))
    within = [link.partition("#")[0] for link in links if "://" not in link and not link.startswith(("#", "mailto:"))]
    assert [link for link in within if not (stands.parent / link).exists()] == []


def test_every_page_that_the_code_names_is_there() -> None:
    there = {f"/{page.relative_to(ROOT).as_posix()}" for page in pages()}
    named = {
        f"{file.relative_to(ROOT)}: {name}"
        for part in SOURCES
        for file in (ROOT / part).rglob("*.py")
        for name in re.findall(r"[\w./-]*\w\.md\b", file.read_text(encoding="utf-8"))
        if not any(page.endswith(f"/{name.lstrip('./')}") for page in there)
    }
    assert named == set()


def test_every_page_that_a_page_names_in_words_is_there() -> None:
    """Such as `API.md` without a link; a name in capitals is a page's."""
    there = {page.name for page in pages()}
    named = {
        f"{page.relative_to(ROOT)}: {name}"
        for page in pages()
        for name in re.findall(r"\b[A-Z_]{3,}\.md\b", page.read_text(encoding="utf-8"))
        if name not in there
    }
    assert named == set()
