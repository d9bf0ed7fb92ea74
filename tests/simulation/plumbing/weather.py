"""The conditions of one world: how long each hop takes, and how often each promise is used to its limit."""

from dataclasses import dataclass

Span = tuple[float, float]  # seconds, from and to; each time something in between is drawn

MINUTE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """Chances lie between 0 (never) and 1, and are drawn anew for each message, batch, attempt or tick."""

    # The bus: from PutEvents to the queues of those who hear.
    bus_s: Span = (0.02, 0.02)
    entry_refused: float = 0.0  # an entry of PutEvents comes back with an error code in a 200 answer
    event_twice: float = 0.0  # a rule delivers an event again, as another message with the same event in it
    target_fails: float = 0.0  # an attempt to put an event into a queue; tried again with growing pauses

    # Queues and the pollers that empty them.
    poll_s: Span = (0.02, 0.02)  # until a poller looks; the longer, the fuller a batch
    short_receive: float = 0.0  # a poller gets fewer messages than there are
    late: float = 0.0  # a message that others overtake,
    late_s: Span = (MINUTE_S, 10 * MINUTE_S)  # by so much
    message_twice: float = 0.0  # SQS hands a message out again, acknowledged or not,
    message_twice_s: Span = (0.0, 5 * MINUTE_S)  # so much later: also while the first is still worked on
    acknowledgement_lost: float = 0.0  # worked on, not deleted: comes again after its visibility timeout
    held_back: float = 0.0  # a batch whose function is throttled: received, hidden, and not yet running,
    held_back_s: Span = (1.0, 7 * MINUTE_S)  # for so long, which may be longer than it stays hidden

    # Streams of tables.
    shards: int = 1  # of each table's stream
    stream_s: Span = (0.05, 0.05)  # until a shard's poller reads; the longer, the fuller a batch
    segment_lost: float = 0.0  # a batch nobody ever gets, as when a follower was down for more than a day
    batch_replayed: float = 0.0  # a finished batch comes again: the poller died before it noted how far it was
    stream_retry_s: Span = (0.5, 2.0)  # before the first retry of a failed batch; doubles up to a minute

    # The clock.
    tick_late_s: Span = (0.0, 5.0)  # Scheduler promises the minute, not the second: nothing keeps step with anything
    tick_skipped: float = 0.0
    tick_doubled: float = 0.0
    tick_fails: float = 0.0  # an attempt to hand a tick to Lambda; tried again with growing pauses

    # Lambda's own queue of asynchronous invocations.
    run_s: Span = (0.02, 0.02)
    run_twice: float = 0.0
    run_twice_s: Span = (0.0, MINUTE_S)

    # Step Functions.
    step_twice: float = 0.0  # a step is asked for once more, as an Express execution may,
    step_twice_s: Span = (0.0, MINUTE_S)
    step_lost: float = 0.0  # a step fails and is not tried again: its tries were used up
    run_stopped: float = 0.0  # an execution ends between two steps, without a word


CALM = Weather()
