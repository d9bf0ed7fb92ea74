"""Text that came from outside as a person would read it: of a page of HTML, blocks are lines, and nothing is loaded."""

import re
from html.parser import HTMLParser

from shared.http.text import clean

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
UNREAD = frozenset(["head", "script", "style", "template", "title"])
VOID = frozenset(["br", "hr"])


def cleaned(text: str) -> str:
    """As what people type into a field; what a field would refuse is left out."""
    lines = []
    for line in text.replace("\t", " ").splitlines():
        try:
            lines.append(clean(line))
        except ValueError:
            lines.append(clean("".join(c for c in line if c.isprintable())))
    return "\n".join(lines).strip("\n")


def plain_of(page: str) -> str:
    """Its text, lines and all."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unread: list[str] = []  # of what is not read, those that are open

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag in UNREAD:
            self._unread.append(tag)
        elif tag in BLOCKS:
            self.pieces.append("\n")
        elif tag == "body":  # a head that was never closed ends here
            self._unread.clear()

    def handle_endtag(self, tag: str) -> None:
        if tag in UNREAD and tag in self._unread:
            while self._unread.pop() != tag:
                pass
        elif tag in BLOCKS - VOID:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.pieces.append(data.replace("\n", " "))
