"""What a shop decides about its catalog's pages."""

from shared.settings import Settings, read_settings


class CatalogSettings(Settings):
    """shows_stock: whether shoppers see how many units there are, or only whether there are any."""

    shows_stock: bool = False


def shows_stock() -> bool:
    """Whether the store tells numbers."""
    settings: CatalogSettings = read_settings(CatalogSettings)
    return settings.shows_stock
