"""What the bundles leave out of the libraries they ship: what costs at every cold start, and no Lambda of ours uses.

Each cut looks whether the library still is as it was made for, and fails the build where it is not. What all of it
brings is in bench/COLD_START.md; tests/bench starts every Lambda from its bundle, so nothing that is needed is missing.
"""

import ast
import gzip
import json
import shutil
from collections.abc import Collection, Set
from pathlib import Path
from typing import Any

# Who signs for AWS's endpoints (Amazon Trust Services: Amazon's roots and Starfield's), and DigiCert, which AWS used
# before and may use where Amazon's are not known. Reading all of the list costs more than a TLS handshake.
AUTHORITIES = ("Amazon", "Starfield", "DigiCert")

# Of Pillow, what nobody asks for: native code that no picture of ours goes through.
UNREAD = (
    *("PIL/_avif.*.so", "PIL/_imagingft.*.so", "PIL/_imagingtk.*.so"),
    *("pillow.libs/libavif-*", "pillow.libs/libfreetype-*", "pillow.libs/libharfbuzz-*", "pillow.libs/libbrotli*"),
)

# The languages of our letters; Babel knows some three hundred more.
LANGUAGES = ("en", "de")

# Packages that import all they have, and of which we use a little: these import what is asked for, when it is.
FACES = (
    "aws_lambda_powertools/event_handler",
    "aws_lambda_powertools/utilities/batch",
    "aws_lambda_powertools/utilities/data_classes",
)

# Its TypedDicts' members are for type checkers, but each is compiled from its text whenever the module is imported.
SHAPES = "pydantic_core/core_schema.py"

# Modules that are imported with others but do nothing here, and what takes their place.
STUBS = {
    # Plugins are found by packages' metadata, of which the bundles carry none.
    "pydantic/plugin/_loader.py": "def get_plugins():\n    return ()\n",
    # Nobody asks a Lambda for help.
    "botocore/docs/__init__.py": "",
    "botocore/docs/docstring.py": """class _Empty(str):
    def __new__(cls, *_args, **_kwargs):
        return super().__new__(cls)


ClientMethodDocstring = PaginatorDocstring = WaiterDocstring = _Empty
""",
    # HTTP/2, which botocore does not speak; its first lines ask for the version of a package that we do not ship.
    "urllib3/http2/__init__.py": "",
}

# A module that is slow to import, for one function that is hardly ever called: imported when it is.
LATER = {
    "pydantic/networks.py": (
        "from importlib.metadata import version\n",
        """def version(name: str) -> str:
    from importlib import metadata

    return metadata.version(name)
""",
    ),
}

ON_DEMAND = '''
def __getattr__(name):
    """Import what is asked for."""
    import importlib

    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _PLACES[name]
    value = globals()[name] = getattr(importlib.import_module(module, __name__), attribute)
    return value
'''


class Changed(Exception):
    """A library is not as a cut expects it: see what changed, then mend the cut or drop it."""


def slim(into: Path, services: Collection[str]) -> None:
    """Cut what is installed in this directory; of botocore's data leave these services'. Raises Changed."""
    for package in (into / face for face in FACES):
        submodules = {each.stem for each in package.iterdir()}
        (package / "__init__.py").write_text(on_demand(_read(package / "__init__.py"), submodules))
    for name, stub in STUBS.items():
        _read(into / name)  # it is there
        (into / name).write_text(stub)
    for name, (line, instead) in LATER.items():
        (into / name).write_text(_replaced(_read(into / name), line, instead))
    (into / SHAPES).write_text(hollow(_read(into / SHAPES)))
    authorities = into / "botocore" / "cacert.pem"
    authorities.write_text(chosen_authorities(_read(authorities)))
    _cut_data(into / "botocore" / "data", services)
    shutil.rmtree(into / "stripe" / "params", ignore_errors=True)  # half of the SDK, and for type checkers only
    shutil.rmtree(into / "dns", ignore_errors=True)  # email-validator asks no name server unless told to
    if (into / "PIL").is_dir():
        _cut_pictures(into)
    if (into / "babel").is_dir():
        _cut_locales(into / "babel" / "locale-data")


def _read(path: Path) -> str:
    if not path.is_file():
        raise Changed(f"{path} is not there any more")
    return path.read_text()


def _replaced(text: str, line: str, instead: str) -> str:
    if line not in text:
        raise Changed(f"no {line!r} any more")
    return text.replace(line, instead)


def on_demand(source: str, submodules: Set[str] = frozenset()) -> str:
    """A package's `__init__` that only imports names and lists them, made to import each when it is asked for.

    A name that a submodule bears too is imported at once, since the submodule would take its place. Raises Changed.
    """
    kept: list[str] = []
    places: dict[str, tuple[str, str]] = {}
    for statement in ast.parse(source).body:
        match statement:
            case ast.ImportFrom(module=module, names=names, level=level) if submodules.isdisjoint(
                a.name for a in names
            ):
                places |= {each.asname or each.name: ("." * level + (module or ""), each.name) for each in names}
            case ast.ImportFrom() | ast.Expr(value=ast.Constant()) | ast.Assign(targets=[ast.Name(id="__all__")]):
                kept.append(ast.unparse(statement))
            case _:
                raise Changed(f"an `__init__` does more than import: {ast.unparse(statement)}")
    return "\n".join([*kept, f"_PLACES = {places!r}", ON_DEMAND])


def hollow(source: str) -> str:
    """A module whose TypedDicts have lost their members. Raises Changed where it has none."""
    tree = ast.parse(source)
    shapes = [
        each for each in tree.body if isinstance(each, ast.ClassDef) and "TypedDict" in map(ast.unparse, each.bases)
    ]
    for shape in shapes:
        shape.body = [ast.Pass()]
    if not shapes:
        raise Changed(f"no TypedDict in {SHAPES}")
    return ast.unparse(tree)


def chosen_authorities(bundle: str) -> str:
    """Of a list of certificates as botocore has it, each under lines that name its issuer, AUTHORITIES' alone."""
    certificates = bundle.strip().split("\n\n")
    for name in AUTHORITIES:
        if not any(_is_issued_by(each, name) for each in certificates):
            raise Changed(f"no certificate of {name} in botocore's list")
    return "".join(f"{each}\n\n" for each in certificates if any(_is_issued_by(each, name) for name in AUTHORITIES))


def _is_issued_by(certificate: str, name: str) -> bool:
    return f" O={name}" in certificate.splitlines()[0]


def _cut_data(data: Path, services: Collection[str]) -> None:
    """Leave these services, their documentation empty, unzipped and dense."""
    for path in [each for each in data.iterdir() if each.is_dir() and each.name not in services]:
        shutil.rmtree(path)
    for path in sorted(data.rglob("*.json.gz")):
        _write_dense(path.with_suffix(""), _undocumented(json.loads(gzip.decompress(path.read_bytes()))))
        path.unlink()
    endpoints = json.loads((data / "endpoints.json").read_text())
    for partition in endpoints["partitions"]:
        partition["services"] = {name: each for name, each in partition["services"].items() if name in services}
    _write_dense(data / "endpoints.json", endpoints)


def _undocumented(node: Any) -> Any:
    """With texts that document emptied, since some are asked for; what is no text is a service's own word and stays."""
    if isinstance(node, dict):
        return {k: "" if k == "documentation" and isinstance(v, str) else _undocumented(v) for k, v in node.items()}
    return [_undocumented(each) for each in node] if isinstance(node, list) else node


def _cut_locales(data: Path) -> None:
    """Leave the languages that our letters speak, in every country. Raises Changed where one is not there."""
    for language in (*LANGUAGES, "root"):
        if not (data / f"{language}.dat").is_file():
            raise Changed(f"no locale data for {language}")
    for path in data.glob("*.dat"):
        if path.stem.partition("_")[0] not in (*LANGUAGES, "root"):
            path.unlink()


def _cut_pictures(into: Path) -> None:
    """Leave out what would read AVIF, write letters and show windows: readers that nobody asks are no way in either.

    Raises Changed where one is not there.
    """
    for pattern in UNREAD:
        if not (found := list(into.glob(pattern))):
            raise Changed(f"no {pattern} any more")
        for path in found:
            path.unlink()


def _write_dense(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, separators=(",", ":"), ensure_ascii=False))
