"""Every Lambda starts from its bundle alone and answers its first call; and imports no more than it did."""

from collections.abc import Mapping

import pytest

from bench.bounds import bounds
from bench.cold_imports import imports_of, read_profile
from bench.cold_stand import Stand
from bench.cold_start import HEADLINE, ships
from bench.first_calls import COMPLETE, FirstCall
from bench.runtime_api import NotStarted
from infra import bundle
from infra.domains import DOMAINS

PLANNED = [f"{domain.name}.{function.name}" for domain in DOMAINS for function in domain.functions]
BOUNDS = bounds()
HEAVY = {
    "asyncio",
    "boto3",
    "botocore.docs.service",
    "aws_lambda_powertools.event_handler.appsync",
    "aws_lambda_powertools.utilities.data_classes.connect_contact_flow_event",
    "aws_xray_sdk",
    "importlib.metadata",
    "pydantic.v1",
    "requests",
    "stripe",
    "urllib3.http2.connection",
}

Cold = tuple[Stand, Mapping[str, FirstCall]]


def test_a_bare_handler_is_started_and_answers(cold: Cold) -> None:
    around, _ = cold
    bare = around.start_bare()
    assert bare.answer == {}
    assert 0 < bare.call_s < bare.init_s


def test_a_handler_that_cannot_be_imported_is_reported(cold: Cold) -> None:
    around, _ = cold
    with pytest.raises(NotStarted, match="ImportModuleError"):
        around.start("nowhere.nothing", bundle.build("base", bundle.LOCAL).dependencies, FirstCall({}, {}, {}))


@pytest.mark.parametrize("name", [*PLANNED, COMPLETE])
def test_every_lambda_answers_its_first_call_as_in_the_shop(cold: Cold, name: str) -> None:
    around, calls = cold
    built = bundle.build(ships(name), bundle.LOCAL)
    cold_start = around.start(name, built.path, calls[name], built.dependencies, PYTHONPROFILEIMPORTTIME="1")
    most = BOUNDS[name if name in BOUNDS else ships(name)].modules
    assert read_profile(cold_start.output).count <= most, "Where do they come from? Else raise it in bench/bounds.tsv."
    assert _outcome(cold_start.answer) == _outcome(calls[name].answer), cold_start.output
    assert '"level":"WARNING"' not in cold_start.output
    assert "Traceback" not in cold_start.output


def test_a_new_cart_s_first_call_speaks_to_aws_and_imports_nothing_heavy(cold: Cold) -> None:
    around, calls = cold
    built = bundle.build(ships(HEADLINE), bundle.LOCAL)
    imports = imports_of(around, HEADLINE, built.path, calls[HEADLINE], built.dependencies)
    assert {"BatchGetItem", "GetSecretValue"} <= set(around.aws.calls)
    assert HEAVY & set(imports.took_us) == set()
    assert not any(module.startswith("functions.reports") for module in imports.took_us)


def _outcome(answer: object) -> object:
    """The status of an HTTP answer; else the answer, but for what is new each time, such as ids."""
    if isinstance(answer, dict) and "statusCode" in answer:
        return answer["statusCode"]
    return sorted(answer) if isinstance(answer, dict) and "id" in answer else answer
