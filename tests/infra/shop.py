"""The shop whose templates the tests look at: `shop.toml` beside this page."""

from pathlib import Path

from infra.settings.shop_file import load

SHOP = str(Path(__file__).with_name("shop.toml"))
STAGES = load(SHOP)
