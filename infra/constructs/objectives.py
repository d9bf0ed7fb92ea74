"""Objectives as alarms: how fast the budget of what may go wrong is spent, looked at over a long and a short window."""

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra.constructs.metrics import metric, ours
from infra.names import Names
from infra.register.vocabulary import Burn, Late, Lost, Objective


class BurnAlarm(Construct):
    """Raised while both windows burn. Each window is an alarm that tells nobody; the two together do."""

    def __init__(self, scope: Construct, names: Names, domain: str, objective: Objective, burn: Burn) -> None:
        name = objective.alarm_name(domain, burn)
        super().__init__(scope, name)
        windows = {burn.long_minutes: objective.at_least, burn.short_minutes: 1}
        self._objective, self._domain, self._names = objective, domain, names
        self.name = names.of(name)
        self.windows = {
            window_name(domain, objective, minutes): self._window(burn, minutes, at_least)
            for minutes, at_least in windows.items()
        }
        self.rule = cloudwatch.AlarmRule.all_of(
            *(cloudwatch.AlarmRule.from_alarm(each, cloudwatch.AlarmState.ALARM) for each in self.windows.values())
        )

    def _window(self, burn: Burn, minutes: int, at_least: int) -> cloudwatch.Alarm:
        objective = self._objective
        return cloudwatch.Alarm(
            self,
            f"{minutes}m",
            alarm_name=self._names.of(window_name(self._domain, objective, minutes)),
            alarm_description=f"Tells nobody: a part of {self.name}.",
            metric=burn_rate(self._names, self._domain, objective, minutes, at_least),
            threshold=burn.rate(objective.days),
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )


def window_name(domain: str, objective: Objective, minutes: int) -> str:
    """What the alarm on one window is called after the stage's own beginning."""
    return f"{domain}-{objective.name}-within-{minutes}m"


def burn_rate(
    names: Names, domain: str, objective: Objective, minutes: int, at_least: int = 1
) -> cloudwatch.MathExpression:
    """How many times faster than it may the budget goes; 0 where fewer than `at_least` were bad."""
    period = Duration.minutes(minutes)
    match objective.measured_by:
        case Lost() as lost:
            bad, every, metrics = _lost(names, domain, lost, period)
        case Late() as late:
            bad, every, metrics = _late(domain, late, period)
    return cloudwatch.MathExpression(
        expression=f"IF({bad} >= {at_least}, {bad} / {every} / {objective.budget:g}, 0)",
        using_metrics=metrics,
        period=period,
        label=f"{objective.name}: budget's burn rate",
    )


Expression = tuple[str, str, dict[str, cloudwatch.IMetric]]  # how many are bad, how many there are, of which metrics


def _lost(names: Names, domain: str, lost: Lost, period: Duration) -> Expression:
    function = {"FunctionName": names.of(domain, lost.function)}
    metrics: dict[str, cloudwatch.IMetric] = {
        "asked": ours(domain, lost.of, "Sum", period),
        "failed": ours(domain, lost.lost, "Sum", period),
        "errors": metric("AWS/Lambda", "Errors", function, "Sum", period),
        "throttles": metric("AWS/Lambda", "Throttles", function, "Sum", period),
    }
    cut_off = "FILL(errors, 0) + FILL(throttles, 0)"
    return f"(FILL(failed, 0) + {cut_off})", f"(FILL(asked, 0) + {cut_off})", metrics


def _late(domain: str, late: Late, period: Duration) -> Expression:
    metrics: dict[str, cloudwatch.IMetric] = {
        "in_time": ours(domain, late.of, cloudwatch.Stats.percentile_rank(0, late.within_s), period),
        "every": ours(domain, late.of, "SampleCount", period),
    }
    return "(every * (100 - in_time) / 100)", "every", metrics
