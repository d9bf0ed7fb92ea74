"""Who may call the staff's side: the decision on one Authorization header."""

from datetime import datetime

from functions.access import store
from functions.access.api_key import ApiKey, must_note_use
from functions.access.token import Presented, is_secret, presented
from shared import telemetry
from shared.dynamo import commit, fetch
from shared.errors import Problem


def authorize(authorization: object, now: datetime) -> ApiKey | None:
    """The key that the header shows, if it is one of ours and counts; else None, for whatever reason.

    Raises only where the database does not answer. The reason is logged with the key's id, never with what was shown.
    """
    shown = presented(authorization)
    if shown is None:
        _note_refusal("malformed", None)
        return None
    key, last_used_at = fetch(store.api_key(shown.key_id), store.last_use(shown.key_id))
    why_not = _why_not(key, shown, now)
    if key is None or why_not:
        _note_refusal(why_not, shown.key_id)
        return None
    if must_note_use(last_used_at, now):
        _note_use(key, now)
    return key


def _why_not(key: ApiKey | None, shown: Presented, now: datetime) -> str | None:
    if key is None:
        return "unknown"
    if not is_secret(shown.secret, key.secret_hash):
        return "wrong_secret"
    return key.refused(now) or store.as_it_counts(key).refused(now)


def _note_refusal(why: str | None, key_id: str | None) -> None:
    telemetry.note("key_refused", code=why, key_id=key_id)
    telemetry.count("KeysRefused")


def _note_use(key: ApiKey, now: datetime) -> None:
    """Write down the use; a caller is not turned away because that fails."""
    try:
        commit(store.use_noted(key.id, now))
    except Problem as error:
        telemetry.warn("use_not_noted", error, key_id=key.id)
