"""Options and the variants that combine them: which belong together, and which contradict each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.errors import Invalid

Choice = tuple[str, Mapping[str, str]]  # (where the request says it, such as `variants[0]`; option name → value)


@dataclass(frozen=True)
class Option:
    """One way in which variants differ, such as Size in S, M and L."""

    name: str
    values: tuple[str, ...]


class OptionsWrong(Invalid):
    """A product's options and its variants contradict each other."""

    code = "options_wrong"


def check_options(options: Sequence[Option]) -> None:
    """Refuse an option or a value that stands twice. Raises OptionsWrong."""
    names = [option.name for option in options]
    if len(set(names)) < len(names):
        raise OptionsWrong("Two options have the same name.", param="options")
    for i, option in enumerate(options):
        if len(set(option.values)) < len(option.values):
            raise OptionsWrong(f"The option {option.name} has a value twice.", param=f"options[{i}].values")


def check_choices(options: Sequence[Option], choices: Sequence[Choice]) -> None:
    """Every variant has one listed value of every option, and no two are the same. Raises OptionsWrong.

    Without options there is only one variant, since two could not be told apart.
    """
    seen: set[tuple[str, ...]] = set()
    for where, chosen in choices:
        _check_choice(options, where, chosen)
        combination = tuple(chosen[option.name] for option in options)
        if combination in seen:
            raise OptionsWrong("Another variant has the same options.", param=f"{where}.options")
        seen.add(combination)


def _check_choice(options: Sequence[Option], where: str, chosen: Mapping[str, str]) -> None:
    for option in options:
        if option.name not in chosen:
            raise OptionsWrong(f"The variant does not say its {option.name}.", param=f"{where}.options")
        if chosen[option.name] not in option.values:
            raise OptionsWrong(f"{chosen[option.name]} is no {option.name} of the product.", param=f"{where}.options")
    if len(chosen) > len(options):
        extra = next(name for name in chosen if all(name != option.name for option in options))
        raise OptionsWrong(f"The product has no option {extra}.", param=f"{where}.options")


def title_of(product_title: str, options: Sequence[Option], chosen: Mapping[str, str]) -> str:
    """`T-shirt, red, M`."""
    return ", ".join([product_title, *(chosen[option.name] for option in options)])
