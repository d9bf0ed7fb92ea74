"""The cuts into shipped libraries do what they say, and say so when a library is no longer what they were made for."""

import sys
from pathlib import Path

import pytest

from infra import slim

FACE = '"""Shapes."""\nfrom .round import Circle, Ball as Sphere\nfrom .edge import edge\n__all__ = ["Circle"]\n'


@pytest.fixture
def shapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package `shapes` whose face imports on demand."""
    package = tmp_path / "shapes"
    package.mkdir()
    (package / "round.py").write_text("class Circle: ...\nclass Ball: ...\n")
    (package / "edge.py").write_text("def edge(): return 'edge'\n")
    (package / "__init__.py").write_text(slim.on_demand(FACE, {"round", "edge"}))
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("shapes", "shapes.round", "shapes.edge"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return "shapes"


def test_a_face_on_demand_imports_what_is_asked_for_when_it_is_asked_for(shapes: str) -> None:
    package = __import__(shapes)
    assert "shapes.round" not in sys.modules
    assert package.Circle.__module__ == "shapes.round"
    assert package.Sphere.__name__ == "Ball"
    assert (package.__doc__, package.__all__) == ("Shapes.", ["Circle"])


def test_a_name_that_a_submodule_bears_too_is_imported_at_once(shapes: str) -> None:
    assert __import__(shapes).edge() == "edge"


def test_a_name_that_is_not_there_is_an_attribute_error(shapes: str) -> None:
    with pytest.raises(AttributeError, match="Square"):
        _ = __import__(shapes).Square


def test_a_face_that_does_more_than_import_is_not_cut() -> None:
    with pytest.raises(slim.Changed, match="register"):
        slim.on_demand("from .round import Circle\nregister(Circle)\n")


def test_a_typed_dict_loses_its_members_and_nothing_else_does() -> None:
    hollow = slim.hollow("class A(TypedDict, total=False):\n    a: int\nclass B:\n    b: int\ndef make() -> A: ...\n")
    assert hollow == "class A(TypedDict, total=False):\n    pass\n\nclass B:\n    b: int\n\ndef make() -> A:\n    ..."


def test_a_module_without_typed_dicts_has_changed() -> None:
    with pytest.raises(slim.Changed):
        slim.hollow("class B:\n    b: int\n")


def test_of_the_authorities_those_who_sign_for_aws_are_left() -> None:
    every = "".join(
        f"\n# Issuer: CN=Root O={name}\n-----BEGIN\n{name}\n-----END\n" for name in [*slim.AUTHORITIES, "X"]
    )
    left = slim.chosen_authorities(every)
    assert [name in left for name in slim.AUTHORITIES] == [True] * len(slim.AUTHORITIES)
    assert "X" not in left
    with pytest.raises(slim.Changed, match="Amazon"):
        slim.chosen_authorities(every.replace("O=Amazon", "O=Another"))
