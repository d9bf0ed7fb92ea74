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
    run = iam.PolicyStatement(actions=["states:StartExecution"], resources=[around.machine_arn(domain)])
    watch = iam.PolicyStatement(
        actions=["states:DescribeExecution", "states:StopExecution"],
        resources=[around.chunks_arn(domain)],
    )
    role = iam.Role(
        function,
        "machine",
        assumed_by=iam.ServicePrincipal("states.amazonaws.com"),
        inline_policies={"steps": iam.PolicyDocument(statements=[ask, run, watch])},
    )
    its_chunks = around.nag_name(around.chunks_arn(domain))
    acknowledge(role, f"IAM5[Resource::{its_chunks}]", "Its own; AWS names each chunk's run.")
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
