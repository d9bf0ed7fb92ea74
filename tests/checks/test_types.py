"""mypy reads what we use of the CDK, and no more of it: the rest is most of a first run's time."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
OVERRIDES = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]["overrides"]
[READ] = [set(each["module"]) for each in OVERRIDES if each.get("follow_imports") == "normal"]


def used() -> Iterator[str]:
    """The CDK's modules that something of ours imports."""
    for folder in ("infra", "local", "tests", "bench", "checks"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "aws_cdk":
                    yield str(node.module)
                    yield from (f"{node.module}.{each.name}" for each in node.names if each.name.startswith("aws_"))
                elif isinstance(node, ast.Import):
                    yield from (each.name for each in node.names if each.name.split(".")[0] == "aws_cdk")


def test_no_module_that_we_use_is_taken_for_anything() -> None:
    assert set(used()) <= READ, "pyproject.toml's list of aws_cdk modules lacks it"
