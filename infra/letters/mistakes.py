"""Looks for mistakes in letters before anything is deployed: in the shop's own files and in ours."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from functions.notifications.template import OURS, TEMPLATES, BadTemplate, Templates
from infra.letters.mjml import Misplaced, look
from infra.letters.samples import every_letter, odd_letters, shop_of
from infra.slim import LANGUAGES
from infra.stages import STAGES, Stage

SUFFIXES = (".mjml", ".txt", ".toml")


class Watched(Templates):
    """Templates whose MJML is looked at more closely than a letter can be when it is sent."""

    def to_html(self, name: str, source: str) -> str:
        try:
            look(source)
        except Misplaced as error:
            raise self._traced(name, source, error) from None
        return super().to_html(name, source)

    def _traced(self, name: str, source: str, error: Misplaced) -> BadTemplate:
        """Where the line of the filled template came from: the first file that has it, else the letter itself."""
        wanted = source.splitlines()[error.line - 1].strip()
        names = sorted({path.name for folder in self.folders for path in folder.glob("*.mjml")} - {name})
        for path in filter(None, map(self.path, [name, *names])):
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if line.strip() == wanted:
                    return BadTemplate(path, number, str(error))
        return BadTemplate(self.path(name) or name, None, f"{error} It is in what becomes {wanted[:80]!r}.")


def mistakes(templates: Templates = TEMPLATES, stages: Sequence[Stage] = tuple(STAGES.values())) -> list[str]:
    """A sentence for each file that has no place; else for the first letter of these stages that fails."""
    return list(_strangers(templates)) or _unwritten(templates, stages)


def unspoken(stage: Stage, templates: Templates = TEMPLATES) -> Iterator[tuple[str, str]]:
    """The settings that name a language without words, and what is wrong with each."""
    if stage.default_locale not in stage.locales:
        yield "default_locale", f"{stage.default_locale!r} is not one of the locales"
    for code in stage.locales:
        if not templates.path(f"words.{code}.toml"):
            yield "locales", f"for {code!r} there is no words.{code}.toml"
        if code not in LANGUAGES:
            yield "locales", f"infra/slim.py cuts {code!r} from Babel's data"


def _unwritten(templates: Templates, stages: Sequence[Stage]) -> list[str]:
    watched = Watched(templates.folders)
    try:
        for stage in stages:
            for _ in (*every_letter(shop_of(stage), watched), *odd_letters(shop_of(stage), watched)):
                pass
    except BadTemplate as error:
        return [str(error)]
    return []


def _strangers(templates: Templates) -> Iterator[str]:
    """Files of the shop's own that would do nothing, most likely for a slip in the name."""
    known = {path.name for path in OURS.iterdir()}
    for path in sorted(each for folder in templates.folders if folder != OURS for each in _files(folder)):
        is_part = path.name.startswith("_") or path.name.startswith("words.")
        if path.suffix not in SUFFIXES or not (path.name in known or is_part):
            yield f"{path}: there is no such letter; files that other templates include begin with an underscore."


def _files(folder: Path) -> list[Path]:
    return [each for each in folder.iterdir() if each.suffix != ".md"] if folder.is_dir() else []
