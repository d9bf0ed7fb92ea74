"""What a person is told, and the one dashboard: the alarms that the register says, in one stack."""

from collections.abc import Sequence

from aws_cdk import Aws, Duration, Stack
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.constructs.board import Board
from infra.constructs.metrics import PERIOD, metric, ours
from infra.constructs.objectives import BurnAlarm, burn_rate
from infra.register.kinds import BEHIND, DEAD_LETTERS, FAILING, OF_API, OF_EDGE, WAITING
from infra.register.vocabulary import BURNS, FAST, Alarm, Kind, Level, Objective, Steady, Word
from infra.stages import Stage

RUNBOOKS = "docs/operate/runbooks"


class Alarms(Construct):
    """Of one stack; makes nothing at all in a stage without alarms."""

    def __init__(self, scope: Construct, stage: Stage, board: Board) -> None:
        super().__init__(scope, "alarms")
        self._is_on = stage.has_alarms
        self._names = stage.names
        self._runbooks = (stage.runbook_url or RUNBOOKS).rstrip("/")
        self._board = board
        topics = {Level.PAGE: stage.names.topic, Level.TICKET: stage.names.tickets} if stage.has_alarms else {}
        self._topics = {level: self._topic(level, name) for level, name in topics.items()}
        self.made: dict[str, cloudwatch.Alarm] = {}  # on metrics, by their names after the stage's own beginning

    def on_function(self, title: str) -> None:
        invocations, errors, throttles = (
            self._of_lambda(title, each) for each in ("Invocations", "Errors", "Throttles")
        )
        failing = cloudwatch.MathExpression(
            expression="errors + throttles", using_metrics={"errors": errors, "throttles": throttles}, period=PERIOD
        )
        self._of_kind(FAILING, title, failing)
        self._show(title, [invocations, errors, throttles])

    def on_dead_letters(self, title: str, queue: str) -> None:
        self._of_kind(DEAD_LETTERS, title, self._of_queue(queue, "ApproximateNumberOfMessagesVisible"))

    def on_waiting(self, title: str, queue: str) -> None:
        age = self._of_queue(queue, "ApproximateAgeOfOldestMessage")
        self._of_kind(WAITING, title, age)
        self._show(f"{title} queue: oldest message, s", [age])

    def on_falling_behind(self, title: str) -> None:
        age = self._of_lambda(title, "IteratorAge", "Maximum")
        self._of_kind(BEHIND, title, age)
        self._show(f"{title} stream: lateness, ms", [age])

    def on_counted(self, domain: str, words: Sequence[Word]) -> None:
        """What the code of a domain counts, under the names that it gives it."""
        metrics = {word: counted(domain, word) for word in words}
        for word, found in metrics.items():
            if word.alarm:
                self._alarm(f"{domain}-{word.name}", found, word.alarm, runbook=word.name)
        self._show(f"{domain}: what happens", [found for word, found in metrics.items() if not word.alarm])
        self._show(f"{domain}: what should not be", [found for word, found in metrics.items() if word.alarm])

    def on_objectives(self, domain: str, objectives: Sequence[Objective]) -> None:
        """Told while the budget goes too fast; the dashboard shows how fast it goes."""
        for objective in objectives if self._is_on else ():
            for burn in BURNS:
                alarm = objective.alarm(burn)
                both = BurnAlarm(self, self._names, domain, objective, burn)
                self.made |= both.windows
                made = cloudwatch.CompositeAlarm(
                    both,
                    "both",
                    composite_alarm_name=both.name,
                    alarm_description=self._told(alarm, objective.name),
                    alarm_rule=both.rule,
                )
                made.add_alarm_action(actions.SnsAction(self._topics[alarm.level]))
            rate = burn_rate(self._names, domain, objective, FAST.long_minutes)
            self._show(f"{domain}: {objective.name}, how fast its budget goes", [rate])

    def on_steady(self, domain: str, steady: Sequence[Steady]) -> None:
        """Told where far fewer are counted than at this time of the weeks before."""
        for each in steady if self._is_on else ():
            made = cloudwatch.AnomalyDetectionAlarm(
                self,
                f"{domain}-{each.name}",
                alarm_name=self._names.of(domain, each.name),
                alarm_description=self._told(each.alarm, each.name),
                metric=ours(domain, each.of, "Sum", Duration.hours(1)),
                std_devs=each.deviations,
                evaluation_periods=each.hours,
                comparison_operator=cloudwatch.ComparisonOperator.LESS_THAN_LOWER_THRESHOLD,
                treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            )
            made.add_alarm_action(actions.SnsAction(self._topics[each.level]))

    def on_api(self, api: apigateway.HttpApi) -> None:
        errors = api.metric_server_error(period=PERIOD, statistic="Sum")
        self._of_kind(OF_API, "api", errors)
        latency = api.metric_latency(period=PERIOD, statistic="p99")
        self._show("api: requests and errors", [api.metric_count(period=PERIOD), errors])
        self._show("api: latency, p99, ms", [latency])

    def on_forgetting(self, name: str) -> None:
        """Of the edge: the pipe and the state machine that are called so."""
        machine = f"arn:{Aws.PARTITION}:states:{Aws.REGION}:{Aws.ACCOUNT_ID}:stateMachine:{name}"
        calls, failed = (
            metric("AWS/States", each, {"StateMachineArn": machine}, "Sum")
            for each in ("ExecutionsStarted", "ExecutionsFailed")
        )
        stuck = metric("AWS/EventBridge/Pipes", "ExecutionFailed", {"PipeName": name}, "Sum")
        failing = cloudwatch.MathExpression(
            expression="FILL(failed, 0) + FILL(stuck, 0)",
            using_metrics={"failed": failed, "stuck": stuck},
            period=PERIOD,
        )
        self._of_kind(OF_EDGE, "edge", failing)
        self._show("edge: calls to forget pages", [calls, failed, stuck])

    def _of_kind(self, kind: Kind, title: str, metric: cloudwatch.IMetric) -> None:
        self._alarm(f"{title}-{kind.name}", metric, kind.alarm(title), runbook=kind.name)

    def _alarm(self, name: str, metric: cloudwatch.IMetric, alarm: Alarm, *, runbook: str) -> None:
        if not self._is_on:
            return
        made = cloudwatch.Alarm(
            self,
            name,
            alarm_name=self._names.of(name),
            alarm_description=self._told(alarm, runbook),
            metric=metric,
            threshold=alarm.at_least,
            evaluation_periods=alarm.times,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        made.add_alarm_action(actions.SnsAction(self._topics[alarm.level]))
        self.made[name] = made

    def _told(self, alarm: Alarm, runbook: str) -> str:
        return f"{alarm.says} {self._runbooks}/{runbook}.md"

    def _show(self, title: str, metrics: Sequence[cloudwatch.IMetric]) -> None:
        if self._is_on and metrics:
            self._board.add(title, metrics)

    def _topic(self, level: Level, name: str) -> sns.ITopic:
        return sns.Topic.from_topic_arn(self, level.value, Stack.of(self).format_arn(service="sns", resource=name))

    def _of_lambda(self, title: str, name: str, statistic: str = "Sum") -> cloudwatch.Metric:
        return metric("AWS/Lambda", name, {"FunctionName": self._names.of(title)}, statistic)

    def _of_queue(self, queue: str, name: str) -> cloudwatch.Metric:
        return metric("AWS/SQS", name, {"QueueName": queue}, "Maximum")


def counted(domain: str, word: Word) -> cloudwatch.Metric:
    """The metric of a word; of what is measured, all but the slowest twentieth."""
    return ours(domain, word.name, "p95" if word.is_measured else "Sum")
