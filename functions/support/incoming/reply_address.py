"""The address that answers to a ticket's letters go to: ours, with the ticket's id and our mark after a plus."""

import re

from shared.signing import is_marked, mark

_TAG = re.compile(r"([0-9a-hjkmnp-tv-z]{26})([a-z2-7]{16})")  # a ULID in small letters, and its mark


def reply_address(ticket_id: str, address: str) -> str:
    """Where an answer about this ticket goes. address: of the mail that comes in, `help@in.example.com`."""
    name, _, domain = address.rpartition("@")
    ulid = ticket_id.removeprefix("tkt_").lower()
    return f"{name}+{ulid}{mark('reply', ulid)}@{domain}"


def ticket_named(recipient: str, address: str) -> str | None:
    """The id of the ticket that an address of ours is about; None for any other address, and for a false mark."""
    name, _, domain = address.lower().rpartition("@")
    begins, ends = f"{name}+", f"@{domain}"
    if not (recipient.startswith(begins) and recipient.endswith(ends)):
        return None
    tag = _TAG.fullmatch(recipient[len(begins) : -len(ends)])
    return f"tkt_{tag[1].upper()}" if tag and is_marked("reply", tag[1], tag[2]) else None
