"""Builds the Lambdas' code as directories, without Docker: dependencies for the target, our packages, bytecode.

`python -m infra.bundle [lambda|local]` prints the directories. A directory is named by the hash of all that goes into
it and is never changed afterwards, so that a second build only finds it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from infra import slim
from infra.interpreter import find_python

ROOT = Path(__file__).parent.parent
BUILDS = ROOT / ".local" / "build"


def variants(locks: Path) -> dict[str, str]:
    """The lock file of each: of `base`, and of each group `runtime-<name>` of pyproject.toml."""
    return {path.stem.partition("-")[2] or "base": path.name for path in sorted(locks.glob("runtime*.txt"))}


VARIANTS = variants(ROOT / "requirements")  # what is shipped
STEP = "· "  # begins each line that tells a waiting person what the build is at
PACKAGES = ("functions", "shared", "events")
SHOPS_OWN = "letters"  # a folder of the shop's own templates, which go before ours; need not be there
SERVICES = (
    "ce",
    "cloudwatch",
    "cognito-idp",
    "dynamodb",
    "dynamodbstreams",
    "events",
    "lambda",
    "s3",
    "secretsmanager",
    "ses",
    "sns",
    "sqs",
    "stepfunctions",
    "sts",
)  # botocore ships 400 more
UV_PLATFORMS = {"manylinux_2_28_aarch64": "aarch64-manylinux_2_28"}  # uv's names of wheels' platforms
JUNK = ("*.dist-info", "*.pyi", "*.js.map", "*.css.map", "py.typed", "bin", "tests", "__pycache__")


@dataclass(frozen=True)
class Target:
    """A machine to build for. `platforms` are the wheels it takes, best first; none means this machine's own."""

    name: str
    python: str
    platforms: tuple[str, ...] = ()


LAMBDA = Target("lambda", "3.13", ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"))
LOCAL = Target("local", f"{sys.version_info.major}.{sys.version_info.minor}")
TARGETS = {target.name: target for target in (LAMBDA, LOCAL)}


@dataclass(frozen=True)
class Bundle:
    path: Path
    hash: str
    has_bytecode: bool  # False where no Python of the target's version was found: starts three times slower
    dependencies: Path  # inside the bundle too, but for the local cloud, which unpacks it for every process it starts


@dataclass(frozen=True)
class Recipe:
    """The hashes of what goes into a bundle: `dependencies` of all but our own files, `whole` of all."""

    dependencies: str
    whole: str


def build_all(target: Target) -> dict[str, Bundle]:
    """The bundles by variant. Raises RuntimeError where pip cannot install."""
    with ThreadPoolExecutor() as pool:
        return dict(zip(VARIANTS, pool.map(lambda variant: build(variant, target), VARIANTS), strict=True))


def build(variant: str, target: Target) -> Bundle:
    compiler = find_python(target.python)
    recipe = recipe_of(variant, target)
    dependencies = once(
        f"{variant}-{target.name}-deps-{recipe.dependencies[:16]}",
        lambda into: _make_dependencies(_lock(variant), target, into, compiler),
    )
    path = once(
        f"{variant}-{target.name}-{recipe.whole[:16]}",
        lambda into: _assemble(dependencies if target.platforms else None, into, compiler),
    )
    return Bundle(path, recipe.whole, compiler is not None, dependencies)


def recipe_of(variant: str, target: Target) -> Recipe:
    """Its own lock file and nobody else's, how it is built, and all files of our own."""
    has_bytecode = find_python(target.python) is not None
    digest = hashlib.sha256(f"{target}{has_bytecode}".encode())
    digest.update(Path(__file__).read_bytes() + Path(slim.__file__).read_bytes() + _lock(variant).read_bytes())
    dependencies = digest.hexdigest()
    for path in our_files():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return Recipe(dependencies, digest.hexdigest())


def _lock(variant: str) -> Path:
    return ROOT / "requirements" / VARIANTS[variant]


def our_files() -> Iterator[Path]:
    """All files of our own that run in Lambda, in a fixed order."""
    for package in (*PACKAGES, SHOPS_OWN):
        for path in sorted((ROOT / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".md":
                yield path


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The directory of this name, made if it is not there: aside first and then renamed, so never half made."""
    path = BUILDS / name
    if path.exists():
        return path
    BUILDS.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=BUILDS, prefix=".making-"))
    aside.chmod(0o755)
    make(aside)
    try:
        aside.rename(path)
    except OSError:  # somebody else made it at the same time
        shutil.rmtree(aside)
    return path


def installed(name: str, lock: Path, target: Target) -> Path:
    """A directory of this name with what a lock file names, whole, and bytecode. Raises RuntimeError as above."""

    def make(into: Path) -> None:
        _install(lock, target, into)
        _compile(into, find_python(target.python))

    return once(name, make)


def _make_dependencies(lock: Path, target: Target, into: Path, compiler: str | None) -> None:
    _install(lock, target, into)
    for pattern in JUNK:
        for path in sorted(into.rglob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    slim.slim(into, SERVICES)
    _compile(into, compiler)


def _install(lock: Path, target: Target, into: Path) -> None:
    """By uv, an eighth of pip's work; by pip where uv, which does not read pip's settings, reaches no registry."""
    sys.stderr.write(f"{STEP}Installing {lock.name} for {target.name}.\n")
    what = ["--quiet", "--require-hashes", "--only-binary=:all:", "--target", str(into), "--requirement", str(lock)]
    uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--link-mode", "copy", *what]
    pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-compile", *what]
    if target.platforms:  # which uv needs only for another machine than this
        uv += ["--python-version", target.python]
        uv += [f"--python-platform={UV_PLATFORMS[each]}" for each in target.platforms if each in UV_PLATFORMS]
        pip += ["--python-version", target.python, "--implementation", "cp"]
        pip += [option for platform in target.platforms for option in ("--platform", platform)]
    else:
        uv += ["--python", sys.executable]
    if Path(uv[0]).exists() and subprocess.run(uv, capture_output=True, check=False).returncode == 0:
        (into / ".lock").unlink(missing_ok=True)
        return
    ended = subprocess.run(pip, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise RuntimeError(f"pip could not install {lock.name} for {target.name}:\n{ended.stderr}")


def _assemble(dependencies: Path | None, into: Path, compiler: str | None) -> None:
    for path in our_files():
        copy = into / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    _compile(into, compiler)
    if dependencies:
        shutil.copytree(dependencies, into, copy_function=os.link, dirs_exist_ok=True)


def _compile(into: Path, compiler: str | None) -> None:
    """Bytecode beside every source, valid without a look at the source's time; and one time for all files."""
    if compiler:
        command = [compiler, "-m", "compileall", "-q", "-j", "2", "--invalidation-mode", "unchecked-hash"]
        subprocess.run([*command, "-s", str(into), "-p", "/var/task", str(into)], check=True, stdout=sys.stderr)
    for path in into.rglob("*"):
        os.utime(path, (0, 0))


if __name__ == "__main__":
    for bundle in build_all(TARGETS[sys.argv[1] if len(sys.argv) > 1 else "lambda"]).values():
        print(bundle.path, "" if bundle.has_bytecode else "(no bytecode: no such Python here)")
