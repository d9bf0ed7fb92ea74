"""Idempotency: one key, one effect, one answer.

A claim is read before the work and settled inside the work's own commit, with the answer to replay. So either the
effect and its answer exist together, or neither does. A request that was refused changed nothing and keeps
nothing: sent again, it is decided again.

The record lies under the caller and the key. Who proves nothing is no caller: a stranger's record lies under the key
alone, and only a key that is a secret of the stranger's counts; any other has no effect. No address is in it.

An answer holds names and addresses. It is kept locked, for this record and this request only; bearer tokens and the
like are not kept at all, but made again by the route (`LeftOut`).

A request in several commits (commit → foreign call → commit) leaves its claim `started` with what it needs to go on;
the next request with the same key resumes it, once the first one's time is over.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared import clock, telemetry
from shared.dynamo import ABSENT, Item, Read, Write, delete, fetch, replace_if, speaking_first, update
from shared.errors import Conflict, Invalid
from shared.locked import NotOurs, lock, unlock
from shared.reply import KeptReply, Reply
from shared.table import TableSpec

KEPT_DAYS = 30  # Stripe keeps a day, which is too short for a client that was offline over a holiday
RUNNING_S = 25  # an API function is cut off after this; whoever holds the claim has ended by then
STRANGER = "anonymous"  # the principal of all who prove nothing
DIFFERENT_MIN = 8  # characters in a random UUID, ULID or 32 hexadecimal digits: fewer in one of ten million
MIXED_MIN = 12  # different characters in 22 that are random in base64url: fewer in one of a hundred thousand
_RANDOM = re.compile(
    r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[47][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}"  # UUID of chance
    r"|(?<![0-9A-Za-z])[0-7][0-9A-HJKMNP-TV-Z]{25}(?![0-9A-Za-z])"  # ULID
    r"|[0-9a-f]{32}|[0-9A-F]{32}"  # 128 bits as digits
)
_MIXED = re.compile(r"(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9_-]{22,}")  # 128 bits as base64url or base62


class KeyReused(Invalid):
    """The same key with another request: the client mixed up its keys."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for another request.", param="Idempotency-Key")


class InProgress(Conflict):
    """The first request with this key is still being worked on."""

    code = "idempotency_in_progress"

    def __init__(self) -> None:
        super().__init__("A request with this Idempotency-Key is still running.")


class Replay(Exception):
    """Not an error: this request was answered before, and here is that answer."""

    def __init__(self, kept: KeptReply) -> None:
        super().__init__()
        self.kept = kept


@dataclass(frozen=True)
class Claim:
    """One request's claim on its key. Without a key it reads nothing and settles nothing."""

    table: TableSpec
    pk: str | None  # None: the client sent no key
    request_hash: str
    now: datetime
    holder: str = ""  # the id of this request, kept with what it starts
    resumed: list[str] = field(default_factory=list, compare=False, repr=False)  # the claim this request goes on with

    @property
    def read(self) -> Read[dict[str, Any] | None]:
        """Put it first into the command's fetch. Gives what a started request left to go on from; None for a new one.

        Raises Replay, KeyReused or InProgress.
        """
        return Read(self.table, ((self.pk, "IDEM"),) if self.pk else (), self._go_on)

    def look_again(self) -> None:
        """To be called before a refusal leaves. Raises InProgress where a request with this key has begun or ended.

        A fetch reads its items at several moments: a request sent twice may find no claim yet, and then what the other
        one has made, which looks like a reason to refuse. Asked again, it gets the other one's answer. But what this
        request has begun itself, or goes on with, is no other's: then its refusal is the answer.
        """
        if self.pk is None or self.resumed:
            return
        try:
            fetch(Read(self.table, ((self.pk, "IDEM"),), self._require_no_other))
        except Replay:
            raise InProgress from None

    def settle(self, reply: Reply[Any]) -> tuple[Write, ...]:
        """The write that keeps the answer; goes into the commit that has the effect."""
        return self._create({"state": "done", **self._kept(reply)})

    def start(self, resume: dict[str, Any]) -> tuple[Write, ...]:
        """The write of a first commit of several: claims the key and says how to go on."""
        until = clock.stamp(self._running_until)
        fields = {**self._locked("resume", resume), "holder": self.holder, "running_until": until}
        return self._create({"state": "started", **fields})

    def finish(self, reply: Reply[Any]) -> tuple[Write, ...]:
        """The write of the last commit of several. Where another request finished first, its answer counts: Replay."""
        stored = {"state": "done", **self._kept(reply)}
        return self._update("SET " + ", ".join(f"#{name} = :{name}" for name in stored), stored)

    def release(self) -> tuple[Write, ...]:
        """The write that lets the next request with this key resume at once, after a foreign call failed."""
        return self._update("SET #running_until = :running_until", {"running_until": clock.stamp(self.now)})

    def give_back(self) -> tuple[Write, ...]:
        """The write that forgets what was started, where the request is refused after all: it has changed nothing."""
        if self.pk is None:
            return ()
        names, values = {"#state": "state"}, {":started": "started"}
        return (delete(self.table, (self.pk, "IDEM"), condition="#state = :started", names=names, values=values),)

    @property
    def _running_until(self) -> datetime:
        return self.now + timedelta(seconds=RUNNING_S)

    def _kept(self, reply: Reply[Any]) -> Item:
        return self._locked("answer", reply.stored()) if self.pk else {}

    def _locked(self, what: str, content: dict[str, Any]) -> Item:
        return {what: lock(json.dumps(content, ensure_ascii=False), self._place(what))} if self.pk else {}

    def unlocked(self, what: str, found: Item) -> dict[str, Any]:
        """The `answer` or `resume` of this claim's record. Raises NotOurs."""
        try:
            content: dict[str, Any] = json.loads(unlock(str(found.get(what)), self._place(what)))
        except NotOurs:
            telemetry.count("AnswersNotOurs")
            raise  # a fault of ours: nobody's answer beats another's
        return content

    def _place(self, what: str) -> str:
        return f"{self.table.name}\n{self.pk}\n{self.request_hash}\n{what}"

    def _create(self, fields: Item) -> tuple[Write, ...]:
        if self.pk is None:
            return ()
        item = {"pk": self.pk, "sk": "IDEM", "request_hash": self.request_hash, **fields}
        expires = self.now + timedelta(days=KEPT_DAYS)
        item |= {"expires_at": clock.stamp(expires), "ttl": clock.epoch(expires + timedelta(days=1))}
        free = f"{ABSENT} OR #expires_at <= :now"  # DynamoDB removes what is past its time days late
        names, values = {"#expires_at": "expires_at"}, {":now": clock.stamp(self.now)}
        claim = replace_if(self.table, item, free, names=names, values=values, refusal=self._taken)
        return (speaking_first(claim),)

    def _update(self, expression: str, values: dict[str, Any]) -> tuple[Write, ...]:
        if self.pk is None:
            return ()
        claim = update(
            self.table,
            (self.pk, "IDEM"),
            expression,
            condition="#state = :started",
            names={"#state": "state", **{f"#{name}": name for name in values}},
            values={":started": "started", **{f":{name}": value for name, value in values.items()}},
            refusal=self._taken,
        )
        return (speaking_first(claim),)

    def _taken(self, found: Item | None) -> Exception:
        try:
            self._decide([found])
        except (Replay, Conflict, Invalid) as outcome:
            return outcome
        return InProgress()

    def _go_on(self, items: list[Item | None]) -> dict[str, Any] | None:
        resume = self._decide(items)
        if resume is not None and self.pk:
            self.resumed.append(self.pk)
        return resume

    def _require_no_other(self, items: list[Item | None]) -> None:
        found = items[0]
        is_own = found is not None and bool(self.holder) and found.get("holder") == self.holder
        if not is_own and self._decide(items) is not None:
            raise InProgress

    def _decide(self, items: list[Item | None]) -> dict[str, Any] | None:
        found = items[0] if items else None
        if found is None or found["expires_at"] <= clock.stamp(self.now):
            return None
        if found["request_hash"] != self.request_hash:
            raise KeyReused
        if found["state"] == "done":
            raise Replay(KeptReply(self.unlocked("answer", found)))
        if found["running_until"] > clock.stamp(self.now):
            raise InProgress
        return self.unlocked("resume", found)


def claim_of(table: TableSpec, principal: str, key: str | None, request: bytes, now: datetime) -> Claim:
    """The claim of a request. principal: who asks, so that two callers' keys never meet.

    request: everything that makes it the same request: method, path and body.
    """
    digest = hashlib.sha256(request).hexdigest()
    if key is None or (principal == STRANGER and not is_secret(key)):
        return Claim(table, None, digest, now)
    place = hashlib.sha256(f"{principal}\n{key}".encode()).hexdigest()
    return Claim(table, f"IDEM#{place}", digest, now, telemetry.correlation_id())


def is_secret(key: str) -> bool:
    """Whether a key can be known to its client only, by its form: 128 bits that look random.

    A random UUID (version 4 or 7), a ULID or 32 hexadecimal digits, also with words around; or 22 characters or more
    of A–Z a–z 0–9 _ - with small and capital letters.
    """
    if _MIXED.fullmatch(key) and len(set(key)) >= MIXED_MIN:
        return True
    return any(len(set(found[0].lower()) - {"-"}) >= DIFFERENT_MIN for found in _RANDOM.finditer(key))
