"""Where this machine keeps a Python of a certain version: `python infra/interpreter.py 3.13` prints it, or fails.

Any Python runs this page: make asks it before anything is fetched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

WORKS = "import ssl, sqlite3, sys, venv; print('%d.%d' % sys.version_info[:2])"  # what a Python built in part may lack


def find_python(version: str) -> str | None:
    """An interpreter of just this version, such as 3.13, that works: on the PATH, pyenv's newest, or one of uv's."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    return next((each for each in _candidates(version) if _said(each, "-c", WORKS) == version), None)


def _candidates(version: str) -> Iterator[str]:
    if on_the_path := shutil.which(f"python{version}"):
        yield on_the_path
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    kept = pyenv.glob(f"versions/{version}.*/bin/python")
    yield from map(str, sorted(kept, key=lambda path: path.parts[-3].split(".")[2].zfill(9), reverse=True))
    uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    if found := _said(uv, "python", "find", "--system", "--no-project", "--no-python-downloads", "--offline", version):
        yield found


def _said(*command: str) -> str | None:
    """What a command prints, None where it fails; pyenv's name for a version that is not chosen does."""
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return ran.stdout.strip()


if __name__ == "__main__":
    found = find_python(sys.argv[1])
    sys.exit(print(found) if found else 1)
