"""What a person is told, and the one dashboard: the same alarms on every function, queue and API."""

from collections.abc import Sequence

from aws_cdk import Duration, Stack
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.plan import Counted
from infra.stages import Stage

NAMESPACE = "Storewright"  # of what the code counts; its only dimension is the domain, as `service`
PERIOD = Duration.minutes(5)
WAITING_S = 300  # a message older than this means that shoppers wait for an answer
BEHIND_MS = 60_000  # a stream's follower a minute behind is stuck, not slow
ROW = 8  # widgets are 8 of the dashboard's 24 columns wide


class Alarms(Construct):
    """Collects alarms and widgets; makes nothing at all in a stage without alarms."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(scope, "alarms")
        self._is_on = stage.has_alarms
        self._prefix = f"storewright-{stage.name}"
        self._widgets: list[cloudwatch.IWidget] = []
        if not self._is_on:
            return
        self._topic = sns.Topic(self, "topic", topic_name=f"{self._prefix}-alarms", enforce_ssl=True)
        self._topic.add_to_resource_policy(  # a policy of our own takes the place of the one that lets the account in
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[self._topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
            )
        )
        if stage.alarm_mail:
            self._topic.add_subscription(subscriptions.EmailSubscription(stage.alarm_mail))

    def on_function(self, title: str, function: lambda_.Function) -> None:
        errors = function.metric_errors(period=PERIOD)
        throttles = function.metric_throttles(period=PERIOD)
        failing = cloudwatch.MathExpression(
            expression="errors + throttles", using_metrics={"errors": errors, "throttles": throttles}, period=PERIOD
        )
        self._alarm(f"{title}-failing", failing, 1, f"{title} raised an error or was throttled.")
        self._widget(title, [function.metric_invocations(period=PERIOD), errors, throttles])

    def on_dead_letters(self, title: str, dlq: sqs.Queue) -> None:
        visible = dlq.metric_approximate_number_of_messages_visible(period=PERIOD, statistic="Maximum")
        self._alarm(f"{title}-dead-letters", visible, 1, f"Something meant for {title} failed for good: see its DLQ.")

    def on_waiting(self, title: str, queue: sqs.Queue) -> None:
        age = queue.metric_approximate_age_of_oldest_message(period=PERIOD, statistic="Maximum")
        self._alarm(f"{title}-waiting", age, WAITING_S, f"A message waits for {title} for more than {WAITING_S} s.")
        self._widget(f"{title} queue: oldest message, s", [age])

    def on_falling_behind(self, title: str, function: lambda_.Function) -> None:
        age = function.metric("IteratorAge", period=PERIOD, statistic="Maximum")
        self._alarm(f"{title}-behind", age, BEHIND_MS, f"{title} follows its stream {BEHIND_MS} ms late or more.")
        self._widget(f"{title} stream: lateness, ms", [age])

    def on_counted(self, domain: str, counted: Sequence[Counted]) -> None:
        """What the code of a domain counts, under the names that it gives it."""
        metrics: list[cloudwatch.IMetric] = []
        for each in counted:
            metric = cloudwatch.Metric(
                namespace=NAMESPACE,
                metric_name=each.metric,
                dimensions_map={"service": domain},
                period=PERIOD,
                statistic="Sum",
            )
            self._alarm(f"{domain}-{each.metric}", metric, each.at_least, each.says, times=each.times)
            metrics.append(metric)
        if metrics:
            self._widget(f"{domain}: what should not be", metrics)

    def on_api(self, api: apigateway.HttpApi) -> None:
        errors = api.metric_server_error(period=PERIOD, statistic="Sum")
        self._alarm("api-5xx", errors, 1, "A request was answered with 5xx.")
        latency = api.metric_latency(period=PERIOD, statistic="p99")
        self._widget("api: requests and errors", [api.metric_count(period=PERIOD), errors])
        self._widget("api: latency, p99, ms", [latency])

    def draw(self) -> None:
        """The dashboard, once everything has been added."""
        if not self._is_on:
            return
        rows = [self._widgets[i : i + 3] for i in range(0, len(self._widgets), 3)]
        cloudwatch.Dashboard(self, "dashboard", dashboard_name=self._prefix, widgets=rows)

    def _alarm(self, name: str, metric: cloudwatch.IMetric, threshold: int, says: str, times: int = 1) -> None:
        if not self._is_on:
            return
        alarm = cloudwatch.Alarm(
            self,
            name,
            alarm_name=f"{self._prefix}-{name}",
            alarm_description=says,
            metric=metric,
            threshold=threshold,
            evaluation_periods=times,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(self._topic))

    def _widget(self, title: str, metrics: list[cloudwatch.IMetric]) -> None:
        if self._is_on:
            self._widgets.append(cloudwatch.GraphWidget(title=title, left=metrics, width=ROW))
