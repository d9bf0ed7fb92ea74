"""Stripe's search language, as far as a shop needs it: clauses joined by AND."""

import re
from collections.abc import Callable
from typing import Any

from local.stripe_double.errors import invalid
from local.stripe_double.lists import DEFAULT_LIMIT, MAX_LIMIT
from local.stripe_double.params import Spec, integer, needed, text
from local.stripe_double.state import Json, World

MAX_CLAUSES = 10  # documented by Stripe

SEARCH: Spec = {"query": needed(text()), "limit": integer(1, MAX_LIMIT), "page": integer(1)}

_CLAUSE = re.compile(
    r"""(?P<not>-)?(?:(?P<field>status|currency|customer|amount|created)|metadata\[(?P<q>['"])(?P<key>[^'"]+)(?P=q)\])
    (?P<op>:|>=|<=|>|<)(?:(?P<v>['"])(?P<text>(?:\\.|(?!(?P=v)).)*)(?P=v)|(?P<number>\d+)|(?P<null>null))""",
    re.VERBOSE,
)
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    ":": lambda have, want: have == want,
    ">": lambda have, want: have > want,
    "<": lambda have, want: have < want,
    ">=": lambda have, want: have >= want,
    "<=": lambda have, want: have <= want,
}


def search(world: World, kind: str, url: str, params: dict[str, Any]) -> Json:
    """One page of what matches, newest first; what is younger than the settings' search_lag_s is not found yet.

    Raises invalid for a query outside the served part of the language.
    """
    clauses = _clauses(params["query"])
    tests = [_test(clause) for clause in clauses]
    positive = [clause for clause in clauses if clause["key"] and not (clause["not"] or clause["null"])]
    wanted = {clause["key"]: _text(clause) for clause in positive}
    found = [obj for obj in world.known_to_search(kind, wanted) if all(test(obj) for test in tests)]
    number, limit = params.get("page", 1), params.get("limit", DEFAULT_LIMIT)
    more = len(found) > number * limit
    return {
        "object": "search_result",
        "data": found[(number - 1) * limit : number * limit],
        "has_more": more,
        "next_page": str(number + 1) if more else None,
        "url": url,
    }


def _clauses(query: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    rest = query.strip()
    while rest:
        match = _CLAUSE.match(rest)
        if match is None or len(found) == MAX_CLAUSES:
            raise invalid(f"We were unable to parse your search query. (Not understood: {rest})", "query")
        found.append(match)
        rest = rest[match.end() :].strip()
        if rest and not re.match(r"(?i)and\s", rest):
            raise invalid(f"We were unable to parse your search query. (Expected AND before: {rest})", "query")
        rest = rest[3:].strip()
    return found


def _test(clause: re.Match[str]) -> Callable[[Json], bool]:
    def test(obj: Json) -> bool:
        have = obj["metadata"].get(clause["key"]) if clause["key"] else obj.get(clause["field"])
        return _holds(clause, have) is not bool(clause["not"])

    return test


def _holds(clause: re.Match[str], have: Any) -> bool:
    if clause["null"]:
        return have is None
    if clause["number"] and isinstance(have, int):
        return _COMPARE[clause["op"]](have, int(clause["number"]))
    return clause["op"] == ":" and have == _text(clause)


def _text(clause: re.Match[str]) -> str:
    return clause["number"] or re.sub(r"\\(.)", r"\1", clause["text"] or "")
