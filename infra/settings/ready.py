"""What a stage needs before it may be deployed: one that keeps data bears no example's name, and somebody is told."""

import re
from collections.abc import Iterator

from infra.settings.shop_file import USUAL, Mistaken, find, load
from infra.stages import Shop, Stage

NAMES = (
    "shop_name",
    "shop_url",
    "order_url",
    "confirm_url",
    "support_url",
    "consent_url",
    "unsubscribe_url",
    "contact",
    "mail_from",
    "mail_reply_to",
    "mail_footer",
    "staff_mail",
    "cors_origins",
    "alarm_mail",
    "ticket_mail",
    "runbook_url",
)
# Source: RFC 2606 and RFC 6761, names that belong to nobody; and a developer's own machine.
NOBODYS = re.compile(
    r"\bexample\.(com|net|org|edu)\b|\.(example|test|invalid|localhost)\b|\blocalhost\b|\b127\.0\.0\.1\b"
)


def ready(name: object, named: str | None = None) -> Stage:
    """The stage of this name, to deploy; `named` is the shop's file. Raises Mistaken."""
    stages = load(named)
    if not isinstance(name, str) or name not in stages:
        raise Mistaken("Say which stage", [f"-c stage={'|'.join(stages)}"])
    if found := list(missing(stages[name])):
        where = f"Set them under [shop] or [stages.{name}] in {find(named) or USUAL}; shop.example.toml has them all."
        raise Mistaken(f"The stage {name} keeps data, and its settings are not ready", [*found, where])
    return stages[name]


def missing(stage: Stage) -> Iterator[str]:
    """A sentence for each setting that a stage that keeps data cannot be deployed with."""
    if not stage.keeps_data:
        return
    for setting in NAMES:
        if any(map(_is_example, _texts(getattr(stage, setting)))):
            yield f"{setting}: is still an example's."
    if "*" in stage.cors_origins:
        yield 'cors_origins: "*" lets every page on the web call the API.'
    if not stage.alarm_mail:
        yield "alarm_mail: nobody is told of alarms."
    if not stage.has_alarms:
        yield "has_alarms: there is nothing to tell of."


def _texts(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()


def _is_example(text: str) -> bool:
    defaults = (each for setting in NAMES for each in _texts(getattr(Shop(), setting, None)))
    return bool(NOBODYS.search(text)) or text in defaults
