"""Where the index lies: a folder per make and number, and a file that names the one in use.

    <root>/writer.lock           held by the one process that writes
    <root>/current-<make>        name of the folder in use, replaced in one step
    <root>/<make>-<number>/public, .../network

An upgrade of the layout or of the analysis changes the make, finds no index of its own and has it made anew, while
processes of the older make go on reading theirs.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from whoosh.util.filelock import FileLock, try_for

from wgsm_archive.adapters.search.whoosh_index.layout import MAKE
from wgsm_archive.ports.search import IndexBroken, IndexBusy, IndexMissing, Shelf

_WAIT = 30.0  # seconds that a writer waits for another


class Shelves:
    """The folders of one index."""

    def __init__(self, root: Path, make: str = MAKE) -> None:
        self._root = root
        self._make = make
        self._pointer = root / f"current-{make}"
        self._pointed = str(self._pointer)

    def current(self) -> str:
        """Name of the folder in use. Raises IndexBroken when there is none."""
        try:
            with open(self._pointed, "rb", buffering=0) as file:  # noqa: PTH123 - every question asks this
                name = file.read().decode("ascii").strip()
        except (OSError, UnicodeError) as error:
            raise IndexMissing("there is no index of this make") from error
        if not name.startswith(f"{self._make}-") or not name[len(self._make) + 1 :].isdigit():
            raise IndexBroken("the index in use is not named")
        return name

    def folder(self, name: str, shelf: Shelf) -> Path:
        """Folder of a shelf."""
        return self._root / name / shelf.value

    def begin(self) -> str:
        """Make an empty folder for a new index; the lock must be held. Returns its name."""
        self._root.mkdir(parents=True, exist_ok=True)
        numbers = [int(n) for p in self._root.glob(f"{self._make}-*") if (n := p.name[len(self._make) + 1 :]).isdigit()]
        name = f"{self._make}-{max(numbers, default=0) + 1}"
        for shelf in Shelf:
            self.folder(name, shelf).mkdir(parents=True)
        return name

    def put_in_use(self, name: str) -> None:
        """Point to another folder, in one step, and remove what is no longer used."""
        draft = self._pointer.with_suffix(".new")
        with draft.open("w", encoding="ascii") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._pointer)
        handle = os.open(self._root, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        self.tidy()

    def tidy(self) -> None:
        """Remove folders that are not in use: of older numbers, of interrupted rebuilds, of other makes.

        Who still reads one has its files mapped and is not disturbed.
        """
        used = self.current()
        for path in self._root.iterdir():
            if path.is_dir() and path.name != used:
                shutil.rmtree(path, ignore_errors=True)
            elif path.name.startswith("current-") and path != self._pointer:
                path.unlink(missing_ok=True)

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Be the one writer. The system gives the lock back when a process ends, however it ends.

        Raises IndexBusy when another process writes for longer than half a minute.
        """
        self._root.mkdir(parents=True, exist_ok=True)
        held = FileLock(str(self._root / "writer.lock"))
        if not try_for(held.acquire, timeout=_WAIT, delay=0.01):
            raise IndexBusy("another process is writing the index")
        try:
            yield
        finally:
            held.release()
