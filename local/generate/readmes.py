"""What is generated within a domain's README, between its marks: its states, what it counts, its alarms."""

import re
from pathlib import Path

from infra.domains import DOMAINS
from infra.plan import Domain
from infra.register.derived import kinds_of
from infra.register.kinds import KINDS
from infra.register.vocabulary import Kind, Level, Word
from local.generate import transitions
from local.generate.runbooks import PAGES, threshold


def generate(root: Path) -> dict[str, str]:
    files: dict[str, str] = {}
    for domain in DOMAINS:
        readme = root / "functions" / domain.name / "README.md"
        if not readme.exists():
            continue
        text = readme.read_text(encoding="utf-8")
        text = between("transitions", "\n".join(transitions.diagrams(domain.name)), text)
        files[f"functions/{domain.name}/README.md"] = between("alarms", alarms(domain), text)
    return files


def alarms(domain: Domain) -> str:
    """The table of a domain's words, and that of its functions' alarms."""
    words = [f"| `{word.name}` | {word.counts} | {_of_word(word)} |" for word in domain.counted]
    kinds = [
        f"| {_link(kind.name, kind.name)} | {', '.join(every)} |" for kind in KINDS if (every := _with(domain, kind))
    ]
    counted = ["| counted | what | alarm |", "|---|---|---|", *words, ""] if words else []
    return "\n".join([*counted, "| alarm | of |", "|---|---|", *kinds, ""])


def _of_word(word: Word) -> str:
    return f"{_link(word.alarm.level, word.name)}, {threshold(word.alarm)}" if word.alarm else ""


def _with(domain: Domain, kind: Kind) -> list[str]:
    """The domain's functions that have it, each with its level."""
    plans = [plan.name for plan in domain.functions if kind in kinds_of(plan)]
    levels = {name: kind.alarm(f"{domain.name}-{name}").level for name in plans}
    return [f"`{name}`{' (page)' if level is Level.PAGE else ''}" for name, level in levels.items()]


def _link(text: str, page: str) -> str:
    return f"[{text}](../../{PAGES}/{page}.md)"


def between(name: str, what: str, text: str) -> str:
    """The text with this between the marks of this name, if it has them."""
    return _marked(name).sub(lambda match: match[1] + what + match[3], text)


def found_between(name: str, text: str) -> str:
    """What stands between the marks of this name. Raises LookupError where it has none."""
    found = _marked(name).search(text)
    if found is None:
        raise LookupError(f"There is no <!-- {name} --> in it.")
    return found[2]


def _marked(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name} -->\n)(.*?)(<!-- /{name} -->)", re.DOTALL)
