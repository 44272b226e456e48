"""What is kept of a recording: the sound, and nothing that says who made it, where, when or with what."""

from __future__ import annotations

import struct

import pytest

from tests.adapters.media.recordings import MARKER, NAMES, planted, recording, signed
from wgsm_archive.adapters.media import sound
from wgsm_archive.adapters.media.sound import boxes, ebml, ogg

TELLTALES = (MARKER, b"Lavf", b"Lavc5", b"LAME", b"Chrome", b"libopus", b"Xiph", b"Recorder", b"2021", b"0.1.")
DIRTY = planted()


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_keeps_its_length_and_loses_its_tags(name):
    kept = sound.clean(recording(name))
    seconds = {"recorded.webm": 2.1, "recorded-opus.mp4": 2.1, "tagged.wav": 1.2}.get(name, 1.6)
    assert kept.seconds == pytest.approx(seconds, abs=0.1)
    assert MARKER not in kept.data


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith(("recorded", "opus", "tagged.wav"))])
def test_nothing_tells_what_it_was_made_with(name):
    data = sound.clean(recording(name)).data
    assert [word for word in TELLTALES if word in data] == []


@pytest.mark.parametrize("name", list(DIRTY))
def test_what_was_planted_anywhere_is_gone(name):
    assert MARKER in DIRTY[name]
    assert MARKER not in sound.clean(DIRTY[name]).data


@pytest.mark.parametrize("name", NAMES)
def test_what_is_clean_stays_as_it_is(name):
    once = sound.clean(recording(name))
    assert sound.clean(once.data) == once


def test_tags_amid_the_sound_cost_nothing_of_it():
    assert sound.clean(DIRTY["mp3"]).seconds == sound.clean(recording("tagged.mp3")).seconds
    assert sound.clean(DIRTY["ogg"]) == sound.clean(recording("opus.ogg"))
    assert sound.clean(DIRTY["fragments"]) == sound.clean(recording("fragments.m4a"))
    assert sound.clean(DIRTY["wav"]) == sound.clean(recording("tagged.wav"))


def test_pictures_of_a_film_are_left_behind():
    assert b"avc1" in recording("film.mp4")
    assert b"avc1" not in sound.clean(recording("film.mp4")).data
    assert b"V_VP8" in recording("film.webm")
    assert b"V_VP8" not in sound.clean(recording("film.webm")).data


def test_what_was_cut_away_on_the_phone_does_not_come_back():
    data = recording("whole.m4a")
    at = data.index(b"elst") + 12
    movie, own = 1000, 16000
    cut = data[:at] + struct.pack(">Ii", movie // 2, own) + data[at + 8 :]
    kept = sound.clean(cut)
    assert kept.seconds == pytest.approx(0.5, abs=0.13)
    assert len(kept.data) < len(sound.clean(data).data) * 0.6


def test_many_cuts_are_refused():
    data = recording("whole.m4a")
    at = data.index(b"elst") + 8
    twice = data[:at] + struct.pack(">IIiIIiI", 2, 500, 0, 0x10000, 500, 0, 0x10000)
    with pytest.raises(sound.Unclean):
        sound.clean(twice + data[at + 28 :])


def test_sound_that_points_into_the_tags_is_refused():
    data = recording("whole.m4a")
    at = data.index(b"stco") + 12
    with pytest.raises(sound.Unclean):
        sound.clean(data[:at] + struct.pack(">I", data.index(MARKER)) + data[at + 4 :])


def test_a_second_stream_of_ogg_is_refused():
    first, other = recording("opus.ogg"), recording("opusenc.opus")
    for data in (first + other, first + first, first + MARKER):
        with pytest.raises(sound.Unclean):
            sound.clean(data)


def test_a_damaged_page_is_refused():
    data = recording("vorbis.ogg")
    with pytest.raises(sound.Unclean):
        sound.clean(data[:-5] + bytes([data[-5] ^ 1]) + data[-4:])


def test_the_sum_of_a_page_is_that_of_the_standard():
    page = recording("opusenc.opus")[:47]
    assert signed(page) == page
    assert ogg.checksum(b"") == 0


def test_times_that_lie_are_not_believed():
    data = bytearray(recording("opus.ogg"))
    pages = data.split(b"OggS")[1:]
    lies = b"".join(
        signed(bytes(b"OggS" + page[:2] + struct.pack("<q", n * 10**15) + page[10:])) for n, page in enumerate(pages)
    )
    assert sound.clean(lies) == sound.clean(bytes(data))


def test_ways_of_writing_that_browsers_do_not_play_are_refused_in_words():
    for data in (b"#!AMR\n" + bytes(400), b"fLaC" + bytes(400), b"MThd" + bytes(90), b"", b"\0" * 50):
        with pytest.raises(sound.Unclean) as refusal:
            sound.clean(data)
        assert refusal.value.code == "sound-kind"


def test_more_than_thirty_minutes_are_refused():
    second = bytes(16_000)
    head = b"RIFF" + struct.pack("<I", 0) + b"WAVE" + b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
    for minutes, well in ((30, True), (31, False)):
        body = second * 60 * minutes
        data = head + b"data" + struct.pack("<I", len(body)) + body
        if well:
            assert sound.clean(data).seconds == 1800
        else:
            with pytest.raises(sound.Unclean, match="sound-long"):
                sound.clean(data)
    frames = recording("tagged.mp3")[-2000:]
    with pytest.raises(sound.Unclean, match="sound-long"):
        sound.clean(b"ID3" + bytes(7) + frames * 4500)


def test_silence_that_ends_before_it_begins_is_refused():
    webm = recording("recorded.webm")
    assert webm.count(b"\xa3") > 10
    empty = webm[: webm.index(b"\x1f\x43\xb6\x75")]
    for data in (
        empty,
        recording("tagged.wav")[:44],
        boxes.write(b"ftyp", b"M4A ") + boxes.write(b"moov"),
        ebml.write(0x1A45DFA3),
    ):
        with pytest.raises(sound.Unclean):
            sound.clean(data)
