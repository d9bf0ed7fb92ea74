"""No secret is checked in: what looks for them finds those of every kind that a shop is run with."""

import subprocess
import sys
from pathlib import Path

import pytest

from checks.find_secrets import ROOT, Finding, files_of, findings, known, main, remembered
from functions.access.token import token_of

# Put together here, so that they do not stand in this file.
MIXED = "aB3dE6gH9jK2" + "mN5pQ8sT1vW4yZ7"
PLANTED = {
    "a webhook's secret": "whsec_" + MIXED + MIXED,
    "Stripe's live key": "sk_live_" + MIXED,
    "Stripe's test key": "sk_test_" + MIXED,
    "a restricted key of Stripe's": "rk_live_" + MIXED,
    "a key of the shop": token_of("key_01JD0000000000000000000000", MIXED + MIXED[:16]),
    "a key of AWS": "AKIA" + "QWERTYUIOPASDFGH",
    "a private key": "-----BEGIN RSA PRIVATE" + " KEY-----",
    "a password in an address": "https://shop:" + "hunter2@example.com",
}


@pytest.mark.parametrize("what", PLANTED)
@pytest.mark.parametrize("file", ["settings.py", "deploy.sh", "notes.md", "stage.json", "values.yml"])
def test_a_secret_is_found_in_any_file(tmp_path: Path, what: str, file: str) -> None:
    """FAULTS 95"""
    (tmp_path / file).write_text(f'first line\nKEY = "{PLANTED[what]}"\n', encoding="utf-8")
    found = findings(tmp_path, [file])
    assert found, what
    assert set(found.values()) == {2}


def test_our_ids_and_the_words_that_stand_for_secrets_are_none(tmp_path: Path) -> None:
    innocent = ["order_01JD0000000000000000000000", "/admin/orders/order_01ARZ3NDEKTSV4RRFFQ69G5FAV", "sk_test_123",
                "whsec_test", "sk_…", "whsec_…"]  # fmt: skip
    (tmp_path / "tests.py").write_text("".join(f'"{each}"\n' for each in innocent), encoding="utf-8")
    assert findings(tmp_path, ["tests.py"]) == {}


def test_a_new_finding_fails_and_one_that_is_gone_too(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = Finding("a.py", "kind", "0")
    for found, expected in (({}, 1), ({listed: 1}, 0), ({listed: 1, Finding("b.py", "kind", "1"): 2}, 1)):
        monkeypatch.setattr("checks.find_secrets.remembered", lambda *_, found=found: found)
        monkeypatch.setattr("checks.find_secrets.known", lambda: {listed})
        assert main() == expected


def test_a_file_is_looked_at_again_once_it_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, looked_at = tmp_path / "kept.json", list[str]()

    def listening(root: Path, files: list[str]) -> dict[Finding, int]:
        looked_at.extend(files)
        return findings(root, files)

    monkeypatch.setattr("checks.find_secrets.findings", listening)
    (tmp_path / "a.py").write_text(PLANTED["a webhook's secret"])
    (tmp_path / "b.py").write_text("")
    first = remembered(tmp_path, ["a.py", "b.py"], kept)
    assert [each.file for each in first] == ["a.py"]
    assert remembered(tmp_path, ["a.py", "b.py"], kept) == first
    (tmp_path / "b.py").write_text(PLANTED["a key of AWS"])
    assert [each.file for each in remembered(tmp_path, ["a.py", "b.py"], kept)] == ["a.py", "b.py"]
    assert looked_at == ["a.py", "b.py", "b.py"]
    assert PLANTED["a key of AWS"] not in kept.read_text()


def test_everything_that_is_checked_in_is_looked_at_but_what_tools_write() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    written = ("requirements/", "package-lock.json", "functions/access/openapi.json", "docs/asyncapi.json",
               "tests/simulation/traces/", "tests/simulation/REPORT.json", "tests/upgrade/kept/",
               "tests/journeys/clients/package-lock.json", "web/package-lock.json", "web/src/api/schema.d.ts",
               "checks/known_secrets.tsv")  # fmt: skip
    assert {each for each in listed if (ROOT / each).is_file() and not each.startswith(written)} <= set(files_of(ROOT))


def test_every_finding_that_is_none_has_its_reason() -> None:
    assert all((ROOT / each.file).exists() for each in known())


def test_bandit_finds_what_it_is_there_for(tmp_path: Path) -> None:
    """The rest of its checks are ruff's."""
    (tmp_path / "planted.py").write_text("import pickle\n# \u202e turned round\n", encoding="utf-8")
    bandit = [sys.executable, "-m", "bandit", "--quiet", "--configfile", str(ROOT / "checks" / "bandit.yml")]
    ran = subprocess.run([*bandit, "--recursive", str(tmp_path)], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "B403" in ran.stdout
    assert "B613" in ran.stdout
