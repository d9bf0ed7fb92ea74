"""What shoppers wait for, in versions that never change, and the alias `live` by which API Gateway asks one of them.

A version is what Lambda can take a snapshot of, or keep started, and what a canary can go back to; a stage that wants
none of these has none of it.
"""

from aws_cdk import aws_lambda as lambda_

from infra.constructs.function import DomainFunction
from infra.constructs.surroundings import Surroundings
from infra.plan import Api

LIVE = "live"


def asked(function: DomainFunction, plan: Api, around: Surroundings) -> lambda_.IFunction:
    """What API Gateway asks: the function itself, or its alias."""
    stage = around.stage
    if not plan.is_store or not (stage.snap_start or stage.provisioned_concurrency or stage.canary_percent):
        return function.function
    alias = around.aliases[plan.name] = lambda_.Alias(
        function,
        LIVE,
        alias_name=LIVE,
        version=function.function.current_version,
        provisioned_concurrent_executions=stage.provisioned_concurrency or None,
    )
    return alias
