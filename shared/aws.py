"""The AWS clients, made once per process when first used. Only this package talks to AWS."""

import os
from functools import cache
from typing import Any

import botocore.loaders
import botocore.session
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.httpsession import DEFAULT_CA_BUNDLE, URLLib3Session

CONFIG = Config(
    connect_timeout=2,  # seconds; a connection inside a region takes milliseconds
    read_timeout=3,  # seconds; with two retries and one more such call still within a request's 25 s
    retries={"mode": "standard", "total_max_attempts": 3},
    max_pool_connections=10,  # one call at a time per Lambda; a few more for tests with threads
    tcp_keepalive=True,
    parameter_validation=False,  # every call is typed here and checked there; the SDK's own look is a sixth of its work
)

LINKS = {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}
CONFIGS = {
    # Else links to files would be signed as in 2006, and name an address that redirects in all regions but one: a
    # browser would be let there neither by the dashboard's policy nor, behind the redirect, by the bucket's.
    "s3": CONFIG.merge(Config(signature_version="s3v4", s3=LINKS)),
    # A run that is waited for takes seconds; asked again, it would run twice. Who asks for one has 25 s.
    "lambda": CONFIG.merge(Config(read_timeout=10, retries={"total_max_attempts": 1})),
}

_descriptions = botocore.loaders.create_loader()  # of the services, as read from disk; the slow part of a client


@cache
def _session() -> botocore.session.Session:
    session = botocore.session.get_session()
    session.register_component("data_loader", _descriptions)
    return session


@cache
def client(service: str) -> Any:
    """The client for a service, such as `dynamodb`. Untyped: botocore builds it from data."""
    return _session().create_client(service, config=CONFIGS.get(service, CONFIG), verify=_authorities())


def page(url: str, *, bytes_max: int, timeout_s: float) -> bytes:
    """A page of AWS's that is open to all, such as a pool's keys. Raises OSError for any answer but 200."""
    session = URLLib3Session(verify=_authorities(), timeout=timeout_s)
    try:
        answer = session.send(AWSRequest("GET", url, stream_output=True).prepare())
        if answer.status_code != 200:
            raise OSError(f"{answer.status_code} for {url}")
        return bytes(answer.raw.read(bytes_max))
    finally:
        session.close()


def _authorities() -> str:
    """botocore's own list, which the bundles cut to AWS's, not the long one that Stripe's SDK brings."""
    return os.environ.get("AWS_CA_BUNDLE") or str(DEFAULT_CA_BUNDLE)


def forget() -> None:
    """Drop all clients, so that the next use sees a changed environment. For tests."""
    client.cache_clear()
    _session.cache_clear()
