"""What may happen on the way, each under the name by which it is counted."""

from typing import Final

# The bus
PUBLISHED: Final = "published"
ENTRY_REFUSED: Final = "entry_refused"
ENTRY_LIED: Final = "entry_lied"
EVENT_TWICE: Final = "event_twice"
TARGET_FAILED: Final = "target_failed"
# Queues
DELIVERED: Final = "delivered"
DUPLICATED: Final = "duplicated"
REDELIVERED: Final = "redelivered"
OVERLAPPED: Final = "overlapped"
DELAYED: Final = "delayed"
HELD_BACK: Final = "held_back"
RETURNED: Final = "returned"
BATCH_FAILED: Final = "batch_failed"
ACKNOWLEDGEMENT_LOST: Final = "acknowledgement_lost"
ACKNOWLEDGED_LATE: Final = "acknowledged_late"
EXPIRED: Final = "expired"
DEDUPLICATED: Final = "deduplicated"
# Streams
FOLLOWED: Final = "followed"
RETRIED: Final = "retried"
BISECTED: Final = "bisected"
REPLAYED: Final = "replayed"
DROPPED: Final = "dropped"
AGED: Final = "aged"
# The clock, and asynchronous invocations
TICKED: Final = "ticked"
SKIPPED: Final = "skipped"
DOUBLED: Final = "doubled"
TICK_FAILED: Final = "tick_failed"
RUN: Final = "run"
RUN_TWICE: Final = "run_twice"
RUN_RETRIED: Final = "run_retried"
THROTTLED: Final = "throttled"
# Step Functions
STEP: Final = "step"
STEP_RETRIED: Final = "step_retried"
STEP_TWICE: Final = "step_twice"
STEP_LOST: Final = "step_lost"
RUN_STOPPED: Final = "run_stopped"
# Dead-letter queues
DEAD: Final = "dead"
REDRIVEN: Final = "redriven"

MEANINGS: Final = {
    PUBLISHED: "an entry of PutEvents was taken and fits somebody's rule",
    ENTRY_REFUSED: "an entry of PutEvents came back with an error code",
    ENTRY_LIED: "an entry of PutEvents came back with an error code, and was taken nevertheless",
    EVENT_TWICE: "a rule delivered an event as two messages",
    TARGET_FAILED: "an attempt to put an event into a queue failed",
    DELIVERED: "a message was handed to the function",
    DUPLICATED: "SQS handed a message out once more than it had to",
    REDELIVERED: "a message was handed out again since it had not been deleted in time",
    OVERLAPPED: "a message was handed out while a run still worked on it",
    DELAYED: "a message was overtaken by those after it",
    HELD_BACK: "a received batch waited for its function",
    RETURNED: "a message was named in batchItemFailures",
    BATCH_FAILED: "a whole batch failed",
    ACKNOWLEDGEMENT_LOST: "a message was worked on and not deleted",
    ACKNOWLEDGED_LATE: "a message was deleted with a receipt that had run out, which deletes nothing",
    EXPIRED: "a message was older than its queue keeps one",
    DEDUPLICATED: "a FIFO queue took a message it had seen in the last five minutes, and kept nothing",
    FOLLOWED: "a stream's record was handed to the function",
    RETRIED: "a batch of a stream was tried again",
    BISECTED: "a failed batch of a stream was cut in two",
    REPLAYED: "a finished batch of a stream came again",
    DROPPED: "a stream's record was lost before anybody read it",
    AGED: "a stream's record was given up for its age",
    TICKED: "the clock woke the function",
    SKIPPED: "the clock forgot the function",
    DOUBLED: "the clock woke the function twice",
    TICK_FAILED: "an attempt to hand a tick to Lambda failed",
    RUN: "an asynchronous invocation began",
    RUN_TWICE: "an asynchronous invocation was run twice",
    RUN_RETRIED: "an asynchronous invocation was tried again after it had failed",
    THROTTLED: "an asynchronous invocation waited for an earlier run to end",
    STEP: "a state machine asked for a step of a job",
    STEP_RETRIED: "a step of a job was tried again after it had failed",
    STEP_TWICE: "a step of a job was asked for once more",
    STEP_LOST: "a step of a job was given up",
    RUN_STOPPED: "a state machine ended without a word",
    DEAD: "something was given up and put into a dead-letter queue",
    REDRIVEN: "something in a dead-letter queue was tried again",
}
