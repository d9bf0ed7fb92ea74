"""What fails, waits or falls behind raises an alarm, and an alarm reaches somebody before a customer does."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from aws_cdk import App, Stack
from aws_cdk.assertions import Template as Synthesized

from infra.constructs.alarms import Alarms
from infra.constructs.board import Board
from infra.constructs.topics import AlarmTopics
from infra.domains import DOMAINS
from infra.plan import Mailbox, Publisher, Watcher, Worker
from infra.register.derived import OF_THE_EDGE, every_alarm
from infra.register.vocabulary import Alarm, Level, Runbook, Word
from local.paths import ROOT
from tests.infra.joined import Resource
from tests.infra.shop import STAGES
from tests.infra.template import PLANNED, Template, of_kind, target

TOPICS = {Level.PAGE: "alarms", Level.TICKET: "tickets"}


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
    assert alarmed == {template.names.of(title) for title in (*of_kind(Worker), *of_kind(Mailbox))}


def test_every_follower_of_a_stream_has_an_alarm_on_its_lateness(template: Template) -> None:
    alarmed = {_dimension(alarm) for alarm in _alarms_on(template, "IteratorAge")}
    assert alarmed == {template.names.of(title) for title in (*of_kind(Publisher), *of_kind(Watcher))}


def test_every_lambda_has_an_alarm_on_errors_and_throttles(template: Template) -> None:
    for title in PLANNED:
        metrics = [each["MetricStat"]["Metric"] for each in _metrics(_named(template)[f"{title}-failing"])]
        assert {metric["MetricName"] for metric in metrics} == {"Errors", "Throttles"}
        assert {_dimension(metric) for metric in metrics} == {template.names.of(title)}


def test_the_api_has_an_alarm_on_5xx(template: Template) -> None:
    [alarm] = _alarms_on(template, "5xx")
    assert alarm["Threshold"] == 1


def test_the_alarms_are_those_of_the_register(template: Template) -> None:
    """No more and no fewer, each with its thresholds, its sentence, its page, and the topic of its level.

    That of the edge stands in its own stack, and test_edge.py looks at it.
    """
    registered = {named.name: named for named in every_alarm(DOMAINS) if named != OF_THE_EDGE}
    counted, telling = _named(template), _telling(template)
    assert set(telling) == set(registered)
    for name, alarm in telling.items():
        said = registered[name].alarm
        assert alarm["AlarmDescription"] == f"{said.says} docs/operate/runbooks/{registered[name].runbook}.md"
        assert [target(action) for action in alarm["AlarmActions"]] == [_topic(template, said.level)]
    for name in set(counted) & set(registered):
        alarm = counted[name]
        said = registered[name].alarm
        assert alarm["EvaluationPeriods"] == said.times, name
        assert "ThresholdMetricId" in alarm or alarm["Threshold"] == said.at_least, name
        assert alarm["TreatMissingData"] == "notBreaching"


def test_every_alarm_links_a_page_that_is_there(template: Template) -> None:
    for alarm in _telling(template).values():
        page = alarm["AlarmDescription"].rpartition(" ")[2]
        assert (ROOT / page).read_text("utf-8").startswith(f"# {Path(page).stem}\n")


def test_where_the_pages_can_be_read_is_a_setting() -> None:
    stack = Stack(App(), "shop")
    stage = replace(STAGES["dev"], runbook_url="https://git.lindenhof.shop/runbooks/")
    broken = Alarm(level=Level.PAGE, says="A cup broke.", runbook=Runbook(means="", look="", mend=""))
    Alarms(stack, stage, Board()).on_counted("kitchen", [Word("CupsBroken", "cups", broken)])
    [alarm] = Synthesized.from_stack(stack).find_resources("AWS::CloudWatch::Alarm").values()
    assert alarm["Properties"]["AlarmDescription"] == "A cup broke. https://git.lindenhof.shop/runbooks/CupsBroken.md"


def test_a_counted_alarm_listens_where_the_code_counts(template: Template) -> None:
    """A metric is sent as its Lambda's namespace and service."""
    counting = {domain.name for domain in DOMAINS if domain.counted}
    alarms = [each for each in _named(template).values() if each.get("Namespace") == "Storewright"]
    assert alarms
    for alarm in alarms:
        [dimension] = alarm["Dimensions"]
        assert (dimension["Name"], alarm["Statistic"], alarm["Period"]) == ("service", "Sum", 300)
        assert dimension["Value"] in counting
    for title, (domain, _) in PLANNED.items():
        env = template.function(title)["Environment"]["Variables"]
        assert env["POWERTOOLS_METRICS_NAMESPACE"] == "Storewright"
        assert env["POWERTOOLS_SERVICE_NAME"] == domain.name


def test_each_level_has_its_topic_and_both_have_a_subscriber_where_data_is_kept(prod: Template) -> None:
    told = {
        target(each["TopicArn"]): (each["Protocol"], each["Endpoint"]) for each in prod.of("SNS::Subscription").values()
    }
    assert told == {_topic(prod, level): ("email", "alarms@lindenhof.shop") for level in Level}


def test_tickets_may_go_to_somebody_else() -> None:
    stack = Stack(App(), "shop")
    AlarmTopics(stack, replace(STAGES["prod"], ticket_mail="shop@lindenhof.shop"))
    mails = Synthesized.from_stack(stack).find_resources("AWS::SNS::Subscription").values()
    assert {each["Properties"]["Endpoint"] for each in mails} == {"alarms@lindenhof.shop", "shop@lindenhof.shop"}


def test_cloudwatch_may_publish_to_the_topics(template: Template) -> None:
    policies = template.of("SNS::TopicPolicy").values()
    assert len(policies) == len(TOPICS)
    for policy in policies:
        statements = {each["Effect"]: each for each in policy["PolicyDocument"]["Statement"]}
        assert statements["Allow"]["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
        assert statements["Allow"]["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
        assert statements["Deny"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_the_one_dashboard_shows_every_word(template: Template) -> None:
    [dashboard] = template.of("CloudWatch::Dashboard").values()
    assert dashboard["DashboardName"] == template.names.of()
    shown = "".join(part for part in dashboard["DashboardBody"]["Fn::Join"][1] if isinstance(part, str))
    for domain in DOMAINS:
        for word in domain.counted:
            assert f'"Storewright","{word.name}","service","{domain.name}"' in shown


def _named(template: Template) -> dict[str, Resource]:
    """The alarms by their names, without how the stage's begin."""
    alarms = template.of("CloudWatch::Alarm").values()
    return {each["AlarmName"].removeprefix(template.names.of("")): each for each in alarms}


def _telling(template: Template) -> dict[str, Resource]:
    """All that tell somebody, composite ones too, by their names."""
    composite = template.of("CloudWatch::CompositeAlarm").values()
    telling = {each["AlarmName"].removeprefix(template.names.of("")): each for each in composite}
    return telling | {name: each for name, each in _named(template).items() if "AlarmActions" in each}


def _topic(template: Template, level: Level) -> str:
    name = template.names.of(TOPICS[level])
    [topic] = [key for key, each in template.of("SNS::Topic").items() if each["TopicName"] == name]
    return topic


def _alarms_on(template: Template, metric: str) -> Iterator[Resource]:
    return (each for each in template.of("CloudWatch::Alarm").values() if each.get("MetricName") == metric)


def _metrics(alarm: Resource) -> list[Resource]:
    return [each for each in alarm.get("Metrics", []) if "MetricStat" in each]


def _dimension(metric: Resource) -> str:
    [dimension] = metric["Dimensions"]
    return str(dimension["Value"])
