"""Where alarms go, and whom they tell: one topic for what somebody gets up for, one for what waits for the morning."""

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.stages import Stage


class AlarmTopics(Construct):
    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(scope, "alarms")
        self._add("topic", stage.names.topic, stage.alarm_mail)
        self._add("tickets", stage.names.tickets, stage.ticket_mail or stage.alarm_mail)

    def _add(self, name: str, topic_name: str, mail: str | None) -> None:
        topic = sns.Topic(self, name, topic_name=topic_name, enforce_ssl=True)
        topic.add_to_resource_policy(  # a policy of our own takes the place of the one that lets the account in
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
            )
        )
        if mail:
            topic.add_subscription(subscriptions.EmailSubscription(mail))
