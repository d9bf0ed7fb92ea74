"""The state machine of a domain's jobs: it asks one Lambda for each step, for the chunks many at a time.

    plan → work on each chunk that is missing (Distributed Map) → finish;   where a step fails for good → give up

A step is tried again for some minutes. A chunk that fails for good stops no other: `finish` sees that it is missing.
"""

from typing import Any

CHUNKS_AT_A_TIME = 10
TRIES = {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 2, "BackoffRate": 2, "MaxAttempts": 6}
GIVE_UP = [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "give_up"}]
RUN_HOURS = 12  # a run that takes longer is stopped, and gone on with by who looks after jobs


def definition(function: str) -> dict[str, Any]:
    """The state machine, in Amazon's States Language. function: the ARN of the Lambda that does the steps."""
    return {
        "StartAt": "plan",
        "TimeoutSeconds": RUN_HOURS * 3600,
        "States": {
            "plan": {
                **_ask(function, "plan"),
                "ResultSelector": {"chunks.$": "$.Payload.chunks"},
                "ResultPath": "$.plan",
                "Catch": GIVE_UP,
                "Next": "work",
            },
            "work": {
                "Type": "Map",
                "ItemsPath": "$.plan.chunks",
                "ItemSelector": {
                    "job_id.$": "$.job_id",
                    "kind.$": "$.kind",
                    "run.$": "$.run",
                    "chunk.$": "$$.Map.Item.Value",
                },
                "MaxConcurrency": CHUNKS_AT_A_TIME,
                "ToleratedFailurePercentage": 100,
                "ItemProcessor": {
                    "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
                    "StartAt": "chunk",
                    "States": {"chunk": {**_ask(function, "work", "chunk"), "ResultSelector": {}, "End": True}},
                },
                "ResultPath": None,
                "Catch": GIVE_UP,
                "Next": "finish",
            },
            "finish": {**_ask(function, "finish"), "ResultPath": None, "Catch": GIVE_UP, "End": True},
            "give_up": {**_ask(function, "give_up", "error"), "ResultPath": None, "End": True},
        },
    }


def _ask(function: str, step: str, *also: str) -> dict[str, Any]:
    told = {f"{name}.$": f"$.{name}" for name in ("job_id", "kind", "run", *also)}
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": function, "Payload": {"step": step, **told}},
        "Retry": [TRIES],
    }
