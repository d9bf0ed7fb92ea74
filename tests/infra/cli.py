"""What AWS's command line takes, by the same descriptions of its services that it is made from."""

from functools import cache

import botocore.session
from botocore import xform_name
from botocore.model import ServiceModel

OWN_OPTIONS = frozenset({"query", "output", "region", "cli_binary_format"})  # of the AWS CLI itself
TAILED = frozenset({"since", "filter_pattern", "follow", "region"})  # of `logs tail`, which is the CLI's own
SERVICES = botocore.session.get_session()


def unknown_options(call: list[str]) -> set[str]:
    """The options of `aws …` that it does not know. Raises ValueError where there is no such operation."""
    match call:
        case ["aws", "logs", "tail", _, *arguments]:
            return options(arguments) - TAILED
        case ["aws", service, "wait", waiter, *arguments]:
            waiters = SERVICES.get_waiter_model(service)
            [name] = [each for each in waiters.waiter_names if xform_name(each, "-") == waiter]
            return options(arguments) - _members(service, waiters.get_waiter(name).operation)
        case ["aws", service, operation, *arguments]:
            [name] = [each for each in _model(service).operation_names if xform_name(each, "-") == operation]
            return options(arguments) - _members(service, name)
    raise ValueError(call)


def options(arguments: list[str]) -> set[str]:
    """Their names, as the services' descriptions spell them."""
    return {each.removeprefix("--").replace("-", "_") for each in arguments if each.startswith("--")}


def _members(service: str, operation: str) -> set[str]:
    shape = _model(service).operation_model(operation).input_shape
    return {xform_name(each) for each in (shape.members if shape else ())} | OWN_OPTIONS


@cache
def _model(service: str) -> ServiceModel:
    return SERVICES.get_service_model(service)
