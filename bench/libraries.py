"""Handlers that do nothing but import what ours stand on: the part of a cold start that no code of ours can avoid."""

from pathlib import Path

PYDANTIC = "from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints\n"
BOTOCORE = "import shared.aws\nshared.aws.client('dynamodb')\n"
LOGGER = "from aws_lambda_powertools import Logger, Metrics\n"
RESOLVER = "from aws_lambda_powertools.event_handler import APIGatewayHttpResolver\n"
LIBRARIES = {
    "pydantic alone": PYDANTIC,
    "botocore with a DynamoDB client alone": BOTOCORE,
    "Powertools' Logger and Metrics alone": LOGGER,
    "Powertools with its resolver alone": LOGGER + RESOLVER,
    "all of these, none of our code": PYDANTIC + BOTOCORE + LOGGER + RESOLVER,
}
HANDLER = "\n\ndef handler(event, context):\n    return {}\n"


def write_libraries(folder: Path) -> None:
    """Write a module for each into the folder, and the bare handler's."""
    (folder / "bare.py").write_text(HANDLER)
    for name, imports in LIBRARIES.items():
        (folder / f"{module_of(name)}.py").write_text(imports + HANDLER)


def module_of(name: str) -> str:
    """The module that imports just these libraries."""
    return f"libraries_{list(LIBRARIES).index(name)}"
