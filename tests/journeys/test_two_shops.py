"""Two shops in one account: another prefix, and nothing of the one is the other's."""

from pathlib import Path

import pytest

from local.client import Client, Refused
from local.deploy import deploy, synthesize
from local.first_steps import issue_admin_key
from local.ministack import MiniStack, ministack

PREFIXES = ("storewright-local-", "second-local-")
PARAMETERS = {"StripeApiBase": "http://127.0.0.1:1", "HoldMinutes": "30"}
OPTION = {"title": "Standard", "kind": "flat", "amounts": {"USD": 595}}


def test_a_second_shop_stands_beside_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


def _deployed(cloud: MiniStack) -> tuple[Client, dict[str, str]]:
    """A client of the shop that the settings of this moment make, and the headers of a key that may do everything."""
    told = deploy(cloud, synthesize("local"), parameters=PARAMETERS)
    shop = Client(f"{cloud.url}/_aws/execute-api/{told['ApiId']}/$default")
    return shop, {"Authorization": f"Bearer {issue_admin_key(cloud)}"}
