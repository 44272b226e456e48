"""What a file is: its content decides, and the ending of its name must not say otherwise."""

from __future__ import annotations

from enum import StrEnum, auto

from wgsm_archive.adapters.documents.packed import Package
from wgsm_archive.ports.documents import Unusable


class FileKind(StrEnum):
    """The kinds that are read."""

    DOCX = auto()
    ODT = auto()
    PDF = auto()
    MARKDOWN = auto()
    TEXT = auto()


ENDINGS = {
    "docx": FileKind.DOCX,
    "odt": FileKind.ODT,
    "pdf": FileKind.PDF,
    "md": FileKind.MARKDOWN,
    "markdown": FileKind.MARKDOWN,
    "txt": FileKind.TEXT,
    "text": FileKind.TEXT,
}
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PDF, _PDF_WITHIN = b"%PDF-", 1024
_OTHERS = (
    b"{\\rtf",
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"RIFF",
    b"OggS",
    b"ID3",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"MZ",
    b"\x7fELF",
)
_ODT_KIND = b"application/vnd.oasis.opendocument.text"


def kind_of(content: bytes, ending: str) -> FileKind:
    """The kind of a file.

    Raises:
        Unusable: it is none that is read, or its name says another.
    """
    if not content.strip():
        raise Unusable("file-empty")
    found = _by_content(content, ending)
    named = ENDINGS.get(ending)
    texts = (FileKind.MARKDOWN, FileKind.TEXT)
    if named is not None and named is not found and not (named in texts and found in texts):
        raise Unusable("file-ending")
    return found


def _by_content(content: bytes, ending: str) -> FileKind:
    if content.startswith(_OLE):
        # Word locks its files by wrapping them in the container that old ones were made of.
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        raise Unusable("document-locked" if is_locked else "file-old-word")
    if content.startswith(_ZIP):
        return _packed(content)
    if _PDF in content[:_PDF_WITHIN]:
        return FileKind.PDF
    head = content.lstrip()[:200].lower()
    if content.startswith(_OTHERS) or head.startswith((b"<!doctype", b"<html", b"<?xml", b"<svg")):
        raise Unusable("file-type")
    if ending and ending not in ENDINGS:
        raise Unusable("file-type")
    return ENDINGS.get(ending, FileKind.TEXT) if ENDINGS.get(ending) in (FileKind.MARKDOWN, None) else FileKind.TEXT


def _packed(content: bytes) -> FileKind:
    package = Package(content)
    if "mimetype" in package:
        kind = package.read("mimetype").strip()
        if kind in (_ODT_KIND, _ODT_KIND + b"-template"):
            return FileKind.ODT
    if "[Content_Types].xml" in package and "_rels/.rels" in package:
        kinds = package.read("[Content_Types].xml")
        if b"wordprocessingml" in kinds and b"document" in kinds:
            return FileKind.DOCX
    raise Unusable("file-type")
