"""Least privilege, measured: what each Lambda may do beside what it does on a tour through the whole shop."""

import logging
from collections.abc import Iterator
from contextlib import redirect_stdout
from fnmatch import fnmatchcase
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

from shared import telemetry
from tests.infra.calls_made import Call, Calls, excess, missing, rights
from tests.infra.grants import granted
from tests.infra.template import PLANNED, Template
from tests.infra.tour import calls_of_a_tour

FILE = Path(__file__).with_name("excess.tsv")


class Line(NamedTuple):
    """A right that is granted and not used, or several, with the reason. All but the reason are patterns."""

    function: str
    right: str
    resource: str
    reason: str

    def covers(self, name: str, call: Call) -> bool:
        """Whether this is the right. In a pattern of a table `*` does not reach into its indexes."""
        service, action, resource = call
        is_of_it = fnmatchcase(name, self.function) and fnmatchcase(f"{service}:{action}", self.right)
        return is_of_it and fnmatchcase(resource, self.resource) and resource.count("/") == self.resource.count("/")


def reviewed() -> list[Line]:
    """The lines of the file, from the particular to the general."""
    _, *lines = FILE.read_text(encoding="utf-8").splitlines()
    return sorted((Line(*line.split("\t")) for line in lines), key=lambda line: line.function.count("*"))


@pytest.fixture(scope="module")
def used() -> Iterator[Calls]:
    """One tour for the page."""
    level = telemetry.logger.log_level
    telemetry.logger.setLevel(logging.ERROR)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()):
        yield calls_of_a_tour(patch)
    telemetry.logger.setLevel(level)


def test_the_tour_wakes_every_lambda(used: Calls) -> None:
    assert set(used) == {title.replace("-", ".", 1) for title in PLANNED}
    idle = {name for name, calls in used.items() if not calls}
    assert idle == {"access.docs_api"}, "only pages are served without a call"


def test_every_call_is_granted(used: Calls, prod: Template) -> None:
    assert missing(used, granted(prod)) == {}


def test_what_is_granted_and_not_used_is_listed_with_its_reason(used: Calls, prod: Template) -> None:
    lines = reviewed()
    unlisted = [
        (name, *call)
        for name, calls in excess(used, granted(prod)).items()
        for call in sorted(calls)
        if not any(line.covers(name, call) for line in lines)
    ]
    assert unlisted == [], "\n".join(map(str, unlisted))


def test_every_listed_reason_is_still_needed_and_is_a_sentence(used: Calls, prod: Template) -> None:
    lines = reviewed()
    left = [(name, call) for name, calls in excess(used, granted(prod)).items() for call in calls]
    needed = {next(line for line in lines if line.covers(*each)) for each in left}
    assert [line for line in lines if line not in needed] == []
    assert all(line.reason.endswith(".") and len(line.reason.split()) > 4 for line in lines)


@pytest.mark.parametrize(
    ("operation", "parameters", "expected"),
    [
        ("Query", {"TableName": "storewright-test-orders"}, {("Query", "orders")}),
        ("Query", {"TableName": "storewright-test-orders", "IndexName": "x"}, {("Query", "orders/index/x")}),
        (
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"Put": {"TableName": "storewright-test-orders"}},
                    {"ConditionCheck": {"TableName": "storewright-test-payments"}},
                    {"Delete": {"TableName": "storewright-test-orders"}},
                ]
            },
            {("PutItem", "orders"), ("ConditionCheckItem", "payments"), ("DeleteItem", "orders")},
        ),
        ("BatchGetItem", {"RequestItems": {"storewright-test-a": {}}}, {("BatchGetItem", "a")}),
    ],
)
def test_a_call_to_the_database_takes_these_rights(
    operation: str, parameters: dict[str, object], expected: set[tuple[str, str]]
) -> None:
    assert set(rights("dynamodb", operation, parameters)) == {("dynamodb", *each) for each in expected}


def test_what_is_too_much_and_what_is_missing_are_told_by_lambda() -> None:
    read, write = ("dynamodb", "GetItem", "a"), ("dynamodb", "PutItem", "a")
    assert excess({"x": {read}}, {"x": {read, write}, "y": {read}}) == {"x": {write}, "y": {read}}
    assert missing({"x": {read, write}, "z": {read}}, {"x": {read}}) == {"x": {write}, "z": {read}}
