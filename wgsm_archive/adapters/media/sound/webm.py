"""WebM with Opus or Vorbis, as browsers record it: one track of sound in clusters of ours, and a table to seek by."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from wgsm_archive.adapters.media.sound import ebml, opus, vorbis
from wgsm_archive.adapters.media.sound.common import (
    MAX_PACKETS,
    OPUS_RATE,
    UNKNOWN,
    Sound,
    Unclean,
    seconds_of,
)

_EBML, _DOCTYPE = 0x1A45DFA3, 0x4282
_SEGMENT, _SEEK_HEAD, _INFO = 0x18538067, 0x114D9B74, 0x1549A966
_TRACKS, _CLUSTER, _CUES = 0x1654AE6B, 0x1F43B675, 0x1C53BB6B
_SCALE, _DURATION, _WRITER, _MUXER = 0x2AD7B1, 0x4489, 0x5741, 0x4D80
_ENTRY, _NUMBER, _UID, _TYPE, _CODEC, _PRIVATE = 0xAE, 0xD7, 0x73C5, 0x83, 0x86, 0x63A2
_DELAY, _PREROLL, _ENCODINGS, _AUDIO, _RATE, _CHANNELS = 0x56AA, 0x56BB, 0x6D80, 0xE1, 0xB5, 0x9F
_TIME, _SIMPLE, _GROUP, _BLOCK = 0xE7, 0xA3, 0xA0, 0xA1
_SEEK, _SEEK_ID, _SEEK_AT = 0x4DBB, 0x53AB, 0x53AC
_CUE, _CUE_TIME, _CUE_TRACK, _CUE_PLACES, _CUE_AT = 0xBB, 0xB3, 0xF7, 0xB7, 0xF1
_VERSIONS = ((0x4286, 1), (0x42F7, 1), (0x42F2, 4), (0x42F3, 8), (0x4287, 4), (0x4285, 2))
_LACED = 0x06
_MS = 1_000_000
_CLUSTER_MS = 5_000
"""A reader who jumps hears at most this much again; blocks can say up to 32,767."""


@dataclass(slots=True)
class _Track:
    """The track of sound: how it is coded."""

    number: int
    codec: bytes
    private: bytes
    rate: int
    channels: int
    skip: int = 0


@dataclass(slots=True)
class _Reading:
    """What was met so far."""

    scale: int = _MS
    track: _Track | None = None
    cluster: int = 0
    begin: int = 0
    time: int = 0
    packets: list[tuple[int, bytes]] = field(default_factory=list)


def clean(data: bytes) -> Sound:
    """Write a WebM file anew. Raises `Unclean`."""
    found = _Reading()
    for part in _parts(data):
        _meet(data, part, found)
    if found.track is None or not found.packets:
        raise Unclean
    length = _length(found)
    return Sound("audio/webm", seconds_of(length, 1000), _write(found.track, found.packets, length))


def _parts(data: bytes) -> Iterator[ebml.Element]:
    """All elements but the outer ones, whose contents come one after the other. So nothing can be nested deep."""
    at, count = 0, 0
    while found := ebml.element(data, at, len(data)):
        count += 1
        first = at == 0
        if first != (found.name == _EBML) or count > ebml.MAX_ELEMENTS:
            raise Unclean
        if found.name in (_SEGMENT, _CLUSTER, _GROUP):
            at = found.start
            continue
        if found.end is None:
            raise Unclean
        if found.end > len(data):
            return
        yield found
        at = found.end


def _meet(data: bytes, part: ebml.Element, found: _Reading) -> None:
    if part.name == _EBML:
        if dict(ebml.children(data, part)).get(_DOCTYPE, b"").rstrip(b"\0") not in (b"webm", b"matroska"):
            raise Unclean(UNKNOWN)
    elif part.name == _INFO:
        found.scale = _number(dict(ebml.children(data, part)).get(_SCALE, b"")) or _MS
    elif part.name == _TRACKS:
        found.track = found.track or _track(data, part)
    elif part.name == _TIME:
        found.cluster = _number(data[part.start : part.end])
    elif part.name in (_SIMPLE, _BLOCK):
        _take(data[part.start : part.end], found)


def _number(body: bytes) -> int:
    if len(body) > 8:
        raise Unclean
    return int.from_bytes(body)


def _track(data: bytes, part: ebml.Element) -> _Track:
    """The first track of sound."""
    for name, body in ebml.children(data, part):
        about = dict(ebml.within(body)) if name == _ENTRY else {}
        if _number(about.get(_TYPE, b"")) == 2:
            break
    else:
        raise Unclean(UNKNOWN)
    if _ENCODINGS in about:
        raise Unclean(UNKNOWN)
    number, private = _number(about.get(_NUMBER, b"")), about.get(_PRIVATE, b"")
    codec = about.get(_CODEC, b"").rstrip(b"\0")
    if codec == b"A_OPUS":
        head = opus.read_head(private)
        return _Track(number, codec, head.head, OPUS_RATE, head.channels, head.skip)
    if codec == b"A_VORBIS":
        private, first = _vorbis(private)
        return _Track(number, codec, private, first.rate, first.channels)
    raise Unclean(UNKNOWN)


def _vorbis(private: bytes) -> tuple[bytes, vorbis.Vorbis]:
    """The three headers of Vorbis in a row, their sizes before them, with no comments."""
    at, sizes = 1, [0, 0]
    if not private.startswith(b"\x02"):
        raise Unclean
    for which in (0, 1):
        while (size := private[at : at + 1]) == b"\xff":
            sizes[which] += 255
            at += 1
        sizes[which] += size[0] if size else len(private)
        at += 1
    first, comments = private[at : at + sizes[0]], private[at + sizes[0] : at + sum(sizes)]
    setup = private[at + sum(sizes) :]
    about = vorbis.read_head(first)
    vorbis.check_setup(comments, setup)
    lengths = bytes([2, len(about.packet), len(vorbis.EMPTY_COMMENTS)])
    return lengths + about.packet + vorbis.EMPTY_COMMENTS + setup, about


def _take(block: bytes, found: _Reading) -> None:
    """One block: keep its packet if it is of our track. Times never go back, and begin with the first one."""
    read = ebml.number(block, 0, len(block))
    if found.track is None or read is None or len(block) < read[1] + 3:
        raise Unclean
    number, width = read
    if number != found.track.number:
        return
    if block[width + 2] & _LACED or len(found.packets) > MAX_PACKETS:
        raise Unclean(UNKNOWN)
    time = (found.cluster + int.from_bytes(block[width : width + 2], signed=True)) * found.scale // _MS
    if not found.packets:
        found.begin = time
    found.time = max(found.time, time - found.begin)
    found.packets.append((found.time, block[width + 3 :]))


def _length(found: _Reading) -> int:
    """Milliseconds until the last packet ends. Opus tells its length itself: times too short are not believed."""
    if found.track is None or found.track.codec != b"A_OPUS":
        return found.time + 1
    lengths = [opus.samples(packet[:2]) for _, packet in found.packets]
    rate = OPUS_RATE // 1000
    return max(found.time + lengths[-1] // rate, (sum(lengths) - found.track.skip) // rate)


def _write(track: _Track, packets: list[tuple[int, bytes]], length: int) -> bytes:
    clusters = list(_clusters(packets))
    info = ebml.write(
        _INFO,
        ebml.whole_number(_SCALE, _MS),
        ebml.write(_DURATION, struct.pack(">d", length)),
        ebml.write(_MUXER, b"-"),
        ebml.write(_WRITER, b"-"),
    )
    tracks = ebml.write(_TRACKS, _entry(track))
    # Every number takes eight bytes, so both tables have their size before their numbers are known.
    front = len(_seek_head(0, 0, 0)), len(info), len(tracks), len(_cues(clusters, 0))
    table = _cues(clusters, sum(front))
    seek = _seek_head(front[0], sum(front[:2]), sum(front[:3]))
    doctype = ebml.write(_DOCTYPE, b"webm")
    versions = b"".join(ebml.write(name, bytes([value])) for name, value in _VERSIONS)
    body = ebml.write(_SEGMENT, seek, info, tracks, table, *(cluster for _, cluster in clusters))
    return ebml.write(_EBML, versions, doctype) + body


def _entry(track: _Track) -> bytes:
    delay = track.skip * 1_000_000_000 // OPUS_RATE
    sound = ebml.write(_RATE, struct.pack(">d", track.rate)), ebml.write(_CHANNELS, bytes([track.channels]))
    return ebml.write(
        _ENTRY,
        *(ebml.write(name, bytes([value])) for name, value in ((_NUMBER, 1), (_UID, 1), (_TYPE, 2))),
        ebml.write(_CODEC, track.codec),
        ebml.write(_PRIVATE, track.private),
        *((ebml.whole_number(_DELAY, delay), ebml.whole_number(_PREROLL, 80 * _MS)) if delay else ()),
        ebml.write(_AUDIO, *sound),
    )


def _clusters(packets: list[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """When each cluster begins, and the cluster."""
    begin, blocks = 0, [ebml.whole_number(_TIME, 0)]
    for time, packet in packets:
        if time - begin >= _CLUSTER_MS:
            yield begin, ebml.write(_CLUSTER, *blocks)
            begin, blocks = time, [ebml.whole_number(_TIME, time)]
        blocks.append(ebml.write(_SIMPLE, b"\x81" + (time - begin).to_bytes(2) + b"\x80", packet))
    yield begin, ebml.write(_CLUSTER, *blocks)


def _cues(clusters: list[tuple[int, bytes]], at: int) -> bytes:
    """Where to find which time, if the first cluster lies here."""
    entries = []
    for time, cluster in clusters:
        places = ebml.write(_CUE_PLACES, ebml.whole_number(_CUE_TRACK, 1), ebml.whole_number(_CUE_AT, at))
        entries.append(ebml.write(_CUE, ebml.whole_number(_CUE_TIME, time), places))
        at += len(cluster)
    return ebml.write(_CUES, *entries)


def _seek_head(info: int, tracks: int, cues: int) -> bytes:
    places = ((_INFO, info), (_TRACKS, tracks), (_CUES, cues))
    ids = ((ebml.write(_SEEK_ID, name.to_bytes(4)), ebml.whole_number(_SEEK_AT, at)) for name, at in places)
    return ebml.write(_SEEK_HEAD, *(ebml.write(_SEEK, *entry) for entry in ids))
