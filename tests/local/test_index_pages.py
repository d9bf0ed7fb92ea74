"""The emulator's pages of an index are the same, whether it looks at all of the partition for each or not."""

import subprocess
from pathlib import Path

from local.paths import CLOUD_PYTHON

SCRIPT = Path(__file__).with_name("index_pages_of_the_emulator.py")


def test_a_page_holds_what_it_held() -> None:
    said = subprocess.run((CLOUD_PYTHON, SCRIPT), capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (0, "same\n"), said.stderr
