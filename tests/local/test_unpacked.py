"""Code of Lambdas is unpacked once by the emulator, however many processes run it."""

import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from local.unpacked import Zips


@pytest.fixture
def start(tmp_path: Path) -> Callable[[int, str], Path]:
    """Unpacks as the emulator does where it starts a process. Gives where the code lies."""

    def started(number: int, source: str) -> Path:
        own = tmp_path / f"lambda-{number}"
        code = own / "code"
        code.mkdir(parents=True)
        with zipfile.ZipFile(own / "code.zip", "w") as made:
            made.writestr(zipfile.ZipInfo("functions/handler.py"), source)
        with Zips.ZipFile(own / "code.zip") as zip_file:
            zip_file.extractall(code)
        return code

    return started


def test_it_is_unpacked_once_and_read_by_all(start: Callable[[int, str], Path]) -> None:
    with ThreadPoolExecutor(8) as threads:
        codes = list(threads.map(lambda number: start(number, "A = 1"), range(8)))
    assert {(code / "functions" / "handler.py").read_text() for code in codes} == {"A = 1"}
    assert len({code.resolve() for code in codes}) == 1
    assert not [each for each in codes[0].resolve().parent.iterdir() if each.name.startswith("tmp")]


def test_other_code_lies_elsewhere(start: Callable[[int, str], Path]) -> None:
    old, new = start(1, "A = 1"), start(2, "A = 2")
    assert old.resolve() != new.resolve()
    assert (old / "functions" / "handler.py").read_text() == "A = 1"
