"""What fails, waits or falls behind raises an alarm, and an alarm reaches somebody before a customer does."""

from collections.abc import Iterator

from infra.plan import Publisher, Watcher, Worker
from local.paths import ROOT
from tests.infra.joined import Resource
from tests.infra.template import PLANNED, Template, of_kind, target


def test_every_dead_letter_queue_has_an_alarm(template: Template) -> None:
    names = [queue["QueueName"] for queue in template.of("SQS::Queue").values()]
    dead = {name for name in names if name.endswith("-dlq")}
    alarmed = set()
    for alarm in _alarms_on(template, "ApproximateNumberOfMessagesVisible"):
        assert (alarm["Threshold"], alarm["Statistic"]) == (1, "Maximum")
        alarmed.add(_dimension(alarm))
    assert alarmed == dead


def test_every_queue_that_shoppers_wait_for_has_an_alarm_on_its_oldest_message(template: Template) -> None:
    alarmed = {_dimension(alarm) for alarm in _alarms_on(template, "ApproximateAgeOfOldestMessage")}
    assert alarmed == {template.names.of(title) for title in of_kind(Worker)}


def test_every_follower_of_a_stream_has_an_alarm_on_its_lateness(template: Template) -> None:
    alarmed = {_dimension(alarm) for alarm in _alarms_on(template, "IteratorAge")}
    assert alarmed == {template.names.of(title) for title in (*of_kind(Publisher), *of_kind(Watcher))}


def test_every_lambda_has_an_alarm_on_errors_and_throttles(template: Template) -> None:
    alarmed = {}
    for alarm in template.of("CloudWatch::Alarm").values():
        metrics = {each["MetricStat"]["Metric"]["MetricName"] for each in _metrics(alarm)}
        if metrics:
            assert metrics == {"Errors", "Throttles"}
            alarmed[_dimension(_metrics(alarm)[0]["MetricStat"]["Metric"])] = alarm
    assert set(alarmed) == {template.names.of(title) for title in PLANNED}


def test_the_api_has_an_alarm_on_5xx(template: Template) -> None:
    [alarm] = _alarms_on(template, "5xx")
    assert alarm["Threshold"] == 1


COUNTED = {  # (domain, metric): how many in five minutes, how many times running
    ("orders", "CallersLimited"): (50, 1),
    ("orders", "LimitsNotCounted"): (1, 1),
    ("orders", "OrdersNotExpired"): (1, 1),
    ("orders", "ExpiryBehind"): (1, 3),
    ("payments", "ResumingBehind"): (1, 3),
    ("payments", "PaymentsNotResumed"): (1, 1),
    ("payments", "StripeEventsQuarantined"): (1, 1),
    **{(name, "AnswersNotOurs"): (1, 1) for name in ("access", "catalog", "fulfillment", "inventory", "orders")},
}


def test_what_the_code_counts_and_should_not_be_has_an_alarm(template: Template) -> None:
    alarms = [each for each in template.of("CloudWatch::Alarm").values() if each.get("Namespace") == "Storewright"]
    found = {}
    for alarm in alarms:
        [dimension] = alarm["Dimensions"]
        assert (dimension["Name"], alarm["Statistic"], alarm["Period"]) == ("service", "Sum", 300)
        found[dimension["Value"], alarm["MetricName"]] = (alarm["Threshold"], alarm["EvaluationPeriods"])
    assert found == COUNTED


def test_an_alarm_listens_where_the_code_counts(template: Template) -> None:
    """A metric's name is in the source, and it is sent as its Lambda's namespace and service."""
    code = "".join(path.read_text() for part in ("functions", "shared") for path in (ROOT / part).rglob("*.py"))
    domains = {name for name, _ in COUNTED}
    for _, metric in COUNTED:
        assert f'telemetry.count("{metric}")' in code
    sent = {}
    for title, (domain, _) in PLANNED.items():
        if domain.name in domains:
            env = template.of("Lambda::Function")[template.function_id(title)]["Environment"]["Variables"]
            sent[title] = (env["POWERTOOLS_METRICS_NAMESPACE"], env["POWERTOOLS_SERVICE_NAME"] == domain.name)
    assert set(sent.values()) == {("Storewright", True)}


def test_every_alarm_reaches_the_topic_and_is_quiet_without_news(template: Template) -> None:
    [topic] = template.of("SNS::Topic")
    for alarm in template.of("CloudWatch::Alarm").values():
        assert [target(action) for action in alarm["AlarmActions"]] == [topic]
        assert alarm["TreatMissingData"] == "notBreaching"
        assert alarm["AlarmDescription"]


def test_cloudwatch_may_publish_to_the_topic(template: Template) -> None:
    [policy] = template.of("SNS::TopicPolicy").values()
    statements = {each["Effect"]: each for each in policy["PolicyDocument"]["Statement"]}
    assert statements["Allow"]["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert statements["Allow"]["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    assert statements["Deny"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_there_is_one_dashboard(template: Template) -> None:
    [dashboard] = template.of("CloudWatch::Dashboard").values()
    assert dashboard["DashboardName"] == template.names.of()


def _alarms_on(template: Template, metric: str) -> Iterator[Resource]:
    return (each for each in template.of("CloudWatch::Alarm").values() if each.get("MetricName") == metric)


def _metrics(alarm: Resource) -> list[Resource]:
    return [each for each in alarm.get("Metrics", []) if "MetricStat" in each]


def _dimension(metric: Resource) -> str:
    [dimension] = metric["Dimensions"]
    return str(dimension["Value"])
