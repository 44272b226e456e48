"""What both shelves hold is written once; what only one may hold never comes into the other."""

import os
import random
from pathlib import Path

import pytest

from tests.adapters.search.making import document, request
from wgsm_archive.adapters.search.whoosh_index import WhooshIndex, index
from wgsm_archive.adapters.search.whoosh_index.writer import ShelfWriter
from wgsm_archive.ports.search import SearchDocument, Shelf

PUBLIC = [document(n, body=f"water number{n}") for n in range(1, 8)]
# Some as the public reads them, some with a passage for the network, and some that only the network may read.
NETWORK = [
    *(document(n, body=f"water number{n} harbourside" if n % 3 == 0 else f"water number{n}") for n in range(1, 8)),
    *(document(n, body="water moonlit", access=frozenset({"network"})) for n in range(8, 12)),
]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The documents that were written, by version id; shelves are written two documents at a time."""
    seen: list[int] = []
    add = ShelfWriter.add

    def counted(writer: ShelfWriter, one: SearchDocument) -> None:
        seen.append(one.version_id)
        add(writer, one)

    monkeypatch.setattr(ShelfWriter, "add", counted)
    monkeypatch.setattr(index, "_BATCH", 2)
    return seen


def found(made: WhooshIndex, shelf: Shelf, word: str) -> list[int]:
    return sorted(hit.case_id for hit in made.search(shelf, request(word, held=frozenset({"public", "network"}))).hits)


def no_public_file_has(root: Path, word: bytes) -> bool:
    return not any(word in path.read_bytes() for path in root.rglob("public/*") if path.is_file())


def look(made: WhooshIndex, root: Path) -> None:
    assert found(made, Shelf.PUBLIC, "water") == list(range(1, 8))
    assert found(made, Shelf.NETWORK, "water") == list(range(1, 12))
    for word, holders in (("harbourside", [3, 6]), ("moonlit", [8, 9, 10, 11])):
        assert found(made, Shelf.PUBLIC, word) == []
        assert found(made, Shelf.NETWORK, word) == holders
        assert no_public_file_has(root, word[:6].encode())


def test_a_rebuilt_shelf_holds_its_own_words_only(tmp_path, written):
    made = WhooshIndex(tmp_path / "index")
    made.rebuild({Shelf.PUBLIC: PUBLIC, Shelf.NETWORK: NETWORK})
    look(made, tmp_path)
    assert sorted(written) == sorted([*range(1, 12), 3, 6])


def test_what_both_hold_lies_on_the_disk_once_and_each_shelf_lets_go_of_it_by_itself(tmp_path):
    made = WhooshIndex(tmp_path / "index")
    made.rebuild({Shelf.PUBLIC: PUBLIC, Shelf.NETWORK: [*PUBLIC, *NETWORK[7:]]})
    files = {path.stat().st_ino for path in tmp_path.rglob("public/*.pst")}
    assert files & {path.stat().st_ino for path in tmp_path.rglob("network/*.pst")}
    made.apply(Shelf.PUBLIC, [], [3])
    made.compact(Shelf.PUBLIC)
    assert found(made, Shelf.PUBLIC, "water") == [1, 2, 4, 5, 6, 7]
    assert found(made, Shelf.NETWORK, "water") == list(range(1, 12))
    assert found(made, Shelf.NETWORK, "number3") == [3]
    assert no_public_file_has(tmp_path, b"number3")


@pytest.mark.parametrize("seed", list(range(12)))
def test_no_shelf_is_given_what_only_the_other_was_given(tmp_path, written, seed):
    rng = random.Random(seed)  # noqa: S311 - the same at every run
    words = ("harbourside", "moonlit", "sandbank")
    given = {
        shelf: [
            document(n, (n + 1) // 2, body=f"water {rng.choice(words)}") for n in range(1, 25) if rng.random() < 0.7
        ]
        for shelf in Shelf
    }
    made = WhooshIndex(tmp_path / "index")
    made.rebuild(given)
    for shelf, every in given.items():
        assert sorted(made.contents(shelf)) == [one.version_id for one in every]
        for word in words:
            assert found(made, shelf, word) == sorted({one.case_id for one in every if word in one.body})


def test_a_file_system_without_links_has_copies(tmp_path, monkeypatch):
    def refuse(*_names: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    made = WhooshIndex(tmp_path / "index")
    made.rebuild({Shelf.PUBLIC: PUBLIC, Shelf.NETWORK: NETWORK})
    look(made, tmp_path)


def test_network_stories_between_public_ones_do_not_keep_these_from_being_written_once(tmp_path, written):
    made = WhooshIndex(tmp_path / "index")
    mixed = sorted([*PUBLIC, *(document(100 + n, n, body="moonlit") for n in range(1, 8))], key=lambda d: d.case_id)
    made.rebuild({Shelf.PUBLIC: PUBLIC, Shelf.NETWORK: mixed})
    assert found(made, Shelf.PUBLIC, "moonlit") == []
    assert len(written) == len(mixed)


def test_shelves_written_one_after_the_other_hold_their_own_words_only(tmp_path):
    made = WhooshIndex(tmp_path / "index")
    made.rebuild({})
    for at in range(0, 12, 3):  # the network first, now and then
        for shelf, every in sorted(((Shelf.PUBLIC, PUBLIC), (Shelf.NETWORK, NETWORK)), reverse=at % 2 == 1):
            made.apply(shelf, every[at : at + 3], [])
    look(made, tmp_path)


def test_the_same_text_with_other_readers_is_another_document(tmp_path):
    made = WhooshIndex(tmp_path / "index")
    made.rebuild({})
    made.apply(Shelf.NETWORK, [document(1, body="water", access=frozenset({"network"}))], [])
    made.apply(Shelf.PUBLIC, [document(1, body="water")], [])
    assert made.search(Shelf.PUBLIC, request("water")).total == 1
    assert made.search(Shelf.NETWORK, request("water")).total == 0
    assert made.search(Shelf.NETWORK, request("water", held=frozenset({"public", "network"}))).total == 1


def test_an_edit_that_both_shelves_may_hold_is_written_once(tmp_path, written):
    made = WhooshIndex(tmp_path / "index")
    made.rebuild({})
    both = [document(n, body=f"water number{n}", language="fr" if n == 2 else "en") for n in (1, 2)]
    made.apply(Shelf.PUBLIC, both, [])
    made.apply(Shelf.NETWORK, [*both, document(3, body="water moonlit", access=frozenset({"network"}))], [])
    assert written == [1, 2, 3]
    assert found(made, Shelf.PUBLIC, "water") == [1, 2]
    assert found(made, Shelf.NETWORK, "water") == [1, 2, 3]
    assert found(made, Shelf.NETWORK, "number2") == [2]
    assert no_public_file_has(tmp_path, b"moonlit")
    made.apply(Shelf.PUBLIC, [], [1])
    made.compact(Shelf.PUBLIC)
    assert no_public_file_has(tmp_path, b"number1")
    assert found(made, Shelf.NETWORK, "number1") == [1]


@pytest.mark.parametrize(
    "sent",
    [
        [document(1, body="water", revision=2), document(2, body="water")],  # newer by now
        [document(1, body="water"), document(2, body="water harbourside")],  # with a passage for the network
        [document(1, body="water")],
    ],
)
def test_what_was_written_for_one_shelf_is_not_lent_to_the_other_unless_it_is_the_same(tmp_path, written, sent):
    made = WhooshIndex(tmp_path / "index")
    made.rebuild({})
    made.apply(Shelf.PUBLIC, [document(1, body="water"), document(2, body="water")], [])
    made.apply(Shelf.NETWORK, sent, [])
    assert made.contents(Shelf.NETWORK) == {one.version_id: one.revision for one in sent}
    assert len(written) == 2 + len(sent)


@pytest.mark.parametrize("seed", list(range(8)))
def test_many_edits_leave_each_shelf_with_its_own(tmp_path, seed):
    rng = random.Random(seed)  # noqa: S311 - the same at every run
    made = WhooshIndex(tmp_path / "index")
    made.rebuild({})
    holds: dict[Shelf, dict[int, SearchDocument]] = {shelf: {} for shelf in Shelf}
    for number in range(40):
        public = [document(n, body=f"word{number}", revision=number) for n in rng.sample(range(12), 3)]
        apart = rng.random() < 0.4
        network = [document(one.version_id, body=f"word{number} own") if apart else one for one in public]
        gone = rng.sample(range(12), rng.choice([0, 0, 2]))
        for shelf, sent in ((Shelf.PUBLIC, public), (Shelf.NETWORK, network)):
            if rng.random() < 0.9:
                left = [] if rng.random() < 0.1 else sent
                out = [n for n in gone if n not in {one.version_id for one in left}]
                made.apply(shelf, left, out)
                holds[shelf] = {n: one for n, one in holds[shelf].items() if n not in out}
                holds[shelf] |= {one.version_id: one for one in left}
        if rng.random() < 0.1:
            made.compact(rng.choice(list(Shelf)))
        for shelf, every in holds.items():
            assert made.contents(shelf) == {n: one.revision for n, one in every.items()}
            for word in (f"word{number}", "own"):
                assert found(made, shelf, word) == sorted(n for n, one in every.items() if word in one.body.split())
