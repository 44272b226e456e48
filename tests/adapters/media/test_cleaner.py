"""What is kept of photos and documents, by the cleaner that works in a process of its own."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.adapters.media.made_to_hurt import of_scans
from tests.adapters.media.pictures import opened, picture
from wgsm_archive.adapters.media import photos
from wgsm_archive.adapters.media.cleaner import SandboxedCleaner
from wgsm_archive.adapters.media.made import Unclean
from wgsm_archive.domain.errors import Refused
from wgsm_archive.domain.media import MOST_SCANS, Box, Format, Size

CLEANER = SandboxedCleaner()


@pytest.mark.parametrize("shape", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_photo_becomes_two_new_ones(shape: str):
    made = CLEANER.clean(picture(shape, (3000, 2000)), f"march.{shape.lower()}")
    assert made.format is Format.JPEG
    assert (made.width, made.height) == (1600, 1067)
    assert opened(made.sizes[Size.FULL]).size == (1600, 1067)
    assert opened(made.sizes[Size.PREVIEW]).size == (480, 320)
    left, right = (opened(made.sizes[Size.FULL]).getpixel(place) for place in ((400, 500), (1200, 500)))
    assert left[0] > 150 > left[2]
    assert right[2] > 150 > right[0]


def test_nothing_hangs_on_it_but_pixels():
    exif = Image.Exif()
    exif[0x010F] = "Makers of cameras"
    exif[0x0132] = "2026:11:20 10:00:00"
    exif.get_ifd(0x8825)[1] = "N"
    icc = b"icc-payload" * 50
    given = picture(
        exif=exif.tobytes(), comment=b"written by hand", icc_profile=icc, xmp=b"<x:xmpmeta>secret</x:xmpmeta>"
    )
    for trace in (b"Makers", b"written by hand", b"icc-payload", b"xmpmeta"):
        assert trace in given
    for content in CLEANER.clean(given, "a.jpg").sizes.values():
        image = opened(content)
        assert not image.getexif()
        assert not {"comment", "icc_profile", "xmp", "exif"} & image.info.keys()
        for trace in (b"Makers", b"written by hand", b"icc-payload", b"xmpmeta", b"Exif", b"2026"):
            assert trace not in content


@pytest.mark.parametrize(("orientation", "size"), [(1, (640, 480)), (3, (640, 480)), (6, (480, 640)), (8, (480, 640))])
def test_a_photo_stands_as_it_was_held(orientation: int, size: tuple[int, int]):
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = CLEANER.clean(picture(exif=exif.tobytes()), "a.jpg")
    assert (made.width, made.height) == size


def test_what_shines_through_shines_on_white():
    image = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    made = CLEANER.clean(_saved(image, "PNG"), "a.png")
    assert opened(made.sizes[Size.FULL]).getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA", "CMYK"])
def test_every_way_of_colouring_is_understood(mode: str):
    image = Image.new("L", (40, 30), 128).convert("RGB").convert(mode) if mode != "I;16" else Image.new(mode, (40, 30))
    made = CLEANER.clean(_saved(image, "JPEG" if mode == "CMYK" else "PNG"), "a.jpg")
    assert opened(made.sizes[Size.FULL]).size == (40, 30)


def test_what_lies_under_a_box_is_gone():
    image = Image.effect_noise((800, 600), 90).convert("RGB")
    full = CLEANER.clean(_saved(image, "PNG"), "a.png").sizes[Size.FULL]
    made = CLEANER.blur(full, [Box(0.25, 0.25, 0.5, 0.5)])
    for size in Size.FULL, Size.PREVIEW:
        before = opened(made.sizes[size]).convert("L")
        width, height = before.size
        part = before.crop((width * 3 // 10, height * 3 // 10, width * 7 // 10, height * 7 // 10))
        low, high = part.getextrema()
        assert high - low < 30, "the noise can still be seen"
        low, high = before.crop((0, 0, width // 5, height // 5)).getextrema()
        assert high - low > 100


def test_boxes_at_the_edge_and_tiny_ones_are_no_trouble():
    full = picture(size=(30, 20))
    made = CLEANER.blur(full, [Box(0.999, 0.999, 0.001, 0.001), Box(0, 0, 1, 1)])
    assert (made.width, made.height) == (30, 20)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.jpg", "file-empty"),
        (b"GIF89a", "a.gif", "file-unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "file-type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "file-type"),
        (b"%PDF-1.4\n%%EOF", "a.jpg", "file-ending"),
        (b"%PDF-1.4\n", "a.pdf", "file-unreadable"),
    ],
)
def test_what_is_refused_is_refused_with_a_reason(content: bytes, name: str, code: str):
    with pytest.raises(Refused) as refused:
        CLEANER.clean(content, name)
    assert refused.value.problems == {"file": code}


def _saved(image: Image.Image, format: str) -> bytes:  # noqa: A002
    out = io.BytesIO()
    image.save(out, format)
    return out.getvalue()


def test_a_jpeg_that_is_drawn_over_and_over_is_refused_before_it_is_drawn():
    # What only looks like a pass, within a comment, is not counted as one.
    assert opened(photos.clean(of_scans(40, (64, 48)), Format.JPEG).sizes[Size.FULL]).size == (64, 48)
    for content in (of_scans(MOST_SCANS, (64, 48)), b"\xff\xd8" + b"\xff" * 1_000_000 + b"\xff\xda\0\2" * 100):
        with pytest.raises(Unclean) as refused:
            photos.clean(content, Format.JPEG)
        assert refused.value.code == "file-heavy"
