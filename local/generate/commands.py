"""`docs/operate/commands.md`: every command of `storewright`, from the command line itself, with screens of it."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from cyclopts import App

from infra.operate.app import app
from infra.operate.telling import At

PAGE = "docs/operate/commands.md"
SCREENS = "docs/operate/screens"
SHARED = {f"--{each.name}" for each in fields(At)}
EXAMPLE = re.compile(r"`(storewright [^`]+)`")
HEAD = """\
# The operator's commands

Generated from [infra/operate](../../infra/operate/app.py); the screens are captured from a demo shop, [by one
command](../../local/generate/screens.py) that makes ids and times the same each time.

`storewright` looks after a shop that is deployed. `make install` puts it at `.venv/bin/storewright`, which is
`.venv/bin/python -m infra.operate` in other words; run it where your `shop.toml` is. It needs nothing in the account
but the rights of whoever uses it: credentials and region are found as every AWS tool finds them.

"""
CODES = """
What a command says is for people; with `--json` it is for programs. It ends with 0 when it did what was asked, with 1
when that was refused, and with 2 when its words were wrong; then one sentence on the error output says why. What takes
something away asks first, and `--yes` answers.
"""


def generate(root: Path) -> dict[str, str]:
    commands = list(walk(app))
    parts = [HEAD + _options(app_options()) + CODES, _list(commands)]
    parts += [_section(root, name, each) for name, each in commands]
    return {PAGE: "\n".join(parts)}


def walk(of: App, *names: str) -> Iterator[tuple[str, App]]:
    """Every command with its whole name, in the order of their making."""
    for name in of:
        if name.startswith("-"):
            continue
        command = of[name]
        if command.default_command is not None:
            yield " ".join([*names, name]), command
        yield from walk(command, *names, name)


def examples(command: App) -> list[str]:
    """The lines to paste that its help shows."""
    return EXAMPLE.findall(_help(command))


def sentence(command: App) -> str:
    """What it does, in the first paragraph of its help."""
    return " ".join(_help(command).split("\n\n")[0].split())


def app_options() -> list[Any]:
    """The options that every command has."""
    _, command = next(walk(app))
    return [each for each in _arguments(command) if each.name in SHARED]


def _arguments(command: App) -> list[Any]:
    return [each for each in command.assemble_argument_collection() if each.show]


def _help(command: App) -> str:
    return inspect.getdoc(command.default_command) or ""


def _list(commands: list[tuple[str, App]]) -> str:
    rows = [f"| [`{name}`](#{name.replace(' ', '-')}) | {sentence(each)} |" for name, each in commands]
    return "\n".join(["| command | what it does |", "|---|---|", *rows, ""])


def _section(root: Path, name: str, command: App) -> str:
    text = _help(command).partition("\nParameters\n")[0]
    paragraphs = [each for each in text.split("\n\n") if not EXAMPLE.fullmatch(each.strip())]
    own = [each for each in _arguments(command) if each.name not in SHARED]
    parts = [f"## {name}\n", "\n\n".join(each.strip() for each in paragraphs) + "\n"]
    parts.append("```sh\n" + "\n".join(examples(command)) + "\n```\n")
    if own:
        parts.append(_options(own))
    screen = root / SCREENS / f"{name.replace(' ', '-')}.txt"
    if screen.exists():
        parts.append(f"```text\n{screen.read_text(encoding='utf-8').rstrip()}\n```\n")
    return "\n".join(parts)


def _options(arguments: list[Any]) -> str:
    rows = [f"| `{_name(each)}` | {each.parameter.help or ''}{_default(each)} |" for each in arguments]
    return "\n".join(["| option | what it says |", "|---|---|", *rows, ""])


def _name(argument: Any) -> str:
    info = argument.field_info
    if info.kind in (info.POSITIONAL_ONLY, info.POSITIONAL_OR_KEYWORD):
        return str(argument.name.removeprefix("--").upper())
    return str(argument.name)


def _default(argument: Any) -> str:
    default = argument.field_info.default
    if argument.field_info.required:
        return " Needed."
    if default in (None, False, ()) or default is argument.field_info.empty:
        return ""
    return f" Without it: `{default}`."
