"""What hostile files are made of: pictures, packages and documents with something in them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cache

from PIL import Image

from tests.adapters.media.pictures import picture

MARK = b"trick-0451"
"""Stands in what must not be found in anything that is kept of a picture."""
PAYLOADS = {
    "PHP": b"<?php system('id'); /* " + MARK + b" */ ?>",
    "JavaScript": b"*/=1;alert('" + MARK + b"')/*",
    "HTML": b"<script>alert('" + MARK + b"')</script>",
}


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG file (ISO/IEC 15948 section 5.3)."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes, rows: int | None = None) -> bytes:
    """A grey PNG of any size, written row by row and so packed that it takes little room."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    line = bytes(width + 1)
    packed = b"".join(packer.compress(line) for _ in range(height if rows is None else rows)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(more) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def segment(kind: int, data: bytes) -> bytes:
    """A part of a JPEG file (ITU-T T.81 annex B)."""
    return struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data


def jpeg_with(kind: int, data: bytes) -> bytes:
    """A JPEG with one more segment at its head."""
    plain = picture()
    return plain[:2] + segment(kind, data) + plain[2:]


def package(members: dict[str, bytes], *, comment: bytes = b"", stored: bool = False) -> bytes:
    """A ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
        made.comment = comment
    return out.getvalue()


TYPES = b'<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="main+xml"/></Types>'
BODY = b'<?xml version="1.0"?><w:document><w:body><w:p>Minutes of the assembly</w:p></w:body></w:document>'
RELS = '<Relationships><Relationship Id="r1" Type="http://x/{}" Target="{}" TargetMode="External"/></Relationships>'
MANIFEST = b'<?xml version="1.0"?><manifest:manifest/>'


def docx(more: dict[str, bytes] | None = None, **options: object) -> bytes:
    """A document of Word, with more members."""
    plain = {"[Content_Types].xml": TYPES, "word/document.xml": BODY}
    return package(plain | (more or {}), **options)  # type: ignore[arg-type]


def odt(more: dict[str, bytes] | None = None, kind: bytes = b"application/vnd.oasis.opendocument.text") -> bytes:
    """A document of LibreOffice, with more members."""
    plain = {"mimetype": kind, "content.xml": b"<office:document-content/>", "META-INF/manifest.xml": MANIFEST}
    return package(plain | (more or {}))


def pdf(*objects: bytes) -> bytes:
    """A PDF with a page and more objects."""
    base = (b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"<< /Type /Page >>")
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate([*base, *objects], start=1))
    return b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


def stream(head: bytes, content: bytes) -> bytes:
    """A packed stream of a PDF."""
    return packed_stream(head, zlib.compress(content, 9))


def packed_stream(head: bytes, packed: bytes) -> bytes:
    """A stream of a PDF that was packed before."""
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (head, len(packed), packed)


def with_flag(content: bytes, flag: int) -> bytes:
    """A ZIP file whose members all carry a flag."""
    made = bytearray(content)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.find(sign)
        while at >= 0:
            made[at + offset] |= flag
            at = made.find(sign, at + 4)
    return bytes(made)


def linked() -> bytes:
    """A package that holds a link instead of a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("word/document.xml", BODY)
        link = zipfile.ZipInfo("word/media/image1.png")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    return out.getvalue()


def twice() -> bytes:
    """A package in which one member hides another of the same name."""
    return docx({"word/document.xmL": b"<other/>"}).replace(b"word/document.xmL", b"word/document.xml")


def saved(image: Image.Image, format: str, **options: object) -> bytes:  # noqa: A002
    """A picture as a file."""
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def moving(format: str, count: int, size: tuple[int, int] = (8, 8)) -> bytes:  # noqa: A002
    """A picture that moves."""
    frames = [Image.new("P", size, number % 200) for number in range(count)]
    return saved(frames[0], format, save_all=True, append_images=frames[1:])


def gif_of_frames(count: int) -> bytes:
    """A GIF of many frames, put together from one."""
    one = moving("GIF", 1)
    start = one.rindex(b",", 0, len(one) - 10)
    return one[:start] + one[start:-1] * count + b";"


def gif_with_giant_frame() -> bytes:
    """A GIF of 10 by 10 points whose one frame says that it is larger than anything."""
    one = bytearray(saved(Image.new("P", (10, 10)), "GIF"))
    at = one.rindex(b",\0\0\0\0\n\0\n\0")
    one[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    return bytes(one)


def of_scans(count: int, size: tuple[int, int] = (1200, 1200)) -> bytes:
    """A progressive JPEG whose last scan comes so many times, behind a segment that seems to hold others."""
    plain = picture(size=size, progressive=True)
    last = plain.rindex(b"\xff\xda")
    return plain[:2] + segment(0xFE, b"\xff\xda" * 100) + plain[2:last] + plain[last:-2] * count + plain[-2:]


@cache
def zeros() -> bytes:
    """300 megabytes of nothing, packed as a stream (RFC 1950)."""
    return zlib.compress(bytes(300 << 20), 9)


def heavy_docx() -> bytes:
    """A document of Word with a picture that unpacks to 300 megabytes; packed once for all that is heavy."""
    packed = zeros()[2:-4]
    made = bytearray(docx({"word/media/image1.png": packed}, stored=True))
    method, sizes = struct.pack("<H", zipfile.ZIP_DEFLATED), struct.pack("<II", len(packed), 300 << 20)
    crc = struct.pack("<I", zlib.crc32(bytes(300 << 20)))
    for sign, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        head = made.rindex(sign)
        made[head + at : head + at + 2] = method
        made[head + at + 6 : head + at + 18] = crc + sizes
    return bytes(made)


def with_exif() -> bytes:
    """A photo that says where and with what it was taken, with a small picture of what was cut away."""
    exif = Image.Exif()
    exif[0x010F] = MARK.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (16.0, 30.0, 0.0)
    return picture(exif=exif.tobytes() + MARK)


def webp_of(width: int, height: int) -> bytes:
    """The head of a WebP that says it is as large as this."""
    canvas = b"\x10\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBP" + b"VP8X" + struct.pack("<I", len(canvas)) + canvas + b"VP8 " + struct.pack("<I", 10) + bytes(10)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def laughs() -> bytes:
    """Entities that stand for ten of the one before."""
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{lines}]><x>&a9;</x>'.encode()


OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
MP3 = b"ID3\x04\0\0\0\0\0\x21APIC" + bytes(27) + PAYLOADS["HTML"] + b"\xff\xfb\x90\0" + bytes(413)
