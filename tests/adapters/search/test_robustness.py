"""The index may be damaged, swapped and killed at any moment: it is whole, or it says that it is broken."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.adapters.search.making import document, request
from wgsm_archive.adapters.search.whoosh_index import WhooshIndex, shelves
from wgsm_archive.ports.search import IndexBroken, IndexBusy, SearchDocument, Shelf


def some(count: int, word: str = "water") -> list[SearchDocument]:
    return [
        document(n, body=f"{word} land number{n} " * 5, facets={"theme": (str(n % 3),)}) for n in range(1, count + 1)
    ]


def ask(index: WhooshIndex) -> int:
    found = 0
    for asked in ("water", "wat*", '"water land"', ""):
        found = index.search(Shelf.PUBLIC, request(asked, facets=("theme",))).total
    return found


def test_without_an_index_searching_and_writing_say_so(tmp_path):
    index = WhooshIndex(tmp_path / "none")
    with pytest.raises(IndexBroken):
        index.search(Shelf.PUBLIC, request("water"))
    with pytest.raises(IndexBroken):
        index.contents(Shelf.PUBLIC)
    with pytest.raises(IndexBroken):
        index.apply(Shelf.PUBLIC, some(1), [])
    index.rebuild({Shelf.PUBLIC: some(3)})
    assert ask(index) == 3


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def garbage(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size + 7))  # noqa: S311


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(0, len(content), 11):
        content[at] ^= 0x55
    path.write_bytes(bytes(content))


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("spoil", [truncate, empty, garbage, flip, remove])
@pytest.mark.parametrize("opened", [False, True], ids=["unopened", "opened"])
def test_any_damaged_file_is_an_answer_or_a_broken_index_and_rebuilding_heals(
    tmp_path: Path, spoil: Callable[[Path], None], opened: bool
):
    whole = tmp_path / "whole"
    WhooshIndex(whole).rebuild({Shelf.PUBLIC: some(30)})
    count = sum(path.is_file() for path in whole.rglob("*"))
    for number in range(count):
        root = tmp_path / str(number)
        shutil.copytree(whole, root)
        index = WhooshIndex(root)
        files = [path for path in sorted(root.rglob("*")) if path.is_file()]
        if opened:
            ask(index)
        spoil(files[number])
        for _ in range(2):
            try:
                ask(index)
                index.apply(Shelf.PUBLIC, some(31), [3])
                ask(index)
            except IndexBroken:
                pass
        index.rebuild({Shelf.PUBLIC: some(20)})
        assert ask(index) == 20


def test_an_index_of_another_make_is_not_read(tmp_path, monkeypatch):
    WhooshIndex(tmp_path / "index").rebuild({Shelf.PUBLIC: some(3)})
    newer = WhooshIndex(tmp_path / "index")
    newer._shelves = shelves.Shelves(tmp_path / "index", make="99.1")
    with pytest.raises(IndexBroken):
        ask(newer)
    newer.rebuild({Shelf.PUBLIC: some(5)})
    assert ask(newer) == 5


def test_rebuilding_leaves_one_folder_and_readers_go_on(tmp_path):
    root = tmp_path / "index"
    index, reader = WhooshIndex(root), WhooshIndex(root)
    index.rebuild({Shelf.PUBLIC: some(3)})
    assert ask(reader) == 3
    index.rebuild({Shelf.PUBLIC: some(7)})
    assert ask(reader) == 7
    assert len([p for p in root.iterdir() if p.is_dir()]) == 1


def test_a_rebuild_that_fails_changes_nothing(tmp_path):
    index = WhooshIndex(tmp_path / "index")
    index.rebuild({Shelf.PUBLIC: some(3)})

    def failing() -> Iterator[SearchDocument]:
        yield from some(2)
        raise KeyError("the database went away")

    with pytest.raises(IndexBroken):
        index.rebuild({Shelf.PUBLIC: failing()})
    assert ask(index) == 3
    index.rebuild({Shelf.PUBLIC: some(4)})
    assert ask(index) == 4


def test_removed_words_are_in_no_file_after_compacting(tmp_path):
    root = tmp_path / "index"
    index = WhooshIndex(root)
    secret = document(
        99, title="zyxwvut", body="zyxwvut qponmlk", labels=(("en", "ihgfedc"),), facets={"place": ("secretplace",)}
    )
    index.rebuild({Shelf.PUBLIC: [*some(20), secret]})
    index.apply(Shelf.PUBLIC, [], [99])
    index.compact(Shelf.PUBLIC)
    assert ask(index) == 20
    content = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    for word in (b"zyxwvut", b"qponmlk", b"ihgfedc", b"secretplace"):
        assert word not in content


def test_the_last_document_can_go(tmp_path):
    index = WhooshIndex(tmp_path / "index")
    index.rebuild({Shelf.PUBLIC: some(1)})
    index.apply(Shelf.PUBLIC, [], [1])
    assert ask(index) == 0
    index.compact(Shelf.PUBLIC)
    assert ask(index) == 0
    index.apply(Shelf.PUBLIC, some(2), [])
    assert ask(index) == 2


WRITER = """
import sys
import time
from pathlib import Path
from tests.adapters.search.making import document
from wgsm_archive.adapters.search.whoosh_index import WhooshIndex
from wgsm_archive.ports.search import Shelf

index = WhooshIndex(Path(sys.argv[1]))
print("begun", flush=True)
for turn in range(10_000):
    revision = turn + 2
    both = [document(n, body=f"water revision{revision}", revision=revision) for n in range(1, 11)]
    index.apply(Shelf.PUBLIC, both, [])
    print(revision, flush=True)
    time.sleep(0.01)
"""


def start_writer(root: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(root)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def test_killed_in_the_middle_of_writing_the_index_is_whole(tmp_path):
    root = tmp_path / "index"
    WhooshIndex(root).rebuild({Shelf.PUBLIC: [document(n, body="water revision1") for n in range(1, 11)]})
    for pause in (0.05, 0.13, 0.22, 0.31, 0.4):
        process = start_writer(root)
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        told = process.communicate()[0].split()
        contents = WhooshIndex(root).contents(Shelf.PUBLIC)
        assert sorted(contents) == list(range(1, 11))
        (revision,) = set(contents.values())
        assert not told or revision >= int(told[-1])
        assert WhooshIndex(root).search(Shelf.PUBLIC, request(f"revision{revision}")).total == 10


def test_two_writers_do_not_meet(tmp_path, monkeypatch):
    root = tmp_path / "index"
    one, other = WhooshIndex(root), WhooshIndex(root)
    one.rebuild({Shelf.PUBLIC: some(2)})
    monkeypatch.setattr(shelves, "_WAIT", 0.1)
    with one._shelves.lock(), pytest.raises(IndexBusy):
        other.apply(Shelf.PUBLIC, some(3), [])
    other.apply(Shelf.PUBLIC, some(3), [])
    assert ask(one) == 3


def test_many_readers_while_another_process_writes_and_the_index_is_rebuilt(tmp_path):
    root = tmp_path / "index"
    index = WhooshIndex(root)
    index.rebuild({Shelf.PUBLIC: [document(n, body="water revision1") for n in range(1, 11)]})
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                result = index.search(Shelf.PUBLIC, request("water", facets=("theme",)))
            except IndexBroken as error:
                wrong.append(error)
                continue
            if (result.total, len(result.hits)) != (10, 10):
                wrong.append(result)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for thread in readers:
        thread.start()
    process = start_writer(root)
    other = WhooshIndex(root)
    for _ in range(3):
        time.sleep(0.2)
        other.rebuild({Shelf.PUBLIC: [document(n, body="water again") for n in range(1, 11)]})
    process.kill()
    process.communicate()
    done.set()
    for thread in readers:
        thread.join()
    assert wrong == []
