"""Documents for tests, put together by hand: what word processors write, and what nobody should."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{more}</w:style>'
    for key, name, more in (
        ("Title", "Title", ""),
        ("Titre1", "heading 1", ""),
        ("Titre2", "heading 2", ""),
        ("TOC1", "toc 1", ""),
        ("Oculto", "Oculto", "<w:rPr><w:vanish/></w:rPr>"),
        ("Hijo", "Hijo", '<w:basedOn w:val="Oculto"/>'),
    )
)


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these members, in this order."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return made.getvalue()


def p(text: str, style: str = "", *, more: str = "") -> str:
    """A paragraph of Word's."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{named}<w:r>{more}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def relations(*rows: tuple[str, str, str]) -> str:
    """A part of relations: (id, kind, target); addresses are external."""
    made = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if ':' in target else ''}/>"
        for key, kind, target in rows
    )
    return f'{HEAD}<Relationships xmlns="{RELATED}">{made}</Relationships>'


def word_part(kind: str, inner: str, doctype: str = "") -> str:
    """A part of Word's with one root."""
    spaces = (
        f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    return f"{HEAD}{doctype}<w:{kind} {spaces}>{inner}</w:{kind}>"


def docx(body: str, *, links: Sequence[tuple[str, str, str]] = (), doctype: str = "", **parts: str | bytes) -> bytes:
    """A .docx with this body. `parts` are further members: `word__footnotes` is `word/footnotes.xml`."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relations(("a", "officeDocument", "word/document.xml")),
        "word/document.xml": word_part("document", f"<w:body>{body}</w:body>", doctype),
        "word/_rels/document.xml.rels": relations(
            ("s", "styles", "styles.xml"),
            ("f", "footnotes", "footnotes.xml"),
            ("n", "numbering", "numbering.xml"),
            *links,
        ),
        "word/styles.xml": word_part("styles", _STYLES),
    }
    members |= {f"{name.replace('__', '/')}.xml": content for name, content in parts.items()}
    return packed(members)


def odt(body: str, styles: str = "", *, doctype: str = "", **parts: str | bytes) -> bytes:
    """An .odt with this body and these automatic styles."""
    names = {"text": "text", "office": "office", "style": "style", "table": "table", "draw": "drawing"}
    spaces = " ".join(f'xmlns:{short}="{ODF}:{name}:1.0"' for short, name in names.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content {spaces} '
        f'xmlns:fo="{ODF}:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    members: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "meta.xml": "<m>Rosa Autora Secreta</m>",
    }
    return packed(members | {name.replace("__", "/"): content for name, content in parts.items()})


Drawn = tuple[float, float, float, str]
"""Words on a page: points from the left and from the bottom, size, text."""


def pdf(
    pages: Sequence[Sequence[Drawn]], *, extra: Sequence[bytes] = (), catalog: bytes = b"", page: bytes = b""
) -> bytes:
    """A PDF of these pages in Helvetica. `extra` objects are numbered from 4 + twice the number of pages."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count)).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count " + str(count).encode() + b" >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, drawn in enumerate(pages):
        words = b"\n".join(
            b"BT /F1 %.1f Tf 1 0 0 1 %.1f %.1f Tm (%s) Tj ET" % (size, left, bottom, _escaped(text))
            for left, bottom, size, text in drawn
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R " % (5 + 2 * number)
            + b"/Resources << /Font << /F1 3 0 R >> "
            + page
            + b" >> >>"
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words))
    return pdf_of([*objects, *extra])


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def pdf_of(objects: Sequence[bytes], *, trailer: bytes = b"") -> bytes:
    """A PDF of these objects; the first is its catalog."""
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return made


def paragraph(lines: Sequence[str], top: float = 700, *, size: float = 11, left: float = 72) -> list[Drawn]:
    """Lines of one paragraph, from a height downwards."""
    return [(left, top - 1.2 * size * place, size, line) for place, line in enumerate(lines)]
