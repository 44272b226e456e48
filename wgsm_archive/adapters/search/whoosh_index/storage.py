"""Files of an index: read without a shared file position, flushed to disk before a commit counts."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile


class IndexFile(StructFile):  # type: ignore[misc]
    """A file of an index, open for reading.

    `get` moves no file position, so threads may read side by side (Whoosh's own files do not allow it). Terms and
    postings stay on disk, where the system keeps what is read often in memory once for all processes; all else is
    small and taken into memory. Nothing is mapped: a mapped file that somebody cuts short would end the whole process.
    """

    def __init__(self, path: Path, name: str) -> None:
        on_disk = name.endswith((W3Codec.POSTS_EXT, W3Codec.TERMS_EXT))
        self._descriptor = _Descriptor(path) if on_disk else None
        self._content = b"" if on_disk else path.read_bytes()
        # The head and the end of a table of terms are read once, in order, when it is opened.
        stream: io.BufferedIOBase = io.BytesIO(self._content)
        if self._descriptor is not None:
            stream = io.BufferedReader(io.FileIO(self._descriptor.number, closefd=False))
        super().__init__(stream, name=name)

    def get(self, position: int, length: int) -> bytes:
        """Bytes from a position; raises EOFError when the file is shorter than its directory promises."""
        if self._descriptor is None:
            found = self._content[position : position + length]
        else:
            found = os.pread(self._descriptor.number, length, position)
        if len(found) != length or position < 0:
            raise EOFError(f"{self._name}: {length} bytes wanted at {position}, {len(found)} there")
        return found

    def content(self) -> bytes:
        """The whole file, when it is one that is kept in memory."""
        return self._content


class _Descriptor:
    """An open file that is closed when the last reader lets go of it; a search may outlive the swap of an index."""

    def __init__(self, path: Path) -> None:
        self.number = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def __del__(self) -> None:
        if hasattr(self, "number"):
            os.close(self.number)


class DurableStorage(FileStorage):  # type: ignore[misc]
    """Whoosh writes a new table of contents and renames it into place; before that, all files must be on disk."""

    def open_file(self, name: str, **_options: Any) -> IndexFile:
        """Open for reading."""
        return IndexFile(Path(self.folder, name), name)

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
