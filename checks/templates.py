"""cfn-lint over the synthesised templates, beside cdk-nag, which runs as they are made: `python -m checks.templates`.

Looks at those of the sources as they are, where a test or a deployment has made them; it makes none, and looks once.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from local.deploy import assembly_of

STAGES = ("dev", "prod")
REGIONS = ["us-east-1", "eu-central-1"]  # the edge's, and one as most shops have it
MEANT = ["W3005"]  # a dependency said twice: CDK lets a function wait for its role beside naming it
LINTED = "linted"  # a file in an assembly that was looked at and found right


def mistakes(assembly: Path) -> Iterator[str]:
    """A sentence for each mistake in an assembly's templates."""
    from cfnlint.api import ManualArgs, lint  # noqa: PLC0415 - slow, and mostly there is nothing to look at

    for path in sorted(assembly.glob("*.template.json")):
        for match in lint(path.read_text(), config=ManualArgs(regions=REGIONS, ignore_checks=MEANT)):
            yield f"{path.name}:{match.linenumber}: {match.rule.id} {match.message}"


def main() -> None:
    made = [assembly for stage in STAGES if (assembly := assembly_of(stage)).exists()]
    if len(made) < len(STAGES):
        print("cfn-lint: not all templates of these sources are made yet; `pytest tests/infra` makes and checks them.")
    for assembly in made:
        if (assembly / LINTED).exists():
            continue
        if found := list(mistakes(assembly)):
            sys.exit("\n".join(found))
        (assembly / LINTED).touch()


if __name__ == "__main__":
    main()
