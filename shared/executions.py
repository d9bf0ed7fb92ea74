"""Executions of the domains' state machines, which go through long work step by step."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws import client
from shared.errors import Unavailable
from shared.settings import Settings, read_settings


class Machines(Settings):
    """Where the state machines are. job_machine: an ARN with `{domain}` in the place of the domain's name."""

    job_machine: str


def start(domain: str, name: str, given: dict[str, Any]) -> None:
    """Begin the execution of this name, unless it was begun before. Raises Unavailable."""
    try:
        client("stepfunctions").start_execution(stateMachineArn=_machine(domain), name=name, input=json.dumps(given))
    except ClientError as error:
        if error.response["Error"]["Code"] != "ExecutionAlreadyExists":
            raise Unavailable("The state machine does not start; try again.") from error
    except BotoCoreError as error:
        raise Unavailable("The state machine does not answer; try again.") from error


def is_running(domain: str, name: str) -> bool:
    """Whether the execution of this name goes on; False too where there is none. Raises Unavailable."""
    arn = f"{_machine(domain).replace(':stateMachine:', ':execution:')}:{name}"
    try:
        found = client("stepfunctions").describe_execution(executionArn=arn)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ExecutionDoesNotExist":
            return False
        raise Unavailable("The state machine does not answer; try again.") from error
    except BotoCoreError as error:
        raise Unavailable("The state machine does not answer; try again.") from error
    return bool(found["status"] == "RUNNING")


def _machine(domain: str) -> str:
    arn: str = read_settings(Machines).job_machine
    return arn.format(domain=domain)
