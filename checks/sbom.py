"""What each Lambda ships, as a CycloneDX 1.6 document: `python -m checks.sbom [directory]`, or `make sbom`.

One document a variant of the code, made of its lock file, so each package is named with the hashes of the only files
that an installation takes for it. The same lock file gives the same bytes; licenses are what packages say of theirs.
"""

import json
import re
import sys
import tomllib
import uuid
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.markers import Marker

from infra.bundle import LAMBDA, VARIANTS

ROOT = Path(__file__).parent.parent
DEFAULT = ROOT / ".local" / "sbom"
NAMESPACE = uuid.UUID("6f0f2f0a-7d0c-5b0e-9d53-6f1d5c2c8a11")  # of our documents' serial numbers
PACKAGE = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+))?", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
VIA = re.compile(r"^    #(?: via |   )(?P<name>[a-z0-9][a-z0-9._-]*)$", re.MULTILINE)
TARGET = {  # of the Lambdas, for the markers
    "python_version": LAMBDA.python,
    "python_full_version": f"{LAMBDA.python}.0",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "aarch64",
    "os_name": "posix",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
}


@dataclass(frozen=True)
class Locked:
    """A package of a lock file: its files' SHA-256 hashes, and the packages that asked for it (none: we did)."""

    name: str
    version: str
    hashes: tuple[str, ...]
    asked_by: frozenset[str]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def locked(lock: Path) -> list[Locked]:
    """The packages that this lock file gives a Lambda, in its order."""
    text = lock.read_text(encoding="utf-8")
    heads = list(PACKAGE.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    entries = [(head, text[head.end() : end]) for head, end in zip(heads, ends, strict=True)]
    return [
        Locked(head["name"], head["version"], tuple(HASH.findall(rest)), frozenset(VIA.findall(rest)))
        for head, rest in entries
        if head["marker"] is None or Marker(head["marker"]).evaluate(TARGET)
    ]


def document(variant: str) -> dict[str, Any]:
    """The variant's document."""
    packages = locked(ROOT / "requirements" / VARIANTS[variant])
    ours = _ours(variant)
    body = {
        "metadata": {"component": ours},
        "components": [_component(each) for each in packages],
        "dependencies": [
            _edges(ours["bom-ref"], None, packages),
            *(_edges(p.purl, p.name, packages) for p in packages),
        ],
    }
    serial = uuid.uuid5(NAMESPACE, json.dumps(body, sort_keys=True))
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": serial.urn, "version": 1, **body}


def write(directory: Path) -> list[Path]:
    """Write every variant's document into the directory."""
    directory.mkdir(parents=True, exist_ok=True)
    files = []
    for variant in VARIANTS:
        file = directory / f"lambda-{variant}.cdx.json"
        file.write_text(json.dumps(document(variant), indent=1) + "\n", encoding="utf-8")
        files.append(file)
    return files


def _ours(variant: str) -> dict[str, Any]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = f"{project['name']}-lambda-{variant}", project["version"]
    return {
        "type": "application",
        "bom-ref": f"{name}@{version}",
        "name": name,
        "version": version,
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }


def _component(package: Locked) -> dict[str, Any]:
    hashes = [{"alg": "SHA-256", "content": each} for each in package.hashes]
    files = {"type": "distribution", "url": package.purl, "comment": "one of these files", "hashes": hashes}
    shown = {"type": "library", "bom-ref": package.purl, "name": package.name, "version": package.version}
    return {**shown, **_license(package), "purl": package.purl, "externalReferences": [files]}


def _license(package: Locked) -> dict[str, Any]:
    """As the package itself says, where it says so by an SPDX expression and is installed here in this version."""
    try:
        said = metadata.metadata(package.name)
    except metadata.PackageNotFoundError:
        return {}
    if "License-Expression" not in said or said["Version"] != package.version:
        return {}
    return {"licenses": [{"expression": said["License-Expression"]}]}


def _edges(ref: str, name: str | None, packages: list[Locked]) -> dict[str, Any]:
    """What this one asked for. A package that no other asked for is ours."""
    asked = [each for each in packages if (name in each.asked_by if name else _is_asked_by_us(each, packages))]
    return {"ref": ref, "dependsOn": [each.purl for each in asked]}


def _is_asked_by_us(package: Locked, packages: list[Locked]) -> bool:
    return not package.asked_by & {each.name for each in packages}


if __name__ == "__main__":
    for made in write(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT):
        print(made)
