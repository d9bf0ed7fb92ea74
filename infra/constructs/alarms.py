"""What a person is told, and the one dashboard: the same alarms on every function, queue and API."""

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, Stack
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.plan import Counted
from infra.stages import Stage

NAMESPACE = "Storewright"  # of what the code counts; its only dimension is the domain, as `service`
PERIOD = Duration.minutes(5)
WAITING_S = 300  # a message older than this means that shoppers wait for an answer
BEHIND_MS = 60_000  # a stream's follower a minute behind is stuck, not slow
ROW = 8  # widgets are 8 of the dashboard's 24 columns wide


class AlarmTopic(Construct):
    """Where every alarm goes, and whom it tells."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(scope, "alarms")
        topic = sns.Topic(self, "topic", topic_name=stage.names.topic, enforce_ssl=True)
        topic.add_to_resource_policy(  # a policy of our own takes the place of the one that lets the account in
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
            )
        )
        if stage.alarm_mail:
            topic.add_subscription(subscriptions.EmailSubscription(stage.alarm_mail))


class Board:
    """Collects the widgets of all stacks for the one dashboard. It knows what it shows by names alone."""

    def __init__(self) -> None:
        self._widgets: list[cloudwatch.IWidget] = []

    def add(self, title: str, metrics: Sequence[cloudwatch.IMetric]) -> None:
        self._widgets.append(cloudwatch.GraphWidget(title=title, left=list(metrics), width=ROW))

    def draw(self, scope: Construct, stage: Stage) -> None:
        """Once everything has been added."""
        rows = [self._widgets[i : i + 3] for i in range(0, len(self._widgets), 3)]
        cloudwatch.Dashboard(scope, "dashboard", dashboard_name=stage.names.of(), widgets=rows)


class Alarms(Construct):
    """Of one stack; makes nothing at all in a stage without alarms."""

    def __init__(self, scope: Construct, stage: Stage, board: Board) -> None:
        super().__init__(scope, "alarms")
        self._is_on = stage.has_alarms
        self._names = stage.names
        self._board = board
        arn = Stack.of(self).format_arn(service="sns", resource=stage.names.topic)
        self._topic = sns.Topic.from_topic_arn(self, "topic", arn) if stage.has_alarms else None

    def on_function(self, title: str) -> None:
        invocations, errors, throttles = (
            self._of_lambda(title, each) for each in ("Invocations", "Errors", "Throttles")
        )
        failing = cloudwatch.MathExpression(
            expression="errors + throttles", using_metrics={"errors": errors, "throttles": throttles}, period=PERIOD
        )
        self._alarm(f"{title}-failing", failing, 1, f"{title} raised an error or was throttled.")
        self._show(title, [invocations, errors, throttles])

    def on_dead_letters(self, title: str, queue: str) -> None:
        visible = self._of_queue(queue, "ApproximateNumberOfMessagesVisible")
        self._alarm(f"{title}-dead-letters", visible, 1, f"Something meant for {title} failed for good: see its DLQ.")

    def on_waiting(self, title: str, queue: str) -> None:
        age = self._of_queue(queue, "ApproximateAgeOfOldestMessage")
        self._alarm(f"{title}-waiting", age, WAITING_S, f"A message waits for {title} for more than {WAITING_S} s.")
        self._show(f"{title} queue: oldest message, s", [age])

    def on_falling_behind(self, title: str) -> None:
        age = self._of_lambda(title, "IteratorAge", "Maximum")
        self._alarm(f"{title}-behind", age, BEHIND_MS, f"{title} follows its stream {BEHIND_MS} ms late or more.")
        self._show(f"{title} stream: lateness, ms", [age])

    def on_counted(self, domain: str, counted: Sequence[Counted]) -> None:
        """What the code of a domain counts, under the names that it gives it."""
        metrics: list[cloudwatch.IMetric] = []
        for each in counted:
            metric = _metric(NAMESPACE, each.metric, {"service": domain}, "Sum")
            self._alarm(f"{domain}-{each.metric}", metric, each.at_least, each.says, times=each.times)
            metrics.append(metric)
        if metrics:
            self._show(f"{domain}: what should not be", metrics)

    def on_api(self, api: apigateway.HttpApi) -> None:
        errors = api.metric_server_error(period=PERIOD, statistic="Sum")
        self._alarm("api-5xx", errors, 1, "A request was answered with 5xx.")
        latency = api.metric_latency(period=PERIOD, statistic="p99")
        self._show("api: requests and errors", [api.metric_count(period=PERIOD), errors])
        self._show("api: latency, p99, ms", [latency])

    def _alarm(self, name: str, metric: cloudwatch.IMetric, threshold: int, says: str, times: int = 1) -> None:
        if self._topic is None:
            return
        alarm = cloudwatch.Alarm(
            self,
            name,
            alarm_name=self._names.of(name),
            alarm_description=says,
            metric=metric,
            threshold=threshold,
            evaluation_periods=times,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(self._topic))

    def _show(self, title: str, metrics: Sequence[cloudwatch.IMetric]) -> None:
        if self._is_on:
            self._board.add(title, metrics)

    def _of_lambda(self, title: str, metric: str, statistic: str = "Sum") -> cloudwatch.Metric:
        return _metric("AWS/Lambda", metric, {"FunctionName": self._names.of(title)}, statistic)

    def _of_queue(self, queue: str, metric: str) -> cloudwatch.Metric:
        return _metric("AWS/SQS", metric, {"QueueName": queue}, "Maximum")


def _metric(namespace: str, name: str, dimensions: Mapping[str, str], statistic: str) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=namespace, metric_name=name, dimensions_map=dimensions, period=PERIOD, statistic=statistic
    )
