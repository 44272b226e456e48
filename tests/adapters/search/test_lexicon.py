"""Terms are found where Whoosh finds them, in tables that Whoosh itself wrote."""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import pytest
from whoosh.filedb.filetables import OrderedHashReader, OrderedHashWriter

from wgsm_archive.adapters.search.whoosh_index.lexicon import Lexicon
from wgsm_archive.adapters.search.whoosh_index.storage import DurableStorage


def table(folder: Path, entries: dict[bytes, bytes]) -> tuple[Lexicon, OrderedHashReader]:
    storage = DurableStorage(str(folder))
    writer = OrderedHashWriter(storage.create_file("made.trm"))
    for key, value in sorted(entries.items()):
        writer.add(key, value)
    writer.close()
    length = storage.file_length("made.trm")
    return Lexicon(storage.open_file("made.trm"), length), OrderedHashReader(storage.open_file("made.trm"), length)


def made_up(count: int) -> dict[bytes, bytes]:
    rng = random.Random(count)  # noqa: S311 - made-up terms
    keys = {rng.randbytes(rng.choice((1, 2, 3, 5, 9, 40, 63, 64, 65, 200))) for _ in range(count)}
    return {key: rng.randbytes(rng.choice((1, 35, 63, 64, 65, 300))) for key in keys}


@pytest.mark.parametrize("count", [1, 2, 700, 5000])
def test_every_term_has_the_value_that_it_was_given(tmp_path: Path, count: int):
    entries = made_up(count)
    lexicon, reader = table(tmp_path, entries)
    for key, value in entries.items():
        assert lexicon.value_of(key) == value == reader[key]
    for key in list(entries)[:200]:
        for other in (key + b"\0", key[:-1], b"\xff" + key):
            assert lexicon.value_of(other) == entries.get(other) == reader.get(other)


@pytest.mark.parametrize("count", [1, 2, 700])
def test_what_follows_a_place_comes_in_order(tmp_path: Path, count: int):
    entries = made_up(count)
    lexicon, reader = table(tmp_path, entries)
    for start in (b"", b"\x80", b"\xff" * 300, *islice(entries, 40), *[bytes([n]) for n in range(256)]):
        found = list(islice(lexicon.beginning_at(start), 30))
        assert found == sorted(item for item in entries.items() if item[0] >= start)[:30]
        assert found == list(islice(reader.items_from(start), 30))


def test_a_table_without_terms(tmp_path: Path):
    lexicon, _ = table(tmp_path, {})
    assert lexicon.value_of(b"term") is None
    assert list(lexicon.beginning_at(b"")) == []
