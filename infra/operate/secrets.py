"""Secrets changed without a moment in which the old value is no longer good and the new one not yet."""

import json
import secrets as chance
import string
import sys
from dataclasses import fields
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from infra.operate.place import Mistake, Place, Refusal
from infra.operate.telling import HERE, At, Yes
from infra.stages import Secrets
from shared.secret import KEPT_S

NAMES = tuple(each.name for each in fields(Secrets))
LENGTH = 64  # characters of letters and digits, as the deployment generates them
FROM_OUTSIDE = (  # another party makes them
    "stripe_api_key",
    "stripe_webhook_secret",
    "carrier_webhook_secret",
    "helpdesk_api_token",
    "helpdesk_webhook_secret",
)
NEVER = "lookup_key"  # orders are found by e-mail under it: they would not be, once its previous value is gone
ALONE = (
    "stripe_api_key",
    "helpdesk_api_token",
)  # we check nothing by them: a previous one would only lie about

app = App(name="secrets", help="The shop's secrets, changed while it runs.")
Name = Annotated[str, Parameter(help=f"One of {', '.join(NAMES)}.")]
Carrier = Annotated[str | None, Parameter(help="Whose field of carrier_webhook_secret, such as ups.")]


@app.command
def rotate(
    name: Name,
    *,
    value_from: Annotated[
        Path | None,
        Parameter(
            allow_leading_hyphen=True,
            help="The file with the new value, - for the input; where another party makes it.",
        ),
    ] = None,
    carrier: Carrier = None,
    leaked: Annotated[
        bool,
        Parameter(negative="", help="Keep no previous value: the old one is dead, with all that was made with it."),
    ] = False,
    yes: Yes = False,
    at: At = HERE,
) -> None:
    """Make a new value current; the one before stays good as the previous one, until `secrets finish` takes it away.

    No value is ever shown, or taken from the command line, where a shell would keep it.

    `storewright secrets rotate guest_key --stage prod`

    `storewright secrets rotate stripe_webhook_secret --value-from - --stage prod`
    """
    place = at.place()
    current, previous = _fields_of(name, carrier)
    value = _value(name, value_from)
    kept = read(place, name)
    keeps_old = name not in ALONE and not leaked
    if previous in kept and keeps_old:
        raise Refusal(f"{name} is being rotated already: `storewright secrets finish {name}` ends that first.")
    at.confirm(f"Rotate {name} of {place.stage.name}?", yes=yes)
    rotated = {field: text for field, text in kept.items() if field != previous}
    if current in kept and keeps_old:
        rotated[previous] = kept[current]
    rotated[current] = value
    _write(place, name, rotated)
    at.tell(
        {"secret": name, "current": "new", "previous": previous in rotated},
        f"{name} has a new value; within {KEPT_S // 60} minutes every Lambda uses it.",
        *([f"The one before is still good, until `storewright secrets finish {name}`."] if previous in rotated else []),
    )


@app.command
def finish(name: Name, *, carrier: Carrier = None, yes: Yes = False, at: At = HERE) -> None:
    """Take the previous value away, once the other party uses the new one, and nothing made with the old one matters.

    `storewright secrets finish stripe_webhook_secret --stage prod`
    """
    place = at.place()
    _, previous = _fields_of(name, carrier)
    kept = read(place, name)
    if previous not in kept:
        raise Refusal(f"{name} has no previous value.")
    at.confirm(f"Take the previous value of {name} away?", yes=yes)
    _write(place, name, {field: value for field, value in kept.items() if field != previous})
    at.tell({"secret": name, "previous": False}, f"{name} has its current value alone.")


def read(place: Place, name: str) -> dict[str, str]:
    """The fields of a secret; a plain text is its `current` one."""
    text = place.client("secretsmanager").get_secret_value(SecretId=_stored_at(place, name))["SecretString"]
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    return {str(k): str(v) for k, v in told.items()} if isinstance(told, dict) else {"current": text}


def _fields_of(name: str, carrier: str | None) -> tuple[str, str]:
    """What its current and its previous value are called. Raises Mistake where it is not rotated so."""
    if name not in NAMES:
        raise Mistake(f"There is no secret {name}; there are {', '.join(NAMES)}.")
    if name == NEVER:
        raise Refusal(f"{name} is not rotated: orders are found by e-mail under it, and the old ones would not be.")
    if (name == "carrier_webhook_secret") != bool(carrier):
        raise Mistake("carrier_webhook_secret has a field for each carrier: say --carrier for it, and for no other.")
    return (carrier, f"{carrier}_previous") if carrier else ("current", "previous")


def _value(name: str, value_from: Path | None) -> str:
    if (name in FROM_OUTSIDE) != (value_from is not None):
        raise Mistake("Say --value-from for what another party makes, and for nothing else: it is generated.")
    if value_from is None:
        return "".join(chance.choice(string.ascii_letters + string.digits) for _ in range(LENGTH))
    try:
        text = sys.stdin.read() if str(value_from) == "-" else value_from.read_text("utf-8")
    except OSError as error:
        raise Mistake(f"{value_from} cannot be read: {error.strerror}.") from None
    if not text.strip() or not text.strip().isprintable():
        raise Mistake("The new value must be one line of text.")
    return text.strip()


def _write(place: Place, name: str, kept: dict[str, str]) -> None:
    text = kept["current"] if kept.keys() == {"current"} else json.dumps(kept)
    place.client("secretsmanager").put_secret_value(SecretId=_stored_at(place, name), SecretString=text)


def _stored_at(place: Place, name: str) -> str:
    return getattr(place.stage.secrets, name) or place.names.secret(name)
