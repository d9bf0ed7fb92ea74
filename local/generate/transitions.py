"""The diagrams of states, from the domains' tables of transitions, in `docs/transitions/`."""

import inspect
import re
from enum import Enum
from importlib import import_module
from pathlib import Path

from local.generate.discovery import Transitions, domains, transitions


def generate(_root: Path) -> dict[str, str]:
    files: dict[str, str] = {}
    for domain in domains():
        head = f"# The states of {domain}\n\nGenerated from [lifecycle.py](../../functions/{domain}/lifecycle.py).\n\n"
        if drawn := diagrams(domain):
            files[f"docs/transitions/{domain}.md"] = head + "\n".join(drawn)
    return files


def diagrams(domain: str) -> list[str]:
    """A diagram of each of the domain's tables, with what its states mean."""
    return [_section(domain, name, table) for name, table in transitions(domain).items()]


def _section(domain: str, name: str, table: Transitions) -> str:
    """A diagram of one table and what its states mean."""
    states = list(type(next(iter(table))))
    meanings = _meanings(domain, type(states[0]))
    lines = ["```mermaid", "stateDiagram-v2", f"  [*] --> {states[0].value}"]
    for before in states:
        after = sorted(table[before], key=states.index)
        lines += [f"  {before.value} --> {each.value}" for each in after]
        lines += [f"  {before.value} --> [*]"] if not after else []
    lines += ["```", "", "| state | meaning |", "|---|---|"]
    lines += [f"| `{state.value}` | {meanings.get(state.name, '')} |" for state in states]
    return "\n".join([f"**{_title(name, domain)}**", "", *lines, ""])


def _title(name: str, domain: str) -> str:
    own = name.removesuffix("TRANSITIONS").strip("_").lower()
    return (own or domain.removesuffix("s")).replace("_", " ").capitalize()


def _meanings(_domain: str, states: type[Enum]) -> dict[str, str]:
    """The comment beside each state, which is the one place that says what it means."""
    source = inspect.getsource(import_module(states.__module__)).partition(f"class {states.__name__}(")[2]
    found = re.findall(r'^    ([A-Z_]+) = "[^"]*"  # (.+)$', source.partition("\n\n\n")[0], re.MULTILINE)
    return {name: meaning.replace("|", "\\|") for name, meaning in found}
