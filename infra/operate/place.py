"""Where a command works: one stage of a shop, in an account or on this machine, and the clients that reach it."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import botocore.session
from botocore.config import Config

from infra.domains import DOMAINS
from infra.names import Names
from infra.plan import Domain, Function, Publisher, Watcher
from infra.settings.shop_file import load
from infra.stages import Stage

ENDPOINTS = Path(".local/endpoints.json")  # where `make run` says what answers where
LOCAL_REGION = "us-east-1"
RUN_S = 630  # the longest run of a Lambda that an operator waits for is 600 s
CONFIG = Config(connect_timeout=5, read_timeout=RUN_S, retries={"mode": "standard"})
_ONE_AT_A_TIME = Lock()  # a session makes clients for one thread

PARTS: dict[str, tuple[Domain, Function]] = {
    f"{domain.name}-{plan.name}": (domain, plan) for domain in DOMAINS for plan in domain.functions
}
TABLES = {domain.name: domain.table for domain in DOMAINS if domain.table}
FOLLOWERS = (Publisher, Watcher)  # of a table's stream


class Refusal(Exception):
    """What was asked was not done; the sentence says why."""


class Mistake(Refusal):
    """What was asked cannot be done, wherever: the words of the command are wrong."""


@dataclass(frozen=True)
class Place:
    """The stage, and the local cloud's addresses and keys where it is there."""

    stage: Stage
    local: Mapping[str, str] | None = None
    _clients: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def names(self) -> Names:
        return self.stage.names

    def table(self, name: str) -> str:
        """The deployed table of a domain. Raises Mistake where there is none."""
        if name not in TABLES:
            raise Mistake(f"There is no table {name}; there are {', '.join(TABLES)}.")
        return self.names.of(name)

    def client(self, service: str) -> Any:
        """botocore's client for a service, with the credentials of whoever asks, or the local cloud's."""
        with _ONE_AT_A_TIME:
            if service not in self._clients:
                self._clients[service] = self._made(service)
            return self._clients[service]

    def _made(self, service: str) -> Any:
        if not self.local:
            return _session().create_client(service, region_name=self.region, config=CONFIG)
        keys = {name: self.local[name] for name in ("aws_access_key_id", "aws_secret_access_key")}
        return _session().create_client(
            service, region_name=self.region, config=CONFIG, endpoint_url=self.local["cloud"], **keys
        )

    @cached_property
    def region(self) -> str:
        if self.local:
            return LOCAL_REGION
        region = self.stage.region or os.environ.get("AWS_REGION") or _session().get_config_variable("region")
        if not region:
            raise Refusal(f"Set AWS_REGION, or a region for the stage {self.stage.name} in shop.toml.")
        return str(region)

    @cached_property
    def caller(self) -> Mapping[str, str]:
        """Whose credentials these are: `Account` and `Arn`. Raises Refusal where the stage is in another account."""
        found: Mapping[str, str] = self.client("sts").get_caller_identity()
        wanted = self.stage.account
        if wanted and not self.local and found["Account"] != wanted:
            raise Refusal(f"The stage {self.stage.name} is in account {wanted}; these credentials are of another one.")
        return found

    @property
    def account(self) -> str:
        return self.caller["Account"]

    def arn(self, service: str, resource: str) -> str:
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"

    @property
    def bucket(self) -> str:
        """The shop's bucket of files."""
        return self.names.bucket("reports", self.account, self.region)

    def invoke(self, title: str, payload: Mapping[str, Any]) -> Any:
        """Run a Lambda and wait for its answer. Raises Refusal where it failed."""
        answer = self.client("lambda").invoke(FunctionName=self.names.of(title), Payload=json.dumps(payload).encode())
        told = json.loads(answer["Payload"].read() or b"null")
        if "FunctionError" in answer:
            why = str(told.get("errorMessage") or told.get("errorType") or "it did not say why")
            raise Refusal(f"{title} failed: {why.removesuffix('.')}.")
        return told


def place_of(stage_name: str, *, is_local: bool = False, endpoints: Path = ENDPOINTS) -> Place:
    """The stage of this name as `shop.toml` has it. Raises Mistake where there is none, Refusal where it is not up."""
    stages = load()
    name = "local" if is_local else stage_name
    if name not in stages:
        raise Mistake(f"There is no stage {name}; there are {', '.join(stages)}.")
    stage = stages[name]
    if not stage.is_local:
        return Place(stage)
    try:
        return Place(stage, json.loads(endpoints.read_text("utf-8")))
    except OSError:
        raise Refusal(f"No local shop is running: {endpoints} is not there. `make run` starts one.") from None


def part(title: str, *kinds: type[Function]) -> Function:
    """The plan's line of a Lambda, by its title, such as `orders-on_payment`. Raises Mistake where it is no such."""
    there = [name for name, (_, plan) in PARTS.items() if isinstance(plan, kinds or Function)]
    if title not in there:
        raise Mistake(f"There is no {title} here; there are {', '.join(there)}.")
    return PARTS[title][1]


def now() -> datetime:
    return datetime.now(UTC)


@cache
def _session() -> botocore.session.Session:
    return botocore.session.Session()
