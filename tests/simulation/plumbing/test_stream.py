"""What Lambda promises the followers of a table's stream."""

import json

from tests.simulation.plumbing import Weather, kinds
from tests.simulation.plumbing.infra_says import RECORD_AGE_S, STREAM_BATCH
from tests.simulation.plumbing.river import River, failing, numbers
from tests.simulation.plumbing.scene import DAY, HOUR, MINUTE
from tests.simulation.plumbing.stream_event import shard_of


def test_changes_come_in_their_order_in_batches_of_at_most_the_mapping_s_size() -> None:
    river = River()
    river.change(*range(STREAM_BATCH + 30))
    river.wait(MINUTE)
    assert river.batches == [list(range(STREAM_BATCH)), list(range(STREAM_BATCH, STREAM_BATCH + 30))]
    assert river.air.moving == 0


def test_one_batch_of_a_shard_is_with_the_function_at_a_time() -> None:
    river = River()
    river.lambdas.takes_s = lambda _: MINUTE
    river.change(1)
    river.wait(1)
    river.change(2, 3)
    river.wait(MINUTE - 2)
    assert river.batches == [[1]]
    river.wait(2)
    assert river.batches == [[1], [2, 3]]
    assert river.lambdas.most["shop.worker"] == 1


def test_shards_do_not_wait_for_each_other() -> None:
    river = River(Weather(shards=2))
    river.lambdas.answer = failing(1)
    river.change(1)
    river.change(2, shard=1)
    river.wait(1)
    assert [2] in river.batches
    assert river.air.moving == 1


def test_all_changes_of_a_partition_are_in_one_shard() -> None:
    keys = [f"ORDER#{number}" for number in range(100)]
    assert {shard_of(key, 4) for key in keys} == {0, 1, 2, 3}
    assert [shard_of(key, 4) for key in keys] == [shard_of(key, 4) for key in keys]
    assert {shard_of(key, 1) for key in keys} == {0}


def test_a_record_that_got_too_old_is_given_up_and_younger_ones_are_not() -> None:
    river = River()
    river.lambdas.takes_s = lambda event: RECORD_AGE_S + HOUR if numbers(event) == [0] else 0.1
    river.change(0)
    river.wait(MINUTE)
    river.change(1, 2)
    river.wait(2 * HOUR)
    river.change(3)
    river.wait(RECORD_AGE_S)
    assert river.batches == [[0], [3]]
    [letter] = river.air.dead
    assert json.loads(letter.message)["requestContext"]["condition"] == "RecordAgeExceeded"
    assert (river.times(kinds.AGED), river.air.moving) == (2, 0)


def test_a_segment_may_be_lost_without_any_trace() -> None:
    river = River(Weather(segment_lost=1.0))
    river.change(1, 2)
    river.wait(DAY)
    assert (river.batches, river.air.dead, river.air.moving) == ([], [], 0)
    assert river.times(kinds.DROPPED) == 2


def test_a_finished_batch_may_come_again_before_the_next() -> None:
    river = River(Weather(batch_replayed=1.0))
    river.change(1)
    river.wait(0.06)
    river.change(2)
    river.air.weather = Weather(batch_replayed=1.0)
    river.wait(0.1)
    river.air.weather = Weather()
    river.wait(MINUTE)
    assert river.batches == [[1], [1], [2]]
    assert (river.times(kinds.REPLAYED), river.air.moving) == (1, 0)
