"""Mistakes with products that are written in chunks."""

from tests.simulation.planted.bug import Bug

CHUNKED = "functions/catalog/chunked"

PRODUCTS = (
    Bug(
        "traded_skus_left",
        f"{CHUNKED}/settle.py",
        '    if row["takes"]:\n',
        '    if row["takes"] and before is None:\n',
        "Two variants trade their SKUs, and whoever looks for one of them finds the other.",
        ("I26",),
    ),
)
