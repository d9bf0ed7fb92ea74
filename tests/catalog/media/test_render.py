"""What becomes of uploaded files: pictures, upright and with nothing else in them, or a reason why not."""

import random
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from functions.catalog.media.picture import Failure
from functions.catalog.media.render import Rendered, Unusable, hash_of, rendered
from tests.catalog.media.files import BLUE, JPEG, RED, REFUSED, SECRET, a_picture, saved, telling


def opened(made: Rendered, name: str) -> Image.Image:
    return Image.open(BytesIO(made.contents[name]))


def is_like(pixel: object, colour: tuple[int, int, int]) -> bool:
    return isinstance(pixel, tuple) and all(abs(a - b) < 40 for a, b in zip(pixel[:3], colour, strict=True))


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_shown_is_refused_with_its_reason(name: str) -> None:
    content, reason = REFUSED[name]
    with pytest.raises(Unusable) as refused:
        rendered(content)
    assert refused.value.failure == Failure(reason)


@pytest.mark.parametrize(
    ("width", "widths", "fallback"),
    [
        (100, (100,), "100.jpg"),
        (160, (160,), "160.jpg"),
        (640, (160, 480, 640), "640.jpg"),
        (1600, (160, 480, 960, 1600), "960.jpg"),
        (4000, (160, 480, 960, 1600), "960.jpg"),
    ],
)
def test_it_is_made_in_set_widths_and_never_larger_than_it_is(
    width: int, widths: tuple[int, ...], fallback: str
) -> None:
    made = rendered(a_picture(width, width // 2))
    assert (made.files.width, made.files.height) == (width, width // 2)
    assert (made.files.widths, made.files.fallback) == (widths, fallback)
    assert set(made.contents) == set(made.files.names)
    for each in made.files.names:
        shown = opened(made, each)
        wide = int(each.partition(".")[0])
        assert shown.size == (wide, max(1, round(wide / 2)))
        assert shown.format == {"webp": "WEBP", "jpg": "JPEG"}[each.partition(".")[2]]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stands_upright_however_the_camera_was_held(orientation: int) -> None:
    turned = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = Image.open(BytesIO(a_picture(64, 48, "PNG")))
    upright.putpixel((0, 0), (0, 255, 0))
    held = upright.transpose(turned[orientation]) if orientation in turned else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = rendered(saved(held, "PNG", exif=exif.tobytes()))
    shown = opened(made, "64.webp").convert("RGB")
    assert (made.files.width, made.files.height, shown.size) == (64, 48, (64, 48))
    assert is_like(shown.getpixel((10, 40)), RED)
    assert is_like(shown.getpixel((54, 5)), BLUE)


@pytest.mark.parametrize(
    "content",
    [
        a_picture(kind="JPEG", mode="CMYK"),
        a_picture(kind="JPEG", mode="L"),
        a_picture(kind="PNG", mode="1"),
        a_picture(kind="PNG", mode="P"),
        a_picture(kind="PNG", mode="I;16"),
        a_picture(kind="PNG", mode="LA"),
        a_picture(kind="GIF", mode="P"),
        a_picture(kind="WEBP", mode="RGBA"),
        a_picture(kind="JPEG", progressive=True),
        JPEG + b"<script>alert(1)</script>",
        a_picture(icc_profile=b"no profile at all"),
    ],
)
def test_whatever_is_a_picture_is_shown_in_the_colours_of_screens(content: bytes) -> None:
    made = rendered(content)
    assert opened(made, "640.webp").mode == "RGB"  # nothing of it is transparent
    assert opened(made, "640.jpg").mode == "RGB"
    assert not any(b"<script>" in each for each in made.contents.values())


def test_sixteen_bits_are_as_bright_in_eight() -> None:
    grey = Image.new("I;16", (200, 200), 32_768)
    pixel = opened(rendered(saved(grey, "PNG")), "200.webp").convert("RGB").getpixel((100, 100))
    assert is_like(pixel, (128, 128, 128))


def test_an_inked_picture_keeps_its_colours() -> None:
    shown = opened(rendered(a_picture(kind="JPEG", mode="CMYK")), "640.webp").convert("RGB")
    assert is_like(shown.getpixel((100, 100)), RED)


def test_what_is_transparent_stays_so() -> None:
    clear = Image.new("RGBA", (200, 200), (*RED, 255))
    clear.paste((0, 0, 0, 0), (0, 0, 100, 200))
    made = rendered(saved(clear, "PNG"))
    assert made.files.fallback == "200.png"
    for name in made.files.names:
        shown = opened(made, name).convert("RGBA")
        assert shown.getpixel((20, 20))[3] < 20  # type: ignore[index]
        assert shown.getpixel((shown.width - 5, 20))[3] == 255  # type: ignore[index]


def test_the_same_file_makes_the_same_files_and_another_one_others() -> None:
    first, second = rendered(JPEG), rendered(JPEG)
    assert first == second
    assert hash_of(JPEG) == first.files.hash != hash_of(JPEG + b"\0")


@given(
    kind=st.sampled_from(["JPEG", "PNG", "WEBP"]),
    orientation=st.integers(1, 8),
    width=st.integers(1, 700),
    height=st.integers(1, 300),
    is_clear=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_nothing_but_the_picture_is_shown(kind: str, orientation: int, width: int, height: int, is_clear: bool) -> None:
    mode = "RGBA" if is_clear and kind != "JPEG" else "RGB"
    made = rendered(telling(kind, orientation, width, height, mode))
    for name, content in made.contents.items():
        assert SECRET.encode() not in content
        shown = opened(made, name)
        assert not shown.getexif()
        assert {"exif", "xmp", "icc_profile", "comment", "Comment"}.isdisjoint(shown.info), shown.info


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_damaged_file_is_a_reason_or_a_picture_and_never_a_fault(kind: str) -> None:
    chance, whole = random.Random(kind), a_picture(200, 150, kind)
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            made = rendered(bytes(damaged[: chance.randint(1, len(damaged))]))
        except Unusable:
            continue
        assert set(made.contents) == set(made.files.names)
