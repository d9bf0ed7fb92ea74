"""What the stage's `shop.toml` says of the shop, for staff to see. Nothing here is a secret."""

from functions.notifications.shop import Shop
from functions.notifications.views import SettingsView
from shared.http import Reply
from shared.settings import Settings, read_settings


class Stage(Settings):
    """What every Lambda of a stage knows."""

    stage: str
    shows_stock: bool = False
    hold_minutes: int = 30
    free_hold_minutes: int = 24 * 60
    processing_days: int = 7


def show_settings() -> Reply[SettingsView]:
    """The shop, who writes its letters, and how long it waits for money."""
    shop, stage = read_settings(Shop), read_settings(Stage)
    told = {name: getattr(shop, name) for name in Shop.model_fields if name in SettingsView.model_fields}
    told |= {"locales": list(shop.locales), "mail_footer": list(shop.mail_footer)}
    told |= {"inbound_address": shop.inbound_address or None, **stage.model_dump()}
    return Reply(SettingsView.model_validate(told))
