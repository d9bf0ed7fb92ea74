"""`shop.example.toml` and `docs/operate/settings.md`: every setting, from the classes in `infra/stages.py`."""

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.settings.tables import properties
from infra.stages import (
    STAGES,
    Approvals,
    Consents,
    Edge,
    Helpdesk,
    Inbound,
    Limits,
    Oidc,
    Saml,
    Secrets,
    Shop,
    SignIn,
    Stage,
    StageSettings,
    Texts,
)

EXAMPLE, PAGE = "shop.example.toml", "docs/operate/settings.md"
WIDTH = 110
AN_ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:my-shop/{}-a1B2c3"
UNITS = {  # by how a setting's name ends
    "_minutes": "minutes",
    "_days": "days",
    "_mb": "MB",
    "_percent": "%",
    "_per_second": "a second",
    "_per_hour": "an hour",
}
TABLES: dict[str, type] = {
    "shop": Shop,
    "shop.limits": Limits,
    "shop.approvals": Approvals,
    "shop.consents": Consents,
    "stages.prod": StageSettings,
    "stages.prod.edge": Edge,
    "stages.prod.sign_in": SignIn,
    "stages.prod.inbound": Inbound,
    "stages.prod.texts": Texts,
    "stages.prod.helpdesk": Helpdesk,
    "stages.prod.staff_oidc": Oidc,
    "stages.prod.staff_saml": Saml,
    "stages.prod.secrets": Secrets,
}
EXAMPLE_HEAD = """\
# The settings of a shop. Copy this file to shop.toml, which no upgrade touches, and set what is yours by taking away
# the sign before it; what is not set is as it stands here. Whatever stands under [shop] may stand under a stage, too,
# and goes before. No secret belongs in this file. docs/operate/settings.md says more.
"""
PAGE_HEAD = """\
# Settings

Generated from the classes in [infra/stages.py](../../infra/stages.py).

A shop's settings stand in a file of its own, so that an upgrade replaces the sources and merges nothing: `shop.toml`
in the working directory, or the file that `STOREWRIGHT_SHOP=path` names (empty: none), or `-c shop=path` to `cdk`.
Copy [shop.example.toml](../../shop.example.toml), which has every setting with its default, and keep your file where
you keep what is yours; here Git ignores it.

```toml
[shop]                          # the same in all stages
shop_name = "Lindenhof"
default_currency = "EUR"

[stages.prod]                   # and what a stage has otherwise: prod, dev, or one of your own
alarm_mail = "alarms@lindenhof.shop"

[stages.prod.limits]
carts_per_hour = 1200

[stages.trial]                  # `make deploy STAGE=trial`; its name has at most 12 small letters, digits, dashes
memory_mb = 1024
```

What a stage's own table says goes before `[shop]`, and that before the defaults below. Under `[stages.local]`, the
shop on your own machine, stands only what may stand under `[shop]`. Without a file, `make run` and `make deploy
STAGE=dev` work with the defaults.

Every mistake is told at once, with its place, before anything is built. **Secrets** are refused: they stay in Secrets
Manager, where the deployment makes what it needs. One that is there already, in the account and region of the stage,
is named by its ARN. Where those are under a key of your own, `secrets_key` is that key, and who reads one of them may
decrypt it; the key's policy must let the account's roles.

**A stage with `keeps_data`**, as prod is, is deployed only when no name or address is an example's any more
(`example.com`, `localhost`, the defaults), `has_alarms` is on, `alarm_mail` says whom alarms go to, and
`cors_origins` is not `"*"`.
"""


def generate(_root: Path) -> dict[str, str]:
    return {EXAMPLE: example(), PAGE: page()}


def example() -> str:
    """The file that a shop begins with: all of it is a comment, but for the names of the tables."""
    parts = [EXAMPLE_HEAD]
    for name, table in TABLES.items():
        parts.append("\n".join([*_comment(_about(table)), f"[{name}]"]) + "\n")
        for setting, schema in properties(table).items():
            of_prod = getattr(STAGES["prod"], setting, None)
            value = _example_of(setting, schema) if of_prod is None else of_prod
            parts.append("\n".join([*_comment(_meaning(setting, schema)), f"#{setting} = {_toml(value)}"]) + "\n")
    return "\n".join(parts)


def page() -> str:
    """The page with a table a table."""
    parts = [PAGE_HEAD]
    for name, table in TABLES.items():
        title = name.replace("prod", "<name>")
        also = f", or `[stages.<name>.{name[5:]}]`" if table in (Limits, Approvals) else ""
        parts.append(f"## `[{title}]`{also}\n\n{_about(table)}\n\n{_rows(table)}")
    return "\n".join(parts)


def _rows(table: type) -> str:
    if table is Secrets:
        rows = [f"| `{name}` | {each['description']} |" for name, each in properties(table).items()]
        return "\n".join(["| ARN of | meaning |", "|---|---|", *rows, ""])
    head = ["| setting | default | what it is | meaning |", "|---|---|---|---|"]
    rows = [
        f"| `{name}` | {'; '.join(_defaults(name, each))} | {_kind(name, each)} | {each['description']} |"
        for name, each in properties(table).items()
    ]
    return "\n".join([*head, *rows, ""])


def _defaults(setting: str, schema: dict[str, Any]) -> Iterator[str]:
    """The default, and what the sources' stages have otherwise."""
    usual = getattr(Stage(name="any"), setting, schema["default"])
    yield "unset" if usual is None else f"`{_toml(usual)}`"
    for name, stage in STAGES.items():
        if (own := getattr(stage, setting, usual)) != usual:
            yield f"{name}: `{_toml(own)}`"


def _kind(setting: str, schema: dict[str, Any]) -> str:
    """`5 to 1,440 minutes`, `list of e-mail addresses`."""
    schema = schema.get("anyOf", [schema])[0]
    unit = next((f" {unit}" for end, unit in UNITS.items() if setting.endswith(end)), "")
    match schema:
        case {"enum": values}:
            return ", ".join(f"`{_toml(each)}`" for each in values) + unit
        case {"type": "integer", "minimum": least, "maximum": most}:
            return f"{least:,} to {most:,}{unit}"
        case {"type": "boolean"}:
            return "`true` or `false`"
        case {"type": "array", "items": items}:
            return f"list: {_kind(setting, items)}"
    return str(schema["format"])


def _meaning(setting: str, schema: dict[str, Any]) -> str:
    return f"{schema['description']} ({_kind(setting, schema).replace('`', '')})"


def _example_of(setting: str, schema: dict[str, Any]) -> Any:
    if schema.get("default") is not None:
        return schema["default"]
    return schema["examples"][0] if "examples" in schema else AN_ARN.format(setting)


def _about(table: type) -> str:
    return str(table.__doc__)


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, WIDTH)]


def _toml(value: Any) -> str:
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)
