"""An operator who gives commands, in the shop that the journeys go through after them."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.operate.app import main
from infra.operate.place import Place, place_of
from tests.journeys.shop import Shop


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Operator:
    """Somebody at the command line of the local shop."""

    endpoints: Path
    read: Callable[[], Any]

    def says(self, *words: str) -> Said:
        """The command with these words, on the shop of this run."""
        self.read()
        code = main([*words, "--local", "--endpoints", str(self.endpoints)])
        out, err = self.read()
        return Said(code, out, err)

    def learns(self, *words: str) -> Any:
        """What a command answers to programs. Fails where it was refused."""
        said = self.says(*words, "--json")
        assert said.code == 0, said.err
        return json.loads(said.out)


@pytest.fixture(scope="session")
def endpoints(deployed: Shop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As `make run` writes them down."""
    path = tmp_path_factory.mktemp("local") / "endpoints.json"
    path.write_text(json.dumps(asdict(deployed.endpoints)))
    return path


@pytest.fixture
def place(endpoints: Path) -> Place:
    return place_of("local", endpoints=endpoints)


@pytest.fixture
def operator(endpoints: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Operator:
    monkeypatch.setenv("COLUMNS", "160")
    return Operator(endpoints, capsys.readouterr)
