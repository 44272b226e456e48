"""Files that somebody might bring to break in, to hang the archive or to smuggle something out; made when asked."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.papers import HEAD, docx, odt, p, packed, paragraph, pdf, pdf_of, word_part

BILLION = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
)
BILLION += "]>"
OUTSIDE = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE l SYSTEM "http://127.0.0.1:9/evil.dtd">'
WORDS = "Words that may be read."
REFUSED, READ = "refused", "read"


def _docx_of(document: str | bytes) -> bytes:
    return docx("", word__document=document)


def _zip_bomb() -> bytes:
    return _docx_of(word_part("document", "<w:body>" + " " * 300_000_000 + "</w:body>"))


def _word_bomb() -> bytes:
    return _docx_of(word_part("document", "<w:body>" + p("a") * 300_000 + "</w:body>"))


def _lying_sizes() -> bytes:
    content = bytearray(_zip_bomb())
    # The sizes that are told in the local head and in the directory: 1 byte unpacked.
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.find(mark)
        while at != -1:
            if b"word/document.xml" in content[at : at + 80]:
                content[at + place : at + place + 4] = (1).to_bytes(4, "little")
            at = content.find(mark, at + 4)
    return bytes(content)


def _many_members() -> bytes:
    return packed(
        {f"word/media/{number}.xml": "x" for number in range(5000)} | {"[Content_Types].xml": "", "_rels/.rels": ""}
    )


def _nested() -> bytes:
    inner = packed({"a": b"0" * 5_000_000})
    for _level in range(6):
        inner = packed({f"{number}.zip": inner for number in range(8)})
    return docx(p(WORDS), word__embeddings__a=inner)


def _slip() -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as out:
        for name in ("../../../../tmp/wgsm-slip", "/tmp/wgsm-slip"):  # noqa: S108 - it must not come about
            out.writestr(name, "x")
        with ZipFile(io.BytesIO(docx(p(WORDS)))) as whole:
            for name in whole.namelist():
                out.writestr(name, whole.read(name))
    return made.getvalue()


def _link() -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w") as out, ZipFile(io.BytesIO(docx(""))) as whole:
        for name in whole.namelist():
            row = ZipInfo(name)
            is_document = name == "word/document.xml"
            row.external_attr = (0o120777 if is_document else 0o100644) << 16
            out.writestr(row, "/etc/passwd" if is_document else whole.read(name))
    return made.getvalue()


def _twice() -> bytes:
    made = io.BytesIO(docx(p(WORDS)))
    with ZipFile(made, "a") as out:
        out.fp.seek(0, 2)  # type: ignore[union-attr]
        out.NameToInfo.pop("word/document.xml")
        out.writestr("word/document.xml", word_part("document", f"<w:body>{p('Other words.')}</w:body>"))
    return made.getvalue()


def _locked_zip() -> bytes:
    content = bytearray(docx(p(WORDS)))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at != -1:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def _deep(tag: str, times: int) -> str:
    return f"<{tag}>" * times + f"</{tag}>" * times


def _macros() -> bytes:
    return docx(p(WORDS), word__vbaProject=b"\xd0\xcf\x11\xe0" + b"Sub AutoOpen()" * 100)


def _remote_picture() -> bytes:
    drawn = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:link="i"/>'
        "</w:drawing></w:r></w:p>"
    )
    links = [("i", "image", "http://127.0.0.1:9/seen.png"), ("t", "attachedTemplate", "http://127.0.0.1:9/t.dotm")]
    return docx(p(WORDS) + drawn, links=links)


def _bad_links() -> bytes:
    body = "".join(
        f'<w:hyperlink r:id="l{number}"><w:r><w:t>link{number}</w:t></w:r></w:hyperlink>' for number in range(4)
    )
    targets = ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "vbscript:x")
    return docx(f"<w:p>{body}</w:p>", links=[(f"l{n}", "hyperlink", one) for n, one in enumerate(targets)])


def _ole(*, locked: bool) -> bytes:
    mark = "EncryptedPackage" if locked else "WordDocument"
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + mark.encode("utf-16-le") + bytes(2000)


def _stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def _pdf_page(contents: bytes, *objects: bytes, pages: bytes = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>") -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    page += b"/Resources << /Font << /F1 5 0 R >> >> >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, contents, font, *objects])


def _pdf_bomb() -> bytes:
    content = zlib.compress(b"BT /F1 12 Tf (boom) Tj ET\n" * 20_000_000, 9)
    return _pdf_page(_stream(content, b"/Filter /FlateDecode"))


def _pdf_bomb_in_bomb() -> bytes:
    content = b"q " * 100_000_000
    for _time in range(2):
        content = zlib.compress(content, 9)
    return _pdf_page(_stream(content, b"/Filter [/FlateDecode /FlateDecode]"))


def _pdf_script() -> bytes:
    script = b"<< /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\)) >>"
    return pdf([paragraph([WORDS])], catalog=b"/OpenAction " + script + b" /AA << /WC " + script + b" >>")


def _pdf_launch() -> bytes:
    return pdf([paragraph([WORDS])], catalog=b"/OpenAction << /S /Launch /F (/bin/sh) >>")


def _pdf_locked() -> bytes:
    lock = (
        b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <"
        + b"41" * 32
        + b"> /U <"
        + b"42" * 32
        + b"> >> "
        b"/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
    )
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        ],
        trailer=lock,
    )


def _pdf_own_ancestor() -> bytes:
    pages = b"<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 1000000 /Parent 2 0 R >>"
    return _pdf_page(_stream(b"BT /F1 12 Tf (a) Tj ET"), pages=pages)


def _pdf_many_objects() -> bytes:
    return pdf([paragraph([WORDS])], extra=[b"<< /A [1 0 R] >>"] * 100_000)


def _pdf_many_pages() -> bytes:
    return pdf([paragraph(["page"])] * 2000)


def _pdf_many_words() -> bytes:
    return _pdf_page(_stream(b"BT /F1 1 Tf 1 0 0 1 10 10 Tm " + b"(words words words) Tj " * 300_000 + b"ET"))


def _pdf_form_in_itself() -> bytes:
    form = _stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    return _pdf_page(_stream(b"/X Do"), form).replace(b"/Font << /F1 5 0 R >>", b"/XObject << /X 6 0 R >>")


def _scanned() -> bytes:
    picture = _stream(zlib.compress(bytes(300 * 300)), (
        b"/Type /XObject /Subtype /Image /Width 300 /Height 300 /BitsPerComponent 8 /ColorSpace /DeviceGray "
        b"/Filter /FlateDecode"
    ))  # fmt: skip
    made = _pdf_page(_stream(b"q 595 0 0 842 0 0 cm /X Do Q"), picture)
    return made.replace(b"/Font << /F1 5 0 R >>", b"/XObject << /X 6 0 R >>")


def _polyglot() -> bytes:
    return pdf([paragraph([WORDS])]) + docx(p("Other words."))


def _odt_script() -> bytes:
    inner = (
        f"<text:p>{WORDS}<text:script>alert(1)</text:script></text:p>"
        "<office:scripts><office:event-listeners>evil()</office:event-listeners></office:scripts>"
    )
    return odt(inner, **{"Basic__Standard__evil.xml": "Sub Main()"})


def _odt_wide() -> bytes:
    cell = '<table:table-cell table:number-columns-repeated="999999"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    return odt(f"<table:table>{row * 50}</table:table>")


def _nested_tables() -> bytes:
    table = p("in")
    for _level in range(30):
        table = f"<w:tbl><w:tr><w:tc>{table}<w:p/></w:tc><w:tc>{p('x')}</w:tc></w:tr></w:tbl>"
    return docx(table)


KINDS: Mapping[str, tuple[str, Callable[[], bytes], str]] = {
    "docx: a part of 300 MB in a small file": ("a.docx", _zip_bomb, REFUSED),
    "docx: three hundred thousand paragraphs": ("a.docx", _word_bomb, REFUSED),
    "docx: sizes that are not true": ("a.docx", _lying_sizes, REFUSED),
    "docx: five thousand members": ("a.docx", _many_members, REFUSED),
    "docx: packages in packages": ("a.docx", _nested, READ),
    "docx: members that lead out of their folder": ("a.docx", _slip, REFUSED),
    "docx: a member that is a link": ("a.docx", _link, REFUSED),
    "docx: two members of one name": ("a.docx", _twice, REFUSED),
    "docx: entities upon entities": ("a.docx", lambda: docx(p("&j;"), doctype=BILLION), REFUSED),
    "docx: an entity that reads a file": ("a.docx", lambda: docx(p("&x;"), doctype=OUTSIDE), REFUSED),
    "docx: a document type from elsewhere": ("a.docx", lambda: docx(p("a"), doctype=REMOTE), REFUSED),
    "docx: entities in the styles": (
        "a.docx", lambda: docx(p("a"), word__styles=f"{HEAD}{BILLION}<s>&j;</s>"), REFUSED),
    "docx: a hundred thousand tags deep": (
        "a.docx", lambda: _docx_of(word_part("document", _deep("w:p", 100_000))), REFUSED),
    "docx: tables in tables": ("a.docx", _nested_tables, READ),
    "docx: macros": ("a.docx", _macros, READ),
    "docx: a picture and a template from elsewhere": ("a.docx", _remote_picture, READ),
    "docx: an embedded object": (
        "a.docx", lambda: docx(p(WORDS), word__embeddings__oleObject1=_ole(locked=False)), READ),
    "docx: links that run": ("a.docx", _bad_links, READ),
    "docx: locked by Word": ("a.docx", lambda: _ole(locked=True), REFUSED),
    "docx: locked by the packer": ("a.docx", _locked_zip, REFUSED),
    "docx: cut off": ("a.docx", lambda: docx(p(WORDS) * 500)[:-300], REFUSED),
    "docx: no XML": ("a.docx", lambda: _docx_of(b"\x00\x01" * 500), REFUSED),
    "docx: a document that points at itself": (
        "a.docx",
        lambda: docx(p(WORDS), links=[("z", "footnotes", "document.xml"), ("y", "styles", "../word/document.xml")]),
        READ,
    ),
    "doc: the old kind": ("a.doc", lambda: _ole(locked=False), REFUSED),
    "odt: entities upon entities": ("a.odt", lambda: odt("<text:p>&j;</text:p>", doctype=BILLION), REFUSED),
    "odt: an entity that reads a file": ("a.odt", lambda: odt("<text:p>&x;</text:p>", doctype=OUTSIDE), REFUSED),
    "odt: scripts": ("a.odt", _odt_script, READ),
    "odt: a million times a million cells": ("a.odt", _odt_wide, READ),
    "odt: lists in lists": ("a.odt", lambda: odt(_deep("text:list", 5000)), REFUSED),
    "odt: locked": (
        "a.odt", lambda: odt("<text:p>x</text:p>", **{"META-INF__manifest.xml": "<m><encryption-data/></m>"}), REFUSED),
    "odt: no content": ("a.odt", lambda: packed({"mimetype": "application/vnd.oasis.opendocument.text"}), REFUSED),
    "zip: something else": ("a.zip", lambda: packed({"a.txt": "x"}), REFUSED),
    "epub under another name": ("a.docx", lambda: packed({"mimetype": "application/epub+zip"}), REFUSED),
    "pdf: scripts": ("a.pdf", _pdf_script, READ),
    "pdf: starts a program": ("a.pdf", _pdf_launch, READ),
    "pdf: a hundred thousand objects": ("a.pdf", _pdf_many_objects, READ),
    "pdf: pages that are their own ancestors": ("a.pdf", _pdf_own_ancestor, REFUSED),
    "pdf: two thousand pages": ("a.pdf", _pdf_many_pages, REFUSED),
    "pdf: millions of words on a page": ("a.pdf", _pdf_many_words, REFUSED),
    "pdf: half a gigabyte in a stream": ("a.pdf", _pdf_bomb, REFUSED),
    "pdf: a bomb in a bomb": ("a.pdf", _pdf_bomb_in_bomb, REFUSED),
    "pdf: a form that draws itself": ("a.pdf", _pdf_form_in_itself, REFUSED),
    "pdf: locked": ("a.pdf", _pdf_locked, REFUSED),
    "pdf: scanned": ("a.pdf", _scanned, REFUSED),
    "pdf: cut off": ("a.pdf", lambda: pdf([paragraph([WORDS] * 40)])[:600], REFUSED),
    "pdf: noise": ("a.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400, REFUSED),
    "pdf and docx in one": ("a.pdf", _polyglot, READ),
    "pdf and docx in one, as docx": ("a.docx", _polyglot, REFUSED),
    "a page of the web as text": ("a.txt", lambda: b"<!DOCTYPE html><script>alert(1)</script>", REFUSED),
    "a picture as text": ("a.txt", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), REFUSED),
    "a program as text": ("a.txt", lambda: b"\x7fELF" + bytes(range(256)) * 40, REFUSED),
    "noise as text": ("a.txt", lambda: bytes((n * 7919 + n * n) % 256 for n in range(50_000)), REFUSED),
    "NUL among words": ("a.txt", lambda: (WORDS + "\x00").encode() * 200, REFUSED),
    "half of a letter": ("a.txt", lambda: "﻿".encode() + b"\xff\xfe\xfd" * 50, REFUSED),
    "nothing": ("a.txt", lambda: b"", REFUSED),
    "blanks": ("a.md", lambda: b" \n\t" * 1000, REFUSED),
    "25 MB of text": ("a.txt", lambda: b"word " * (5 * 1024 * 1024), REFUSED),
    "25 MB of brackets": ("a.md", lambda: b"[" * (25 * 1024 * 1024), REFUSED),
    "brackets, as much as may be": ("a.md", lambda: b"![[](a" * 60_000, READ),
    "tags that are not closed": ("a.md", lambda: b"<a " * 120_000, READ),
    "scripts that are not closed": ("a.md", lambda: b"<script x=" * 30_000 + b"words", READ),
}  # fmt: skip
"""What it is -> the name that it comes with, how it is made, and what becomes of it."""
