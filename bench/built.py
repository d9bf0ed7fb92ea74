"""What goes into an account, built for this machine's processor, and Lambda's own runtime client to start it with."""

import hashlib
import json
import subprocess
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

from packaging.tags import platform_tags

from infra import bundle
from infra.interpreter import find_python

OF_A_FILE, OF_ITS_ENTRY, OF_THE_END = 30, 46, 22  # bytes of a zip beside contents and names
RUNTIME_LOCK = bundle.ROOT / "requirements" / "bench.txt"
BUILD = """
import json, sys
from infra import bundle
target = bundle.Target("bench", sys.argv[1], tuple(sys.argv[2].split()))
print(json.dumps({variant: str(each.path) for variant, each in bundle.build_all(target).items()}))
"""


@dataclass(frozen=True)
class Built:
    """A variant of the code, as a directory like Lambda's /var/task; sizes in bytes."""

    path: Path
    unzipped: int
    zipped: int


def python_version() -> str:
    """The Lambdas' own where this machine has it, else the one that runs this."""
    return bundle.LAMBDA.python if find_python(bundle.LAMBDA.python) else bundle.LOCAL.python


def interpreter(version: str) -> list[str]:
    """The command that starts the Lambdas. Where it is our own environment's Python, then without our packages."""
    found = find_python(version)
    if found is None:
        raise LookupError(f"no Python {version} here")
    return [found, "-s", "-S"] if found == sys.executable else [found, "-s"]


def build_tree(tree: Path, version: str) -> dict[str, Path]:
    """The directories of a tree of ours (this one, or an older one) by variant, built by that tree's own rules."""
    command = [sys.executable, "-c", BUILD, version, " ".join(platform_tags())]
    built = subprocess.run(command, cwd=tree, check=True, stdout=subprocess.PIPE, text=True)
    return {variant: Path(path) for variant, path in json.loads(built.stdout.splitlines()[-1]).items()}


def runtime_client(version: str) -> Path:
    """A directory with Lambda's runtime client and its bytecode, made once per version of it and of Python."""
    target = bundle.Target("bench", version, tuple(platform_tags()))
    recipe = hashlib.sha256(RUNTIME_LOCK.read_bytes() + str(target).encode()).hexdigest()
    return bundle.installed(f"runtime-client-{recipe[:16]}", RUNTIME_LOCK, target)


def sized(path: Path) -> Built:
    """The directory with its sizes; zipped as an asset is."""
    files = [file for file in path.rglob("*") if file.is_file()]
    names = sum(len(str(file.relative_to(path)).encode()) for file in files)
    contents = sum(_deflated(file.read_bytes()) for file in files)
    zipped = contents + len(files) * (OF_A_FILE + OF_ITS_ENTRY) + 2 * names + OF_THE_END
    return Built(path, sum(file.stat().st_size for file in files), zipped)


def _deflated(content: bytes) -> int:
    """The bytes of a file in a zip. Most files are in several variants, and are deflated for the first one alone."""
    digest = hashlib.sha256(content).digest()
    if digest not in _known:
        deflating = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        _known[digest] = len(deflating.compress(content)) + len(deflating.flush())
    return _known[digest]


_known: dict[bytes, int] = {}
