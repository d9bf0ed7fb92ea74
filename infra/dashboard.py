"""The dashboard's files, built of `web/` once per state of it, and what a browser is told with them.

A directory is named by the hash of all that goes into it, so that a second build only finds it.
"""

import hashlib
import os
import subprocess
from base64 import b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path

from infra.bundle import ROOT, once

WEB = ROOT / "web"
VITE = WEB / "node_modules" / "vite" / "bin" / "vite.js"
FOLDERS = ("src", "public", "slim")
SINGLES = ("index.html", "package-lock.json", "tsconfig.json", "vite.config.ts", "chunks.ts")
UNDER = "dashboard"  # its path before the shop's own address
SETTINGS = "config.json"  # where the shop answers; made by the deployment
FOR_GOOD = "assets/"  # files there are named by what is in them
# A style element with nothing in it, into which rules are put later: allowed by the hash of nothing.
EMPTY_STYLE = f"'sha256-{b64encode(hashlib.sha256().digest()).decode()}'"


def build(search_path: str | None = None) -> Path:
    """The directory with the files. search_path: where `node` is found. Raises RuntimeError with Vite's words."""

    def make(into: Path) -> None:
        if not VITE.exists():
            raise RuntimeError("The dashboard's packages are not there; run `make install`.")
        command = ["node", str(VITE), "build", "--outDir", str(into), "--emptyOutDir", "--logLevel", "error"]
        env = os.environ | ({"PATH": search_path} if search_path else {})
        ended = subprocess.run(command, cwd=WEB, env=env, capture_output=True, text=True, check=False)
        if ended.returncode:
            raise RuntimeError(f"The dashboard could not be built: {ended.stdout}{ended.stderr}")

    return once(f"dashboard-{state()[:16]}", make)


def state() -> str:
    """The hash of all that goes into a build."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in _sources():
        digest.update(str(path.relative_to(WEB)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def policy(connects: Sequence[str]) -> str:
    """The Content-Security-Policy: scripts and styles from its own files alone, pictures from anywhere over HTTPS.

    connects: the origins besides its own that it may speak to: Cognito's, and the buckets that files are put into.
    """
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", EMPTY_STYLE],
        "img-src": ["'self'", "data:", "blob:", "https:"],
        "connect-src": ["'self'", *connects],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def asked_in_an_account(region: str, url_suffix: str) -> list[str]:
    """Whom it speaks to besides the shop: Cognito, and the buckets, at the addresses that links to files have."""
    return [f"https://cognito-idp.{region}.{url_suffix}", f"https://*.s3.{region}.{url_suffix}"]


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (path for path in sorted((WEB / folder).rglob("*")) if path.is_file())
    yield from (WEB / name for name in SINGLES)
