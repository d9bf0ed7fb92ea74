"""The templates, synthesised once per state of the sources and kept between runs."""

from fcntl import LOCK_EX, flock
from functools import cache

import pytest

from infra.settings.shop_file import NAMED_BY
from local.deploy import synthesize
from local.paths import HOME
from tests.infra.shop import SHOP
from tests.infra.template import Template


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
    HOME.mkdir(exist_ok=True)
    # Of all processes that run tests one synthesises, and the next ones find it made.
    with pytest.MonkeyPatch.context() as patch, (HOME / "synth.lock").open("w") as lock:
        patch.setenv(NAMED_BY, SHOP)
        flock(lock, LOCK_EX)
        return Template(stage, synthesize(stage))
