"""Tiny documents of every kind. Reading them once brings along what libraries load only when they first need it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZipFile

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_DOCX = {
    "[Content_Types].xml": "<Types><Override ContentType='wordprocessingml.document'/></Types>",
    "_rels/.rels": "<Relationships/>",
    "word/document.xml": f"<w:document xmlns:w='{_WORD}'><w:body><w:p><w:r><w:t>one</w:t></w:r></w:p>"
    "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>",
}
_ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": f"<o:document-content xmlns:o='{_ODF}:office:1.0' xmlns:t='{_ODF}:text:1.0'><o:body><o:text>"
    "<t:p>one</t:p></o:text></o:body></o:document-content>",
}
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 60>>stream\nBT /F 9 Tf 9 60 Td (one) Tj 0 -12 Td (two) Tj ET               \nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def documents() -> Iterator[tuple[str, bytes]]:
    """Endings and contents."""
    for ending, members in (("docx", _DOCX), ("odt", _ODT)):
        made = io.BytesIO()
        with ZipFile(made, "w", ZIP_DEFLATED) as out:
            for name, content in members.items():
                out.writestr(name, content)
        yield ending, made.getvalue()
    yield "pdf", _PDF
    yield "md", b"---\ntitle: one\n---\n<b>two</b>"
    yield "txt", "señora".encode("cp1252")
