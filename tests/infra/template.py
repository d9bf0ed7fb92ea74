"""A synthesised template, read by kind and by the plan's names."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from infra.domains import DOMAINS
from infra.names import Names
from infra.plan import Function
from infra.stacks.__main__ import EDGE
from tests.infra.joined import Resource, joined

PLANNED = {f"{domain.name}-{plan.name}": (domain, plan) for domain in DOMAINS for plan in domain.functions}


def of_kind(kind: type[Function]) -> list[str]:
    """The titles, such as `orders-on_payment`, of the plan's Lambdas of a kind."""
    return [title for title, (_, plan) in PLANNED.items() if isinstance(plan, kind)]


@dataclass(frozen=True)
class Template:
    """All stacks of a stage, read as one."""

    stage: str
    assembly: Path

    @property
    def names(self) -> Names:
        return Names("storewright", self.stage)

    @cached_property
    def stacks(self) -> dict[str, Resource]:
        """The templates by their stacks' names."""
        paths = self.assembly.glob("*.template.json")
        return {path.name.removesuffix(".template.json"): json.loads(path.read_text()) for path in paths}

    @cached_property
    def resources(self) -> dict[str, Resource]:
        """Of the shop itself; what stands in front of it, partly in another region, is looked at by its stacks."""
        edge = {self.names.of(name) for name in EDGE}
        return joined({name: stack for name, stack in self.stacks.items() if name not in edge})

    def of(self, kind: str) -> dict[str, Resource]:
        """The properties of all resources of a kind, such as `SQS::Queue`, by logical id."""
        return {
            logical_id: resource.get("Properties", {})
            for logical_id, resource in self.resources.items()
            if resource["Type"] == f"AWS::{kind}"
        }

    def function(self, title: str) -> Resource:
        return self.of("Lambda::Function")[self.function_id(title)]

    def function_id(self, title: str) -> str:
        name = self.names.of(title)
        [logical_id] = [key for key, each in self.of("Lambda::Function").items() if each["FunctionName"] == name]
        return logical_id

    def statements(self, title: str) -> list[Resource]:
        """What a Lambda's role allows."""
        role = self.resources[target(self.function(title)["Role"])]
        return [each for policy in role["Properties"]["Policies"] for each in policy["PolicyDocument"]["Statement"]]

    def mappings(self, title: str) -> list[Resource]:
        """The queues and streams that a Lambda is fed from."""
        own = self.function_id(title)
        return [each for each in self.of("Lambda::EventSourceMapping").values() if target(each["FunctionName"]) == own]

    def queue(self, name: str) -> Resource:
        [found] = [q for q in self.of("SQS::Queue").values() if q["QueueName"] == self.names.of(name)]
        return found


def target(reference: Any) -> str:
    """The logical id that a Ref or GetAtt means; for an ARN made of one, that one."""
    match reference:
        case {"Ref": str(logical_id)} | {"Fn::GetAtt": [str(logical_id), *_]}:
            return logical_id
        case {"Fn::Join": [_, parts]}:
            return next(target(part) for part in parts if isinstance(part, dict))
    raise AssertionError(f"No reference: {reference}")


def as_list(value: Any) -> list[Any]:
    """IAM and CloudFormation write one thing without its list."""
    return value if isinstance(value, list) else [value]
