"""A domain's jobs: its state machine, and the one Lambda that it asks for each step."""

import json

from aws_cdk import aws_iam as iam
from aws_cdk import aws_stepfunctions as stepfunctions

from infra.constructs.function import DomainFunction
from infra.constructs.nag import acknowledge
from infra.constructs.surroundings import Surroundings
from infra.job_machine import definition
from infra.plan import Jobs
from infra.stages import JOB_TIMEOUT_S


def add_jobs(around: Surroundings, domain: str, plan: Jobs) -> None:
    function = DomainFunction(around, domain, plan, timeout_s=JOB_TIMEOUT_S)
    name = around.stage.names.of(domain, "jobs")
    ask = iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[function.function.function_arn])
    run = iam.PolicyStatement(actions=["states:StartExecution"], resources=[machine_arn(around, domain)])
    watch = iam.PolicyStatement(
        actions=["states:DescribeExecution", "states:StopExecution"],
        resources=[f"{machine_arn(around, domain).replace(':stateMachine:', ':execution:')}/*"],
    )
    role = iam.Role(
        function,
        "machine",
        assumed_by=iam.ServicePrincipal("states.amazonaws.com"),
        inline_policies={"steps": iam.PolicyDocument(statements=[ask, run, watch])},
    )
    acknowledge(role, "IAM5", "Its own executions: AWS names those of a Distributed Map.")
    machine = stepfunctions.CfnStateMachine(
        function,
        "jobs",
        state_machine_name=name,
        role_arn=role.role_arn,
        definition_string=json.dumps(definition("${Function}")),
        definition_substitutions={"Function": function.function.function_arn},
    )
    acknowledge(machine, "SF1", "The Lambda logs each step; the machine has nothing to say besides.")
    acknowledge(machine, "SF2", "As all of the shop, it is followed by logs and metrics.")


def machine_arn(around: Surroundings, domain: str) -> str:
    """The state machine of a domain's jobs."""
    name = around.stage.names.of(domain, "jobs")
    return f"arn:{around.stack.partition}:states:{around.stack.region}:{around.stack.account}:stateMachine:{name}"
