"""The work itself, done in a process of its own: bytes of a file in, its words as Markdown out."""

from __future__ import annotations

import json

from wgsm_archive.adapters.documents import docx, odt, pdf, plain, rehearsal
from wgsm_archive.adapters.documents.kinds import FileKind, kind_of
from wgsm_archive.adapters.documents.packed import Package
from wgsm_archive.adapters.documents.writing import write
from wgsm_archive.domain.markdown import normalise
from wgsm_archive.domain.text import clean_text
from wgsm_archive.ports.documents import MAX_WORDS, Unusable, Words


def convert(request: bytes) -> bytes:
    """The answer to a file: a line with the ending of its name, then its content."""
    ending, _line, content = request.partition(b"\n")
    try:
        words = _words(content, ending.decode("ascii", "replace"))
    except Unusable as problem:
        return json.dumps({"problem": problem.code}).encode()
    except RecursionError:
        return json.dumps({"problem": "file-too-much"}).encode()
    return json.dumps({"markdown": words.markdown, "pictures": words.pictures}).encode()


def _words(content: bytes, ending: str) -> Words:
    kind = kind_of(content, ending)
    if kind in (FileKind.DOCX, FileKind.ODT):
        package = Package(content)
        read = docx.read(package) if kind is FileKind.DOCX else odt.read(package)
        made = Words(write(read), read.pictures)
    elif kind is FileKind.PDF:
        made = pdf.read(content)
    elif kind is FileKind.MARKDOWN:
        made = Words(*plain.tamed(plain.decoded(content)))
    else:
        made = Words(plain.unbroken(plain.decoded(content)))
    if len(made.markdown) > 2 * MAX_WORDS:
        raise Unusable("file-too-much")
    markdown = normalise(clean_text(made.markdown)).strip()
    if not any(sign.isalnum() for sign in markdown):
        raise Unusable("file-pictures-only" if made.pictures else "file-no-words")
    if len(markdown) > MAX_WORDS:
        raise Unusable("file-too-much")
    return Words(markdown, made.pictures)


for _ending, _content in rehearsal.documents():
    # In the sandbox nothing can be loaded any more once a stranger's file is read.
    _words(_content, _ending)
