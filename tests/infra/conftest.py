"""The templates, synthesised once per state of the sources and kept between runs."""

from functools import cache
from pathlib import Path

import pytest

from infra.settings.shop_file import NAMED_BY
from local.deploy import synthesize
from tests.infra.shop import SHOP
from tests.infra.template import Template


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder in one process: a synthesis takes a while, and two at once take longer."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("infra"))


@pytest.fixture(scope="session", params=["dev", "prod"])
def template(request: pytest.FixtureRequest) -> Template:
    """Of each stage that goes into an account."""
    return _template(request.param)


@pytest.fixture(scope="session")
def prod() -> Template:
    return _template("prod")


@pytest.fixture(scope="session")
def dev() -> Template:
    return _template("dev")


@cache
def _template(stage: str) -> Template:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(NAMED_BY, SHOP)
        return Template(stage, synthesize(stage))
