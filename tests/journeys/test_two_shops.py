"""Two shops in one account: another prefix, and nothing of the one is the other's."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra.operate.app import main
from local.client import Client, Refused
from local.deploy import deploy, synthesize
from local.first_steps import issue_admin_key
from local.ministack import MiniStack, ministack

PREFIXES = ("storewright-local-", "second-local-")
PARAMETERS = {"StripeApiBase": "http://127.0.0.1:1", "HelpdeskUrl": "http://127.0.0.1:1", "HoldMinutes": "30"}
PRODUCT = {"title": "Mug", "variants": [{"sku": "MUG", "options": {}, "prices": [{"currency": "USD", "amount": 999}]}]}
OPTION = {"title": "Standard", "kind": "flat", "amounts": {"USD": 595}}


def test_a_second_shop_stands_beside_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "shop.toml"
    file.write_text('[shop]\nprefix = "second"\nshop_name = "The Second"\n')
    with ministack() as cloud:
        first, first_key = _deployed(cloud)
        monkeypatch.setenv("STOREWRIGHT_SHOP", str(file))
        second, second_key = _deployed(cloud)

        names = [shop.get("/store/config")["shop_name"] for shop in (first, second)]
        assert names == ["Example Shop", "The Second"]
        first.post("/admin/shipping_options", OPTION, headers=first_key)
        assert len(first.get("/admin/shipping_options", headers=first_key)["data"]) == 1
        assert second.get("/admin/shipping_options", headers=second_key)["data"] == []
        with pytest.raises(Refused, match=r"40[13]"):
            second.get("/admin/shipping_options", headers=first_key)
        tables = cloud.client("dynamodb").list_tables()["TableNames"]
        of_each = [{name.removeprefix(each) for name in tables if name.startswith(each)} for each in PREFIXES]
        assert of_each[0] == of_each[1] != set()

        asks = _operator(cloud, tmp_path, capsys.readouterr)
        products = [
            shop.post("/admin/products", PRODUCT, headers=key)["id"]
            for shop, key in ((first, first_key), (second, second_key))
        ]
        assert [each["type"] for each in asks("events", "of", products[1])] == ["product.updated"]
        assert asks("events", "of", products[0]) is None
        assert {each["state"] for each in asks("status")["stacks"]} == {"CREATE_COMPLETE"}
        monkeypatch.delenv("STOREWRIGHT_SHOP")
        assert [each["type"] for each in asks("events", "of", products[0])] == ["product.updated"]
        assert asks("events", "of", products[1]) is None
        buses = {each["Name"] for each in cloud.client("events").list_event_buses()["EventBuses"]}
        assert {prefix.removesuffix("-") for prefix in PREFIXES} <= buses


def _operator(cloud: MiniStack, folder: Path, read: Callable[[], Any]) -> Callable[..., Any]:
    """An operator of whichever shop the settings of the moment name: what a command tells, None where it refuses."""
    endpoints = folder / "endpoints.json"
    keys = {"aws_access_key_id": cloud.keys.access_key_id, "aws_secret_access_key": cloud.keys.secret_access_key}
    endpoints.write_text(json.dumps({"cloud": cloud.url, **keys}))

    def asks(*words: str) -> Any:
        read()
        code = main([*words, "--local", "--endpoints", str(endpoints), "--json"])
        return json.loads(read().out) if code == 0 else None

    return asks


def _deployed(cloud: MiniStack) -> tuple[Client, dict[str, str]]:
    """A client of the shop that the settings of this moment make, and the headers of a key that may do everything."""
    told = deploy(cloud, synthesize("local"), parameters=PARAMETERS)
    shop = Client(f"{cloud.url}/_aws/execute-api/{told['ApiId']}/$default")
    return shop, {"Authorization": f"Bearer {issue_admin_key(cloud)}"}
