"""How large each variant of the code may be, and how many modules a cold start of it may import: `bounds.tsv`.

A Lambda of its own kind, such as one that calls Stripe at once, has a row by its own name. Sizes are in MB of what goes
into an account; modules are those until the first call is answered, of the Python that has the most.
"""

from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("bounds.tsv")


@dataclass(frozen=True)
class Bound:
    """The most; 0 MB where the variant's own row has them."""

    zipped_mb: float
    unzipped_mb: float
    modules: int


def bounds() -> dict[str, Bound]:
    """By variant, or by a Lambda."""
    _, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return {
        name: Bound(float(zipped or 0), float(unzipped or 0), int(modules)) for name, zipped, unzipped, modules in rows
    }
