"""The names of the stacks that a command is about, for `make`: `python -m infra.stacks deploy --stage prod`."""

import argparse
import sys

from infra.domains import DOMAINS
from infra.settings.shop_file import Mistaken, load
from infra.stages import Stage

DEPLOYED = tuple(domain.name for domain in DOMAINS if domain.functions)
PROTECTED = ("data", "api")  # in a stage that keeps data: what it remembers, and the address that others know
EDGE = ("firewall", "edge")  # where a stage has one; then it is that address, and protected too


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.stacks", description=__doc__)
    parser.add_argument("action", choices=["deploy", "diff", "destroy"])
    parser.add_argument("--stage", required=True)
    parser.add_argument("--domain", choices=("", *DEPLOYED), default="")
    asked = parser.parse_args()
    try:
        stages = load()
    except Mistaken as mistaken:
        sys.exit(str(mistaken))
    if asked.stage not in stages:
        parser.error(f"there is no stage {asked.stage}, there are {', '.join(stages)}")
    print(*chosen(asked.action, stages[asked.stage], asked.domain))


def parts(stage: Stage) -> tuple[str, ...]:
    """What a stage's stacks are, in the order of their making."""
    return (*PROTECTED, *(EDGE if stage.has_edge else ()), *DEPLOYED)


def chosen(action: str, stage: Stage, domain: str = "") -> list[str]:
    """The stacks of one domain, or all; of a stage that keeps data, the protected ones are never destroyed."""
    if domain:
        return [stage.names.of(domain)]
    protected = [stage.names.of(name) for name in parts(stage) if name not in DEPLOYED]
    of_domains = [stage.names.of(name) for name in DEPLOYED]
    if action != "destroy" or not stage.keeps_data:
        return [*protected, *of_domains]
    print(f"{', '.join(protected)} are protected and stay.", file=sys.stderr)
    return of_domains


if __name__ == "__main__":
    main()
