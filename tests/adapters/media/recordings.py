"""Recordings made by real encoders, and the same with more planted in them than encoders write."""

from __future__ import annotations

import struct
from pathlib import Path

from wgsm_archive.adapters.media.sound import boxes, ebml, ogg

MARKER = b"PLANTED-MARKER"
_FOLDER = Path(__file__).parent / "sounds"
NAMES = sorted(path.name for path in _FOLDER.iterdir() if path.suffix != ".md")


def recording(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()


def planted() -> dict[str, bytes]:
    """Files that carry the marker wherever their container has room for it."""
    return {
        "wav": _wav(recording("tagged.wav")),
        "mp3": _mp3(recording("tagged.mp3")),
        "m4a": _mp4(recording("whole.m4a")),
        "fragments": _fragments(recording("fragments.m4a")),
        "webm": _webm(recording("recorded.webm")),
        "ogg": _ogg(recording("opus.ogg")),
    }


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _wav(data: bytes) -> bytes:
    extra = _chunk(b"iXML", b"<NOTE>" + MARKER) + _chunk(b"id3 ", MARKER) + _chunk(b"bext", MARKER * 40)
    return data[:12] + extra + data[12:] + _chunk(b"LIST", b"INFOIART" + MARKER) + _chunk(b"junk", MARKER)


def _mp3(data: bytes) -> bytes:
    id3 = b"ID3\x04\0\0" + bytes([0, 0, 2, 0]) + (b"TPE1" + MARKER + b"\xff\xfb\x90\x00").ljust(256, b"\0")
    ape = MARKER + b"APETAGEX" + struct.pack("<IIII", 2000, 32 + len(MARKER), 1, 0) + bytes(8)
    half = len(data) // 2 + data[len(data) // 2 :].find(b"\xff\xf3")
    lyrics = b"LYRICSBEGIN" + MARKER + b"LYRICSEND"
    return id3 + id3 + data[:half] + id3 + data[half:] + lyrics + ape + b"TAG" + MARKER.ljust(125, b" ")


def _mp4(data: bytes) -> bytes:
    """More boxes before and behind; the sound keeps its place, so that offsets still hold."""
    return data + boxes.write(b"uuid", MARKER * 3) + boxes.write(b"meta", MARKER) + boxes.write(b"free", MARKER)


def _fragments(data: bytes) -> bytes:
    """Each box of sound holds bytes that are nobody's."""
    whole = b""
    for box in boxes.boxes(data, 0, len(data)):
        body = data[box.at : box.end]
        whole += body if box.name != b"mdat" else boxes.write(b"mdat", data[box.start : box.end], MARKER)
    return whole + boxes.write(b"skip", MARKER)


def _webm(data: bytes) -> bytes:
    tags = ebml.write(0x1254C367, MARKER) + ebml.write(0x1941A469, MARKER) + ebml.write(0xEC, MARKER)
    return data + tags + ebml.write(0x1043A770, MARKER)


def _ogg(data: bytes) -> bytes:
    """Comments with a picture, over many pages."""
    pages = [b"OggS" + page for page in data.split(b"OggS")[1:]]
    comments = b"OpusTags" + struct.pack("<I", len(MARKER)) + MARKER + bytes(4) + MARKER * 10_000
    whole = [pages[0]]
    for number, start in enumerate(range(0, len(comments), 255 * 255)):
        part = comments[start : start + 255 * 255]
        table = b"\xff" * (len(part) // 255) + (bytes([len(part) % 255]) if len(part) % 255 else b"")
        head = b"OggS\0" + bytes([int(number > 0)]) + struct.pack("<q", 0) + pages[0][14:18]
        whole.append(signed(head + struct.pack("<II", number + 1, 0) + bytes([len(table)]) + table + part))
    return b"".join(whole + pages[2:])


def signed(page: bytes) -> bytes:
    """A page of Ogg with the sum that belongs to it."""
    empty = page[:22] + bytes(4) + page[26:]
    return empty[:22] + struct.pack("<I", ogg.checksum(empty)) + empty[26:]
