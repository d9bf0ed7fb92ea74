"""What goes into an account, built for this machine's processor, and Lambda's own runtime client to start it with."""

import hashlib
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from packaging.tags import platform_tags

from infra import bundle
from infra.interpreter import find_python

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
    content = BytesIO()
    files = [file for file in sorted(path.rglob("*")) if file.is_file()]
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(str(file.relative_to(path)), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return Built(path, sum(file.stat().st_size for file in files), content.tell())
