"""What becomes of a stream's batch that its follower could not deal with."""

import json

from tests.simulation.plumbing import kinds
from tests.simulation.plumbing.infra_says import STREAM_RETRIES
from tests.simulation.plumbing.river import River, failing, numbers
from tests.simulation.plumbing.scene import DAY, FINE, HOUR, MINUTE, naming


def test_a_failing_batch_is_halved_until_the_bad_record_stands_alone_and_nothing_overtakes_it() -> None:
    river = River()
    river.lambdas.answer = failing(2)
    river.change(0, 1, 2, 3)
    river.wait(1)
    river.change(4)
    river.wait(MINUTE)
    assert river.batches[:5] == [[0, 1, 2, 3], [0, 1], [2, 3], [2], [2]]
    assert river.times(kinds.BISECTED) == 2
    river.lambdas.answer = failing()
    river.wait(HOUR)
    after = river.batches[river.batches.index([3]) :]
    assert after == [[3], [4]]
    assert (river.air.dead, river.air.moving) == ([], 0)


def test_splitting_does_not_count_as_a_retry() -> None:
    river = River()
    river.lambdas.answer = failing(63)
    river.change(*range(64))
    river.wait(HOUR)
    assert river.batches.count([63]) == 1 + STREAM_RETRIES
    assert river.times(kinds.BISECTED) == 6


def test_a_record_that_fails_for_good_goes_to_the_dead_letter_queue_as_a_place_and_the_rest_goes_on() -> None:
    river = River()
    river.lambdas.answer = failing(1)
    river.change(1, 2)
    river.wait(HOUR)
    assert river.batches[-1] == [2]
    [letter] = river.air.dead
    told = json.loads(letter.message)
    assert letter.queue == "shop-worker-dlq"
    assert told["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert told["DDBStreamBatchInfo"]["startSequenceNumber"] == told["DDBStreamBatchInfo"]["endSequenceNumber"] == "1"
    assert told["DDBStreamBatchInfo"]["batchSize"] == 1
    assert "NewImage" not in letter.message
    assert river.air.moving == 0


def test_without_bisecting_the_whole_batch_is_given_up() -> None:
    river = River()
    river.mapping.bisects = False
    river.lambdas.answer = failing(1)
    river.change(0, 1, 2)
    river.wait(DAY)
    assert river.batches == [[0, 1, 2]] * (1 + STREAM_RETRIES)
    [letter] = river.air.dead
    assert json.loads(letter.message)["DDBStreamBatchInfo"]["batchSize"] == 3
    assert river.air.moving == 0


def test_after_a_named_failure_only_what_follows_it_comes_again() -> None:
    river = River()
    answers = [naming("3", "2"), FINE]
    river.lambdas.answer = lambda _: answers.pop(0)
    river.change(0, 1, 2, 3)
    river.wait(MINUTE)
    assert river.batches == [[0, 1, 2, 3], [2, 3]]
    assert (river.times(kinds.BISECTED), river.air.moving) == (0, 0)


def test_a_named_failure_of_the_first_record_is_retried_as_often_as_the_mapping_says() -> None:
    river = River()
    river.lambdas.answer = lambda event: naming(str(numbers(event)[0]))
    river.change(0, 1)
    river.wait(DAY)
    assert river.batches == [[0, 1]] * (1 + STREAM_RETRIES)
    assert (len(river.air.dead), river.air.moving) == (1, 0)


def test_a_name_that_nobody_knows_halves_the_batch() -> None:
    river = River()
    answers = [naming(""), FINE, FINE]
    river.lambdas.answer = lambda _: answers.pop(0)
    river.change(0, 1)
    river.wait(MINUTE)
    assert river.batches == [[0, 1], [0], [1]]


def test_an_operator_can_have_the_records_of_a_dead_letter_once_more_within_a_day() -> None:
    river = River()
    river.lambdas.answer = failing(1)
    river.change(1)
    river.wait(HOUR)
    [letter] = river.air.dead
    river.air.dead.clear()
    river.lambdas.answer = failing()
    letter.again()
    river.wait(MINUTE)
    assert river.batches[-1] == [1]
    assert (river.air.dead, river.air.moving) == ([], 0)


def test_after_a_day_the_records_of_a_dead_letter_are_gone() -> None:
    river = River()
    river.lambdas.answer = failing(1)
    river.change(1)
    river.wait(2 * DAY)
    runs = len(river.batches)
    river.air.dead[0].again()
    river.wait(MINUTE)
    assert len(river.batches) == runs
    assert (river.times(kinds.EXPIRED), river.air.moving) == (1, 0)
