"""cfn-lint over the synthesised templates, beside cdk-nag, which runs as they are made: `python -m checks.templates`.

Looks at those of the sources as they are, where a test or a deployment has made them; it makes none, and looks once.
Stages have the same stacks with other figures, so of a further stage those are looked at that say anything new.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from local.deploy import assembly_of

STAGES = ("prod", "dev")
REGIONS = ["us-east-1", "eu-central-1"]  # the edge's, and one as most shops have it
MEANT = ["W3005"]  # a dependency said twice: CDK lets a function wait for its role beside naming it
LINTED = f"linted-{version('cfn-lint')}"  # a file in an assembly that was looked at and found right
OF_A_STAGE = re.compile(rf"(?<![a-z])({'|'.join(STAGES)})(?![a-z])|(?<=storewright)({'|'.join(STAGES)})")
HASH = re.compile(r"[0-9A-F]{8,}")  # what CDK makes ids unique with; the stage's name is in it
Saying = tuple[str, ...]  # the kind of a resource, the path of a property, and what it says


def mistakes(*assemblies: Path) -> Iterator[str]:
    """A sentence for each mistake in the templates of these stages."""
    from cfnlint.config import ConfigMixIn  # noqa: PLC0415 - slow, and mostly there is nothing to look at
    from cfnlint.decode import decode_str  # noqa: PLC0415
    from cfnlint.runner import Runner  # noqa: PLC0415

    runner = Runner(ConfigMixIn(regions=REGIONS, ignore_checks=MEANT))
    for path in worth_a_look(path for each in assemblies for path in sorted(each.glob("*.template.json"))):
        template, wrong = decode_str(path.read_text())
        for match in wrong or runner.validate_template(template or {}):
            yield f"{path.name}:{match.linenumber}: {match.rule.id} {match.message}"


def worth_a_look(paths: Iterator[Path]) -> Iterator[Path]:
    """Each but those with the same resources as one before them, of whose sayings others before them have each."""
    said: set[Saying] = set()
    stacks: set[frozenset[Saying]] = set()
    for path in paths:
        template = json.loads(path.read_text())
        resources = frozenset((_of_any(name), each["Type"]) for name, each in template["Resources"].items())
        sayings = {(part, *each) for part in template if part != "Resources" for each in _sayings(template[part])}
        sayings |= {(kind["Type"], *each) for kind in template["Resources"].values() for each in _sayings(kind)}
        if resources not in stacks or not sayings <= said:
            yield path
        stacks.add(resources)
        said |= sayings


def _sayings(value: Any, path: str = "") -> Iterator[Saying]:
    """All that stands in it, each with its path; places in lists do not count."""
    if isinstance(value, dict) and value:
        for name, each in value.items():
            yield from _sayings(each, f"{path}/{_of_any(name)}")
    elif isinstance(value, list) and value:
        for each in value:
            yield from _sayings(each, f"{path}/")
    else:
        yield path, _of_any(value) if isinstance(value, str) else json.dumps(value)


def _of_any(text: str) -> str:
    """An id or a text as any stage could have it."""
    return HASH.sub("", OF_A_STAGE.sub("stage", text))


def looked_at(*assemblies: Path) -> list[str]:
    """The mistakes in these assemblies; none, and at once, where they were looked at and found right."""
    if all((each / LINTED).exists() for each in assemblies):
        return []
    found = list(mistakes(*assemblies))
    for each in assemblies if not found else ():
        (each / LINTED).touch()
    return found


def main() -> None:
    made = [assembly for stage in STAGES if (assembly := assembly_of(stage)).exists()]
    if len(made) < len(STAGES):
        print("cfn-lint: not all templates of these sources are made yet; `pytest tests/infra` makes and checks them.")
    if found := looked_at(*made):
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
