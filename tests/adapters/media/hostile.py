"""Files that somebody sends to do harm, made when they are needed, and what becomes of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PIL import Image

from tests.adapters.media.made_to_hurt import (
    MARK,
    OUTSIDE,
    PAYLOADS,
    RELS,
    SVG,
    chunk,
    docx,
    gif_of_frames,
    gif_with_giant_frame,
    heavy_docx,
    jpeg_with,
    laughs,
    linked,
    moving,
    odt,
    of_scans,
    package,
    packed_stream,
    pdf,
    png,
    saved,
    stream,
    twice,
    webp_of,
    with_exif,
    with_flag,
    zeros,
)
from tests.adapters.media.pictures import picture

REFUSED, DEFUSED, SEALED, EITHER = "refused", "defused", "sealed", "either"
"""Nothing is kept; a new picture without a trace of the trick; kept closed, as it came; refused or defused."""


class Trick(NamedTuple):
    """A hostile file."""

    name: str
    content: bytes
    becomes: str


MP3 = b"ID3\x04\0\0\0\0\0\x21APIC" + bytes(27) + PAYLOADS["HTML"] + b"\xff\xfb\x90\0" + bytes(413)

Made = Callable[[], Trick]


_PICTURES: dict[str, Made] = {
    "a GIF that is JavaScript": lambda: Trick(
        "a.gif", b"GIF89a/*" + saved(Image.new("P", (9, 9)), "GIF")[8:] + PAYLOADS["JavaScript"], EITHER
    ),
    "a picture and a ZIP file in one": lambda: Trick("a.jpg", picture() + package({MARK.decode(): b"x"}), DEFUSED),
    "a picture and a page in one": lambda: Trick("a.png", picture("PNG") + PAYLOADS["HTML"], DEFUSED),
    "a palette that is a program": lambda: Trick("a.png", saved(_with_palette(), "PNG"), DEFUSED),
    "where it was taken": lambda: Trick("a.jpg", with_exif(), DEFUSED),
    "XMP": lambda: Trick("a.jpg", picture(xmp=b"<x:xmpmeta>" + MARK + b"</x:xmpmeta>"), DEFUSED),
    "a colour profile with a payload": lambda: Trick("a.jpg", picture(icc_profile=MARK * 5000), DEFUSED),
    "an EXIF block that cannot be read": lambda: Trick(
        "a.jpg", jpeg_with(0xE1, b"Exif\0\0II*\0\xff\xff\xff\x7f" + MARK), EITHER
    ),
    "an EXIF block that leads in a circle": lambda: Trick(
        "a.jpg", jpeg_with(0xE1, b"Exif\0\0II*\0\x08\0\0\0\0\0\x08\0\0\0" + MARK), EITHER
    ),
    "two pictures in one (MPO)": lambda: Trick(
        "a.jpg",
        saved(Image.new("RGB", (40, 30)), "MPO", save_all=True, append_images=[Image.new("RGB", (41, 31))]),
        DEFUSED,
    ),
    "a picture of 400 million points": lambda: Trick("a.png", png(20_000, 20_000, rows=1), REFUSED),
    "a picture with a side of a million points": lambda: Trick("a.png", png(1_000_000, 1, rows=1), REFUSED),
    "a picture of 40 million points in 40 kilobytes": lambda: Trick("a.png", png(10_000, 4_000), DEFUSED),
    "a picture of no points": lambda: Trick("a.png", png(0, 0, rows=0), REFUSED),
    "a picture without its rows": lambda: Trick("a.png", png(4_000, 4_000, rows=3), EITHER),
    "a text that unpacks to 300 megabytes": lambda: Trick(
        "a.png", png(9, 9, chunk(b"zTXt", b"x\0\0" + zeros())), EITHER
    ),
    "a profile that unpacks to 300 megabytes": lambda: Trick(
        "a.png", png(9, 9, chunk(b"iCCP", b"x\0\0" + zeros())), EITHER
    ),
    "a chunk that says it is four gigabytes": lambda: Trick(
        "a.png", png(9, 9, b"\xff\xff\xff\xfftEXt" + MARK), REFUSED
    ),
    "a picture that moves (PNG)": lambda: Trick("a.png", moving("PNG", 30), DEFUSED),
    "a picture that moves (WebP)": lambda: Trick("a.webp", moving("WEBP", 30), DEFUSED),
    "ten thousand frames": lambda: Trick("a.gif", gif_of_frames(10_000), DEFUSED),
    "a frame that is larger than its picture": lambda: Trick("a.gif", gif_with_giant_frame(), REFUSED),
    "ten thousand scans": lambda: Trick("a.jpg", of_scans(10_000), REFUSED),
    "a WebP that says it is 16,000 points wide": lambda: Trick("a.webp", webp_of(16_000, 16_000), REFUSED),
    "a WebP that ends early": lambda: Trick("a.webp", picture("WEBP")[:-200], REFUSED),
    "a JPEG that ends early": lambda: Trick("a.jpg", picture(size=(2000, 2000))[:4000], REFUSED),
    "a GIF that ends early": lambda: Trick("a.gif", picture("GIF")[:20], REFUSED),
    "colours for print": lambda: Trick("a.jpg", saved(Image.new("CMYK", (90, 60), (0, 90, 90, 0)), "JPEG"), DEFUSED),
}


def _with_payloads() -> dict[str, Made]:
    tricks: dict[str, Made] = {}
    for name, payload in PAYLOADS.items():
        tricks[f"{name} in a comment of a JPEG"] = lambda payload=payload: Trick(  # type: ignore[misc]
            "a.jpg", jpeg_with(0xFE, payload), DEFUSED
        )
        tricks[f"{name} in a text of a PNG"] = lambda payload=payload: Trick(  # type: ignore[misc]
            "a.png", png(9, 9, chunk(b"tEXt", b"Comment\0" + payload)), DEFUSED
        )
    return tricks


def _with_palette() -> Image.Image:
    image = Image.new("P", (9, 9))
    image.putpalette((PAYLOADS["PHP"] + bytes(768))[:768])
    return image


def _other_kinds() -> dict[str, Made]:
    grey = Image.new("RGB", (40, 30))
    contents = {
        "TIFF": saved(grey, "TIFF"),
        "BMP": saved(grey, "BMP"),
        "ICO": saved(grey, "ICO"),
        "EPS": saved(grey, "EPS"),
        "PostScript": b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file",
        "PSD": b"8BPS\0\1" + bytes(40),
        "WMF": b"\xd7\xcd\xc6\x9a" + bytes(40),
        "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40),
        "AVIF": b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + bytes(40),
        "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(40),
        "PCX": b"\n\x05\x01\x08" + bytes(124),
        "SVG": SVG,
        "HTML": b"<!doctype html>" + PAYLOADS["HTML"],
        "XML with a file inside": OUTSIDE,
        "a program of Windows": b"MZ\x90\0" + bytes(90),
        "a program of Linux": b"\x7fELF\2\1\1" + bytes(90),
        "a script": b"#!/bin/sh\nid\n",
        "a class of Java": b"\xca\xfe\xba\xbe\0\0\0\x34",
        "Flash": b"CWS\x0f" + bytes(40),
        "RAR": b"Rar!\x1a\x07\0" + bytes(40),
        "7z": b"7z\xbc\xaf\x27\x1c" + bytes(40),
        "RTF": b"{\\rtf1 x}",
        "an old document of Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
        "bytes at random": bytes(range(256)) * 9,
        "nothing at all": b"",
        "one byte": b"\xff",
    }
    return {
        f"{name} that calls itself {ending}": lambda content=content, ending=ending: Trick(
            f"a.{ending}", content, REFUSED
        )  # type: ignore[misc]
        for name, content in contents.items()
        for ending in (("jpg",) if len(content) > 9 else ("jpg", "pdf"))
    }


HIDDEN = stream(b"/Type /ObjStm /N 1 /First 4", b"9 0 << /S /JavaScript /JS (app.alert(1)) >>")
_DOCUMENTS: dict[str, Made] = {
    "a plain PDF": lambda: Trick("a.pdf", pdf(stream(b"", b"/JS " * 50)), SEALED),
    "a PDF with a script": lambda: Trick("a.pdf", pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), REFUSED),
    "a PDF with a script under another spelling": lambda: Trick(
        "a.pdf", pdf(b"<< /S /J#61vaScript /J#53 (app.alert(1)) >>"), REFUSED
    ),
    "a PDF with a script in a packed object": lambda: Trick("a.pdf", pdf(HIDDEN), REFUSED),
    "a PDF with objects that unpack to 300 megabytes": lambda: Trick(
        "a.pdf", pdf(packed_stream(b"/Type /ObjStm", zeros())), REFUSED
    ),
    "a PDF with objects packed in an unknown way": lambda: Trick(
        "a.pdf", pdf(b"<< /Type /ObjStm >>\nstream\nxyz\nendstream"), REFUSED
    ),
    "a PDF with a file in it": lambda: Trick(
        "a.pdf", pdf(b"<< /Type /Filespec /EF << /F 5 0 R >> >>", stream(b"/Type /EmbeddedFile", b"MZ")), REFUSED
    ),
    "a PDF that starts a program": lambda: Trick("a.pdf", pdf(b"<< /S /Launch /F (cmd.exe) >>"), REFUSED),
    "a PDF that sends a form": lambda: Trick("a.pdf", pdf(b"<< /S /SubmitForm /F (x) >>"), REFUSED),
    "a PDF with a password": lambda: Trick("a.pdf", pdf(b"<< /Encrypt 9 0 R >>"), REFUSED),
    "a PDF that ends early": lambda: Trick("a.pdf", pdf()[:60], REFUSED),
    "a page before a PDF": lambda: Trick("a.pdf", PAYLOADS["HTML"] + pdf(), REFUSED),
    "a PDF that calls itself a document of Word": lambda: Trick("a.docx", pdf(), REFUSED),
    "a plain document of Word": lambda: Trick(
        "a.docx", docx({"word/_rels/document.xml.rels": RELS.format("hyperlink", "x:y").encode()}), SEALED
    ),
    "macros": lambda: Trick("a.docm", docx({"word/vbaProject.bin": b"x"}), REFUSED),
    "macros under another name": lambda: Trick("a.docx", docx({"word/vbaProject.bin": b"x"}), REFUSED),
    "macros that are only announced": lambda: Trick(
        "a.docx", docx({"word/x.xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}), REFUSED
    ),
    "a pattern from elsewhere": lambda: Trick(
        "a.docx", docx({"word/_rels/settings.xml.rels": RELS.format("attachedTemplate", "x").encode()}), REFUSED
    ),
    "a picture from elsewhere": lambda: Trick(
        "a.docx", docx({"word/_rels/document.xml.rels": RELS.format("image", "x").encode()}), REFUSED
    ),
    "a field that starts a program": lambda: Trick(
        "a.docx", docx({"word/footer.xml": b"<w:instrText>DDEAUTO c:\\\\cmd</w:instrText>"}), REFUSED
    ),
    "an entity from outside": lambda: Trick("a.docx", docx({"word/x.xml": OUTSIDE}), REFUSED),
    "a billion laughs": lambda: Trick("a.docx", docx({"word/x.xml": laughs()}), REFUSED),
    "an entity in another encoding": lambda: Trick(
        "a.docx", docx({"word/x.xml": OUTSIDE.decode().encode("utf-16")}), REFUSED
    ),
    "a member that climbs out": lambda: Trick("a.docx", docx({"../../etc/cron.d/x": b"x"}), REFUSED),
    "a member that begins at the root": lambda: Trick("a.docx", docx({"/etc/cron.d/x": b"x"}), REFUSED),
    "a member on another drive": lambda: Trick("a.docx", docx({"C:\\Windows\\x": b"x"}), REFUSED),
    "a link in a package": lambda: Trick("a.docx", linked(), REFUSED),
    "a package in a package": lambda: Trick("a.docx", docx({"word/media/image1.png": docx()}), REFUSED),
    "a program in a package": lambda: Trick("a.docx", docx({"word/media/image1.png": b"MZ\x90\0"}), REFUSED),
    "an embedded object": lambda: Trick("a.docx", docx({"word/embeddings/oleObject1.bin": b"x"}), REFUSED),
    "a package with a password": lambda: Trick("a.docx", with_flag(docx(), 1), REFUSED),
    "a package that unpacks to 300 megabytes": lambda: Trick("a.docx", heavy_docx(), REFUSED),
    "a package of 5,000 members": lambda: Trick("a.docx", docx({f"word/{n}": b"" for n in range(5_000)}), REFUSED),
    "a member that hides another": lambda: Trick("a.docx", twice(), REFUSED),
    "a package behind a program": lambda: Trick("a.docx", b"MZ\x90\0" + docx(), REFUSED),
    "a package behind a picture": lambda: Trick("a.docx", picture() + docx(), REFUSED),
    "a package with something at its end": lambda: Trick("a.docx", docx(comment=PAYLOADS["HTML"]), REFUSED),
    "a package that ends early": lambda: Trick("a.docx", docx()[:-40], REFUSED),
    "any package": lambda: Trick("a.docx", package({"readme": b"x"}), REFUSED),
    "an archive of Java": lambda: Trick(
        "a.docx", package({"META-INF/MANIFEST.MF": b"Main-Class: X", "X.class": b"x"}), REFUSED
    ),
    "a plain document of LibreOffice": lambda: Trick("a.odt", odt({"Pictures/1.png": picture("PNG")}), SEALED),
    "scripts in a document of LibreOffice": lambda: Trick(
        "a.odt", odt({"Basic/Standard/Module1.xml": b"<x/>"}), REFUSED
    ),
    "a script that waits for an event": lambda: Trick(
        "a.odt", odt({"styles.xml": b'<script:event-listener script:event-name="dom:load"/>'}), REFUSED
    ),
    "a document of LibreOffice with a password": lambda: Trick(
        "a.odt", odt({"META-INF/x.xml": b"<manifest:encryption-data/>"}), REFUSED
    ),
    "a table that calls itself a document": lambda: Trick(
        "a.odt", odt(kind=b"application/vnd.oasis.opendocument.spreadsheet"), REFUSED
    ),
    "a picture that calls itself sound": lambda: Trick("a.mp3", picture(), REFUSED),
    "sound that calls itself a picture": lambda: Trick("a.jpg", MP3, REFUSED),
    "sound with a page in it": lambda: Trick("a.mp3", MP3, EITHER),
}


NAMES = (
    "../../../etc/passwd.jpg",
    "..\\..\\boot.jpg",
    "/etc/a.jpg",
    "photo.php.jpg",
    "photo\u202egpj.jpg",
    "CON.jpg",
    "nul.tar.jpg",
    "photo.jpg.",
    "x" * 250 + ".jpg",
    '"><script>alert(1)</script>.jpg',
    "a\u200bb\u2066c.jpg",
    "-rf *.jpg",
    "photo .jpg",
    "\u0130\u0131\u00df.JPG",
)
REFUSED_NAMES = (
    "photo.jpg.exe",
    "photo\u202egpj.exe",
    ".htaccess",
    "photo",
    ".jpg",
    "photo.svg",
    "photo.html",
    "photo.jpg%00.php",
)


def _names() -> dict[str, Made]:
    good = {f"the name {name[:30]!r}": lambda name=name: Trick(name, picture(), DEFUSED) for name in NAMES}  # type: ignore[misc]
    bad = {f"the name {name[:30]!r}": lambda name=name: Trick(name, picture(), REFUSED) for name in REFUSED_NAMES}  # type: ignore[misc]
    return good | bad


TRICKS: dict[str, Made] = _PICTURES | _with_payloads() | _other_kinds() | _DOCUMENTS | _names()
