"""Keep what this release leaves behind: `python -m tests.upgrade.keep`.

The same sources write the same bytes.
"""

import shutil
import tomllib
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from shared import telemetry
from tests.upgrade.life import Life
from tests.upgrade.release import KEPT, write
from tests.upgrade.standing import count_others_ids, standing_shop
from tests.world import counting_ids

ROOT = Path(__file__).parents[2]


def keep(folder: Path) -> None:
    """Live through a shop's life, and write into the folder what is left in the middle of it."""
    shutil.rmtree(folder, ignore_errors=True)
    level = telemetry.logger.log_level
    telemetry.logger.setLevel("CRITICAL")
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()):
        counting_ids(patch)
        count_others_ids(patch)
        with standing_shop(patch) as shop:
            life = Life(shop)
            life.live()
            write(folder, shop, life)
    telemetry.logger.setLevel(level)


def main() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    keep(KEPT / version)
    print(f"Kept {version}: {sum(path.stat().st_size for path in (KEPT / version).rglob('*.*')) // 1024} KB.")


if __name__ == "__main__":
    main()
