"""What kind of picture a file is, by what it begins with; its name and type are the sender's word. Pure."""

from enum import StrEnum

HEAD_BYTES = 16  # of a file tell it


class Kind(StrEnum):
    """Those that are taken, by the names that Pillow has for them."""

    JPEG = "JPEG"
    PNG = "PNG"
    GIF = "GIF"
    WEBP = "WEBP"


def kind_of(head: bytes) -> Kind | None:
    """None for all else: SVG can carry scripts, HEIC and AVIF are not read, and the rest is no picture."""
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Kind.GIF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    return None
