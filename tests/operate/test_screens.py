"""The screens in the operators' pages: one of each command, captured, and of the shape that it prints today."""

from pathlib import Path

import pytest

from infra.operate.app import app
from local.generate.commands import SCREENS, walk
from local.generate.screens import WITHOUT, file_of, shape, the_same, told
from local.paths import ROOT
from tests.journeys.shop import Shop

pytestmark = pytest.mark.xdist_group("operate")
COMMANDS = {name for name, _ in walk(app)}
NAMES = COMMANDS - WITHOUT.keys()


def test_every_command_has_a_screen_or_a_reason_and_every_screen_a_command() -> None:
    assert WITHOUT.keys() <= COMMANDS
    there = {path.name for path in (ROOT / SCREENS).iterdir()}
    assert there == {Path(file_of(name)).name for name in NAMES}


def test_every_command_prints_today_what_has_the_shape_of_its_screen(deployed: Shop, endpoints: Path) -> None:
    completed = deployed.an_order(deployed.a_variant(units=3), deployed.a_shipping_option())
    deployed.pay(completed)
    order_id = str(completed["order"]["id"])
    deployed.until_status(order_id, "placed")
    today = told(endpoints, order_id)
    shapes = {name: shape(screen) for name, screen in today.items()}
    assert shapes == {name: shape((ROOT / file_of(name)).read_text("utf-8")) for name in NAMES}


def test_a_screen_has_the_same_ids_and_times_in_every_run() -> None:
    first = "2 letters of pay_01M8N0G1Y2137D4N29V2BZ5MQD 2026-11-30T01:18:19 sk_01M8N0_a 20261130011819 2026-11-30\n"
    second = first.replace("01M8N0G1Y2137D", "01M8N0G1Y2137E").replace("30T01", "30T02").replace("_a", "_b")
    assert the_same({"a": first}) == the_same({"a": second})
    assert the_same({"a": first})["a"] == (
        "2 letters of pay_01KB6Z4M1W2ABCDEFGHJKMNP00 2026-11-29T08:00:00 sk_… 20261129081500 2026-11-29\n"
    )


def test_a_shape_is_columns_and_words_but_no_values() -> None:
    a_table = "$ x\nKeys\n\n  key    last used\n ─────────────────\n  k      never\n\nNote 3.\n"
    assert shape(a_table) == shape(a_table.replace("never", "today")) == ["Keys: key | last used"]
    assert shape("$ x\n1 item in a file.\n") == shape("$ x\n1,400 items in a file.\n") == ["# item in a file."]
    assert shape(a_table) != shape(a_table.replace("last used", "used"))
