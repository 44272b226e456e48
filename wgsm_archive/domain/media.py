"""Photos, recordings and documents: what kinds there are, how much is taken in, and when readers may see one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wgsm_archive.domain.text import clean_line

MEGABYTE: Final = 1024 * 1024
MOST_FILES: Final = 40
"""Files of one story."""
MOST_STORY_BYTES: Final = 200 * MEGABYTE
MOST_UPLOADS_A_DAY: Final = 60
"""Uploads that one story begins in a day."""
MOST_ARCHIVE_BYTES_A_DAY: Final = 5 * 1024 * MEGABYTE
LEAST_FREE_BYTES: Final = 500 * MEGABYTE
"""Nothing is taken in when less of the disk is left."""
MOST_PIXELS: Final = 40_000_000
MOST_SIDE: Final = 12_000
"""Pixels along a side."""
MOST_SCANS: Final = 64
"""Passes in which a JPEG is drawn: cameras need one, those that come in slowly about ten; each costs time."""
MOST_SECONDS: Final = 30 * 60
MOST_BOXES: Final = 40
MOST_NAME: Final = 120
MOST_CAPTION: Final = 600
MOST_TRANSCRIPT: Final = 60_000


class MediaKind(StrEnum):
    """What people send beside their words."""

    PHOTO = "photo"
    AUDIO = "audio"
    DOCUMENT = "document"


MOST_BYTES: Mapping[MediaKind, int] = {
    MediaKind.PHOTO: 25 * MEGABYTE,
    MediaKind.AUDIO: 30 * MEGABYTE,
    MediaKind.DOCUMENT: 25 * MEGABYTE,
}
LONGEST: Final = max(MOST_BYTES.values())


class Size(StrEnum):
    """What is kept of a file: two sizes of a photo, one of everything else."""

    FULL = "full"
    PREVIEW = "preview"
    FILE = "file"


SIDES: Mapping[Size, int] = {Size.FULL: 1600, Size.PREVIEW: 480}
"""The longest side of a photo in pixels."""


class Agreement(StrEnum):
    """What tellers say of the people who can be seen or heard."""

    NOT_ASKED = "not-asked"
    NOBODY = "nobody"
    AGREED = "agreed"
    UNRECOGNISABLE = "unrecognisable"


class Format(StrEnum):
    """A kind of file, as its content says."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    MP3 = "mp3"
    OGG = "ogg"
    MP4 = "mp4"
    WAV = "wav"
    WEBM = "webm"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"


@dataclass(frozen=True, slots=True)
class Shape:
    """What belongs to a format: its kind, the endings of names that agree with it, its media type as it is served."""

    kind: MediaKind
    endings: tuple[str, ...]
    media_type: str


FORMATS: Mapping[Format, Shape] = {
    Format.JPEG: Shape(MediaKind.PHOTO, ("jpg", "jpeg", "jpe", "jfif"), "image/jpeg"),
    Format.PNG: Shape(MediaKind.PHOTO, ("png",), "image/png"),
    Format.WEBP: Shape(MediaKind.PHOTO, ("webp",), "image/webp"),
    Format.GIF: Shape(MediaKind.PHOTO, ("gif",), "image/gif"),
    Format.MP3: Shape(MediaKind.AUDIO, ("mp3",), "audio/mpeg"),
    Format.OGG: Shape(MediaKind.AUDIO, ("ogg", "oga", "opus"), "audio/ogg"),
    Format.MP4: Shape(MediaKind.AUDIO, ("m4a", "mp4"), "audio/mp4"),
    Format.WAV: Shape(MediaKind.AUDIO, ("wav",), "audio/wav"),
    Format.WEBM: Shape(MediaKind.AUDIO, ("webm", "weba"), "audio/webm"),
    Format.PDF: Shape(MediaKind.DOCUMENT, ("pdf",), "application/pdf"),
    Format.DOCX: Shape(
        MediaKind.DOCUMENT,
        ("docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    Format.ODT: Shape(MediaKind.DOCUMENT, ("odt",), "application/vnd.oasis.opendocument.text"),
}
SERVED: Mapping[MediaKind, frozenset[Size]] = {
    MediaKind.PHOTO: frozenset({Size.FULL, Size.PREVIEW}),
    MediaKind.AUDIO: frozenset({Size.FILE}),
    MediaKind.DOCUMENT: frozenset({Size.FILE}),
}
_BY_ENDING = {ending: one for one, shape in FORMATS.items() for ending in shape.endings}
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f<>\"':;|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069]")
# Names that stand for devices on some systems, whatever follows the first dot.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


def clean_name(raw: str) -> str:
    """The name of a file without folders, without signs that mean something to a system or turn the line, not too long.

    The ending is kept; a name of which nothing is left is `file`.
    """
    last = _NOT_IN_NAMES.sub("", clean_line(raw.replace("\\", "/").rsplit("/", 1)[-1])).strip(" .")
    stem, dot, ending = last.rpartition(".")
    if not dot:
        stem, ending = last, ""
    ending = ending[:10]
    stem = stem.strip(" .")[: MOST_NAME - len(ending) - 1] or "file"
    if stem.split(".", 1)[0].casefold() in _DEVICES:
        stem = f"file-{stem}"
    return f"{stem}.{ending}" if ending else stem


def format_by_name(name: str) -> Format | None:
    """The format that the ending of a name stands for; None for those that are not taken in."""
    return _BY_ENDING.get(name.rpartition(".")[2].casefold()) if "." in name else None


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture, as fractions of its width and height."""

    left: float
    top: float
    width: float
    height: float


def read_box(text: str) -> Box | None:
    """`left,top,width,height` as fractions between 0 and 1; None for anything else, and for a box without extent."""
    try:
        left, top, width, height = (float(part) for part in text.split(","))
    except ValueError:
        return None
    inside = 0 <= left < 1 and 0 <= top < 1 and 0 < width <= 1 and 0 < height <= 1
    return Box(left, top, min(width, 1 - left), min(height, 1 - top)) if inside else None


ANSWERS: Final = "question."
"""How the section of a recording begins that answers a facilitator's question; the number of the question follows."""
_ANSWERS = re.compile(r"question\.([1-9][0-9]{0,11})")


def answered_question(section: str) -> int | None:
    """The question that a recording with this section answers; None for one that belongs to the story."""
    found = _ANSWERS.fullmatch(section)
    return int(found[1]) if found else None


def may_be_shown(
    kind: MediaKind, agreement: Agreement, alt: str, *, section: str, accepted: bool, allowed: bool
) -> bool:
    """Whether those who may read the story may see or hear a file of it.

    `accepted` says that a facilitator looked at it as it is now, `allowed` that the tellers allow `media` today. What
    answers a facilitator's question is between tellers and facilitators for good.
    """
    if kind is MediaKind.DOCUMENT or agreement is Agreement.NOT_ASKED or section.startswith(ANSWERS):
        return False
    return accepted and allowed and (kind is not MediaKind.PHOTO or bool(alt))
