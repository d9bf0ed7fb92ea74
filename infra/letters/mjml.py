"""Looks whether a text is MJML as it must be, every element known and closed. MJML's compiler does not say where."""

from html.parser import HTMLParser

ELEMENTS = """
mjml mj-head mj-body mj-attributes mj-all mj-class mj-breakpoint mj-font mj-preview mj-raw mj-style mj-title
mj-accordion mj-accordion-element mj-accordion-text mj-accordion-title mj-button mj-carousel mj-carousel-image
mj-column mj-divider mj-group mj-hero mj-image mj-navbar mj-navbar-link mj-section mj-social mj-social-element
mj-spacer mj-table mj-text mj-wrapper
"""


class Misplaced(Exception):
    """What is wrong, and on which line."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line


def look(source: str) -> None:
    """Raises Misplaced for the first element that is unknown, not closed, or closed where it is not open."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    for tag, line in reader.open[-1:]:
        raise Misplaced(line, f"<{tag}> is not closed.")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self._known(tag)
        self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self._known(tag)

    def _known(self, tag: str) -> None:
        if tag.startswith("mj") and tag not in ELEMENTS.split():
            raise Misplaced(self.getpos()[0], f"MJML has no <{tag}>.")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            inner = f", but <{self.open[-1][0]}> is open." if self.open else ", but nothing is open."
            raise Misplaced(self.getpos()[0], f"</{tag}> is closed{inner}")
        self.open.pop()
