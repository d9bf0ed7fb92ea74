"""What the catalog's changes do to the edge: rule → queue → pipe → one call to CloudFront for all of half a minute.

The call is the state machine's only step, so no code runs for it. A page that is forgotten too late is at most as old
as its own Cache-Control lets it be, a minute; so what fails for good is dropped,
and an alarm tells of it.
"""

from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_pipes as pipes
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as stepfunctions
from constructs import Construct

from events import InventoryAdjusted, PriceChanged, ProductUpdated
from infra.constructs.alarms import Alarms
from infra.constructs.distribution import PAGES
from infra.constructs.nag import acknowledge
from infra.stages import Stage

HEARS = (ProductUpdated, PriceChanged, InventoryAdjusted)  # a sale's change of stock may be a minute old
GATHERED_S = 30  # CloudFront takes fifteen of such paths at once, and charges for each
GATHERED_MOST = 10_000  # the most a pipe takes; an import of a catalog
KEPT_MINUTES = 10  # then every page has been made anew by itself
TRIES = 6  # 5, 10, 20 … seconds: while others' paths are still on their way


class ForgetPages(Construct):
    def __init__(self, scope: Construct, stage: Stage, distribution: cloudfront.Distribution, alarms: Alarms) -> None:
        super().__init__(scope, "forget_pages")
        self._name = stage.names.of("forget_pages")
        queue = self._queue()
        events.Rule(
            self,
            "rule",
            rule_name=self._name,
            event_bus=events.EventBus.from_event_bus_name(self, "bus", stage.names.bus),
            event_pattern=events.EventPattern(source=["storewright"], detail_type=[each.type for each in HEARS]),
            targets=[targets.SqsQueue(queue)],
        )
        self._pipe(queue, self._machine(distribution))
        alarms.on_forgetting(self._name)

    def _queue(self) -> sqs.Queue:
        queue = sqs.Queue(
            self,
            "queue",
            queue_name=self._name,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.minutes(KEPT_MINUTES),
        )
        acknowledge(queue, "SQS3", "What is not heard within minutes has come true by itself.")
        return queue

    def _machine(self, distribution: cloudfront.Distribution) -> stepfunctions.CfnStateMachine:
        role = self._role("machine", "states", "cloudfront:CreateInvalidation", distribution.distribution_arn)
        call = {
            "Type": "Task",
            "QueryLanguage": "JSONata",
            "Resource": "arn:aws:states:::aws-sdk:cloudfront:createInvalidation",
            "Arguments": {
                "DistributionId": distribution.distribution_id,
                "InvalidationBatch": {
                    # The same news again asks for nothing new.
                    "CallerReference": "{% $parse($states.input[0].body).detail.id %}",
                    "Paths": {"Quantity": len(PAGES), "Items": list(PAGES)},
                },
            },
            "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "BackoffRate": 2, "MaxAttempts": TRIES}],
            "End": True,
        }
        machine = stepfunctions.CfnStateMachine(
            self,
            "machine",
            state_machine_name=self._name,
            state_machine_type="STANDARD",
            role_arn=role.role_arn,
            definition_string=Stack.of(self).to_json_string({"StartAt": "forget", "States": {"forget": call}}),
        )
        acknowledge(machine, "SF1", "A standard machine's history has each of its steps, and there is one.")
        acknowledge(machine, "SF2", "One call, and nothing to trace.")
        return machine

    def _pipe(self, queue: sqs.Queue, machine: stepfunctions.CfnStateMachine) -> None:
        role = self._role("pipe", "pipes", "states:StartExecution", machine.attr_arn)
        queue.grant_consume_messages(role)
        pipes.CfnPipe(
            self,
            "pipe",
            name=self._name,
            role_arn=role.role_arn,
            source=queue.queue_arn,
            source_parameters=pipes.CfnPipe.PipeSourceParametersProperty(
                sqs_queue_parameters=pipes.CfnPipe.PipeSourceSqsQueueParametersProperty(
                    batch_size=GATHERED_MOST, maximum_batching_window_in_seconds=GATHERED_S
                )
            ),
            target=machine.attr_arn,
            target_parameters=pipes.CfnPipe.PipeTargetParametersProperty(
                step_function_state_machine_parameters=pipes.CfnPipe.PipeTargetStateMachineParametersProperty(
                    invocation_type="FIRE_AND_FORGET"
                )
            ),
        ).node.add_dependency(role)

    def _role(self, name: str, service: str, action: str, arn: str) -> iam.Role:
        may = iam.PolicyStatement(actions=[action], resources=[arn])
        return iam.Role(
            self,
            f"{name}_role",
            assumed_by=iam.ServicePrincipal(f"{service}.amazonaws.com"),
            inline_policies={"grants": iam.PolicyDocument(statements=[may])},
        )
