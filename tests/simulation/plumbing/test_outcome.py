"""What Lambda reads out of an answer to a batch."""

from typing import Any

import pytest

from tests.simulation.plumbing import Outcome
from tests.simulation.plumbing.outcome import failed_items

KNOWN = ["a", "b", "c"]


@pytest.mark.parametrize(
    "answer", [None, {}, {"batchItemFailures": None}, {"batchItemFailures": []}, {"statusCode": 200}]
)
def test_an_answer_that_names_nobody_is_success(answer: Any) -> None:
    assert failed_items(Outcome(answer), KNOWN) == []


def test_those_that_are_named_failed() -> None:
    answer = {"batchItemFailures": [{"itemIdentifier": "b"}, {"itemIdentifier": "c"}]}
    assert failed_items(Outcome(answer), KNOWN) == ["b", "c"]


@pytest.mark.parametrize(
    "failures",
    [
        [{"itemIdentifier": ""}],
        [{"itemIdentifier": None}],
        [{"ItemIdentifier": "a"}],
        [{"itemIdentifier": "a"}, {"itemIdentifier": "unknown"}],
        [{}],
        ["a"],
        "a",
        {"itemIdentifier": "a"},
    ],
)
def test_an_answer_with_a_name_that_is_none_fails_the_whole_batch(failures: Any) -> None:
    assert failed_items(Outcome({"batchItemFailures": failures}), KNOWN) is None


@pytest.mark.parametrize("answer", ["ok", 200, True, ["a"]])
def test_an_answer_that_is_no_object_fails_the_whole_batch(answer: Any) -> None:
    assert failed_items(Outcome(answer), KNOWN) is None


def test_a_run_that_failed_fails_the_whole_batch() -> None:
    assert failed_items(Outcome(failed=True), KNOWN) is None
