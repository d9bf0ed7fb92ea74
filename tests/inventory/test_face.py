"""What other domains may use."""

import subprocess
import sys

from functions import inventory


def test_the_face_names_everything_it_offers() -> None:
    assert all(hasattr(inventory, name) for name in inventory.__all__)
    assert inventory.__all__ == sorted(
        inventory.__all__, key=lambda name: (name.upper() != name, name[0].islower(), name)
    )


def test_using_the_face_loads_no_entry_point() -> None:
    script = (
        "import sys, functions.inventory as i; print([m for m in sys.modules if 'handlers' in m and 'inventory' in m])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
