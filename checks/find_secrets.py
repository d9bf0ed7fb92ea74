"""Looks for secrets in everything that is checked in, with detect-secrets: `python -m checks.find_secrets`.

What was looked at and is none stands in `known_secrets.tsv`, each with its reason; the secret itself only as a hash.
A new finding fails, and so does a line there that nothing is found for any more.
"""

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from subprocess import run
from typing import Any, NamedTuple

from detect_secrets.core.scan import scan_file
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).parent.parent
KNOWN = Path(__file__).with_name("known_secrets.tsv")
KEPT = ROOT / ".local" / "looked-for-secrets.json"
GENERATED = (  # by tools, from what is looked at anyway; and hashes of packages
    "package-lock.json",
    "tests/journeys/clients/package-lock.json",
    "web/package-lock.json",
    "web/src/api/schema.d.ts",
    "functions/access/openapi.json",
    "docs/asyncapi.json",
    "requirements/*.txt",
    "tests/simulation/REPORT.json",
    "tests/simulation/traces/*.json",
    "tests/upgrade/kept/*/*.json",
    "tests/upgrade/kept/*/tables/*.jsonl",
)
OUR_IDS = r"(^|/)[a-z]{2,8}_[0-7][0-9A-HJKMNP-TV-Z]{25}$"  # `order_01JD…`: as random as a secret, and none

# Each looks for a form of its own. Its detector of words such as `secret = "…"` is left to ruff (S105 to S107), which
# reads Python and not lines; in tests such a word says nothing.
DETECTORS: list[dict[str, Any]] = [
    {"name": "ShopSecretDetector", "path": Path(__file__).with_name("secret_shapes.py").as_uri()},
    {"name": "AWSKeyDetector"},
    {"name": "PrivateKeyDetector"},
    {"name": "JwtTokenDetector"},
    {"name": "BasicAuthDetector"},
    {"name": "GitHubTokenDetector"},
    {"name": "NpmDetector"},
    {"name": "PypiTokenDetector"},
    {"name": "SlackDetector"},
    {"name": "Base64HighEntropyString", "limit": 4.5},
    {"name": "HexHighEntropyString", "limit": 3.0},
]


class Finding(NamedTuple):
    """Something that looks like a secret: in which file, of which kind, and the SHA-1 of it."""

    file: str
    kind: str
    hash: str


def findings(root: Path, files: Iterable[str]) -> dict[Finding, int]:
    """What looks like a secret in these files below `root`, with the line where it stands first."""
    found: dict[Finding, int] = {}
    not_ids = {"path": "detect_secrets.filters.regex.should_exclude_secret", "pattern": [OUR_IDS]}
    with transient_settings({"plugins_used": DETECTORS, "filters_used": [not_ids]}):
        for file in files:
            for secret in scan_file(str(root / file)):
                found.setdefault(Finding(file, secret.type, secret.secret_hash), secret.line_number)
    return found


def remembered(root: Path, files: Iterable[str], kept: Path) -> dict[Finding, int]:
    """`findings`, looked for only in files that are not as they were the last time. kept: the file that remembers."""
    before: dict[str, list[list[Any]]] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    marks = {file: _mark(root, file) for file in files}
    fresh = defaultdict(list)
    for finding, line in findings(root, [file for file, mark in marks.items() if mark not in before]).items():
        fresh[finding.file].append([*finding, line])
    now = {mark: before.get(mark, fresh[file]) for file, mark in marks.items()}
    kept.parent.mkdir(exist_ok=True)
    aside = kept.with_suffix(".new")
    aside.write_text(json.dumps(now), encoding="utf-8")
    aside.replace(kept)
    return {Finding(*words): line for its in now.values() for *words, line in its}


def _mark(root: Path, file: str) -> str:
    """Of a file as it is, and of how it is looked at."""
    how = (Path(__file__), Path(__file__).with_name("secret_shapes.py"), root / file)
    digest = hashlib.sha256(f"{version('detect-secrets')} {file}".encode())
    for path in how:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def known() -> set[Finding]:
    """What was looked at. Raises ValueError where a line has no reason."""
    _, *lines = (line.split("\t") for line in KNOWN.read_text(encoding="utf-8").splitlines())
    if any(len(line) != 4 or not line[3].endswith(".") for line in lines):
        raise ValueError(f"every line of {KNOWN.name} has a file, a kind, a hash and a reason")
    return {Finding(*line[:3]) for line in lines}


def files_of(root: Path) -> Iterator[str]:
    """What is checked in, or would be: what tools have written aside."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = run(command, cwd=root, capture_output=True, text=True, check=True).stdout.splitlines()
    apart = (KNOWN.relative_to(ROOT).as_posix(), *GENERATED)
    for file in sorted(set(listed)):
        if (root / file).is_file() and not any(Path(file).match(pattern) for pattern in apart):
            yield file


def main() -> int:
    """The exit code: 0 where nothing is new and nothing is out of date."""
    found = remembered(ROOT, files_of(ROOT), KEPT)
    new, gone = [each for each in found if each not in known()], sorted(known() - set(found))
    for each in new:
        print(f"{each.file}:{found[each]}: looks like a secret: {each.kind} ({each.hash})")
    for each in gone:
        print(f"{KNOWN.name}: found no more: {each.file}, {each.kind}")
    return 1 if new or gone else 0


if __name__ == "__main__":
    sys.exit(main())
