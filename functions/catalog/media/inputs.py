"""The shapes that pictures take in requests."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from functions.catalog.inputs import each_once
from functions.catalog.media.picture import ALT_MAX, BYTES_MAX, PICTURES_MAX
from functions.catalog.product import VARIANTS_MAX
from functions.jobs import NewExactUpload
from shared.http import Input
from shared.http.text import Text

Alt = Annotated[str, Text(ALT_MAX)]
Shows = Annotated[
    list[Annotated[str, StringConstraints(max_length=64)]],
    Field(max_length=VARIANTS_MAX),
    AfterValidator(each_once),
]
Position = Annotated[int, Field(ge=0, le=PICTURES_MAX - 1)]


class NewMediaUpload(NewExactUpload):
    """A picture that is to come. No other file can be sent to its url."""

    size_bytes: Annotated[int, Field(ge=1, le=BYTES_MAX)]
    content_type: Literal["image/jpeg", "image/png", "image/webp", "image/gif"]


class NewMedia(Input):
    """A picture of a product, by the id of its upload. position: 0 is the first; null is the last.

    alt: what it shows, for who does not see it. variant_ids: the variants it shows; none: the product as such.
    """

    upload_id: Annotated[str, StringConstraints(max_length=64)]
    alt: Alt = ""
    variant_ids: Shows = Field([])
    position: Position | None = None


class MediaChange(Input):
    """New values for some of a picture's fields. What is left out stays."""

    alt: Alt | None = None
    variant_ids: Shows | None = None
    position: Position | None = None
