"""What shoppers wait for, in versions that never change, and the alias `live` by which API Gateway asks one of them.

A version is what Lambda can take a snapshot of, or keep started; a stage that wants neither has none of it.
"""

from aws_cdk import aws_lambda as lambda_

from infra.constructs.function import DomainFunction
from infra.plan import Api
from infra.stages import Stage

LIVE = "live"


def asked(function: DomainFunction, plan: Api, stage: Stage) -> lambda_.IFunction:
    """What API Gateway asks: the function itself, or its alias."""
    if not plan.is_store or not (stage.snap_start or stage.provisioned_concurrency):
        return function.function
    return lambda_.Alias(
        function,
        LIVE,
        alias_name=LIVE,
        version=function.function.current_version,
        provisioned_concurrent_executions=stage.provisioned_concurrency or None,
    )
