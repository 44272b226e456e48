"""Documents that are packed as ZIP: single members are read into memory, by their exact names and with a limit."""

from __future__ import annotations

import io
import zlib
from zipfile import BadZipFile, ZipFile, ZipInfo

from wgsm_archive.ports.documents import Unusable

MAX_MEMBERS = 2000
MAX_PART = 16 * 1024 * 1024
"""Bytes of one member, unpacked: some hundreds of pages with all that word processors write around the words."""
_MAX_RATIO = 400
"""How much smaller a member may have been packed: repeated table rows of word processors come near a hundred."""
_LOCKED = 0x1


class Package:
    """A ZIP whose members can be asked for. What is not asked for is never unpacked."""

    def __init__(self, content: bytes) -> None:
        """Raises `Unusable`: it is no ZIP, or one that nobody packs for others to read."""
        try:
            self._zip = ZipFile(io.BytesIO(content))
        except (BadZipFile, OSError, ValueError, RuntimeError) as problem:
            # A RuntimeError is what zipfile says of a way of packing that it does not know.
            raise Unusable("file-unreadable") from problem
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise Unusable("file-too-much")
        self._members = {member.filename: member for member in members}
        if len(self._members) != len(members) or any(map(_leads_out, self._members)):
            raise Unusable("file-unreadable")

    def __contains__(self, name: str) -> bool:
        return name in self._members

    @property
    def names(self) -> list[str]:
        """The names of all members, in the order in which they were packed."""
        return list(self._members)

    def read(self, name: str) -> bytes:
        """A member.

        Raises:
            KeyError: there is none of this name.
            Unusable: it is locked, broken, or larger than it may be.
        """
        member = self._members[name]
        if member.flag_bits & _LOCKED:
            raise Unusable("document-locked")
        try:
            with self._zip.open(member) as packed:
                # What the package says of the size is not believed.
                content = packed.read(MAX_PART + 1)
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as problem:
            # A RuntimeError is also what zipfile says of a way of packing that it does not know.
            raise Unusable("file-unreadable") from problem
        if len(content) > MAX_PART or _is_bomb(member, len(content)):
            raise Unusable("file-too-much")
        return content


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/")


def _is_bomb(member: ZipInfo, length: int) -> bool:
    return length > _MAX_RATIO * max(member.compress_size, 1) and length > 1024 * 1024
