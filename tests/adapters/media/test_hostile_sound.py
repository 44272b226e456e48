"""Recordings made to hurt: whatever comes, it is cleaned or refused, soon and in little memory."""

from __future__ import annotations

import random
import struct
import time
import tracemalloc

import pytest

from tests.adapters.media.recordings import NAMES, recording, signed
from wgsm_archive.adapters.media import sound
from wgsm_archive.adapters.media.sound import boxes, ebml

MB = 1 << 20
LENGTH = MB
"""Enough of the smallest parts for whatever grows faster than they do; one trick reaches what is counted at most."""
# Of processor time, so that a busy machine does not count; slow machines need half of it at most.
SECONDS = 6.0


def outcome(data: bytes) -> str:
    try:
        return sound.clean(data).media_type
    except sound.Unclean as refusal:
        return refusal.code


@pytest.mark.parametrize("name", NAMES)
def test_what_is_cut_off_anywhere_is_cleaned_or_refused(name):
    data = recording(name)
    whole = sound.clean(data).seconds
    for end in range(0, len(data), 37):
        try:
            assert sound.clean(data[:end]).seconds <= whole + 0.001
        except sound.Unclean:
            continue


@pytest.mark.parametrize("name", NAMES)
def test_what_is_damaged_anywhere_is_cleaned_or_refused(name):
    draw = random.Random(name)  # noqa: S311 - the same damage every time
    for _ in range(400):
        data = bytearray(recording(name))
        for _ in range(draw.choice((1, 1, 3, 20))):
            at = draw.randrange(min(len(data), draw.choice((300, 1200, 100_000))))
            data[at] = draw.choice((0, 1, 0x7F, 0x80, 0xFF, draw.randrange(256)))
        outcome(bytes(data))


def _atom(name: bytes, size: int) -> bytes:
    return struct.pack(">I4s", size, name)


def _nested() -> bytes:
    body = b""
    for _ in range(20_000):
        body = _atom(b"moov", 8 + len(body)) + body if len(body) < 100_000 else body
    return boxes.write(b"ftyp", b"M4A ") + body


def _patched(name: str, mark: bytes, skip: int, value: bytes) -> bytes:
    data = recording(name)
    at = data.index(mark) + skip
    return data[:at] + value + data[at + len(value) :]


_FULL = b"\xff" * 4
_PAGE = signed(b"OggS\0\0" + bytes(8) + b"\1\0\0\0" + bytes(8) + b"\xff" + bytes(255))
_HEADS = b"".join(b"OggS" + page for page in recording("opusenc.opus").split(b"OggS")[1:3])
_TRACK = recording("recorded.webm")[: recording("recorded.webm").index(b"\x1f\x43\xb6\x75")]
_CHUNKS = boxes.write(b"stsc", struct.pack(">IIIII", 0, 1, 1, 0xFFFFFFFF, 1))

HOSTILE = {
    "nothing behind the name": b"RIFF\xff\xff\xff\xffWAVE",
    "a chunk larger than the file": b"RIFF\xff\xff\xff\xffWAVEdata\xff\xff\xff\xff",
    "a thousand chunks": b"RIFF\0\0\0\0WAVE" + b"".join(b"%04d\0\0\0\0" % n for n in range(1000)),
    "chunks of no length": b"RIFF\0\0\0\0WAVE" + b"LIST\0\0\0\0" * (LENGTH // 8),
    "no samples a second": _patched("tagged.wav", b"fmt ", 12, bytes(4)),
    "no bytes a sample": _patched("tagged.wav", b"fmt ", 22, bytes(2)),
    "no channels": _patched("tagged.wav", b"fmt ", 10, bytes(2)),
    "boxes in boxes": _nested(),
    "a box of no length": boxes.write(b"ftyp", b"M4A ") + _atom(b"moov", 0) + _atom(b"trak", 0) * 1000,
    "a box shorter than its head": boxes.write(b"ftyp", b"M4A ") + _atom(b"moov", 3),
    "a box of 2^63 bytes": boxes.write(b"ftyp", b"M4A ") + _atom(b"mdat", 1) + struct.pack(">Q", 1 << 63),
    "millions of boxes": boxes.write(b"ftyp", b"M4A ") + _atom(b"free", 8) * (LENGTH // 8),
    "four thousand million packets": _patched("whole.m4a", b"stsz", 12, _FULL),
    "so many of one size": _patched("whole.m4a", b"stsz", 8, struct.pack(">II", 1, 0xFFFFFFFF)),
    "every packet the whole file": _patched("whole.m4a", b"stsz", 8, struct.pack(">I", 6000)),
    "packets of 2^32 bytes": _patched("whole.m4a", b"stsz", 16, _FULL),
    "a chunk of 2^32 packets": _patched("whole.m4a", b"stsc", 16, _FULL),
    "chunks in the wrong order": _patched("whole.m4a", b"stsc", 12, _FULL),
    "packets that last no time": _patched("whole.m4a", b"stts", 12, _FULL),
    "sound outside the file": _patched("whole.m4a", b"stco", 12, _FULL),
    "no units a second": _patched("whole.m4a", b"mdhd", 16, bytes(4)),
    "a film of no units": _patched("whole.m4a", b"mvhd", 16, bytes(4)),
    "an unknown way of coding": _patched("whole.m4a", b"mp4a", 0, b"enca"),
    "a run of 2^32 packets": _patched("fragments.m4a", b"trun", 8, _FULL),
    "a run that begins before the file": _patched("fragments.m4a", b"trun", 12, b"\x80\0\0\0"),
    "no head in ogg": b"OggS" * (LENGTH // 4),
    "empty pages": _HEADS + signed(_PAGE[:26] + b"\0") * (LENGTH // 27),
    "one packet without end": _HEADS + _PAGE + signed(_PAGE[:5] + b"\1" + _PAGE[6:]) * (LENGTH // 282),
    "comments without end": _HEADS[:47] + _PAGE + signed(_PAGE[:5] + b"\1" + _PAGE[6:]) * (LENGTH // 282),
    "elements of no length": _TRACK + b"\xec\x80" * (ebml.MAX_ELEMENTS + 1),
    "an element of 2^56 bytes": _TRACK + b"\xec\x01" + b"\xff" * 6 + b"\xfe",
    "clusters in clusters": _TRACK + b"\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff" * (LENGTH // 12),
    "blocks of nothing": _TRACK + b"\xa3\x84\x81\0\0\0" * (LENGTH // 6),
    "blocks of other tracks": _TRACK + b"\xa3\x84\x82\0\0\0" * (LENGTH // 6),
    "blocks of one byte": _TRACK + b"\xa3\x85\x81\0\0\0\xf8" * (LENGTH // 7),
    "tracks of entries": _TRACK[:31] + ebml.write(0x1654AE6B, b"\xae\x80" * (LENGTH // 2)),
    "zeros": b"\x1aE\xdf\xa3" + bytes(MB),
    "signs of a frame": b"\xff\xfb" * (LENGTH // 2),
    "heads of frames": b"ID3" + bytes(7) + b"\xff\xfb\x90\x00" * (LENGTH // 4),
    "only ones": b"\xff\xe2" + b"\xff" * LENGTH,
    "tags in tags": b"ID3\4\0\0\0\0\0\0" * (LENGTH // 10),
    "a tag larger than the file": b"ID3\4\0\0\x7f\x7f\x7f\x7f" + recording("tagged.mp3"),
    "many small frames": b"ID3" + bytes(7) + (b"\xff\xf3\x18\xc0" + bytes(68)) * (LENGTH // 72),
}  # fmt: skip


@pytest.mark.parametrize("name", list(HOSTILE))
def test_what_is_made_to_hurt_is_answered_soon(name):
    data = HOSTILE[name]
    begun = time.thread_time()
    found = outcome(data)
    assert time.thread_time() - begun < SECONDS
    assert found.startswith(("sound-", "audio/"))


@pytest.mark.parametrize("name", ["every packet the whole file", "so many of one size", "empty pages"])
def test_what_is_made_to_swell_stays_small(name):
    data = HOSTILE[name]
    tracemalloc.start()
    outcome(data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 10 * LENGTH
