"""The shop's letters before they are sent: shown, and checked. `python -m infra.letters` writes them to look at."""

from infra.letters.mistakes import mistakes

__all__ = ["mistakes"]
