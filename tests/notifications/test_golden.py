"""Every letter as it goes out, in every language, beside the copy that is checked in.

`python -m tests.notifications.test_golden` writes the copies anew; look at the difference before you commit it.
"""

from pathlib import Path

import pytest

from functions.notifications.template import OURS, Templates
from infra.letters.samples import every_letter
from tests.notifications.builders import SHOP

FOLDER = Path(__file__).parent / "letters"


def copies() -> dict[str, str]:
    """The files as they should be, by name."""
    files = {}
    for name, letter in every_letter(SHOP, Templates((OURS,))):
        files[f"{name}.txt"] = f"Subject: {letter.subject}\n\n{letter.text}"
        files[f"{name}.html"] = letter.html + "\n"
    return files


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_a_letter_is_as_its_copy(name: str) -> None:
    assert copies()[name] == (FOLDER / name).read_text("utf-8")


def test_every_letter_has_its_copies() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(copies())


def write() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for name, text in copies().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    write()
