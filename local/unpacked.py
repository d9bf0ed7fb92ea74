"""A Lambda's code, unpacked once for all processes that run it.

Alone the emulator unpacks a thousand files for each process that it starts, while whoever else asks it for something
waits. Nothing writes into its own code, as in AWS. It runs in the emulator, which `gate.py` starts.
"""

import hashlib
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any


class Unpacked(zipfile.ZipFile):
    """`extractall` makes the folder a link to where these bytes are unpacked already, beside it."""

    def extractall(self, path: Any) -> None:  # type: ignore[override]  # as the emulator calls it
        """All of it. path: a folder that is empty."""
        link = Path(path)
        link.rmdir()
        link.symlink_to(self._once(link.parent.parent), target_is_directory=True)

    def _once(self, beside: Path) -> Path:
        digest = hashlib.sha256(Path(str(self.filename)).read_bytes()).hexdigest()
        place = beside / f"code-{digest[:32]}"
        if not place.exists():
            fresh = Path(tempfile.mkdtemp(dir=beside))
            super().extractall(fresh)
            try:
                fresh.rename(place)
            except OSError:  # another one was faster
                shutil.rmtree(fresh)
        return place


class Zips:
    """In the place of the module `zipfile`."""

    ZipFile = Unpacked
    BadZipFile = zipfile.BadZipFile
    LargeFileError = zipfile.LargeZipFile  # the emulator calls it so
