"""The run: calls are drawn, made on both sides and compared, in chunks that each have tables of their own."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from tests.simulation.differential.answers import Answer, ours, theirs
from tests.simulation.differential.cases import Case
from tests.simulation.differential.emulators import Emulator
from tests.simulation.differential.indexes import both_indexes
from tests.simulation.differential.known import known
from tests.simulation.differential.mistakes import spoil
from tests.simulation.differential.requests import MAKERS
from tests.simulation.differential.touched import touched
from tests.simulation.differential.world import SPECS, THINGS, large_items, named
from tests.simulation.dynamodb import DynamoDB
from tests.simulation.dynamodb.errors import Wire

NOW = 1_795_348_800.0  # the emulator's own clock goes on, but not by the ten minutes of a token
CHUNK = 2_000  # calls; takes some seconds
SPOILED = 0.3  # of all calls
RESENT = 0.08  # of transactions with a token


@dataclass
class Tally:
    """What was compared and what came of it."""

    operations: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    mistakes: Counter[str] = field(default_factory=Counter)
    explained: Counter[str] = field(default_factory=Counter)
    unexplained: list[Case] = field(default_factory=list)
    items: int = 0

    def note(self, case: Case) -> None:
        """A difference."""
        reason = known(case)
        if reason is None:
            self.unexplained.append(case)
        else:
            self.explained[reason.name] += 1


def run(emulators: list[Emulator], operations: int, seed: int, tally: Tally) -> Iterator[int]:
    """Make so many calls. Gives how many are done, after each chunk."""
    done = 0
    while done < operations:
        count = min(CHUNK, operations - done)
        with named(f"{seed}-{done}"):
            for emulator in emulators:
                emulator.make_tables(SPECS)
            Chunk(emulators, Random(f"{seed}/{done}"), tally).run(count)
            for emulator in emulators:
                emulator.drop_tables(SPECS)
        done += count
        yield done


class Chunk:
    """Some thousand calls on tables that were empty before."""

    def __init__(self, emulators: list[Emulator], random: Random, tally: Tally) -> None:
        self.emulators = emulators
        self.random = random
        self.tally = tally
        self.db = DynamoDB(SPECS, lambda: NOW)
        self._sent: list[Wire] = []  # transactions with a token that happened
        self._page: Wire | None = None  # the query that goes on from the last one

    def run(self, count: int) -> None:
        """Make so many calls, and compare all that is there in the end."""
        puts = [{"TableName": THINGS.physical_name, "Item": item} for item in large_items()][:count]
        for request in puts:
            self._call("PutItem", request)
        for _ in range(count - len(puts)):
            self._call(*self._draw())
        for emulator in self.emulators:
            for spec in SPECS:
                found, expected = emulator.whole_table(spec), dict(self.db.items(spec))
                self._expect_same(emulator.name, "Scan", {"TableName": spec.physical_name}, expected, found)
            self._expect_walked(emulator)
            for request, expected_items, found_items in both_indexes(self.db, emulator):
                self._expect_same(emulator.name, "Query", request, expected_items, found_items)

    def _expect_walked(self, emulator: Emulator) -> None:
        """Our own segments and pages, whatever they are, are the emulator's whole table."""
        segments, limit = self.random.randrange(1, 6), self.random.randrange(1, 8)
        for spec in SPECS:
            request = {"TableName": spec.physical_name, "Limit": limit, "TotalSegments": segments}
            walked = [item for part in range(segments) for item in self._walk(request | {"Segment": part})]
            found = {(item["pk"]["S"], item["sk"]["S"]): item for item in walked}
            self._expect_same(emulator.name, "Scan", request, found, emulator.whole_table(spec))
            self._expect_same(emulator.name, "Scan", request, [len(found)], [len(walked)])

    def _walk(self, request: Wire) -> Iterator[Wire]:
        start: Wire = {}
        while True:
            answer = self.db.call("Scan", request | start)
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _expect_same(self, emulator: str, operation: str, request: Wire, expected: Any, found: Any) -> None:
        self.tally.items += len(expected)
        if expected != found:
            case = Case(emulator, operation, request, Answer(None, {"all": expected}), Answer(None, {"all": found}))
            self.tally.unexplained.append(case)

    def _draw(self) -> tuple[str, Wire]:
        if self._page is not None and self.random.random() < 0.7:
            return "Query", self._page
        weights = [weight for weight, _ in MAKERS.values()]
        (operation,) = self.random.choices(list(MAKERS), weights)
        if operation == "TransactWriteItems" and self._sent and self.random.random() < RESENT:
            return operation, self._resent()
        request = MAKERS[operation][1](self.random)
        if self.random.random() < SPOILED:
            mistake, request = spoil(self.random, operation, request)
            self.tally.mistakes[mistake] += 1
        return operation, request

    def _resent(self) -> Wire:
        """A transaction that happened, with its token: the same again, or another one."""
        before = self.random.choice(self._sent)
        if self.random.random() < 0.6:
            return before
        other = MAKERS["TransactWriteItems"][1](self.random)
        return other | {"ClientRequestToken": before["ClientRequestToken"]}

    def _call(self, operation: str, request: Wire) -> None:
        answer = ours(self.db, operation, request)
        self.tally.operations[operation] += 1
        self.tally.outcomes[answer.code or "done"] += 1
        for emulator in self.emulators:
            found = theirs(emulator, operation, request)
            mine, yours = self._with_items(emulator, operation, request, answer, found)
            if not mine.is_as(yours):
                self.tally.note(Case(emulator.name, operation, request, mine, yours))
                self._repair(emulator, operation, request)
        self._remember(operation, request, answer)

    def _with_items(
        self, emulator: Emulator, operation: str, request: Wire, mine: Answer, yours: Answer
    ) -> tuple[Answer, Answer]:
        """Both answers, and where both made an update, with the items that came of it: answers do not show all."""
        if mine.code or yours.code or '"UpdateExpression"' not in json.dumps(request):
            return mine, yours
        items = [self.db.items(spec).get(key) for spec, key in touched(operation, request)]
        found = [emulator.item(spec, key) for spec, key in touched(operation, request)]
        return replace(mine, body={**mine.body, "items": items}), replace(yours, body={**yours.body, "items": found})

    def _repair(self, emulator: Emulator, operation: str, request: Wire) -> None:
        """After a difference the emulator gets our items, so that one error is not many."""
        for spec, key in touched(operation, request):
            emulator.give(spec, key, self.db.items(spec).get(key))

    def _remember(self, operation: str, request: Wire, answer: Answer) -> None:
        self._page = None
        if answer.code is None and "ClientRequestToken" in request:
            self._sent = [*self._sent[-20:], request]
        if operation == "Query" and "LastEvaluatedKey" in answer.body:
            self._page = request | {"ExclusiveStartKey": answer.body["LastEvaluatedKey"]}
