"""Documents are sealed as they came, for tellers and facilitators only; those that could do something are refused.

Nothing of a document is ever shown in a browser by this archive. The look at it here keeps out what would act when
somebody opens it at home: scripts, macros, programs inside, and links that are followed without being asked for.
"""

from __future__ import annotations

import encodings.cp437
import io
import re
import stat
import zipfile
import zlib

from wgsm_archive.adapters.media.made import Unclean
from wgsm_archive.domain.media import MEGABYTE, Format, Size
from wgsm_archive.ports.media import Cleaned

# Names in ZIP files are written so; the table has to be here before no file can be opened any more.
_NAMES = encodings.cp437.getregentry()
MOST_MEMBERS = 2000
MOST_UNPACKED = 100 * MEGABYTE
MOST_OBJECTS = 40 * MEGABYTE
"""Of the objects that a PDF packs together; they are looked at all at once, and a long book has a few."""
MOST_RATIO = 100
"""Unpacked bytes to packed ones, from one megabyte on: what people write does not reach this."""
_STEP = 256 * 1024

ACTIVE, LOCKED, HEAVY, BROKEN = "document-active", "document-locked", "file-heavy", "file-unreadable"


def clean(content: bytes, format: Format) -> Cleaned:  # noqa: A002 - what it is called everywhere else
    """Look a document over and leave it as it is. Raises `Unclean`."""
    if format is Format.PDF:
        _look_at_pdf(content)
    else:
        _look_at_package(content, format)
    return Cleaned(format, {Size.FILE: content})


# PDF (ISO 32000-2)

_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)")
_NAME_ENDS = rb"(?![A-Za-z0-9_.\-])"
_ACTING = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia\w*|XFA|SubmitForm|ImportData|GoToE|GoToR|Rendition|Movie|Sound"
    rb"|3D|AA)" + _NAME_ENDS
)
_LOCKING = re.compile(rb"/Encrypt" + _NAME_ENDS)
_IN_DICTIONARY = 2000


def _look_at_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-2048:]:
        raise Unclean(BROKEN)
    written = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), _outside_of_streams(content))
    if _LOCKING.search(written):
        raise Unclean(LOCKED)
    if _ACTING.search(written):
        raise Unclean(ACTIVE)


def _outside_of_streams(content: bytes) -> bytes:
    """The objects of a PDF, those in packed object streams too, without pictures and fonts and text."""
    found, at, unpacked = [], 0, 0
    for begin in _STREAM.finditer(content):
        if begin.start() < at:
            continue
        before = content[at : begin.start()]
        found.append(before)
        end = content.find(b"endstream", begin.end())
        end = len(content) if end < 0 else end
        head = _ESCAPED.sub(lambda one: bytes([int(one[1], 16)]), before[-_IN_DICTIONARY:]).rpartition(b" obj")[2]
        if b"/ObjStm" in head:
            objects = _inflated(content[begin.end() : end], MOST_OBJECTS - unpacked)
            unpacked += len(objects)
            found.append(objects)
        at = end + len(b"endstream")
    found.append(content[at:])
    return b"\n".join(found)


def _inflated(packed: bytes, most: int) -> bytes:
    try:
        opener = zlib.decompressobj()
        objects = opener.decompress(packed, max(most, 1))
    except zlib.error:
        # Objects that are packed in another way could hold anything.
        raise Unclean(BROKEN) from None
    if opener.unconsumed_tail:
        raise Unclean(HEAVY)
    return objects


# Office documents: ZIP packages of XML (ECMA-376, OpenDocument 1.3)

_NEEDED = {
    Format.DOCX: ("[Content_Types].xml", "word/document.xml"),
    Format.ODT: ("mimetype", "META-INF/manifest.xml", "content.xml"),
}
_ACTIVE_NAMES = re.compile(
    r"(?:^|/)(?:basic|scripts|activex|embeddings|objectreplacements)/|vbaproject|vbadata|oleobject"
    r"|\.(?:bin|exe|dll|com|scr|js|jse|vbs|vbe|wsf|ps1|bat|cmd|sh|py|jar|class|lnk|hta|html?|xhtml|svgz|swf|zip|rar|7z|gz"
    r"|docm?|docx|dotm|xls[xmb]?|ppt[xm]?|odt|ods|odp|pdf)$",
    re.IGNORECASE,
)
_XML = (".xml", ".rels", ".rdf")
_OUTSIDE = re.compile(rb"<[A-Za-z:]*Relationship\b[^>]*>")
_SCRIPTED = re.compile(
    rb"macroEnabled|vbaProject|<script:|<office:script\b|vnd\.sun\.star\.script|ooo:script|<text:script|DDEAUTO"
)
_LINK_ONLY = re.compile(rb"""Type\s*=\s*["'][^"']*/hyperlink["']""")


def _look_at_package(content: bytes, format: Format) -> None:  # noqa: A002
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _look_at_members(package, len(content))
            names = package.namelist()
            if any(name not in names for name in _NEEDED[format]):
                raise Unclean("file-type")
            for member in package.infolist():
                _look_into(package, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        raise Unclean(BROKEN) from None


def _look_at_members(package: zipfile.ZipFile, length: int) -> None:
    members = package.infolist()
    if len(members) > MOST_MEMBERS:
        raise Unclean(HEAVY)
    total = sum(one.file_size for one in members)
    if total > MOST_UNPACKED or (total > MEGABYTE and total > MOST_RATIO * length):
        raise Unclean(HEAVY)
    names = [one.filename for one in members]
    if package.comment or min(one.header_offset for one in members) or len(set(names)) < len(names):
        # Something stands before or behind the package, or one member hides another.
        raise Unclean(BROKEN)
    for one in members:
        _look_at_member(one)


def _look_at_member(member: zipfile.ZipInfo) -> None:
    name, mode = member.filename, member.external_attr >> 16
    if member.flag_bits & 0x1:
        raise Unclean(LOCKED)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unclean(BROKEN)
    if mode and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode) and stat.S_IFMT(mode):
        raise Unclean(BROKEN)
    # zipfile cuts names at a NUL byte; the whole one stands in orig_filename.
    steps = member.orig_filename.replace("\\", "/").split("/")
    if member.orig_filename.startswith(("/", "\\")) or ".." in steps or "\0" in member.orig_filename or ":" in steps[0]:
        raise Unclean(BROKEN)
    if _ACTIVE_NAMES.search(name):
        raise Unclean(ACTIVE)


def _look_into(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Unpack one member to its end, so that what is damaged is noticed, and read those that are written words."""
    words = member.filename.casefold().endswith(_XML)
    with package.open(member) as handle:
        beginning = handle.read(8)
        if beginning[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x7fELF") or beginning[:2] == b"MZ":
            raise Unclean(ACTIVE)
        if words:
            _look_at_xml(beginning + handle.read())
            return
        while handle.read(_STEP):
            pass


def _look_at_xml(written: bytes) -> None:
    # In other encodings the same signs would look different; no program writes these files in one.
    if written[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in written[:200]:
        raise Unclean(BROKEN)
    if b"<!DOCTYPE" in written or b"<!ENTITY" in written or _SCRIPTED.search(written):
        raise Unclean(ACTIVE)
    if b"encryption-data" in written:
        raise Unclean(LOCKED)
    for one in _OUTSIDE.findall(written):
        if b"External" in one and not _LINK_ONLY.search(one):
            # A picture or a pattern that is fetched from elsewhere tells there who has opened the document, and when.
            raise Unclean(ACTIVE)
