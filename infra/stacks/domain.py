"""One domain: its Lambdas with all that wakes them, its routes, its alarms. It can be deployed alone."""

from collections.abc import Callable, Mapping
from typing import Any

from aws_cdk import CfnParameter, Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.alarms import Alarms
from infra.constructs.board import Board
from infra.constructs.canary import add_canary
from infra.constructs.clock import add_schedule
from infra.constructs.function import DomainFunction
from infra.constructs.jobs import add_jobs
from infra.constructs.mailbox import add_mailbox
from infra.constructs.routes import add_authorizer, add_routes
from infra.constructs.stream import add_publisher, add_watcher
from infra.constructs.surroundings import Surroundings
from infra.constructs.worker import add_worker
from infra.plan import Api, Authorizer, Domain, Function, Jobs, Mailbox, Operator, Publisher, Schedule, Watcher, Worker
from infra.stages import OPERATOR_TIMEOUT_S, Stage
from shared.table import TableSpec


def _add_operator(around: Surroundings, domain: str, plan: Operator) -> None:
    DomainFunction(around, domain, plan, timeout_s=OPERATOR_TIMEOUT_S)


KINDS: dict[type[Function], Callable[[Surroundings, str, Any], None]] = {
    Authorizer: add_authorizer,
    Api: add_routes,
    Worker: add_worker,
    Schedule: add_schedule,
    Jobs: add_jobs,
    Mailbox: add_mailbox,
    Operator: _add_operator,
}


class DomainStack(Stack):
    def __init__(
        self,
        scope: Construct,
        stage: Stage,
        domain: Domain,
        board: Board,
        *,
        codes: Mapping[str, lambda_.Code],
        search_paths: Mapping[str, str],
        **options: Any,
    ) -> None:
        """`codes`: the Lambdas' code by variant, as `infra.bundle` builds it.

        `search_paths`: where a variant's dependencies lie that are not in its code, for the local cloud.
        """
        description = f"Storewright: the domain {domain.name}."
        super().__init__(scope, stage.names.of(domain.name), description=description, **options)
        self._domain = domain
        alarms = Alarms(self, stage, board)
        self.around = Surroundings(
            stack=self,
            stage=stage,
            alarms=alarms,
            codes=dict(codes),
            search_paths=dict(search_paths),
            stripe_api_base=self._of_the_local_cloud(stage, "StripeApiBase", None),
            helpdesk_url=self._of_the_local_cloud(stage, "HelpdeskUrl", stage.helpdesk.url) or "",
            hold_minutes=self._of_the_local_cloud(stage, "HoldMinutes", str(stage.hold_minutes)) or "",
        )
        for plan in domain.deployed(stage):
            self._add(plan)
        alarms.on_counted(domain.name, domain.counted_in(stage))
        alarms.on_objectives(domain.name, domain.objectives)
        alarms.on_steady(domain.name, domain.steady)
        for plan in domain.deployed(stage) if stage.canary_percent else ():
            if isinstance(plan, Api) and plan.name in self.around.aliases:
                add_canary(self.around, domain, plan, self.around.aliases[plan.name])

    def _of_the_local_cloud(self, stage: Stage, name: str, usual: str | None) -> str | None:
        """What is known only when it runs: where the doubles are, how short tests want an unpaid order's hold."""
        return CfnParameter(self, name, default=usual or "").value_as_string if stage.is_local else usual

    def _add(self, plan: Function) -> None:
        around, domain = self.around, self._domain.name
        if isinstance(plan, Publisher | Watcher):
            follow: Callable[..., None] = add_publisher if isinstance(plan, Publisher) else add_watcher
            follow(around, domain, plan, self._own_table())
        elif type(plan) in KINDS:
            KINDS[type(plan)](around, domain, plan)
        else:
            raise TypeError(f"{domain}.{plan.name} is of no kind that can be woken.")

    def _own_table(self) -> TableSpec:
        table = self._domain.table
        if table is None or not table.says:
            raise ValueError(f"{self._domain.name} follows its table's stream, and has none.")
        return table
