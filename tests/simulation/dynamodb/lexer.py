"""An expression's words: names, #names, :values, numbers and signs."""

import re
from typing import NamedTuple

from tests.simulation.dynamodb.errors import AwsError, invalid
from tests.simulation.dynamodb.limits import EXPRESSION_BYTES_MAX, OPERATORS_MAX

TOKEN = re.compile(
    r"""\s*(?:
    (?P<name>\#[A-Za-z0-9_]+)
    | (?P<value>:[A-Za-z0-9_]+)
    | (?P<word>[A-Za-z][A-Za-z0-9_]*)
    | (?P<number>\d+)
    | (?P<sign><>|<=|>=|[-+=<>(),.\[\]])
    )""",
    re.VERBOSE | re.ASCII,
)

OPERATORS = {"=", "<>", "<", "<=", ">", ">=", "+", "-", "AND", "OR", "NOT", "BETWEEN", "IN"}


class Token(NamedTuple):
    """kind: name, value, word, number, sign or end."""

    kind: str
    text: str


END = Token("end", "<EOF>")


class Tokens:
    """The words of an expression, one after the other. role: what it is for, such as ConditionExpression."""

    def __init__(self, text: str, role: str) -> None:
        self.role = role
        self._tokens = list(_split(text, role))
        self._at = 0

    @property
    def next(self) -> Token:
        """The next word, not taken."""
        return self._tokens[self._at]

    @property
    def after_next(self) -> Token:
        """The one behind it."""
        return self._tokens[min(self._at + 1, len(self._tokens) - 1)]

    def take(self) -> Token:
        """The next word, taken."""
        token = self._tokens[self._at]
        self._at += token is not END
        return token

    def take_sign(self, sign: str) -> None:
        """Take this sign. Raises AwsError where another word stands there."""
        if self.next != Token("sign", sign):
            raise self.wrong()
        self.take()

    def takes(self, *texts: str) -> str | None:
        """Take the next word if it is one of these signs or, in whatever case, these keywords: in capitals."""
        token = self.next
        if token.kind in ("sign", "word") and token.text.upper() in texts:
            self.take()
            return token.text.upper()
        return None

    def wrong(self) -> AwsError:
        """The refusal of the word that comes next."""
        near = "".join(f"{token.text} " for token in self._tokens[max(self._at - 1, 0) : self._at + 2] if token != END)
        return self.refuse(f'Syntax error; token: "{self.next.text}", near: "{near.strip()}"')

    def refuse(self, why: str) -> AwsError:
        """The refusal of the whole expression."""
        return invalid(f"Invalid {self.role}: {why}")


def _split(text: str, role: str) -> list[Token]:
    if not text:
        raise invalid(f"Invalid {role}: The expression can not be empty;")
    if (size := len(text.encode())) > EXPRESSION_BYTES_MAX:
        why = f"Expression size has exceeded the maximum allowed size; expression size: {size}"
        raise invalid(f"Invalid {role}: {why}")
    tokens, at, end = [], 0, len(text.rstrip())
    while at < end:
        found = TOKEN.match(text, at)
        if found is None:
            raise invalid(f'Invalid {role}: Syntax error; token: "{text[at:].strip()[:1]}", near: "{text[at:][:10]}"')
        kind = found.lastgroup or ""
        tokens.append(Token(kind, found[kind]))
        at = found.end()
    _refuse_too_many(tokens, role)
    return [*tokens, END]


def _refuse_too_many(tokens: list[Token], role: str) -> None:
    count = sum(token.text.upper() in OPERATORS for token in tokens)
    if count > OPERATORS_MAX:
        raise invalid(
            f"Invalid {role}: The expression contains too many operators; operator count: {OPERATORS_MAX + 1}"
        )
