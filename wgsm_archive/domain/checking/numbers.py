"""Numbers and years, in the digits and with the separators of any language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from wgsm_archive.domain.checking.kinds import Finding, Pair, TextCheck
from wgsm_archive.domain.checking.marks import prose
from wgsm_archive.domain.language import primary

_DIGIT = re.compile(r"\d")
_SEPARATED = re.compile(r"\d{1,30}(?:[.,'’٬٫،]\d{1,30}){0,12}")
_BY_BLANKS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}){1,6}(?!\d)")
_GROUPS = re.compile(r"[.,'’٬٫،]")
_BLANKS = re.compile(r"[ \u00a0\u2009\u202f]")
_IS_YEAR = re.compile(r"[12]\d{3}\Z")
_SMALL = 12
"""Numbers up to this one are written in words here and in digits there."""
_ERAS = {"th": (543,), "ne": (56, 57), "fa": (-621, -622), "am": (-7, -8), "ti": (-7, -8)}
"""How far the years of a language's own calendar are from the common ones."""


class Number(NamedTuple):
    """A number as it is written, and its digits alone, in ASCII."""

    written: str
    value: str


def numbers_and_years(pair: Pair) -> Iterator[Finding]:
    """Numbers and years that the translation lacks or has besides."""
    one, two = prose(pair.source), prose(pair.target)
    if _DIGIT.search(one) is None and _DIGIT.search(two) is None:
        return
    # A blank may stand within a number or between two: whichever reading agrees is the right one.
    readings = [
        _compared(list(_read(one, blanks=first)), list(_read(two, blanks=second)), primary(pair.target_language))
        for first in (False, True)
        for second in (False, True)
    ]
    yield from min(readings, key=lambda found: sum(len(each.missing) + len(each.here) for each in found))


def _read(text: str, *, blanks: bool) -> Iterator[Number]:
    if blanks:
        for found in _BY_BLANKS.finditer(text):
            yield Number(found[0], _value(_BLANKS.sub("", found[0])))
        text = _BY_BLANKS.sub(" ", text)
    for found in _SEPARATED.finditer(text):
        groups = _GROUPS.split(found[0])
        if _is_one_number(groups):
            yield Number(found[0], _value("".join(groups)))
        else:
            yield from (Number(group, _value(group)) for group in groups)


def _is_one_number(groups: list[str]) -> bool:
    """1.200.000, 12,00,000 and 3,5 are one number each; 09.03.2011 and 1,2,3 are several."""
    if len(groups) <= 2:
        return True
    middle, last = groups[1:-1], groups[-1]
    by_thousands = all(len(group) == 3 for group in middle) and len(last) <= 3
    by_lakhs = all(len(group) == 2 for group in middle) and len(last) == 3
    return by_thousands or by_lakhs


def _value(digits: str) -> str:
    plain = "".join(str(unicodedata.digit(character)) for character in digits)
    return plain.lstrip("0") or "0"


def _compared(source: list[Number], target: list[Number], language: str) -> list[Finding]:
    missing, here = _differences(source, target)
    years_missing = [one for one in missing if _IS_YEAR.match(one.value)]
    years_here = [one for one in here if _IS_YEAR.match(one.value)]
    years_missing, years_here = _of_other_eras(years_missing, years_here, _ERAS.get(language, ()))
    rest_missing = [one for one in missing if not _IS_YEAR.match(one.value)]
    rest_here = [one for one in here if not _IS_YEAR.match(one.value)]
    rest_missing, rest_here = _without_words(rest_missing, rest_here)
    found = []
    if years_missing or years_here:
        found.append(_finding(TextCheck.YEARS, years_missing, years_here))
    if rest_missing or rest_here:
        found.append(_finding(TextCheck.NUMBERS, rest_missing, rest_here))
    return found


def _differences(source: list[Number], target: list[Number]) -> tuple[list[Number], list[Number]]:
    has = Counter(one.value for one in target)
    had = Counter(one.value for one in source)
    return _over(source, had - has), _over(target, has - had)


def _over(numbers: list[Number], counts: Counter[str]) -> list[Number]:
    found = []
    for one in numbers:
        if counts[one.value] > 0:
            counts[one.value] -= 1
            found.append(one)
    return found


def _of_other_eras(
    missing: list[Number], here: list[Number], distances: tuple[int, ...]
) -> tuple[list[Number], list[Number]]:
    left = list(here)
    lost = []
    for year in missing:
        same = [one for one in left if int(one.value) - int(year.value) in distances]
        if same:
            left.remove(same[0])
        else:
            lost.append(year)
    return lost, left


def _without_words(missing: list[Number], here: list[Number]) -> tuple[list[Number], list[Number]]:
    """Leave out small numbers that one side may have written in words: those with nothing small against them."""

    def is_small(one: Number) -> bool:
        return len(one.value) <= 2 and int(one.value) <= _SMALL

    if any(map(is_small, missing)) and any(map(is_small, here)):
        return missing, here
    return [one for one in missing if not is_small(one)], [one for one in here if not is_small(one)]


def _finding(check: TextCheck, missing: list[Number], here: list[Number]) -> Finding:
    return Finding(check, tuple(one.written for one in missing), tuple(one.written for one in here))
