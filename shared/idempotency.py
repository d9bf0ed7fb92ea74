"""Idempotency: one key, one effect, one answer.

A claim is read before the work and settled inside the work's own commit, with the answer to replay. So either the
effect and its answer exist together, or neither does. A request that was refused changed nothing and keeps
nothing: sent again, it is decided again.

An answer holds names, addresses and tokens. It is kept locked under the caller's own key, which is stored nowhere: who
sends the key again reads it, and who reads the table does not.

A request in several commits (commit → foreign call → commit) leaves its claim `started` with what it needs to go on;
the next request with the same key resumes it, once the first one's time is over.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared import clock, telemetry
from shared.dynamo import ABSENT, Item, Read, Write, fetch, replace_if, speaking_first, update
from shared.errors import Conflict, Invalid
from shared.locked import lock, unlock
from shared.reply import Reply
from shared.table import TableSpec

KEPT_DAYS = 30  # Stripe keeps a day, which is too short for a client that was offline over a holiday
RUNNING_S = 25  # an API function is cut off after this; whoever holds the claim has ended by then


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

    def __init__(self, reply: Reply[Any]) -> None:
        super().__init__()
        self.reply = reply


@dataclass(frozen=True)
class Claim:
    """One request's claim on its key. Without a key it reads nothing and settles nothing."""

    table: TableSpec
    pk: str | None  # None: the client sent no key
    request_hash: str
    now: datetime
    locked_under: bytes = field(default=b"", repr=False)  # made of the caller and the key
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
        return self._create({"state": "started", "resume": resume, "holder": self.holder, "running_until": until})

    def finish(self, reply: Reply[Any]) -> tuple[Write, ...]:
        """The write of the last commit of several. Where another request finished first, its answer counts: Replay."""
        stored = {"state": "done", **self._kept(reply)}
        return self._update("SET " + ", ".join(f"#{name} = :{name}" for name in stored), stored)

    def release(self) -> tuple[Write, ...]:
        """The write that lets the next request with this key resume at once, after a foreign call failed."""
        return self._update("SET #running_until = :running_until", {"running_until": clock.stamp(self.now)})

    @property
    def _running_until(self) -> datetime:
        return self.now + timedelta(seconds=RUNNING_S)

    def _kept(self, reply: Reply[Any]) -> Item:
        return {**reply.stored(), "body": lock(reply.body, self.locked_under)} if self.pk else {}

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
            raise Replay(Reply.from_stored({**found, "body": unlock(found["body"], self.locked_under)}))
        if found["running_until"] > clock.stamp(self.now):
            raise InProgress
        resume: dict[str, Any] = found["resume"]
        return resume


def claim_of(table: TableSpec, principal: str, key: str | None, request: bytes, now: datetime) -> Claim:
    """The claim of a request. principal: who asks, so that two callers' keys never meet.

    request: everything that makes it the same request: method, path and body.
    """
    digest = hashlib.sha256(request).hexdigest()
    if key is None:
        return Claim(table, None, digest, now)
    whose = f"{principal}\n{key}".encode()
    place, under = hashlib.sha256(whose).hexdigest(), hashlib.sha256(b"answer\n" + whose).digest()
    return Claim(table, f"IDEM#{place}", digest, now, under, telemetry.correlation_id())
