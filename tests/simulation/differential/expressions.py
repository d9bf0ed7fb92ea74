"""Random expressions with the names and values they use: conditions, updates, key conditions."""

from dataclasses import dataclass, field
from random import Random

from tests.simulation.differential.values import NAMES, STRINGS, a_number, a_value, index_keys, usual
from tests.simulation.dynamodb.errors import Wire
from tests.simulation.dynamodb.reserved_words import RESERVED

COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
NESTED = ("m.a", "m.b", "l[0]", "l[1]", "l[7]", "m.a.b", "q.x")
INDEX_KEYS = ("listed", "listed_as", "owner", "sort", "flat", "unsent", "unsent_at")


@dataclass
class Said:
    """The names and values that the expressions of one request use."""

    random: Random
    names: dict[str, str] = field(default_factory=dict)
    values: Wire = field(default_factory=dict)

    def name(self, name: str) -> str:
        """The attribute as the expression names it: by a #name where it must, and at times where it need not."""
        if name.upper() not in RESERVED and self.random.random() < 0.4:
            return name
        return next((short for short, long in self.names.items() if long == name), None) or self._new_name(name)

    def path(self, name: str | None = None) -> str:
        """A random attribute, or a place within one."""
        if name is None and self.random.random() < 0.12:
            return self.random.choice(NESTED)
        return self.name(name or self.random.choice((*NAMES, "missing")))

    def value(self, value: Wire) -> str:
        """The value's name; a value once said may be used again."""
        short = f":v{len(self.values)}"
        self.values[short] = value
        return short

    def _new_name(self, name: str) -> str:
        short = f"#n{len(self.names)}"
        self.names[short] = name
        return short

    def onto(self, request: Wire) -> Wire:
        """The request with what its expressions use."""
        if self.names:
            request["ExpressionAttributeNames"] = self.names
        if self.values:
            request["ExpressionAttributeValues"] = self.values
        return request


def a_condition(said: Said, depth: int = 0) -> str:
    """A condition that may hold or not."""
    random = said.random
    if depth < 2 and random.random() < 0.3:
        left, right = a_condition(said, depth + 1), a_condition(said, depth + 1)
        form = random.choice(
            ("{} AND {}", "{} OR {}", "({}) AND ({})", "({} OR {}) AND attribute_exists(pk)", "NOT ({} and {})")
        )
        return form.format(left, right)
    kind = random.random()
    if kind < 0.35:
        return (
            f"{random.choice(('attribute_exists', 'attribute_not_exists'))}({said.path(random.choice((None, 'pk')))})"
        )
    name = random.choice(NAMES)
    if kind < 0.9:
        return f"{said.path(name)} {_comparison(said, name)}"
    return f"{said.path()} = {said.value(a_value(random))}"


def _comparison(said: Said, name: str) -> str:
    random = said.random
    match random.random():
        case chance if chance < 0.08:
            choices = ", ".join(said.value(usual(random, name)) for _ in range(random.randrange(1, 4)))
            return f"IN ({choices})"
        case chance if chance < 0.16:
            low, high = sorted((random.randrange(-5, 20), random.randrange(-5, 20)))
            return f"BETWEEN {said.value({'N': str(low)})} AND {said.value({'N': str(high)})}"
        case _:
            sign = random.choice(COMPARISONS)
            if sign in ("=", "<>"):
                return f"{sign} {said.value(usual(random, name))}"
            return f"{sign} {said.value(a_number(random) if random.random() < 0.7 else {'S': random.choice(STRINGS)})}"


def an_update(said: Said, key: Wire) -> str:
    """An update of several attributes, none of them twice; it may not fit the item."""
    random = said.random
    names = random.sample((*NAMES, "missing", "made"), random.randrange(1, 5))
    sets = [_set(said, name) for name in names[:2]]
    parts = [f"SET {', '.join(sets + _index_sets(said, key))}"]
    if len(names) > 2:
        parts.append(f"REMOVE {said.path(names[2])}" if random.random() < 0.5 else _add(said, names[2]))
    if len(names) > 3:
        taken = parts[-1].startswith("REMOVE")
        parts.append(_add(said, names[3]) if taken else f"REMOVE {said.path(names[3])}")
    random.shuffle(parts)
    return random.choice((" ", "  ")).join(parts)


def _add(said: Said, name: str) -> str:
    return f"ADD {said.path(name)} {said.value(a_number(said.random))}"


def _index_sets(said: Said, key: Wire) -> list[str]:
    if said.random.random() < 0.7:
        return []
    return [f"{said.name(name)} = {said.value(value)}" for name, value in index_keys(said.random, key).items()]


def _set(said: Said, name: str) -> str:  # noqa: PLR0911 - one form each
    random = said.random
    if random.random() < 0.08:
        return f"{random.choice(('m.a', 'l[1]', 'l[0].x', 'm.b', 'q.x'))} = {said.value(a_value(random, 1))}"
    place = said.path(name)
    match random.random():
        case chance if chance < 0.4:
            return f"{place} = {said.value(usual(random, name))}"
        case chance if chance < 0.65 and name in ("n", "version"):
            return f"{place} = {place} {random.choice('+-')} {said.value(a_number(random))}"
        case chance if chance < 0.75:
            return f"{place} = if_not_exists({said.path()}, {said.value(usual(random, name))})"
        case chance if chance < 0.85 and name == "l":
            return f"{place} = list_append({place}, {said.value({'L': [a_value(random, 2)]})})"
        case chance if chance < 0.9:
            return f"{place} = {said.path()}"
        case _:
            return f"{place} = {said.value(a_value(random))}"
