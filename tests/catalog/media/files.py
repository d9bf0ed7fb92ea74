"""Pictures for tests, made here: good ones, and what people and attackers send instead."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

SECRET = "52.5200N13.4050E"  # where it was taken
RED, BLUE = (200, 30, 30), (30, 30, 200)


def a_picture(width: int = 640, height: int = 480, kind: str = "JPEG", mode: str = "RGB", **how: Any) -> bytes:
    """Red on its left half, blue on its right."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    return saved(picture.convert(mode), kind, **how)


def saved(picture: Image.Image, kind: str, **how: Any) -> bytes:
    into = BytesIO()
    picture.save(into, kind, **how)
    return into.getvalue()


def telling(kind: str, orientation: int = 1, width: int = 64, height: int = 48, mode: str = "RGB") -> bytes:
    """A picture that tells where it was taken, in all the places where its kind can."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET
    exif.get_ifd(0x8825)[1] = SECRET
    how: dict[str, Any] = {"exif": exif.tobytes()}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    how["icc_profile"] = profile + SECRET.encode()
    if kind == "JPEG":
        how |= {"comment": SECRET, "xmp": SECRET.encode()}
    if kind == "PNG":
        how["pnginfo"] = PngImagePlugin.PngInfo()
        how["pnginfo"].add_text("Comment", SECRET)
    if kind == "WEBP":
        how["xmp"] = SECRET.encode()
    content = a_picture(width, height, kind, mode, **how)
    assert SECRET.encode() in content
    return content


def a_bomb() -> bytes:
    """A PNG of a few bytes that says it has 50,000 × 50,000 pixels."""
    return _png(50_000, 50_000, zlib.compress(bytes(1000)))


def a_long_one() -> bytes:
    """A PNG that is one pixel wide and longer than WebP can say."""
    return saved(Image.new("L", (1, 20_000)), "PNG")


def animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in (RED, BLUE)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def _png(width: int, height: int, data: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in ((b"IHDR", head), (b"IDAT", data), (b"IEND", b"")))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


JPEG = a_picture()
REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "unsupported"),
    "text": (b"just words", "unsupported"),
    "a page": (b"<!doctype html><script>alert(1)</script>" + JPEG, "unsupported"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "unsupported"),
    "SVG in XML": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "unsupported"),
    "HEIC": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64), "unsupported"),
    "AVIF": (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1" + bytes(64), "unsupported"),
    "TIFF": (saved(Image.new("RGB", (4, 4)), "TIFF"), "unsupported"),
    "BMP": (saved(Image.new("RGB", (4, 4)), "BMP"), "unsupported"),
    "PDF": (saved(Image.new("RGB", (4, 4)), "PDF"), "unsupported"),
    "PostScript": (saved(Image.new("RGB", (4, 4)), "EPS"), "unsupported"),
    "a sound": (b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(32), "unsupported"),
    "a JPEG's first bytes": (JPEG[:20], "unreadable"),
    "half a JPEG": (JPEG[: len(JPEG) // 2], "unreadable"),
    "a PNG's end missing": (a_picture(kind="PNG")[:-200], "unreadable"),
    "half a WebP": (a_picture(kind="WEBP")[:100], "unreadable"),
    "half a GIF": (a_picture(kind="GIF")[:-300], "unreadable"),
    "a PNG with a wrong sum": (a_picture(kind="PNG")[:40] + b"\xff" + a_picture(kind="PNG")[41:], "unreadable"),
    "an empty PNG": (_png(0, 0, zlib.compress(b"")), "unreadable"),
    "a bomb": (a_bomb(), "too_many_pixels"),
    "a long one": (a_long_one(), "too_many_pixels"),
    "an animated GIF": (animated("GIF"), "animated"),
    "an animated PNG": (animated("PNG"), "animated"),
    "an animated WebP": (animated("WEBP"), "animated"),
}
