"""A whole shop as stacks of any CDK app: what remembers, the API and its edge, and one stack a domain.

    app, stage = App(), ready("dev")
    shop = Shop(app, stage, DOMAINS, bundles_for(stage))

The stacks stand beside your own in the app; `shop.data`, `shop.api` and `shop.domains[…]` are them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from aws_cdk import AssetHashType, CliCredentialsStackSynthesizer, Environment, Stack, Tags
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.bundle import Bundle
from infra.constructs.board import Board
from infra.plan import Authorizer, Domain
from infra.stacks.api import ApiStack
from infra.stacks.data import DataStack
from infra.stacks.domain import DomainStack
from infra.stacks.edge import EdgeStack
from infra.stacks.firewall import REGION, FirewallStack
from infra.stages import Stage


class Shop:
    """One shop in one stage. Its stacks find each other by names (`infra/names.py`), so each can be deployed alone."""

    def __init__(
        self,
        scope: Construct,
        stage: Stage,
        domains: Sequence[Domain],
        bundles: Mapping[str, Bundle],
        dashboard: Path | None = None,
    ):
        """`bundles`: the Lambdas' code by variant, of `infra.bundle.build_all`; `dashboard`: its files, of
        `infra.dashboard.build`, None for a shop without one.
        """
        board = Board()
        self.data = DataStack(scope, stage, domains, **_options(stage, is_protected=stage.keeps_data))
        self.api = ApiStack(
            scope, stage, board, _authorizer(domains), **_options(stage, is_protected=stage.keeps_data)
        )  # protected too: its address stands in Stripe's and in carriers' settings
        self.edge = self._behind_the_edge(scope, stage, board, dashboard) if stage.has_edge else ()
        self.domains = {
            domain.name: DomainStack(
                scope,
                stage,
                domain,
                board,
                codes={variant: _code(each) for variant, each in bundles.items()},
                # The local cloud's Lambdas share the dependencies' directory; in an account each carries its own.
                search_paths={variant: str(each.dependencies) for variant, each in bundles.items()}
                if stage.is_local
                else {},
                **_options(stage),
            )
            for domain in domains
            if domain.functions
        }
        if stage.has_alarms:
            board.draw(self.api, stage)
        self.api.add_stack_dependency(self.data)
        for stack in self.domains.values():
            stack.add_stack_dependency(self.api)
        for each in self.stacks:
            Tags.of(each).add("storewright:shop", stage.prefix)
            Tags.of(each).add("storewright:stage", stage.name)

    @property
    def stacks(self) -> tuple[Stack, ...]:
        """All of them, in the order of their making."""
        return (self.data, self.api, *self.edge, *self.domains.values())

    def _behind_the_edge(
        self, scope: Construct, stage: Stage, board: Board, dashboard: Path | None
    ) -> tuple[FirewallStack, EdgeStack]:
        """Protected as the API is: its address is what others know."""
        firewall = FirewallStack(scope, stage, **_options(replace(stage, region=REGION), is_protected=stage.keeps_data))
        edge = EdgeStack(scope, stage, board, dashboard, **_options(stage, is_protected=stage.keeps_data))
        edge.add_stack_dependency(firewall)
        edge.add_stack_dependency(self.api)
        return firewall, edge


def _options(stage: Stage, *, is_protected: bool = False) -> dict[str, Any]:
    return {
        "env": Environment(account=stage.account, region=stage.region),
        "termination_protection": is_protected,
        # The local cloud refuses the bootstrap's roles their bucket, so there the CLI's own credentials are used.
        "synthesizer": CliCredentialsStackSynthesizer() if stage.is_local else None,
    }


def _authorizer(domains: Sequence[Domain]) -> str:
    """Its title. Raises ValueError where there is not one."""
    plans = [
        (domain.name, plan.name) for domain in domains for plan in domain.functions if isinstance(plan, Authorizer)
    ]
    if len(plans) != 1:
        raise ValueError(f"Staff's routes have one authorizer, and the plan has {len(plans)}.")
    return "-".join(plans[0])


def _code(built: Bundle) -> lambda_.Code:
    return lambda_.Code.from_asset(str(built.path), asset_hash=built.hash, asset_hash_type=AssetHashType.CUSTOM)
