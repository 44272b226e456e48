"""Files of an index: mapped into memory for reading, flushed to disk before a commit counts."""

from __future__ import annotations

import io
import mmap
import os
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile


class MappedFile(StructFile):  # type: ignore[misc]
    """A file in memory. `get` moves no file position, so threads may read side by side (Whoosh's own do not)."""

    def __init__(self, path: Path, name: str) -> None:
        with path.open("rb") as file:
            empty = path.stat().st_size == 0
            self.bytes: Any = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        super().__init__(io.BytesIO() if empty else self.bytes, name=name)

    def get(self, position: int, length: int) -> bytes:
        """Bytes from a position; raises EOFError when the file is shorter than its directory promises."""
        found = bytes(self.bytes[position : position + length])
        if len(found) != length:
            raise EOFError(f"{self._name}: {length} bytes wanted at {position}, {len(found)} there")
        return found


class DurableStorage(FileStorage):  # type: ignore[misc]
    """Whoosh writes a new table of contents and renames it into place; before that, all files must be on disk."""

    def open_file(self, name: str, **_options: Any) -> MappedFile:
        """Open for reading."""
        return MappedFile(Path(self.folder, name), name)

    def create_file(self, name: str, **options: Any) -> Any:
        """Open for writing; remembered until the next commit."""
        self._fresh().add(name)
        return super().create_file(name, **options)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002 - Whoosh's
        """The moment of a commit."""
        for name in self._fresh():
            path = Path(self.folder, name)
            if path.exists():
                _flush(path)
        self._fresh().clear()
        super().rename_file(oldname, newname, safe=safe)
        _flush(Path(self.folder))

    def _fresh(self) -> set[str]:
        fresh: set[str] = self.__dict__.setdefault("_new_files", set())
        return fresh


def _flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
