"""The shop's own file of settings: where it is, what it says, and the stages that come of it."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from infra.letters.mistakes import unspoken
from infra.settings import mistakes
from infra.settings.kinds import of_pattern
from infra.stages import STAGES, Shop, Stage, StageSettings

NAMED_BY = "STOREWRIGHT_SHOP"  # an environment variable with the file's path; empty: no file
USUAL = Path("shop.toml")
TABLES = ("shop", "stages")
stage_name = of_pattern(r"(?=.{1,12}$)[a-z][a-z0-9]*(-[a-z0-9]+)*", "at most 12 small letters, digits and dashes")

Table = dict[str, Any]


class Mistaken(Exception):
    """What is wrong with the settings, a line each, for whoever wrote them."""

    def __init__(self, of: str, found: list[str]) -> None:
        super().__init__("\n".join([f"{of}:", *(f"  {each}" for each in dict.fromkeys(found))]))
        self.found = found


def find(named: str | None = None) -> Path | None:
    """The file: as named here, else by the environment, else `shop.toml` in the working directory if there is one."""
    path = os.environ.get(NAMED_BY) if named is None else named
    if path is None:
        return USUAL if USUAL.exists() else None
    return Path(path) if path else None


def load(named: str | None = None) -> dict[str, Stage]:
    """Every stage by its name: those of the sources with what the file says, and the shop's own. Raises Mistaken."""
    file = find(named)
    told = _read(file) if file else {}
    if found := list(_of_file(told)):
        raise Mistaken(f"{file} cannot be used", found)
    stages = {name: _stage(name, told) for name in (STAGES | told.get("stages", {}))}
    if found := [each for stage in stages.values() for each in (*_of_languages(stage, told), *_of_edge(stage))]:
        raise Mistaken(f"{file} cannot be used", found)
    return stages


def _read(file: Path) -> Table:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise Mistaken(f"{file} cannot be read", [f"{error.strerror}."]) from None
    except ValueError as error:  # neither TOML nor UTF-8
        raise Mistaken(f"{file} is no TOML", [f"{error}."]) from None


def _of_file(told: Table) -> Iterator[str]:
    yield from (mistakes.sentence(name, mistakes.no_such(name, TABLES)) for name in told.keys() - set(TABLES))
    yield from mistakes.of_table("shop", told.get("shop", {}), Shop)
    stages = told.get("stages", {})
    if not isinstance(stages, dict):
        yield "stages: must be a table."
        return
    for name, table in stages.items():
        try:
            stage_name(name)
        except ValueError as error:
            yield f"stages.{name}: {error}."
        # The local cloud's sizes, and what of AWS it can take, are the sources'.
        is_local = name in STAGES and STAGES[name].is_local
        yield from mistakes.of_table(f"stages.{name}", table, Shop if is_local else StageSettings)


def _stage(name: str, told: Table) -> Stage:
    """The stage as the sources have it, then as the shop, then as its own table says."""
    stage = STAGES.get(name) or Stage(name=name)
    for table in (told.get("shop", {}), told.get("stages", {}).get(name, {})):
        checked = TypeAdapter(StageSettings).validate_json(mistakes.as_json(table), strict=True)
        stage = _changed(stage, checked, table)
    return stage


def _changed(before: Any, checked: Any, said: Mapping[str, Any]) -> Any:
    """With what was said, as it was checked; a table within says only what it names."""
    values = {name: getattr(checked, name) for name in said}
    tables = {
        name: _changed(getattr(before, name), values[name], table)
        for name, table in said.items()
        if isinstance(table, dict)
    }
    return replace(before, **values | tables)


def _of_languages(stage: Stage, told: Table) -> Iterator[str]:
    yield from (f"{_where(setting, stage, told)}: {wrong}." for setting, wrong in unspoken(stage))


def _of_edge(stage: Stage) -> Iterator[str]:
    if stage.edge.domain and not stage.has_edge:
        yield f"stages.{stage.name}.edge.domain: is the edge's, and has_edge is off."


def _where(setting: str, stage: Stage, told: Table) -> str:
    """The table that has the last word on it."""
    is_own = setting in told.get("stages", {}).get(stage.name, {}) or setting not in told.get("shop", {})
    return f"stages.{stage.name}.{setting}" if is_own else f"shop.{setting}"
