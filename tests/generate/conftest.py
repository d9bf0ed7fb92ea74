"""The cloud of the kit that the document is compared with."""

from tests.shared.conftest import world

__all__ = ["world"]
