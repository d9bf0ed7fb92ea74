"""Every Lambda starts from its bundle alone and answers its first call; and imports no more than it did."""

import subprocess
from collections.abc import Mapping

import pytest

from bench import built
from bench.bounds import bounds
from bench.cold_imports import imports_of, read_profile
from bench.cold_stand import Stand
from bench.cold_start import HEADLINE, ships
from bench.first_calls import COMPLETE, FirstCall
from bench.runtime_api import NotStarted
from infra import bundle
from infra.domains import DOMAINS

PLANNED = {f"{domain.name}.{plan.name}": (domain.name, plan) for domain in DOMAINS for plan in domain.functions}
OF_A_NAME = {"name", "reads", "writes", "serves", "serves_exactly", "hears", "when", "env"}  # said anew in every line
IMPORT = """
import importlib, os, sys
import shared.dynamo, shared.telemetry  # which all of them import
for name in sys.argv[1:]:
    if not os.fork():  # each in a process of its own, which has nothing but what is in the bundle
        importlib.import_module(name)
        print(name, len(sys.modules), flush=True)
        os._exit(0)
    os.wait()
"""
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


def traits(name: str) -> set[str]:
    """What tells a Lambda from others: its domain, its kind, its code, and what its line in the plan asks for."""
    domain, plan = PLANNED[name]
    asks = {field: value for field, value in vars(plan).items() if field not in OF_A_NAME and value}
    return {domain, type(plan).__name__, plan.variant, *asks, *plan.secrets}


def chosen() -> list[str]:
    """Lambdas that have all traits between them, those with most first."""
    found, left = list[str](), set[str]().union(*map(traits, PLANNED))
    while left:
        found.append(max(PLANNED, key=lambda name: len(traits(name) & left)))
        left -= traits(found[-1])
    return found


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


@pytest.mark.parametrize("variant", sorted({plan.variant for _, plan in PLANNED.values()}))
def test_every_lambda_can_be_imported_from_its_bundle_alone(variant: str) -> None:
    names = [name for name, (_, plan) in PLANNED.items() if plan.variant == variant]
    bundled = bundle.build(variant, bundle.LOCAL)
    modules = ["functions.{}.handlers.{}".format(*name.split(".")) for name in names]
    told = subprocess.run(
        [*built.interpreter(bundle.LOCAL.python), "-c", IMPORT, *modules],
        cwd=bundled.path,
        env={"PYTHONPATH": str(bundled.dependencies)},
        check=True,
        capture_output=True,
        text=True,
    )
    counts = dict(line.split() for line in told.stdout.splitlines())
    assert list(counts) == modules, told.stderr
    assert {name: n for name, n in counts.items() if int(n) > BOUNDS[variant].modules} == {}


@pytest.mark.parametrize("name", [*chosen(), COMPLETE])
def test_a_lambda_answers_its_first_call_as_in_the_shop(cold: Cold, name: str) -> None:
    """Those that have between them whatever a Lambda can have; `make cold` starts all of them."""
    around, calls = cold
    bundled = bundle.build(ships(name), bundle.LOCAL)
    cold_start = around.start(name, bundled.path, calls[name], bundled.dependencies, PYTHONPROFILEIMPORTTIME="1")
    most = BOUNDS[name if name in BOUNDS else ships(name)].modules
    assert read_profile(cold_start.output).count <= most, "Where do they come from? Else raise it in bench/bounds.tsv."
    assert _outcome(cold_start.answer) == _outcome(calls[name].answer), cold_start.output
    assert '"level":"WARNING"' not in cold_start.output
    assert "Traceback" not in cold_start.output


def test_a_new_cart_s_first_call_speaks_to_aws_and_imports_nothing_heavy(cold: Cold) -> None:
    around, calls = cold
    bundled = bundle.build(ships(HEADLINE), bundle.LOCAL)
    imports = imports_of(around, HEADLINE, bundled.path, calls[HEADLINE], bundled.dependencies)
    assert {"BatchGetItem", "GetSecretValue"} <= set(around.aws.calls)
    assert HEAVY & set(imports.took_us) == set()
    assert not any(module.startswith("functions.reports") for module in imports.took_us)


def _outcome(answer: object) -> object:
    """The status of an HTTP answer; else the answer, but for what is new each time, such as ids."""
    if isinstance(answer, dict) and "statusCode" in answer:
        return answer["statusCode"]
    return sorted(answer) if isinstance(answer, dict) and "id" in answer else answer
