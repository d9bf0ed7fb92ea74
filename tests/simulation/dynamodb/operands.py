"""What expressions speak of: attributes by their paths, and the values sent along."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.simulation.dynamodb.errors import Wire
from tests.simulation.dynamodb.lexer import Tokens
from tests.simulation.dynamodb.reserved_words import RESERVED

Path = tuple[str | int, ...]  # ("lines", 0, "sku")
Get = Callable[[Wire, Wire], Wire | None]  # (item, values of the request) → a value, None where there is none
Check = Callable[[Wire], None]  # looks at the values of a request and raises AwsError


@dataclass(frozen=True)
class Operand:
    """get: its value. path or value: what it names, if it is one of these."""

    get: Get
    text: str
    path: Path | None = None
    value: str | None = None


@dataclass
class Scope:
    """The names that an expression may use, what it did use, and what to look at in each request's values."""

    names: Mapping[str, str]
    used_names: set[str] = field(default_factory=set)
    used_values: dict[str, str] = field(default_factory=dict)  # value → the role of the expression that uses it
    checks: list[Check] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)  # attributes at the start of a path

    def path(self, tokens: Tokens) -> Operand:
        """Take a path. Raises AwsError where there is none, or where it holds a reserved word."""
        steps: list[str | int] = [self._name(tokens)]
        text = str(steps[0])
        self.looked_at.add(text)
        while True:
            if tokens.takes("."):
                steps.append(self._name(tokens))
                text += f".{steps[-1]}"
            elif tokens.takes("["):
                if tokens.next.kind != "number":
                    raise tokens.wrong()
                steps.append(int(tokens.take().text))
                tokens.take_sign("]")
                text += f"[{steps[-1]}]"
            else:
                return Operand(getter(tuple(steps)), text, path=tuple(steps))

    def value(self, tokens: Tokens) -> Operand:
        """Take a :value."""
        if tokens.next.kind != "value":
            raise tokens.wrong()
        name = tokens.take().text
        self.used_values.setdefault(name, tokens.role)
        return Operand(lambda _, values: values[name], name, value=name)

    def path_or_value(self, tokens: Tokens) -> Operand:
        """Take either."""
        return self.value(tokens) if tokens.next.kind == "value" else self.path(tokens)

    def _name(self, tokens: Tokens) -> str:
        token = tokens.next
        if token.kind == "name":
            tokens.take()
            if token.text not in self.names:
                why = "An expression attribute name used in the document path is not defined; attribute name: "
                raise tokens.refuse(why + token.text)
            self.used_names.add(token.text)
            return self.names[token.text]
        if token.kind != "word":
            raise tokens.wrong()
        tokens.take()
        if token.text.upper() in RESERVED:
            raise tokens.refuse(f"Attribute name is a reserved keyword; reserved keyword: {token.text}")
        return token.text


def getter(path: Path) -> Get:
    """What finds the value at a path."""
    first, rest = str(path[0]), path[1:]
    if not rest:
        return lambda item, _: item.get(first)
    return lambda item, _: _below(item.get(first), rest)


def _below(value: Wire | None, rest: Path) -> Wire | None:
    for step in rest:
        if value is None:
            return None
        if isinstance(step, str):
            value = value.get("M", {}).get(step)
        else:
            members = value.get("L", ())
            value = members[step] if step < len(members) else None
    return value


def kind_of(value: Wire) -> str:
    """The type of a value: S, N, BOOL, NULL, L or M."""
    return next(iter(value))
