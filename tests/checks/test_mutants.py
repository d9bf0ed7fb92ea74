"""Bugs made by machine: each kind on a small source, and that nothing but the copy is ever changed."""

import ast
import json
from pathlib import Path

import pytest

from checks.mutants import __main__ as command
from checks.mutants import page, reach, trial
from checks.mutants.kinds import KINDS, mutations

PATH = "functions/orders/order.py"


def made(text: str, kind: str) -> list[str]:
    """The texts that this kind makes of a source."""
    return [each.applied(text) for each in mutations(PATH, text) if each.kind == kind]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("bound", "x = a < b", ["x = (a <= b)"]),
        ("bound", "x = a >= b", ["x = (a > b)"]),
        ("bound", "x = a == b", ["x = (a != b)"]),
        ("and/or", "x = a and b or c", ["x = ((a and b) and c)", "x = (a or b) or c"]),
        ("negated", "if a or b:\n    c()", ["if (not (a or b)):\n    c()"]),
        ("negated", "x = a if b else c", ["x = a if (not (b)) else c"]),
        ("swapped", "f(a, b, c)", ["f(b, a, c)", "f(a, c, b)"]),
        ("swapped", "f(*a, b)", []),
        ("dropped", "f(a, b=1, c=2)", ["f(a, c=2)", "f(a, b=1)"]),
        ("removed", "def f():\n    g()\n    return 1", ["def f():\n    pass\n    return 1"]),
        ("removed", "if a:\n    raise B", ["if a:\n    pass"]),
        ("removed", "a += 1", ["pass"]),
        ("constant", "MAX = 20  # a page", ["MAX = 21  # a page"]),
        ("constant", "x = True", ["x = False"]),
        ("constant", "x = 'ß'; y = 3", ["x = 'ß'; y = 4"]),
        ("unstaged", "w = (a, b)", ["w = (b,)", "w = (a,)"]),
        ("unstaged", "commit(a, *b)", ["commit(*b)", "commit(a)"]),
        ("unstaged", "a, b = c", []),
    ],
)
def test_each_kind_changes_one_place_and_no_more(kind: str, text: str, expected: list[str]) -> None:
    assert sorted(made(text, kind)) == sorted(expected)


def test_there_is_a_case_of_every_kind_above() -> None:
    text = "def f(a, b):\n    a += 1\n    return commit((a, b), a < 1 and b, c=a if b else 2)"
    assert {each.kind for each in mutations(PATH, text)} == set(KINDS)


def test_what_annotations_say_and_what_texts_show_stay() -> None:
    assert mutations(PATH, "def f(a: Literal[1], *, b: tuple[int, int] | None) -> C[3]: ...") == []
    assert mutations(PATH, "x = f'{a + 1:>4}'") == []
    assert mutations(PATH, "Refusal = Callable[[Item, bool], Exception]") == []
    assert made("Amount = Annotated[int, Field(ge=0)]", "constant") == ["Amount = Annotated[int, Field(ge=1)]"]


def test_every_mutant_of_the_shop_s_sources_parses_and_differs() -> None:
    for path in ("functions/payments/refund.py", "shared/money.py"):
        text = (trial.ROOT / path).read_text(encoding="utf-8")
        found = mutations(path, text)
        assert len(found) > 10
        for each in found:
            assert ast.dump(ast.parse(each.applied(text))) != ast.dump(ast.parse(text)), each


def test_no_two_mutants_of_a_source_have_one_name() -> None:
    """A reason for one would excuse the other."""
    text = "PAGE = 100\nMOST = 100\n\ndef f(a):\n    g(a)\n    g(a)\n    return a\n"
    names = [each.name for each in mutations(PATH, text)]
    assert len(set(names)) == len(names)
    assert f"{PATH} · constant · 100 → 101 · MOST = 100" in names
    assert f"{PATH} · removed · g(a) → pass · g(a) (2)" in names


def test_the_same_seed_chooses_the_same() -> None:
    first, again, other = (
        command.choose(["functions/payments/refund.py", "shared/money.py"], seed, 5) for seed in (1, 1, 2)
    )
    assert first == again != other
    assert len(first) == 5
    assert command.choose(["functions/payments/refund.py"], 1, 3)[0].path == "functions/payments/refund.py"


def test_a_survivor_counts_as_long_as_its_line_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (still,) = command.choose(["shared/money.py"], 1, 1)
    outcomes = {still.name: trial.SURVIVED, "shared/money.py · removed · gone() → pass": trial.SURVIVED}
    lines = [json.dumps(outcome) + "\n" for outcome in outcomes.items()]
    (tmp_path / "outcomes.jsonl").write_text("".join(lines), encoding="utf-8")
    monkeypatch.setattr(command, "FOLDER", tmp_path)
    assert command.kept() == {still.name: trial.SURVIVED}


def test_a_source_s_tests_are_its_domain_s() -> None:
    assert trial.tests_of("functions/orders/handlers/store_api.py") == "tests/orders"
    assert trial.tests_of("shared/money.py") == "tests/shared"
    assert trial.tests_of("shared/http/openapi_schemas.py") == "tests/generate"


TEXT = "def is_adult(age):\n    return age >= 18\n\ndef is_old(age):\n    return age > 60\n"
TEXT += "\ndef is_born(age):\n    return bool(age)\n"
TESTS = """import pytest
from functions.orders.order import is_adult, is_born

BORN = is_born(3)

@pytest.mark.parametrize("age", [18, 19])
def test_of_age(age):
    assert is_adult(age)

def test_other():
    pass
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small house with the plugin in it."""
    reach_text = Path(reach.__file__).read_text(encoding="utf-8")
    for path, content in (
        ("functions/__init__.py", ""),
        ("functions/orders/__init__.py", ""),
        (PATH, TEXT),
        ("tests/orders/test_order.py", TESTS),
        ("checks/__init__.py", ""),
        ("checks/mutants/__init__.py", ""),
        ("checks/mutants/reach.py", reach_text),
        ("pyproject.toml", "[tool.pytest.ini_options]\npythonpath = ['.']\n"),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    return tmp_path


def test_a_mutant_is_tried_in_the_copy_and_mended_there(tree: Path) -> None:
    notes = trial.noted(tree, "tests/orders", tree / "notes.json")
    assert notes is not None
    bounds = [each for each in mutations(PATH, TEXT) if each.kind == "bound"]
    found = [trial.tried(tree, each, notes, lambda: False) for each in bounds]
    assert found == [trial.KILLED_BY_TESTS, trial.SURVIVED], "no test runs the second"
    assert (tree / PATH).read_text(encoding="utf-8") == TEXT


def test_what_tests_run_is_noted_once_until_they_change(tree: Path) -> None:
    keep = tree / "notes.json"
    notes = trial.noted(tree, "tests/orders", keep)
    assert notes is not None
    assert reach.tests_that_run(notes, PATH, "is_adult") == ["tests/orders/test_order.py::test_of_age"]
    assert reach.tests_that_run(notes, PATH, "is_old") == []
    assert len(reach.tests_that_run(notes, PATH, "is_born")) == 2, "it ran as the page of tests was read"
    assert len(reach.tests_that_run(notes, PATH, reach.ON_IMPORT)) == 2
    assert trial.noted(tree, "tests/orders", keep) == notes
    (tree / "tests/orders/test_order.py").write_text("def test_it():\n    assert False\n", encoding="utf-8")
    assert trial.noted(tree, "tests/orders", keep) is None, "tests that fail as it is would notice every mutant"


def test_a_line_belongs_to_the_innermost_function_that_runs_it() -> None:
    text = """
class A:
    x = 1

    def f(self, size=2):
        def g():
            return 3

        return g
"""
    names = [reach.function_at(text, line) for line in (3, 5, 7, 9)]
    assert names == ["<module>", "<module>", "A.f.<locals>.g", "A.f"]


def test_the_page_scores_folders_and_names_survivors_with_their_reason() -> None:
    names = [f"{PATH} · bound · a < {i} → (a <= {i})" for i in range(4)]
    outcomes = dict(
        zip(names, (trial.KILLED_BY_TESTS, trial.KILLED_BY_SEEDS, trial.SURVIVED, trial.SURVIVED), strict=True)
    )
    told = page.page(outcomes, {names[2]: "2 never comes."})
    assert "| `functions/orders` | 4 | 1 | 1 | 2 | 50 % |" in told
    assert f"| `{names[2]}` | 2 never comes. |" in told
    assert f"| `{names[3]}` | {page.OPEN} |" in told


def test_the_page_keeps_what_is_told_of_folders_that_were_tried_elsewhere() -> None:
    old, other = (f"{path} · bound · a < 1 → (a <= 1)" for path in (PATH, "shared/money.py"))
    before = page.page({old: trial.SURVIVED, other: trial.SURVIVED}, {other: "1 never comes."})
    told = page.page({old: trial.KILLED_BY_TESTS}, {}, before)
    assert "| `functions/orders` | 1 | 1 | 0 | 0 | 100 % |" in told
    assert "| `shared` | 1 | 0 | 0 | 1 | 0 % |" in told
    assert f"| `{other}` | 1 never comes. |" in told
    assert old not in told


def test_every_kept_reason_is_a_sentence() -> None:
    assert all(why.endswith(".") for why in page.reasons().values())


def test_an_area_outside_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--area", "infra"]) == 2
    assert "in functions/ or shared/" in capsys.readouterr().err
