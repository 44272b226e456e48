"""Photos without a trace: the picture is decoded and drawn anew, so that no byte of the file that came is kept."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence

from PIL import (
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from wgsm_archive.adapters.media.made import Unclean
from wgsm_archive.domain.media import MOST_PIXELS, MOST_SCANS, MOST_SIDE, SIDES, Box, Format, Size
from wgsm_archive.ports.media import Cleaned

# All that will be needed is loaded now: later no file can be opened. EXIF is written in the manner of TIFF.
_WITH_EXIF = TiffImagePlugin.ImageFileDirectory_v2
Image.preinit()
# Our own look at the size of a picture comes first; this is for pictures within pictures.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS

_QUALITY: Mapping[Size, int] = {Size.FULL: 82, Size.PREVIEW: 72}
_BAND = 64
# By its own class and no other: what a file says in its first bytes is all that may be tried on it.
_OPEN: Mapping[Format, Callable[[io.BytesIO], Image.Image]] = {
    Format.JPEG: JpegImagePlugin.JpegImageFile,
    Format.PNG: PngImagePlugin.PngImageFile,
    Format.GIF: GifImagePlugin.GifImageFile,
    Format.WEBP: WebPImagePlugin.WebPImageFile,
}


# Any marker but those that stand among the points of a scan: a byte of 255 itself, and its marks to begin anew.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_ALONE, _END, _SCAN = 0x01, 0xD9, 0xDA


def clean(content: bytes, format: Format) -> Cleaned:  # noqa: A002 - what it is called everywhere else
    """Draw a photo anew, in two sizes. Raises `Unclean`."""
    try:
        if format is Format.JPEG:
            _refuse_many_scans(content)
        image = _OPEN[format](io.BytesIO(content))
        _refuse_giants(image)
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            # The decoder leaves out what would be thrown away, at no less than the size that is wanted.
            image.draft("RGB", (SIDES[Size.FULL], SIDES[Size.FULL]))
        image.load()
        _refuse_giants(image)
        orientation = _orientation(image)
        return _made(_turned(_shrunk(image, SIDES[Size.FULL]), orientation))
    except MemoryError:
        raise
    except Unclean:
        raise
    except Exception:  # noqa: BLE001 - decoders raise anything at all; none of it tells people more
        raise Unclean("file-unreadable") from None


def blur(full: bytes, boxes: Sequence[Box]) -> Cleaned:
    """A photo of ours without what lies under the boxes. Raises `Unclean`."""
    with JpegImagePlugin.JpegImageFile(io.BytesIO(full)) as image:
        _refuse_giants(image)
        drawn = Image.new("RGB", image.size)
        drawn.paste(image)
    for box in boxes:
        _cover(drawn, box)
    return _made(drawn)


def _cover(image: Image.Image, box: Box) -> None:
    width, height = image.size
    left, top = int(box.left * width), int(box.top * height)
    right = min(width, max(left + 1, round((box.left + box.width) * width)))
    bottom = min(height, max(top + 1, round((box.top + box.height) * height)))
    # One colour for all of it: a coarser picture of a face can be made finer again by guessing.
    place = (left, top, right, bottom)
    image.paste(image.crop(place).resize((1, 1), Image.Resampling.BOX).resize((right - left, bottom - top)), place)


def _refuse_many_scans(content: bytes) -> None:
    """Refuse a JPEG that would be drawn over and over (ITU-T T.81 B.1.1.2: markers, and what is none among them)."""
    at, scans = 2, 0
    while (found := _MARKER.search(content, at)) is not None:
        kind, at = found[0][1], found.end()
        if kind == _END:
            return
        scans += kind == _SCAN
        if scans > MOST_SCANS:
            raise Unclean("file-heavy")
        if kind != _ALONE:
            at += int.from_bytes(content[at : at + 2], "big")


def _refuse_giants(image: Image.Image) -> None:
    width, height = image.size
    if width < 1 or height < 1:
        raise Unclean("file-unreadable")
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise Unclean("photo-pixels")


def _orientation(image: Image.Image) -> int:
    try:
        found = image.getexif().get(0x0112, 1)
    except Exception:  # noqa: BLE001 - a block that cannot be read says nothing
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    """The picture as it was meant to be seen (EXIF 2.32, tag 0x0112)."""
    if orientation == 1:
        return image
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.info["exif"] = exif.tobytes()
    return ImageOps.exif_transpose(image)


def _shrunk(image: Image.Image, most: int) -> Image.Image:
    """A picture in plain colours, no longer than `most`; in bands, so that a large one is never held twice."""
    width, height = image.size
    factor = max(1, max(width, height) // (2 * most))
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)), "white")
    for top in range(0, height, _BAND * factor):
        band = _plain(image.crop((0, top, width, min(height, top + _BAND * factor))))
        small.paste(band.reduce(factor) if factor > 1 else band, (0, top // factor))
    scale = most / max(small.size)
    if scale >= 1:
        return small
    size = (max(1, round(small.width * scale)), max(1, round(small.height * scale)))
    return small.resize(size, Image.Resampling.LANCZOS)


def _plain(band: Image.Image) -> Image.Image:
    """Red, green and blue alone; what shines through shines on white."""
    if band.mode.startswith("I"):
        band = band.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if band.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in band.info:
        over = band.convert("RGBA")
        under = Image.new("RGBA", over.size, "white")
        return Image.alpha_composite(under, over).convert("RGB")
    return band.convert("RGB")


def _made(image: Image.Image) -> Cleaned:
    sizes = {}
    for size, most in SIDES.items():
        small = image if max(image.size) <= most else image.copy()
        small.thumbnail((most, most), Image.Resampling.LANCZOS)
        # Only the pixels go into the new picture: whatever else hung on the old one stays behind.
        drawn = Image.new("RGB", small.size)
        drawn.paste(small)
        out = io.BytesIO()
        drawn.save(out, "JPEG", quality=_QUALITY[size], optimize=True, progressive=True)
        sizes[size] = out.getvalue()
    return Cleaned(Format.JPEG, sizes, *image.size)
