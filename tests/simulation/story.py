"""What happened, twice: as a hash of everything, always; as sentences to read, when a seed is replayed."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.simulation.dynamodb import AwsError
from tests.simulation.loop import Loop

BITS = 16  # bytes of the hash that are shown


class Story:
    """The record of a world. tell: where each sentence goes; None while nobody reads."""

    def __init__(self, loop: Loop, tell: Callable[[str], None] | None = None) -> None:
        self._loop = loop
        self._hash = hashlib.blake2b(digest_size=BITS)
        self.tell = tell

    @property
    def digest(self) -> str:
        """The hash of all that happened so far: the same for the same seed."""
        return self._hash.hexdigest()

    def end(self, *books: Any) -> None:
        """Take everything that is left into the hash: what calls were answered shows in what they made."""
        self._hash.update(repr(books).encode())

    def call(self, actor: str, place: str, operation: str, request: Any, answer: Any) -> None:
        """A call had its effect. answer: what came, or the error."""
        outcome = answer.code if isinstance(answer, AwsError) else type(answer).__name__
        self._hash.update(f"{self._loop.now}{place}{operation}{outcome}".encode())
        if self.tell:
            self._say(actor, place, operation, _shown_request(request), _shown(answer))

    def fault(self, actor: str, place: str, operation: str, kind: str) -> None:
        """A call met a fault."""
        self._hash.update(f"{self._loop.now}{place}{operation}{kind}".encode())
        if self.tell:
            self._say(actor, place, operation, "", f"✗ {kind.upper()}")

    def happened(self, actor: str, what: str, effect: str = "") -> None:
        """Somebody did something: a shopper asked, a message was delivered, a clock struck."""
        self._hash.update(f"{self._loop.now}{actor}{what}{effect}".encode())
        if self.tell:
            self._say(actor, "", what, "", effect)

    def _say(self, actor: str, place: str, what: str, about: str, effect: str) -> None:
        assert self.tell
        at = datetime.fromtimestamp(self._loop.now, UTC).strftime("%d %H:%M:%S.%f")[:-3]
        where = place.removeprefix(actor).strip()
        self.tell(f"{at}  {actor:<28} {' '.join(filter(None, (where, what, about))):<90} {effect}".rstrip())


def _shown_request(request: Any) -> str:
    """The items that a request touches, in short."""
    if not isinstance(request, dict):
        return ""
    if "TransactItems" in request:
        return " + ".join(_touched(*next(iter(each.items()))) for each in request["TransactItems"])
    if "RequestItems" in request:
        return ", ".join(
            f"{table.rsplit('-', 1)[-1]}×{len(what.get('Keys', what) if isinstance(what, dict) else what)}"
            for table, what in request["RequestItems"].items()
        )
    if "Entries" in request:
        return ", ".join(entry["DetailType"] for entry in request["Entries"])
    return _touched("", request) if "TableName" in request else ""


def _touched(action: str, operation: dict[str, Any]) -> str:
    key = operation.get("Item") or operation.get("Key") or {}
    names = "/".join(short(key[name]["S"]) for name in ("pk", "sk") if name in key)
    return f"{action} {operation['TableName'].rsplit('-', 1)[-1]}:{names}".strip()


def short(text: str) -> str:
    """An id's last five letters tell it from the others of one story."""
    return "#".join(part if len(part) < 20 else f"{part.split('_')[0]}…{part[-5:]}" for part in text.split("#"))


def _shown(answer: Any) -> str:
    if isinstance(answer, Exception):
        reasons = getattr(answer, "fields", {}).get("CancellationReasons", ())
        codes = " ".join(reason["Code"] for reason in reasons)
        return f"→ {getattr(answer, 'code', type(answer).__name__)} {codes}".rstrip()
    if isinstance(answer, tuple):
        return f"→ {answer[0]}"
    return "→ ok"
