"""Telephone numbers, plates, numbers of documents and accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wgsm_archive.domain.identifiers import checks
from wgsm_archive.domain.identifiers.kinds import Certainty, Kind, Span, Why
from wgsm_archive.domain.identifiers.lexicon import Tells
from wgsm_archive.domain.identifiers.page import Claimed, Page

_CHUNK = re.compile(r"(?<![\w+.,/\-])(?:\+ ?\(?\d|\(?\d)(?:[\d ()\-/]|\.(?=\d)){4,34}(?<=[\d)])(?![\w])")
_NOT_DIGIT = re.compile(r"\D+")
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:[ .]\d{3})+\Z")
_YEARS = re.compile(r"(?:1[0-9]|20)\d\d ?[\-/] ?(?:1[0-9]|20)?\d\d\Z")
_CODE = re.compile(r"(?<![\w.\-/@])[A-Z0-9](?:[A-Z0-9]|[.\-/](?=[A-Z0-9])){5,40}+(?![\w@])")
_VALUE = re.compile(
    r"[ :.#]{0,3}+(?:(?:no|nr|nro|n|num|numero|number|serial|is|was|es|e|est|of|de|do|da|del|la|le|du|al|رقم|رقمه|رقمها|"  # noqa: E501 - a pattern in one piece
    r"संख्या|नंबर|कार्ड|card|travel|card|du|cc|c\.c|id|identity|national)(?!\w)[.:°º#]{0,2}[ ]{0,2}){0,4}+"
    r"((?:[a-z]{1,3}[ .\-])?\w{0,14}?\d\w{0,34}+(?:[./\-]\w{1,20}+| \d{2,7}(?!\w)){0,8}+)"
)
_PLATE_LEAD = re.compile(
    r"[ :.,#()]{0,3}+(?:(?:number|no|n|is|was|numero|de|رقم|نمره|رقمها|नंबर|संख्या|es|e|est|era|placa|placas|plate|reg|immatriculee?|"  # noqa: E501 - a pattern in one piece
    r"matricula|patente|لوحتها|لوحته|लाइसेंस)(?!\w)[.:°,]{0,2} ?){0,3}+"
)
_PLATE_VALUE = re.compile(
    r"[A-Z0-9٠-٩०-९]{1,8}(?:[ \-](?:[A-Z0-9٠-٩०-९]{1,6}|[\u0621-\u064a])(?!\w)){0,4}(?!\w)|[a-z]{1,3}[ \-]?\d{2,4}[ \-]?[a-z]{0,3}(?!\w)"  # noqa: E501 - a pattern in one piece
)
_PLATES = re.compile(
    r"(?<![\w\-])(?:[A-Z]{2}[ \-]?\d{1,2}[ \-]?[A-Z]{1,3}[ \-]?\d{4}|[A-Z]{2}-\d{3}-[A-Z]{2}|[A-Z]{3}[ \-]?\d[A-Z]\d{2}|"  # noqa: E501 - a pattern in one piece
    r"[A-Z]{3}[ \-]\d{3}[A-Z]|K[A-Z]{2} ?\d{3}[A-Z]|[A-Z]{3}-\d{4})(?![\w\-])"
)
_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?: ?[a-z0-9]){11,38}+")
# SWIFT's IBAN Registry: how long an account number of each country is.
_IBAN_LENGTHS = {
    code: int(length)
    for length, codes in {
        "15": "no", "16": "be", "18": "dk fi fo gl nl sd", "19": "mk si", "20": "at ba ee kz lt lu xk",
        "21": "ch cr hr li lv", "22": "bg bh de gb ge ie me rs", "23": "ae gi il iq om tl",
        "24": "ad cz es md pk ro sa se sk tn vg", "25": "ly pt st", "26": "is tr", "27": "bi dj fr gr it mc mr sm",
        "28": "al az by cy do eg gt hu lb ni pl sv", "29": "br ps qa ua", "30": "jo kw mu", "31": "mt sc",
    }.items()
    for code in codes.split()
}  # fmt: skip


def numbers(page: Page, taken: Claimed) -> Iterator[Span]:
    """All of them, outside of what is taken by dates, coordinates and addresses of machines."""
    yield from _accounts(page)
    yield from _plates(page)
    yield from _after_words(page, taken)
    yield from _codes(page, taken)
    for found in _CHUNK.finditer(page.flat):
        start, end = found.start(), found.end()
        while page.flat[end - 1] == ")" and "(" not in found[0]:
            end -= 1
        if not taken.overlaps(start, end):
            yield from _chunk(page, start, end)


def _chunk(page: Page, start: int, end: int) -> Iterator[Span]:
    """What a run of digits is, by its length, its check digits and the word before it."""
    shape = page.flat[start:end]
    digits = _NOT_DIGIT.sub("", shape)
    kind, certainty, why = _checked(digits, shape)
    if kind is None:
        phone = page.cue_before(start, Tells.PHONE, 30)
        document = page.cue_before(start, Tells.DOCUMENT | Tells.ACCOUNT, 30)
        nearest = max(phone.end if phone else -1, document.end if document else -1)
        if phone and 6 <= len(digits) <= 15 and phone.end == nearest:
            kind, certainty, why = Kind.PHONE, Certainty.SURE, Why.NUMBER_WORD
        elif document and len(digits) >= 5:
            kind, certainty, why = Kind.DOCUMENT, Certainty.SURE, Why.NUMBER_WORD
        elif not (_AMOUNT.match(shape) or _YEARS.match(shape)):
            kind, certainty, why = _by_shape(shape, digits)
    if kind is not None:
        yield Span(start, end, kind, certainty, why)


def _checked(digits: str, shape: str) -> tuple[Kind | None, Certainty, Why]:
    count = len(digits)
    fits = (
        (count == 11 and ("." in shape or shape == digits) and checks.cpf(digits))
        or (count == 14 and checks.cnpj(digits))
        or (count == 12 and digits[0] not in "01" and checks.verhoeff(digits))
        or (count == 15 and digits[0] in "12" and checks.nir(digits))
        or (count in {13, 15, 16} and "+" not in shape and digits[0] != "0" and checks.luhn(digits))
    )
    if fits:
        return Kind.DOCUMENT, Certainty.SURE, Why.CHECK_DIGIT
    if count >= 16:
        return Kind.DOCUMENT, Certainty.LIKELY, Why.PATTERN
    return None, Certainty.POSSIBLE, Why.PATTERN


def _by_shape(shape: str, digits: str) -> tuple[Kind | None, Certainty, Why]:
    count, parted = len(digits), len(shape) > len(digits)
    if (shape[0] == "+" and 8 <= count <= 15) or (digits[:2] == "00" and count >= 11):
        return Kind.PHONE, Certainty.SURE, Why.PATTERN
    if count == 12 and re.fullmatch(r"\d{4}[ \-]\d{4}[ \-]\d{4}", shape):
        return Kind.DOCUMENT, Certainty.LIKELY, Why.PATTERN
    if 7 <= count <= 13 and (parted or digits[0] == "0" or (count == 10 and digits[0] in "6789")):
        return Kind.PHONE, Certainty.LIKELY, Why.PATTERN
    if count >= 7 and not parted:
        return Kind.DOCUMENT, Certainty.LIKELY if count >= 8 else Certainty.POSSIBLE, Why.PATTERN
    return None, Certainty.POSSIBLE, Why.PATTERN


def _accounts(page: Page) -> Iterator[Span]:
    for found in _IBAN.finditer(page.flat):
        length = _IBAN_LENGTHS.get(found[0][:2], 0)
        at, count = found.start(), 0
        while count < length and at < found.end():
            count += page.flat[at] != " "
            at += 1
        if count == length and length:
            fits = checks.iban(page.flat[found.start() : at].replace(" ", ""))
            if fits or page.cue_before(found.start(), Tells.ACCOUNT, 40):
                why = Why.CHECK_DIGIT if fits else Why.NUMBER_WORD
                yield Span(found.start(), at, Kind.DOCUMENT, Certainty.SURE, why)


def _plates(page: Page) -> Iterator[Span]:
    for found in _PLATES.finditer(page.text):
        yield Span(found.start(), found.end(), Kind.PLATE, Certainty.LIKELY, Why.PATTERN)
    for word in page.words:
        if word.tells & (Tells.PLATE | Tells.VEHICLE):
            lead = _PLATE_LEAD.match(page.flat, word.end)
            value = _PLATE_VALUE.match(page.text, lead.end()) if lead else None
            if value and _is_plate(value[0], strict=not word.tells & Tells.PLATE or bool(word.tells & Tells.PHONE)):
                yield Span(value.start(), value.end(), Kind.PLATE, Certainty.LIKELY, Why.NUMBER_WORD)


def _is_plate(value: str, *, strict: bool) -> bool:
    """Whether letters and digits can be a plate; after weaker words there must be both."""
    digits = sum(char.isdigit() for char in value)
    if digits < 2 or _YEARS.match(value) or len(value) < 4:
        return False
    return not strict or any(char.isalpha() for char in value)


def _after_words(page: Page, taken: Claimed) -> Iterator[Span]:
    """Values after "passport", "case no.", "account"."""
    for word in page.words:
        if not word.tells & (Tells.DOCUMENT | Tells.ACCOUNT):
            continue
        value = _VALUE.match(page.flat, word.end)
        if value is None or taken.overlaps(value.start(1), value.end(1)):
            continue
        count = sum(char.isdigit() for char in value[1])
        is_year = count == 4 and value[1][:2] in {"18", "19", "20"} and len(value[1]) == 4
        if count >= 3 and not is_year and not _is_quantity(page, word.tells, value):
            yield Span(word.start, value.end(1), Kind.DOCUMENT, Certainty.SURE, Why.NUMBER_WORD)


def _is_quantity(page: Page, tells: int, value: re.Match[str]) -> bool:
    """Whether the number counts what follows it: "a record 1200 people"."""
    if tells & Tells.ACCOUNT or len(value[1]) > 5 or not value[1].isdigit():
        return False
    return re.compile(r" [^\W\d]").match(page.flat, value.end()) is not None


def _codes(page: Page, taken: Claimed) -> Iterator[Span]:
    """Capital letters and digits in one word, as on passports and cards."""
    for found in _CODE.finditer(page.text):
        code = _NOT_CODE.sub("", found[0])
        count = sum(char.isdigit() for char in code)
        letters = len(code) - count
        if count < 3 or letters == 0 or len(code) < 7 or taken.overlaps(found.start(), found.end()):
            continue
        low = code.lower()
        fits = (len(low) == 9 and letters <= 2 and checks.dni(low)) or (len(low) == 18 and checks.curp(low))
        certainty, why = (Certainty.SURE, Why.CHECK_DIGIT) if fits else (Certainty.LIKELY, Why.PATTERN)
        yield Span(found.start(), found.end(), Kind.DOCUMENT, certainty, why)


_NOT_CODE = re.compile(r"[^A-Z0-9]")
