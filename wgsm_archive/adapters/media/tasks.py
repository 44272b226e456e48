"""What is done to a file in a process of its own. This module brings all along that is needed there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wgsm_archive.adapters.media import documents, photos, sound
from wgsm_archive.adapters.media.made import Unclean, framed, packed, unframed
from wgsm_archive.adapters.media.signs import format_by_content
from wgsm_archive.domain.media import FORMATS, MOST_BYTES, Box, Format, MediaKind, format_by_name
from wgsm_archive.ports.media import Cleaned

_CLEAN: Mapping[MediaKind, Callable[[bytes, Format], Cleaned]] = {
    MediaKind.PHOTO: photos.clean,
    MediaKind.AUDIO: sound.clean_file,
    MediaKind.DOCUMENT: documents.clean,
}


def clean(message: bytes) -> bytes:
    """Clean one file: its name in the head of the message, its bytes after it."""
    head, content = unframed(message)
    return _answered(lambda: _clean(bytes(content), str(head["name"])))


def blur(message: bytes) -> bytes:
    """Blur parts of a photo: the boxes in the head of the message, the photo after it."""
    head, content = unframed(message)
    return _answered(lambda: photos.blur(bytes(content), [Box(*box) for box in head["boxes"]]))


def _answered(work: Callable[[], Cleaned]) -> bytes:
    try:
        return packed(work())
    except Unclean as problem:
        return framed({"problem": problem.code})


def _clean(content: bytes, name: str) -> Cleaned:
    if not content:
        raise Unclean("file-empty")
    said, found = format_by_name(name), format_by_content(content)
    if said is None or found is None:
        raise Unclean("file-type")
    kind = FORMATS[found].kind
    # The content decides. Of one kind, phones and programs mix up the endings; of two kinds, somebody deceives.
    if FORMATS[said].kind is not kind or (kind is MediaKind.DOCUMENT and said is not found):
        raise Unclean("file-ending")
    if len(content) > MOST_BYTES[kind]:
        raise Unclean("too-big")
    return _CLEAN[kind](content, found)
