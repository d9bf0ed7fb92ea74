"""Turns templates and plain values into a letter. Whatever a value holds, it stays one line of text.

A letter has `<name>.txt` and `<name>.mjml`, both in minijinja (Jinja's syntax); MJML becomes HTML that mail programs
show alike. Its sentences stand in `words.<language>.toml`, each a small template of its own, and come to both as `say`.
A file in the shop's own folder `letters/` goes before ours of that name; of words, line by line.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from minijinja import Environment, TemplateError
from mjml import mjml2html

Data = str | int | list["Data"] | dict[str, "Data"]
Words = dict[str, dict[str, str]]  # sentences by section and name

OURS = Path(__file__).parent / "templates"
SHOPS = Path(__file__).parents[2] / "letters"  # beside `functions`, in the project and in a Lambda
FUEL = 100_000  # steps of a template; an order of 60 lines takes some 5,000
SUBJECT_LENGTH_MAX = 150  # characters; mail programs show some 70
URL_LENGTH_MAX = 2000
LETTER_LENGTH_MAX = 400_000  # characters of HTML; mail programs cut what is longer than a quarter of that
_URL = re.compile(r"https?://[!#$%&'()*+,./0-9:;=?@A-Z_a-z~\[\]-]+")
_CAUSED_BY = re.compile(r"^caused by: (?:[a-z ]+: )?(.*) \(in (\S+):(\d+)\)$", re.MULTILINE)
_TURNS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))


class BadTemplate(Exception):
    """A template that makes no letter. Says in which file, on which line where that is known, and why."""

    def __init__(self, file: Path | str, line: int | None, why: str) -> None:
        place = f"{file}, line {line}" if line else str(file)
        super().__init__(f"{place}: {why}")
        self.file, self.line = file, line


@dataclass(frozen=True)
class Templates:
    """Where templates lie: the first of the folders that has a file gives it."""

    folders: tuple[Path, ...] = (SHOPS, OURS)

    def letter(self, name: str, code: str, sections: tuple[str, ...], values: Mapping[str, Data]) -> tuple[str, ...]:
        """Subject, text and HTML of the letter of this name, in this language. Raises BadTemplate.

        sections: where in the words its sentences are, besides the section of its own name.
        """
        plain = {key: _plain(value) for key, value in values.items()}
        say = self._say(code, (*sections, name), plain)
        given: dict[str, Data] = {**plain, "lang": code, "say": dict[str, Data](say)}
        text = self.render(f"{name}.txt", given)
        page = self.to_html(f"{name}.mjml", self.render(f"{name}.mjml", given))
        return say["subject"], re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", page

    def render(self, name: str, values: Mapping[str, Data]) -> str:
        """One template, filled. Raises BadTemplate."""
        try:
            # Escaped by HTML's rules, but for the slash, which means nothing where `<` and quotes are escaped.
            return _environment(self).render_template(name, **values).replace("&#x2f;", "/")
        except TemplateError as error:
            raise self._bad(error, name) from None

    def to_html(self, name: str, source: str) -> str:
        """The page of an MJML source. Raises BadTemplate."""
        try:
            page = mjml2html(source, fonts={}, disable_comments=True)  # no fonts: nothing is loaded from elsewhere
        except ValueError as error:
            raise BadTemplate(self.path(name) or name, None, f"this is no MJML: {error}.") from None
        if len(page) > LETTER_LENGTH_MAX:
            raise BadTemplate(self.path(name) or name, None, "the letter becomes too long.")
        return page

    def path(self, name: str) -> Path | None:
        """The file that gives the template of this name."""
        return next((folder / name for folder in self.folders if (folder / name).is_file()), None)

    def _say(self, code: str, sections: tuple[str, ...], values: Mapping[str, Data]) -> dict[str, str]:
        """Every sentence that the letter may use, filled."""
        words = _words(self, code)
        templates = {key: each for section in sections for key, each in words.get(section, {}).items()}
        say = {key: one_line(self._sentence(code, key, each, values)) for key, each in templates.items()}
        return say | {"subject": say.get("subject", "")[:SUBJECT_LENGTH_MAX].rstrip()}

    def _sentence(self, code: str, key: str, template: str, values: Mapping[str, Data]) -> str:
        try:
            return _sentences().render_str(template, key, **values)
        except TemplateError as error:
            raise self._bad_words(code, key, template, _reason(error)) from None

    def _bad(self, error: TemplateError, name: str) -> BadTemplate:
        at, line, why = error.name or name, error.line, _reason(error)
        for inner in _CAUSED_BY.finditer(str(error)):  # in a file that this one includes
            why, at, line = f"{inner[1]}.", inner[2], int(inner[3])
        return BadTemplate(self.path(at) or at, line, why)

    def _bad_words(self, code: str, key: str, template: str, why: str) -> BadTemplate:
        """Where the sentence stands: in the first file that has it."""
        for path in (folder / f"words.{each}.toml" for folder in self.folders for each in (code, "en")):
            lines = path.read_text("utf-8").splitlines() if path.is_file() else []
            for number, line in enumerate(lines, 1):
                if line.partition("=")[0].strip() == key and template in line:
                    return BadTemplate(path, number, why)
        return BadTemplate(f"words.{code}.toml", None, f"{key}: {why}")


TEMPLATES = Templates()


def one_line(text: str) -> str:
    """The text on one line: whatever controls, breaks or turns a line is gone, runs of space are one."""
    spaced = (" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text.translate(_TURNS))
    return " ".join("".join(spaced).split())


def web_address(url: str | None) -> str:
    """The URL where it is one to follow, else nothing."""
    return url if url and len(url) <= URL_LENGTH_MAX and _URL.fullmatch(url) else ""


@cache
def _environment(templates: Templates) -> Environment:
    def load(name: str) -> str | None:
        path = templates.path(name) if "/" not in name and "\\" not in name else None
        return path.read_text("utf-8") if path else None

    return Environment(
        loader=load,
        fuel=FUEL,
        debug=True,  # so that an error names what is missing; `_reason` leaves out what would tell values
        undefined_behavior="strict",
        auto_escape_callback=lambda name: "html" if name.endswith(".mjml") else False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _sentences() -> Environment:
    """For sentences, which are escaped where they are used; they load nothing."""
    return Environment(fuel=FUEL, debug=True, undefined_behavior="strict", auto_escape_callback=lambda _: False)


@cache
def _words(templates: Templates, code: str) -> Words:
    """All sentences of a language: English where we lack one, the shop's own before ours. Raises BadTemplate."""
    words: Words = {}
    ours = templates.folders[-1]
    files = [ours / "words.en.toml", *(folder / f"words.{code}.toml" for folder in reversed(templates.folders))]
    for path in filter(Path.is_file, files):
        for section, sentences in _read_words(path).items():
            words[section] = words.get(section, {}) | sentences
    return words


def _read_words(path: Path) -> Words:
    try:
        read = tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise BadTemplate(path, int(line[1]) if line else None, f"this is no TOML: {error}.") from None
    for section, sentences in read.items():
        if not isinstance(sentences, dict) or not all(isinstance(each, str) for each in sentences.values()):
            raise BadTemplate(path, None, f"the section {section} must hold nothing but sentences.")
    return read


def _plain(value: Data) -> Data:
    """The value as templates may have it: text on one line, numbers, and lists and tables of these."""
    match value:
        case str():
            return one_line(value)
        case int():
            return int(value)
        case list():
            return [_plain(each) for each in value]
        case dict():
            return {key: _plain(each) for key, each in value.items()}


def _reason(error: TemplateError) -> str:
    """Why, in a sentence. An error's own text would tell the values besides, which are a person's."""
    return f"{error.detail or error.kind}.".replace("..", ".")
