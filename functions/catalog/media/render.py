"""Makes of an uploaded picture the files that are shown: by its content alone, upright, and with nothing else in them.

It runs where Pillow is, in the bundle `media`; nothing else imports this page.
"""

import hashlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from functions.catalog.media.picture import FALLBACK_WIDTH, WIDTHS, Failure, Files
from functions.catalog.media.sniff import HEAD_BYTES, kind_of

RECIPE = b"1"  # another one where the same file would become other files: their names are kept for good
PIXELS_MAX = 50_000_000  # 200 MB as four bytes each, of which there are a few at once; a phone takes 12 to 48 million
SIDE_MAX = 16_383  # pixels; WebP counts no further
WEBP_QUALITY = 82  # half of a JPEG's bytes, and nobody sees it
JPEG_QUALITY = 85
SRGB = ImageCms.createProfile("sRGB")
OPAQUE = 255
BITS_8 = 256  # a sixteen-bit value by it is the same brightness in eight

Image.MAX_IMAGE_PIXELS = PIXELS_MAX


class Unusable(Exception):
    """The file cannot be shown."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


@dataclass(frozen=True)
class Rendered:
    """A picture's files, by their names."""

    files: Files
    contents: dict[str, bytes]


TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}


def hash_of(content: bytes) -> str:
    """What its files are named by."""
    return hashlib.sha256(RECIPE + content).hexdigest()


def rendered(content: bytes) -> Rendered:
    """The files of a picture. Raises Unusable."""
    width, height, plain = _opened(content)
    widths = tuple(_widths(width))
    contents: dict[str, bytes] = {}
    fallback = ""
    for wide in reversed(widths):  # each of the next wider one, which is quick and looks the same
        plain = _scaled(plain, wide, height * wide / width)
        contents[f"{wide}.webp"] = _saved(plain, "WEBP", quality=WEBP_QUALITY, method=4)
        if not fallback and wide <= FALLBACK_WIDTH:
            is_clear = plain.mode == "RGBA"
            fallback = f"{wide}.{'png' if is_clear else 'jpg'}"
            how = {"optimize": True} if is_clear else {"quality": JPEG_QUALITY, "progressive": True, "optimize": True}
            contents[fallback] = _saved(plain, "PNG" if is_clear else "JPEG", **how)
    return Rendered(Files(hash_of(content), width, height, widths, fallback), contents)


def _widths(width: int) -> Iterator[int]:
    """Those below the picture's own, and its own, or the widest: nothing is made larger than it is."""
    yield from (each for each in WIDTHS if each < width)
    if width <= WIDTHS[-1]:
        yield width


def _opened(content: bytes) -> tuple[int, int, Image.Image]:
    """Width and height of the picture, upright, and its pixels, which may be fewer. Raises Unusable."""
    kind = kind_of(content[:HEAD_BYTES])
    if kind is None:
        raise Unusable(Failure.UNSUPPORTED)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(BytesIO(content), formats=[kind.value])
            if opened.width * opened.height > PIXELS_MAX or max(opened.size) > SIDE_MAX:
                raise Unusable(Failure.TOO_MANY_PIXELS)
            if getattr(opened, "n_frames", 1) > 1:
                raise Unusable(Failure.ANIMATED)
            return _upright(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unusable(Failure.TOO_MANY_PIXELS) from error
    except Unusable:
        raise
    except Exception as error:  # its readers raise whatever they stumble over: OSError, SyntaxError, struct.error …
        raise Unusable(Failure.UNREADABLE) from error


def _upright(opened: Image.Image) -> tuple[int, int, Image.Image]:
    whole = opened.size
    if opened.mode in ("L", "RGB"):  # a JPEG is read at half its size or less, where that is enough
        opened.draft(opened.mode, (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
    opened.load()
    is_turned = opened.getexif().get(0x0112) in (5, 6, 7, 8)
    width, height = reversed(whole) if is_turned else whole
    plain = _plain(ImageOps.exif_transpose(opened))
    plain.info = {}  # what savers would write: EXIF with its place on earth, XMP, profiles, comments
    return width, height, plain


def _plain(picture: Image.Image) -> Image.Image:
    """In eight bits of sRGB, with transparency only where something is transparent."""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value / BITS_8).convert("L")
    elif picture.mode == "F":
        picture = picture.convert("L")
    has_alpha = "A" in picture.getbands() or "a" in picture.getbands() or "transparency" in picture.info
    if has_alpha:
        clear = _in_srgb(picture.convert("RGBA"))
        return clear if clear.getchannel("A").getextrema() != (OPAQUE, OPAQUE) else clear.convert("RGB")
    return _in_srgb(picture).convert("RGB")


def _in_srgb(picture: Image.Image) -> Image.Image:
    """In the colours that screens show without a profile, which is left out. A broken profile is no profile."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(picture, source, SRGB, outputMode=mode) or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _scaled(picture: Image.Image, width: int, height: float) -> Image.Image:
    size = (width, max(1, round(height)))
    return picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _saved(picture: Image.Image, kind: str, **how: int | bool) -> bytes:
    into = BytesIO()
    picture.save(into, kind, **how)
    return into.getvalue()
