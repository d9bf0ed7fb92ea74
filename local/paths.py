"""Where the local cloud keeps its things: everything under `.local/`, which is nobody's work and may be deleted."""

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
HOME = ROOT / ".local"
LOGS = HOME / "log"
ENDPOINTS = HOME / "endpoints.json"
OWN = HOME / "own.json"
KEPT = HOME / "kept"
CLOUD_PYTHON = HOME / "cloud-venv" / "bin" / "python"
NODE_BIN = HOME / "node-venv" / "bin"  # only where the machine has no Node of its own
CDK = ROOT / "node_modules" / ".bin" / "cdk"


def search_path() -> str:
    """The PATH for what we start: as it is here, with our own Node where `make` had to fetch one."""
    path = os.environ.get("PATH", os.defpath)
    return f"{NODE_BIN}{os.pathsep}{path}" if NODE_BIN.exists() else path


def write_privately(path: Path, text: str) -> None:
    """A file that nobody else can read, at no moment, and that is there whole or as before."""
    aside = path.with_suffix(".new")
    aside.unlink(missing_ok=True)
    aside.touch(0o600)  # before anything is in it
    aside.write_text(text)
    aside.rename(path)
