"""Handles: a product's name as it stands in a URL."""

import re
import unicodedata

HANDLE_MAX = 100  # characters; a title of 255 still says what it is
PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def slug(text: str) -> str:
    """`Crème Brûlée, 2 pieces` → `creme-brulee-2-pieces`; empty where nothing of it is a Latin letter or a digit."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:HANDLE_MAX].strip("-")


def handle_for(title: str, product_id: str) -> str:
    """The handle of a product that was given none: from its title, else from its id."""
    return slug(title) or slug(product_id)
