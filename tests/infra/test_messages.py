"""The way of a message: rule, queue, worker, and where it goes when it fails. Amazon's defaults lose or block."""

from infra.plan import Publisher, Schedule, Watcher, Worker
from tests.infra.template import PLANNED, Template, as_list, of_kind, target


def test_every_queue_is_encrypted_and_refuses_plain_http(template: Template) -> None:
    guarded = set()
    for policy in template.of("SQS::QueuePolicy").values():
        denials = [each for each in policy["PolicyDocument"]["Statement"] if each["Effect"] == "Deny"]
        assert [each["Condition"] for each in denials] == [{"Bool": {"aws:SecureTransport": "false"}}]
        guarded |= {target(queue) for queue in policy["Queues"]}
    assert guarded == set(template.of("SQS::Queue"))
    assert all(each["SqsManagedSseEnabled"] for each in template.of("SQS::Queue").values())


def test_a_message_stays_hidden_six_times_as_long_as_its_worker_may_take(template: Template) -> None:
    for title in of_kind(Worker):
        assert template.queue(title)["VisibilityTimeout"] >= 6 * template.function(title)["Timeout"]


def test_a_message_that_fails_five_times_goes_to_its_dead_letter_queue(template: Template) -> None:
    for title in of_kind(Worker):
        policy = template.queue(title)["RedrivePolicy"]
        assert policy["maxReceiveCount"] == 5
        assert template.of("SQS::Queue")[target(policy["deadLetterTargetArn"])] == template.queue(f"{title}-dlq")


def test_every_queue_keeps_its_messages_two_weeks(template: Template) -> None:
    assert {each["MessageRetentionPeriod"] for each in template.of("SQS::Queue").values()} == {14 * 86_400}


def test_a_worker_reports_each_failed_message_and_leaves_room_for_others(template: Template) -> None:
    for title in of_kind(Worker):
        [mapping] = template.mappings(title)
        assert template.of("SQS::Queue")[target(mapping["EventSourceArn"])] == template.queue(title)
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert mapping["ScalingConfig"]["MaximumConcurrency"] >= 2  # SQS takes no less


def test_a_rule_selects_what_the_worker_hears_and_nothing_else(template: Template) -> None:
    rules = {each["Name"]: each for each in template.of("Events::Rule").values()}
    assert len(rules) == len(of_kind(Worker))
    for title in of_kind(Worker):
        _, plan = PLANNED[title]
        assert isinstance(plan, Worker)
        rule = rules[template.names.of(title)]
        assert rule["EventBusName"] == template.names.bus
        assert rule["EventPattern"] == {
            "source": ["storewright"],
            "detail-type": [event.type for event in plan.hears],
        }


def test_every_target_of_a_rule_is_retried_and_then_dead_lettered(template: Template) -> None:
    queues = template.of("SQS::Queue")
    for rule in template.of("Events::Rule").values():
        [each] = rule["Targets"]
        assert each["RetryPolicy"] == {"MaximumEventAgeInSeconds": 86_400, "MaximumRetryAttempts": 185}
        waiting, dead = queues[target(each["Arn"])], queues[target(each["DeadLetterConfig"]["Arn"])]
        assert dead["QueueName"] == f"{waiting['QueueName']}-dlq"
        assert _may_send(template, target(each["Arn"]))
        assert _may_send(template, target(each["DeadLetterConfig"]["Arn"]))


def test_no_rule_sends_to_a_lambda_directly(template: Template) -> None:
    targets = [target(each["Arn"]) for rule in template.of("Events::Rule").values() for each in rule["Targets"]]
    assert set(targets) <= set(template.of("SQS::Queue"))


def test_a_stream_s_follower_gives_up_in_time_and_says_so(template: Template) -> None:
    followers = [*of_kind(Publisher), *of_kind(Watcher)]
    assert followers
    for title in followers:
        [mapping] = template.mappings(title)
        assert 0 < mapping["MaximumRetryAttempts"] <= 10
        assert 0 < mapping["MaximumRecordAgeInSeconds"] < 86_400  # the stream's own end
        assert mapping["BisectBatchOnFunctionError"] is True
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert mapping["FilterCriteria"]["Filters"]
        failures = target(mapping["DestinationConfig"]["OnFailure"]["Destination"])
        assert template.of("SQS::Queue")[failures] == template.queue(f"{title}-dlq")
        assert failures in _may_be_sent_by(template, title)


def test_a_publisher_is_woken_for_new_events_only_and_sweeps_every_minute(template: Template) -> None:
    schedules = {target(each["Target"]["Arn"]): each for each in template.of("Scheduler::Schedule").values()}
    for title in of_kind(Publisher):
        [mapping] = template.mappings(title)
        [each] = mapping["FilterCriteria"]["Filters"]
        assert '"eventName": ["INSERT"]' in each["Pattern"]
        assert '"unsent": {"S": [{"exists": true}]}' in each["Pattern"]
        assert schedules[template.function_id(title)]["ScheduleExpression"] == "rate(1 minute)"


def test_the_clock_s_runs_are_retried_and_then_dead_lettered(template: Template) -> None:
    functions = [template.function_id(title) for title in (*of_kind(Publisher), *of_kind(Schedule))]
    schedules = {target(each["Target"]["Arn"]): each for each in template.of("Scheduler::Schedule").values()}
    runs = {target(each["FunctionName"]): each for each in template.of("Lambda::EventInvokeConfig").values()}
    assert set(schedules) == set(runs) == set(functions)
    for function, schedule in schedules.items():
        dlq = target(schedule["Target"]["DeadLetterConfig"]["Arn"])
        assert schedule["Target"]["RetryPolicy"] == {"MaximumRetryAttempts": 10, "MaximumEventAgeInSeconds": 3600}
        assert schedule["ScheduleExpressionTimezone"] == "UTC"
        assert target(runs[function]["DestinationConfig"]["OnFailure"]["Destination"]) == dlq
        assert runs[function]["MaximumRetryAttempts"] == 2


def _may_send(template: Template, queue: str) -> bool:
    """Whether EventBridge may put into the queue."""
    return any(
        each["Effect"] == "Allow" and each["Principal"] == {"Service": "events.amazonaws.com"}
        for policy in template.of("SQS::QueuePolicy").values()
        if queue in map(target, policy["Queues"])
        for each in policy["PolicyDocument"]["Statement"]
    )


def _may_be_sent_by(template: Template, title: str) -> list[str]:
    return [
        target(resource)
        for statement in template.statements(title)
        if as_list(statement["Action"]) == ["sqs:SendMessage"]
        for resource in as_list(statement["Resource"])
    ]
