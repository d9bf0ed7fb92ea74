"""A picture of a product: what is known of it, how it may be changed, and under which addresses it is shown. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from shared.errors import NotFound, Refused

BYTES_MAX = 20 * 1024 * 1024  # of a file; a camera's best JPEG has 15 MB
PICTURES_MAX = 50  # a product's; with the longest texts 35 KB of the 400 KB that a product may have
ALT_MAX = 512  # characters; who hears it has not got all day
WIDTHS = (160, 480, 960, 1600)  # in a list, on a phone, on a page, on a page with a dense screen or looked at closely
BEGINNING = "/media/"  # of all addresses
CART_WIDTH = 480  # what carts, orders and letters show
FALLBACK_WIDTH = 960  # at most, for what reads no WebP


class State(StrEnum):
    PROCESSING = "processing"  # named by its product, and nobody has looked at the file yet
    READY = "ready"  # shoppers see it
    FAILED = "failed"  # the file cannot be shown; `failure` says why


class Failure(StrEnum):
    UNSUPPORTED = "unsupported"  # no JPEG, PNG, WebP or GIF, whatever its name says
    UNREADABLE = "unreadable"  # it begins as one and is cut off, or damaged
    ANIMATED = "animated"  # of several pictures
    TOO_MANY_PIXELS = "too_many_pixels"  # more than 50 million, or than 16,383 along a side
    TOO_LARGE = "too_large"  # more bytes than an upload may have
    GONE = "gone"  # nobody looked at it within a day, after which uploads are removed


class TooManyPictures(Refused):
    """A product has as many pictures as it may have."""

    code = "too_many_media"

    def __init__(self) -> None:
        super().__init__(f"A product has at most {PICTURES_MAX} pictures.", param="upload_id")


@dataclass(frozen=True)
class Files:
    """What was made of a picture. Width and height are the picture's own, upright.

    hash: what the files are named by; of the uploaded file's content and of how it is read.
    """

    hash: str
    width: int
    height: int
    widths: tuple[int, ...]  # of the WebP files
    fallback: str  # "960.jpg"

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return (*(f"{width}.webp" for width in self.widths), self.fallback)

    def address(self, width: int) -> str:
        """Of the narrowest that is as wide, or of the widest there is."""
        fitting = next((each for each in self.widths if each >= width), self.widths[-1])
        return address(self.hash, f"{fitting}.webp")

    @property
    def addresses(self) -> dict[str, str]:
        """By their widths in pixels, and `fallback`."""
        webp = {str(width): address(self.hash, f"{width}.webp") for width in self.widths}
        return {**webp, "fallback": address(self.hash, self.fallback)}


@dataclass(frozen=True)
class Picture:
    """A picture of a product, in its place among them."""

    id: str
    upload: str  # where the file is that staff sent, for a day
    created_at: str
    state: State = State.PROCESSING
    failure: Failure | None = None
    alt: str = ""  # what it shows, for who does not see it
    variant_ids: tuple[str, ...] = ()  # which of the product's it shows; none: the product
    files: Files | None = None  # once it is ready

    def ready(self, files: Files) -> "Picture":
        """It can be shown."""
        return replace(self, state=State.READY, files=files)

    def failed(self, failure: Failure) -> "Picture":
        """It cannot."""
        return replace(self, state=State.FAILED, failure=failure)


Pictures = tuple[Picture, ...]


def address(file_hash: str, name: str) -> str:
    """Below the shop's own address; there the edge has it, and S3 under the same key without the first slash."""
    return f"{BEGINNING}{file_hash}/{name}"


def found(pictures: Sequence[Picture], picture_id: str) -> Picture:
    """Raises NotFound."""
    for picture in pictures:
        if picture.id == picture_id:
            return picture
    raise NotFound("media")


def with_new(pictures: Sequence[Picture], new: Picture, position: int | None) -> Pictures:
    """With one more, at the end where no position is given. Raises TooManyPictures."""
    if len(pictures) >= PICTURES_MAX:
        raise TooManyPictures
    return placed((*pictures, new), new, position)


def placed(pictures: Sequence[Picture], changed: Picture, position: int | None) -> Pictures:
    """With this one in the place of its older self, or moved: 0 is the first, and beyond the last is the last."""
    if position is None:
        return tuple(changed if each.id == changed.id else each for each in pictures)
    others = [each for each in pictures if each.id != changed.id]
    return (*others[:position], changed, *others[position:])


def without(pictures: Sequence[Picture], picture: Picture) -> Pictures:
    """All others."""
    return tuple(each for each in pictures if each.id != picture.id)


def leading(pictures: Sequence[Picture], variant_id: str) -> str | None:
    """The address that a cart shows of a variant: its first own picture's, else the product's first; None without."""
    ready = [(picture, picture.files) for picture in pictures if picture.files]
    own = [files for picture, files in ready if variant_id in picture.variant_ids]
    general = [files for picture, files in ready if not picture.variant_ids]
    best = next(iter([*own, *general, *(files for _, files in ready)]), None)
    return best.address(CART_WIDTH) if best else None
