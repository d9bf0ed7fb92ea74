"""Writes every letter in every language into `.local/letters`, by the code that sends them; `--check` only looks."""

import argparse
import shutil
import sys
from html import escape
from pathlib import Path

from functions.notifications.letter import Letter
from infra.bundle import ROOT
from infra.letters.mistakes import mistakes
from infra.letters.samples import every_letter, shop_of
from infra.settings.shop_file import Mistaken, load
from infra.stages import Stage

FOLDER = ROOT / ".local" / "letters"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    try:
        stages = load()
    except Mistaken as mistaken:
        sys.exit(str(mistaken))
    parser.add_argument("--stage", choices=stages, default="local", help="whose names and addresses they bear")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    if wrong := "\n".join(mistakes(stages=list(stages.values()))):
        sys.exit(wrong)
    if not asked.check:
        print(f"Written: {write(FOLDER, stages[asked.stage])}")


def write(folder: Path, stage: Stage) -> Path:
    """The letters and the page that lists them; gives the page."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    letters = dict(every_letter(shop_of(stage)))
    for name, letter in letters.items():
        (folder / f"{name}.html").write_text(letter.html, "utf-8")
        (folder / f"{name}.txt").write_text(f"Subject: {letter.subject}\n\n{letter.text}", "utf-8")
    index = folder / "index.html"
    index.write_text(_index(letters), "utf-8")
    return index


def _index(letters: dict[str, Letter]) -> str:
    rows = "".join(
        f'<li><a href="{name}.html">{name}</a> · <a href="{name}.txt">text</a> · {escape(letter.subject)}</li>\n'
        for name, letter in letters.items()
    )
    head = '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Letters</title>\n'
    return f"{head}<ul>\n{rows}</ul>\n</html>\n"


if __name__ == "__main__":
    main()
