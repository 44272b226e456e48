"""MP4 (M4A) with AAC or Opus, whole or in fragments: its sound alone, in a file of ours (ISO 14496-12)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby

from wgsm_archive.adapters.media.sound import aac, opus
from wgsm_archive.adapters.media.sound.boxes import Box, body, boxes, find, inside, table, write
from wgsm_archive.adapters.media.sound.common import MAX_PACKETS, OPUS_RATE, UNKNOWN, Sound, Unclean, seconds_of
from wgsm_archive.adapters.media.sound.fragments import Place, after_times
from wgsm_archive.adapters.media.sound.fragments import places as places_in_fragments

_DATES = bytes(8)
"""When it was made and changed: in 1904, as files say that do not know."""
_ENTRY_HEAD = 28
_MATRIX = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_END = float("inf")
_PRIMING = 0.15
"""Seconds at the beginning that encoders add and players leave out."""


@dataclass(frozen=True, slots=True)
class _Coding:
    """How the sound is coded: the entry that says so; units a second; how many each packet lasts."""

    entry: bytes
    rate: int
    lengths: list[int]


def clean(data: bytes) -> Sound:
    """Write an MP4 file anew. Raises `Unclean`."""
    top = list(boxes(data, 0, len(data)))
    movie = next((box for box in top if box.name == b"moov"), None)
    if movie is None:
        raise Unclean
    track = _track(data, movie)
    places = _edited(data, movie, track, _whole_places(data, track)) or _in_fragments(data, top, movie, track)
    packets = _packets(data, top, places)
    coding = _coding(data, track, packets)
    return Sound("audio/mp4", seconds_of(sum(coding.lengths), coding.rate), _write(coding, packets))


def _track(data: bytes, movie: Box) -> Box:
    """The first track of sound."""
    for track in inside(data, movie, b"trak"):
        if body(data, track, b"mdia", b"hdlr")[8:12] == b"soun":
            return track
    raise Unclean(UNKNOWN)


def _coding(data: bytes, track: Box, packets: list[bytes]) -> _Coding:
    """How the sound is coded. Raises `Unclean` for what browsers do not play."""
    entries = find(data, track, b"mdia", b"minf", b"stbl", b"stsd")
    if entries is None or entries.start + 8 > entries.end:
        raise Unclean
    found = list(boxes(data, entries.start + 8, entries.end))
    if len(found) != 1 or found[0].end - found[0].start < _ENTRY_HEAD:
        raise Unclean(UNKNOWN)
    inner = found[0]._replace(start=found[0].start + _ENTRY_HEAD)
    if inner.name == b"mp4a":
        about = aac.read_stream(body(data, inner, b"esds")[4:])
        entry = _entry(b"mp4a", about.channels, about.rate, _full(b"esds", aac.stream(about)))
        return _Coding(entry, about.rate, [about.packet] * len(packets))
    if inner.name == b"Opus":
        head = opus.read_mp4_head(body(data, inner, b"dOps"))
        entry = _entry(b"Opus", head.channels, OPUS_RATE, write(b"dOps", head.mp4_head))
        return _Coding(entry, OPUS_RATE, [opus.samples(packet[:2]) for packet in packets])
    raise Unclean(UNKNOWN)


def _entry(name: bytes, channels: int, rate: int, more: bytes) -> bytes:
    about = struct.pack(">6xH8xHH4xI", 1, channels, 16, rate << 16 if rate < 1 << 16 else 0)
    return write(name, about, more)


def _whole_places(data: bytes, track: Box) -> list[Place]:
    """Where the packets of a file in one piece lie; none for one in fragments."""
    tables = find(data, track, b"mdia", b"minf", b"stbl")
    if tables is None:
        raise Unclean
    sizes = _sizes(body(data, tables, b"stsz"))
    if not sizes:
        return []
    far = find(data, tables, b"co64")
    places = body(data, tables, b"co64" if far else b"stco")
    chunks = [place for (place,) in table(places, "Q" if far else "I")]
    found: list[Place] = []
    for place, count in zip(chunks, _counts(body(data, tables, b"stsc"), len(chunks)), strict=True):
        at = place
        for size in sizes[len(found) : len(found) + count]:
            found.append((at, size))
            at += size
    if len(found) != len(sizes):
        raise Unclean
    return found


def _sizes(told: bytes) -> list[int]:
    """The size of every packet."""
    if len(told) < 12:
        raise Unclean
    same, count = struct.unpack_from(">II", told, 4)
    if count > MAX_PACKETS:
        raise Unclean
    return [same] * count if same else [size for (size,) in table(told, "I", 8)]


def _counts(told: bytes, chunks: int) -> Iterator[int]:
    """How many packets each chunk holds: told where the number changes."""
    runs = list(table(told, "III"))
    starts = [first for first, _, _ in runs] + [chunks + 1]
    if starts[0] != 1 or starts != sorted(starts):
        raise Unclean
    for (first, count, _), following in zip(runs, starts[1:], strict=True):
        if count > MAX_PACKETS:
            raise Unclean
        for _ in range(first, following):
            yield count


def _edited(data: bytes, movie: Box, track: Box, places: list[Place]) -> list[Place]:
    """The packets that the file's own list of cuts leaves: what a teller cut away on the phone must not come back."""
    edits = _edits(data, movie, track)
    if not edits or not places:
        return places
    if len(edits) > 1:
        raise Unclean(UNKNOWN)
    begin, end = edits[0]
    told = body(data, track, b"mdia", b"minf", b"stbl", b"stts")
    lasting = _lasting(told, len(places))
    times = accumulate(lasting, initial=0)
    spans = zip(places, times, lasting, strict=False)
    return [place for place, time, long in spans if time < end and time + long > begin]


def _lasting(told: bytes, count: int) -> list[int]:
    """How long each packet lasts, as the file has it."""
    found: list[int] = []
    for many, long in table(told, "II"):
        if many > count - len(found):
            raise Unclean
        found += [long] * many
    if len(found) != count:
        raise Unclean
    return found


def _edits(data: bytes, movie: Box, track: Box) -> list[tuple[float, float]]:
    """From when to when the track is to be heard, in its own units."""
    edits = find(data, track, b"edts", b"elst")
    if edits is None:
        return []
    told = data[edits.start : edits.end]
    own, whole = after_times(body(data, track, b"mdia", b"mdhd")), after_times(body(data, movie, b"mvhd"))
    wide = told[:1] == b"\x01"
    found = []
    for length, begin, _ in table(told, "QqI" if wide else "IiI"):
        if begin >= 0:
            found.append((float(begin), begin + length * own / whole if length else _END))
    return found


def _in_fragments(data: bytes, top: list[Box], movie: Box, track: Box) -> list[Place]:
    """Where the packets of a file in fragments lie. Its list of cuts may only leave out the silence of encoders."""
    for begin, end in _edits(data, movie, track):
        if end != _END or begin > _PRIMING * after_times(body(data, track, b"mdia", b"mdhd")):
            raise Unclean(UNKNOWN)
    return places_in_fragments(data, top, movie, track)


def _packets(data: bytes, top: list[Box], places: list[Place]) -> list[bytes]:
    """The packets themselves. All lie where a file keeps its sound, and no byte is taken twice."""
    kept = [box for box in top if box.name == b"mdat"]
    starts = [box.start for box in kept]
    if sum(size for _, size in places) > len(data):
        raise Unclean
    found = []
    for at, size in places:
        box = kept[bisect_right(starts, at) - 1] if starts and at >= starts[0] else None
        if box is None or size <= 0 or at + size > box.end:
            raise Unclean
        found.append(data[at : at + size])
    return found


def _write(coding: _Coding, packets: list[bytes]) -> bytes:
    kind = write(b"ftyp", b"M4A ", bytes(4), b"M4A isommp42")
    size = len(kind) + len(_movie(coding, packets, 0)) + 8
    return b"".join((kind, _movie(coding, packets, size), write(b"mdat", *packets)))


def _movie(coding: _Coding, packets: list[bytes], place: int) -> bytes:
    """All about the sound, whose first packet lies here."""
    length = sum(coding.lengths)
    times = _DATES + struct.pack(">II", coding.rate, length)
    volume, level = struct.pack(">H", 0x0100), struct.pack(">I", 0x00010000)
    head = _full(b"mvhd", times, level, volume, bytes(10), _MATRIX, bytes(24), struct.pack(">I", 2))
    about = struct.pack(">III", 1, 0, length) + bytes(12) + volume + bytes(2)
    track = _full(b"tkhd", _DATES, about, _MATRIX, bytes(8), flags=7)
    media = write(
        b"mdia",
        _full(b"mdhd", times, b"\x55\xc4\0\0"),
        _full(b"hdlr", bytes(4), b"soun", bytes(13)),
        write(
            b"minf",
            _full(b"smhd", bytes(4)),
            write(b"dinf", _full(b"dref", struct.pack(">I", 1), _full(b"url ", flags=1))),
            write(b"stbl", *_tables(coding, packets, place)),
        ),
    )
    return write(b"moov", head, write(b"trak", track, media))


def _tables(coding: _Coding, packets: list[bytes], place: int) -> Iterator[bytes]:
    yield _full(b"stsd", struct.pack(">I", 1), coding.entry)
    runs = [(len(list(same)), length) for length, same in groupby(coding.lengths)]
    yield _full(b"stts", struct.pack(">I", len(runs)), *(struct.pack(">II", *run) for run in runs))
    yield _full(b"stsc", struct.pack(">IIII", 1, 1, len(packets), 1))
    yield _full(b"stsz", struct.pack(f">II{len(packets)}I", 0, len(packets), *map(len, packets)))
    yield _full(b"stco", struct.pack(">II", 1, place))


def _full(name: bytes, *bodies: bytes, flags: int = 0) -> bytes:
    """A box that begins with a version, 0, and flags."""
    return write(name, flags.to_bytes(4), *bodies)
