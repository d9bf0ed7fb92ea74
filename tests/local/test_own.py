"""What a shop on this machine has each time, and nobody else can read."""

from pathlib import Path

import pytest

from local import endpoints, own
from local.endpoints import Endpoints


def test_the_clouds_keys_are_the_same_each_time_on_one_machine_and_others_in_another_cloud(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "OWN", tmp_path / "own.json")
    first = own.this_machines()
    keys = first.keys()
    own.keep(first)
    assert (tmp_path / "own.json").stat().st_mode & 0o777 == 0o600
    assert own.this_machines().keys() == keys
    assert own.Own().keys() != keys


def test_only_who_started_the_shop_reads_its_endpoints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where an earlier file, open to all, was left behind."""
    monkeypatch.setattr(endpoints, "ENDPOINTS", tmp_path / "endpoints.json")
    (tmp_path / "endpoints.new").touch(0o644)
    told = Endpoints(
        api="http://a",
        admin_key="k",
        cloud="http://c",
        aws_access_key_id="AKIA",
        aws_secret_access_key="s",
        stripe_api="http://s",
        stripe_webhook_secret="w",
        carrier_webhook_secret="w",
        outbox_mail="http://m",
    )
    with told.kept():
        assert (tmp_path / "endpoints.json").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "endpoints.json").exists()
