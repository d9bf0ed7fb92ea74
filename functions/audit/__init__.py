"""Audit: what staff did, as it can be read. Whoever does something tells it by `shared.audit`, in its own commit.

The public face: who caused what, for a timeline.
"""

from functions.audit.store import who_asked
from functions.audit.views import ActorView

__all__ = ["ActorView", "who_asked"]
