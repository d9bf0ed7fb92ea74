"""Event filters, as event source mappings have them: a pattern becomes a function that says what fits."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Fits = Callable[[Any], bool]
_MISSING: Any = object()


def any_of(patterns: Sequence[Mapping[str, Any]]) -> Fits:
    """Fits what one of the patterns fits."""
    tests = [pattern(each) for each in patterns]
    return tests[0] if len(tests) == 1 else lambda event: any(test(event) for test in tests)


def pattern(wanted: Mapping[str, Any]) -> Fits:
    """Fits an object with every wanted field. Raises NotImplementedError at an operator that nobody here uses."""
    fields = [(name, _field(value)) for name, value in wanted.items()]

    def fits(event: Any) -> bool:
        if event is _MISSING:
            event = {}
        elif not isinstance(event, Mapping):
            return False
        for name, test in fields:  # noqa: SIM110 - once for every change of a table; this is the fastest
            if not test(event.get(name, _MISSING)):
                return False
        return True

    return fits


def _field(wanted: Any) -> Fits:
    if isinstance(wanted, Mapping):
        return pattern(wanted)
    if not isinstance(wanted, Sequence) or isinstance(wanted, str):
        raise NotImplementedError(f"a field's pattern is a list or an object, not {wanted!r}")
    if all(isinstance(each, str) for each in wanted):
        return lambda value: isinstance(value, str) and value in wanted
    tests = [_value(each) for each in wanted]
    return tests[0] if len(tests) == 1 else lambda value: any(test(value) for test in tests)


def _value(wanted: Any) -> Fits:
    if not isinstance(wanted, Mapping):
        return lambda value: value is not _MISSING and value == wanted and type(value) is type(wanted)
    match list(wanted.items()):
        case [("exists", bool(expected))]:
            return lambda value: (value is not _MISSING and not isinstance(value, Mapping)) is expected
        case [("prefix", str(start))]:
            return lambda value: isinstance(value, str) and value.startswith(start)
        case _:
            raise NotImplementedError(f"no filter here knows {wanted!r}")
