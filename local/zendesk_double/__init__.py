"""A small Zendesk of our own, for tests and the local cloud; see README.md."""

from local.zendesk_double.double import ZendeskDouble

__all__ = ["ZendeskDouble"]
