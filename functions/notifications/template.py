"""Fills the templates of mails. Whatever a value holds, it stays one line of text.

A template is text with `$name` in it, as Python's `string.Template` has it, and blocks on lines of their own, never one
inside another:

    % each items          the block once for each of them, with the names of the item too
    % if discount         the block only where there is something
    % end

The subject is the first line of the `.txt`; the `.html` is set into `layout.html`.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from string import Template

Value = str | list[dict[str, str]]

FOLDER = Path(__file__).parent / "templates"
SUBJECT_LENGTH_MAX = 150  # characters; mail programs show some 70
URL_LENGTH_MAX = 2000
_BLOCK = re.compile(r"^% (each|if) (\w+)\n(.*?)^% end\n", re.MULTILINE | re.DOTALL)
_URL = re.compile(r"https?://[!#$%&'()*+,./0-9:;=?@A-Z_a-z~\[\]-]+")
_TURNS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))


def render(name: str, values: Mapping[str, Value]) -> tuple[str, str, str]:
    """Subject, text and HTML of the mail of this name. Raises KeyError for a value that a template misses."""
    subject, _, text = _fill(_read(f"{name}.txt"), values, one_line).partition("\n")
    subject = subject[:SUBJECT_LENGTH_MAX]
    content = _fill(_read(f"{name}.html"), values, lambda value: html.escape(one_line(value)))
    page = Template(_read("layout.html")).substitute(subject=html.escape(subject), content=content)
    return subject, text.lstrip("\n"), page


def one_line(text: str) -> str:
    """The text on one line: whatever controls, breaks or turns a line is gone, runs of space are one."""
    spaced = (" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text.translate(_TURNS))
    return " ".join("".join(spaced).split())


def web_address(url: str | None) -> str:
    """The URL where it is one to follow, else nothing."""
    return url if url and len(url) <= URL_LENGTH_MAX and _URL.fullmatch(url) else ""


def _fill(template: str, values: Mapping[str, Value], safe: Callable[[str], str]) -> str:
    """Each piece is filled by itself and only once, so that a `$` or a `%` of a value means nothing."""
    single = {name: safe(value) for name, value in values.items() if isinstance(value, str)}
    filled, end = [], 0
    for block in _BLOCK.finditer(template):
        filled.append(Template(template[end : block.start()]).substitute(single))
        end = block.end()
        how, name, inner = block.groups()
        rounds = values[name] if how == "each" else [{}] if values[name] else []
        for item in rounds:
            own = {key: safe(value) for key, value in item.items()}  # type: ignore[union-attr]
            filled.append(Template(inner).substitute(single, **own))
    filled.append(Template(template[end:]).substitute(single))
    return "".join(filled)


@cache
def _read(file: str) -> str:
    return (FOLDER / file).read_text("utf-8")
