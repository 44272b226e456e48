"""Reading .txt and .md: letters from bytes, whole lines where a program broke them, Markdown without its dangers."""

from __future__ import annotations

import codecs
import html
import re
import unicodedata

from wgsm_archive.ports.documents import Unusable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WESTERN, _ARABIC = "cp1252", "cp1256"
for _name in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", _WESTERN, _ARABIC, "latin-1"):
    codecs.lookup(_name)  # where this runs, nothing can be loaded later

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_FEW, _LOOKED_AT = 0.002, 100_000
_COMMON_ARABIC = frozenset("الميونرتبةعدسهفكحقىأجشصخطضءغثزظذئإآؤ،؛؟")
_WESTERN_SIGNS = frozenset("áéíóúñüàèìòùâêîôûçãõäöëïÿæœøåßÁÉÍÓÚÑÜÀÈÌÒÙÂÊÎÔÛÇÃÕÄÖËÏÆŒØÅ¿¡«»“”‘’–—…€°ºª§·•\u00a0")


def decoded(content: bytes) -> str:
    """The text that bytes stand for.

    Raises:
        Unusable: it is no text, or nobody can say which letters it is written in.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _text(_strictly(content[len(mark) :], encoding))
    text = _strictly(content, "utf-8", or_nothing=True)
    if text is not None and "\x00" not in text:
        return _text(text)
    wide = _two_bytes(content)
    if wide is not None:
        return _text(wide)
    return _text(text if text is not None else _one_byte(content))


def _strictly(content: bytes, encoding: str, *, or_nothing: bool = False) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        if or_nothing:
            return None
        raise Unusable("file-letters") from problem


def _two_bytes(content: bytes) -> str | None:
    """UTF-16 without its mark: blanks and line ends show it, and which byte comes first."""
    if len(content) % 2:
        return None
    first, second = content[:_LOOKED_AT:2], content[1:_LOOKED_AT:2]
    pairs = {
        "utf-16-le": sum(low in b" \n\r" and not high for low, high in zip(first, second, strict=True)),
        "utf-16-be": sum(low in b" \n\r" and not high for high, low in zip(first, second, strict=True)),
    }
    best = max(pairs, key=lambda one: pairs[one])
    return _strictly(content, best, or_nothing=True) if pairs[best] > len(first) // 50 else None


def _one_byte(content: bytes) -> str:
    """One byte a letter: Arabic of Windows where nearly all letters lie in the upper half, else Western European."""
    upper = sum(byte >= 0x80 for byte in content)
    lower = sum(chr(byte).isalpha() for byte in content if byte < 0x80)
    encoding, known = (_ARABIC, _COMMON_ARABIC) if upper > lower else (_WESTERN, _WESTERN_SIGNS)
    text = content.decode(encoding, errors="replace")
    fitting = sum(sign in known for sign in text if ord(sign) >= 0x80)
    if fitting < 0.9 * upper:
        raise Unusable("file-letters")
    return text if encoding == _ARABIC else _strictly(content, _WESTERN, or_nothing=True) or content.decode("latin-1")


def _text(text: str | None) -> str:
    if text is None:
        raise Unusable("file-letters")
    strange = len(_CONTROLS.findall(text)) + text.count("\ufffd") + text.count("\ufffe")
    unassigned = sum(unicodedata.category(sign) in ("Cn", "Co", "Cs") for sign in text[:20_000])
    if strange > max(2, _FEW * len(text)) or unassigned > max(2, _FEW * len(text[:20_000])):
        raise Unusable("file-letters")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")


_LIST = re.compile(r"[ \t]*(?:[-*+•●▪◦‣⁃>#|]|\d{1,3}[.)]|[-=_]{3,}[ \t]*$)")
_BROKEN, _FULL, _WIDE = 0.7, 0.6, 120


def unbroken(text: str) -> str:
    """A text without the line breaks that a program made at a fixed width; paragraphs in single lines are set apart."""
    lines = [line.rstrip() for line in text.split("\n")]
    filled = [line for line in lines if line]
    if filled and len(lines) - len(filled) < 2 and sum(map(len, filled)) > _WIDE * len(filled):
        return "\n\n".join(filled)
    width = max((len(line) for line in filled), default=0)
    return "\n\n".join(_joined(part.split("\n"), width) for part in re.split(r"\n{2,}", "\n".join(lines)))


def _joined(lines: list[str], width: int) -> str:
    # A poem or an address has short lines; lines that a program broke are nearly as long as the longest.
    is_broken = width <= _WIDE and sum(len(line) >= _FULL * width for line in lines[:-1]) >= _BROKEN * (len(lines) - 1)
    if len(lines) < 2 or not is_broken or any(_LIST.match(line) for line in lines):
        return "\n".join(lines)
    return " ".join(line.strip() for line in lines)


_HEAD = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEAD_TITLE = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SILENT = re.compile(
    r"<(script|style|template|iframe|object|svg|math|head|title)\b[^>]{0,2000}>.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,30}(?:\s[^<>]{0,2000})?/?>")
_PICTURE = re.compile(r"!\[([^\[\]\n]{0,500})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,500})\]\(((?:[^()\n]|\([^()\n]{0,200}\)){0,1000})\)")
_DEFINITION = re.compile(
    r"^[ ]{0,3}\[(?!\^)[^\[\]\n]{1,200}\]:[ \t]*(?!<?(?:https?://|mailto:))\S.*$", re.MULTILINE | re.IGNORECASE
)
_SAFE = re.compile(r"(?:https?://|mailto:)\S+\Z", re.IGNORECASE)


def tamed(markdown: str) -> tuple[str, bool]:
    """Markdown of others without what hides or runs, and whether pictures were left out.

    The head that some programs write before it tells who wrote it and when: of that only a title stays.
    """
    title = ""
    head = _HEAD.match(markdown)
    if head is not None:
        named = _HEAD_TITLE.search(head[1])
        title = f"# {named[1]}\n\n" if named else ""
        markdown = markdown[head.end() :]
    text = _SILENT.sub("", _COMMENT.sub("", markdown))
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text, pictures = _PICTURE.subn("", text)
    text = _DEFINITION.sub("", _LINK.sub(_only_safe, text))
    return title + text, bool(pictures)


def _only_safe(found: re.Match[str]) -> str:
    target = found[2].split()
    address = html.unescape(target[0].strip("<>")) if target else ""
    return found[0] if _SAFE.match(address) else found[1]
