"""What a file is, by its first bytes."""

from __future__ import annotations

from wgsm_archive.domain.media import Format

_ZIP = b"PK\x03\x04"
# "mimetype" is the first member of an OpenDocument file, and is not packed (OpenDocument 1.3 part 2, section 3.3).
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_SIGNS: tuple[tuple[int, bytes, Format], ...] = (
    (0, b"\xff\xd8\xff", Format.JPEG),
    (0, b"\x89PNG\r\n\x1a\n", Format.PNG),
    (0, b"GIF87a", Format.GIF),
    (0, b"GIF89a", Format.GIF),
    (8, b"WEBPVP8", Format.WEBP),
    (8, b"WAVE", Format.WAV),
    (0, b"OggS", Format.OGG),
    (0, b"\x1aE\xdf\xa3", Format.WEBM),
    (4, b"ftyp", Format.MP4),
    (0, b"ID3", Format.MP3),
    (0, b"%PDF-", Format.PDF),
    (30, _ODT, Format.ODT),
)
_IN_RIFF = frozenset({Format.WEBP, Format.WAV})


def format_by_content(content: bytes) -> Format | None:
    """The format that the first bytes tell; None for those that are not taken in."""
    for offset, sign, found in _SIGNS:
        if content[offset : offset + len(sign)] == sign:
            return None if found in _IN_RIFF and content[:4] != b"RIFF" else found
    if content[:4] == _ZIP:
        return Format.DOCX
    # A frame of MPEG sound begins with eleven bits that are set, and is no MPEG layer 0 (ISO/IEC 11172-3).
    if content[:1] == b"\xff" and len(content) > 1 and content[1] >= 0xE2 and content[1] & 0x06:
        return Format.MP3
    return None
