"""The stage that the local cloud is deployed as: that of the sources, with the names that the shop's file gives."""

from infra.settings.shop_file import load
from infra.stages import Stage


def local_stage() -> Stage:
    """Raises `infra.settings.shop_file.Mistaken` where the file cannot be used."""
    return load()["local"]
