"""The event source mapping of a table's stream: shard by shard, in order, one batch of a shard at a time."""

from collections import deque
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.simulation.plumbing import infra_says, kinds
from tests.simulation.plumbing.air import Air
from tests.simulation.plumbing.backoff import backoff_s
from tests.simulation.plumbing.outcome import Invoke, Outcome, failed_items
from tests.simulation.plumbing.patterns import Fits
from tests.simulation.plumbing.stream_event import batch_info

Record = dict[str, Any]  # as the function gets it
RETRY_MAX_S = 60.0
RETENTION_S = infra_says.DAY_S  # of every stream
UNKNOWN = -1  # how much of a failed batch was done


@dataclass(slots=True, eq=False)
class Batch:
    """Records that are handed over together. tries: failed ones that count; splitting a batch does not."""

    records: list[Record]
    tries: int = 0

    @property
    def begins(self) -> float:
        """When its first record was written."""
        return float(self.records[0]["dynamodb"]["ApproximateCreationDateTime"])


@dataclass(slots=True, eq=False)
class Shard:
    """One shard's reader. Its batches stand in order: what has been split, before what has not been read."""

    mapping: "StreamMapping"
    number: int
    unread: deque[Record] = field(default_factory=deque)
    batches: deque[Batch] = field(default_factory=deque)
    is_busy: bool = False  # a batch is with the function, or waits for its retry, or the poller is about to look

    def put(self, record: Record) -> None:
        """A change happened."""
        self.mapping.air.moving += 1
        self.unread.append(record)
        self.wake()

    def wake(self) -> None:
        """Look soon, unless something of this shard is under way: what follows it must wait."""
        if not self.is_busy and (self.batches or self.unread):
            self.is_busy = True
            air = self.mapping.air
            air.loop.after(0.0 if self.batches else air.within(air.weather.stream_s), self._look)

    def _look(self) -> None:
        self.is_busy = False
        if not self.batches and not self._read():
            return self.wake()
        batch = self.batches.popleft()
        if self.mapping.has_aged(batch):
            return self.wake()
        self.is_busy = True
        return self.mapping.run(batch, partial(self._done, batch))

    def _read(self) -> bool:
        """Read the next batch. False where weather took it."""
        records = [self.unread.popleft() for _ in range(min(len(self.unread), self.mapping.batch_size))]
        if self.mapping.has_lost(records):
            return False
        self.batches.append(Batch(records))
        return True

    def _done(self, batch: Batch, outcome: Outcome) -> None:
        self.is_busy = False
        done = self.mapping.done(batch, outcome)
        if done == len(batch.records):
            self._finish(batch)
        else:
            self._fail(batch, done)

    def _finish(self, batch: Batch) -> None:
        air = self.mapping.air
        if air.happens(air.weather.batch_replayed):
            air.count(self.mapping.function, kinds.REPLAYED)
            self.batches.appendleft(Batch(batch.records))
        else:
            air.moving -= len(batch.records)
        self.wake()

    def _fail(self, batch: Batch, done: int) -> None:
        """Give up, or try what is left again after a pause: in halves, or from the record that was named."""
        again = self.mapping.after_failure(batch, done)
        self.batches.extendleft(reversed(again))
        if not again:
            return self.wake()
        self.is_busy = True
        return self.mapping.pause(batch.tries, self._look)


@dataclass(slots=True, eq=False)
class StreamMapping:
    """A function that follows a table. fits: its filter."""

    air: Air
    function: str
    table: str
    fits: Fits
    invoke: Invoke
    batch_size: int = infra_says.STREAM_BATCH
    bisects: bool = infra_says.STREAM_BISECTS
    reports: bool = infra_says.STREAM_REPORTS  # whether the function's answer names what failed
    shards: list[Shard] = field(init=False)

    def __post_init__(self) -> None:
        self.shards = [Shard(self, number) for number in range(self.air.weather.shards)]

    def run(self, batch: Batch, done: Any) -> None:
        self.air.count(self.function, kinds.FOLLOWED, len(batch.records))
        if batch.tries:
            self.air.count(self.function, kinds.RETRIED)
        self.invoke(self.function, {"Records": batch.records}, done)

    def done(self, batch: Batch, outcome: Outcome) -> int:
        """How many of the records are behind us: those before the first that was named, all, or UNKNOWN."""
        if not self.reports:
            return UNKNOWN if outcome.failed else len(batch.records)
        known = [record["dynamodb"]["SequenceNumber"] for record in batch.records]
        failed = failed_items(outcome, known)
        if failed is None:
            return UNKNOWN
        return min(map(known.index, failed), default=len(known))

    def after_failure(self, batch: Batch, done: int) -> list[Batch]:
        """What comes next of a failed batch, in order; nothing where it is given up. Splitting is no retry."""
        if done > 0:
            self.air.moving -= done
            return [Batch(batch.records[done:], batch.tries)]
        if self.bisects and done == UNKNOWN and len(batch.records) > 1:
            self.air.count(self.function, kinds.BISECTED)
            middle = len(batch.records) // 2
            return [Batch(batch.records[:middle], batch.tries), Batch(batch.records[middle:], batch.tries)]
        if batch.tries >= infra_says.STREAM_RETRIES:
            self._give_up(batch, "RetryAttemptsExhausted")
            return []
        batch.tries += 1
        return [batch]

    def pause(self, tries: int, then: Any) -> None:
        first_s = self.air.within(self.air.weather.stream_retry_s)
        self.air.loop.after(backoff_s(self.air, tries, first_s, RETRY_MAX_S), then)

    def has_aged(self, batch: Batch) -> bool:
        """Give up the records that are older than the mapping allows. Whether that was all of them."""
        before = self.air.loop.now - infra_says.RECORD_AGE_S
        old = sum(record["dynamodb"]["ApproximateCreationDateTime"] < before for record in batch.records)
        if not old:
            return False
        self.air.count(self.function, kinds.AGED, old)
        self._give_up(Batch(batch.records[:old], batch.tries), "RecordAgeExceeded")
        batch.records = batch.records[old:]
        return not batch.records

    def has_lost(self, records: list[Record]) -> bool:
        """Whether nobody ever reads these: the follower was away for more than the stream's day."""
        if not self.air.happens(self.air.weather.segment_lost):
            return False
        self.air.count(self.function, kinds.DROPPED, len(records))
        self.air.moving -= len(records)
        return True

    def _give_up(self, batch: Batch, reason: str) -> None:
        """Only where the records stood goes to the dead-letter queue, never what they held."""
        air = self.air
        told = batch_info(self.function, self.table, batch.records, batch.tries + 1, reason, air)
        air.moving -= len(batch.records) - 1  # the one left is the letter's
        air.bury(self.function, told, reason, air.loop.now, partial(self._again, batch.records))

    def _again(self, records: list[Record]) -> None:
        """What an operator does with the letter: reads the records that it names, where they are still there."""
        before = self.air.loop.now - RETENTION_S
        if records[0]["dynamodb"]["ApproximateCreationDateTime"] < before:
            self.air.count(self.function, kinds.EXPIRED, len(records))
            return
        self.air.moving += len(records)
        self.invoke(self.function, {"Records": records}, partial(self._done_again, Batch(records)))

    def _done_again(self, batch: Batch, outcome: Outcome) -> None:
        if outcome.failed:
            self._give_up(batch, "failed again")
        else:
            self.air.moving -= len(batch.records)
