"""The templates, synthesised once per state of the sources and kept between runs."""

import pytest

from local.deploy import synthesize
from tests.infra.template import Template


@pytest.fixture(scope="session", params=["dev", "prod"])
def template(request: pytest.FixtureRequest) -> Template:
    """Of the stages that go into an account."""
    return Template(request.param, synthesize(request.param))


@pytest.fixture(scope="session")
def prod() -> Template:
    return Template("prod", synthesize("prod"))


@pytest.fixture(scope="session")
def dev() -> Template:
    return Template("dev", synthesize("dev"))
