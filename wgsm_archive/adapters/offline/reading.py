"""The work itself, done in a process of its own: bytes of a file in, what it brings back out."""

from __future__ import annotations

import json

from wgsm_archive.adapters.documents import docx, odt, plain
from wgsm_archive.adapters.documents.kinds import FileKind, kind_of
from wgsm_archive.adapters.documents.markup_tree import parse
from wgsm_archive.adapters.documents.packed import Package
from wgsm_archive.adapters.offline import omegat, po, word_table, xliff
from wgsm_archive.adapters.offline.markup import local
from wgsm_archive.adapters.offline.rehearsal import files
from wgsm_archive.domain.text import MAX_FIELD
from wgsm_archive.ports.documents import Unusable
from wgsm_archive.ports.offline import MAX_UNITS, Brought, Unreadable

_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_LONGEST = 8 * MAX_FIELD
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read(content: bytes) -> bytes:
    """The answer to a file."""
    try:
        found = _brought(content)
    except (Unreadable, Unusable) as problem:
        return json.dumps({"problem": problem.code}).encode()
    except RecursionError:
        return json.dumps({"problem": "file-too-much"}).encode()
    texts = [[one.key, one.source, one.text] for one in found.texts]
    answer = [found.story, found.revision, found.source, found.target, texts]
    return json.dumps({"brought": answer}).encode()


def _brought(content: bytes) -> Brought:
    head = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not content.strip():
        raise Unreadable("file-empty")
    if content.startswith(_ZIP):
        found = _packed(content)
    elif head.startswith(b"<") or content.startswith(_BOMS[1:]):
        found = _marked_up(content)
    elif content.startswith(_OLE):
        raise Unreadable("file-old-word")
    elif b"msgid" in content and b"msgstr" in content:
        found = po.read(plain.decoded(content))
    else:
        raise Unreadable("file-not-ours")
    if len(found.texts) > MAX_UNITS or any(len(one.text) + len(one.source) > _LONGEST for one in found.texts):
        raise Unreadable("file-too-much")
    return found


def _packed(content: bytes) -> Brought:
    package = Package(content)
    if "[Content_Types].xml" not in package and "mimetype" not in package:
        return omegat.read(package)
    kind = kind_of(content, "")
    return word_table.read(docx.read(package) if kind is FileKind.DOCX else odt.read(package))


def _marked_up(content: bytes) -> Brought:
    if b"<!ENTITY" in content or b"<!DOCTYPE" in content:
        raise Unreadable("file-entities")
    root = parse(content)
    if local(root.tag) != "xliff":
        raise Unreadable("file-not-ours")
    return xliff.read(root)


for _content in files():
    # In the sandbox nothing can be loaded any more once a stranger's file is read.
    _brought(_content)
