"""Days told with their month and year, in figures or words, of any calendar the language has words for; ages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from wgsm_archive.domain.identifiers.kinds import Certainty, Kind, Span, Why
from wgsm_archive.domain.identifiers.lexicon import Tells
from wgsm_archive.domain.identifiers.page import Claimed, Page, Word

_ROMAN = "i|ii|iii|iv|v|vi|vii|viii|ix|x|xi|xii"
_FIGURES = re.compile(
    rf"(?<![\w.,/\-])(?:(\d{{1,2}})([./\-] ?)(\d{{1,2}}|{_ROMAN})\2(\d{{4}}|\d{{2}})|(\d{{4}})([./\-])(\d{{1,2}})\6(\d{{1,2}}))"  # noqa: E501 - a pattern in one piece
    r"(?![\w]|[/\-]\d)"
)
_DIGIT = re.compile(r"\d")
_YEAR_FROM, _YEAR_TO = 1000, 2199
_DAY_BEFORE = re.compile(
    r"(?<![\w.,/\-])(?:(?:the|le|el|o|dia|day) )?(\d{1,2})(?:st|nd|rd|th|er|ero|o|°|\.)?[ ]?(?:(?:de|of|da|do|من|شهر|day of) ?)?\Z"  # noqa: E501 - a pattern in one piece
)
_YEAR_AFTER = re.compile(
    r"(?: (?:الثاني|الاول|الاخر|الاخره|الاولي|ثاني|اول))?\.?,? ?(?:(?:de|del|of|of the year|عام|سنه|لعام|لسنه|सन्?|,) ?){0,2}(\d{4}|'\d{2})(?!\w)"  # noqa: E501 - a pattern in one piece
)
_DAY_YEAR_AFTER = re.compile(r"\.? (?:the )?(\d{1,2})(?:st|nd|rd|th)?,? ?(?:of )?(\d{4})(?!\w)")
_YEAR_WORD = re.compile(r",? ?(?:(?:de|del|of|in) )?\Z")
_GAP = re.compile(r"[ ,-]{1,2}(?:(?:y|e|et|and|of|de|the|del|du) ){0,2}")


def dates(page: Page) -> Iterator[Span]:
    """Days told exactly. A year, a month or a month with its year points at nobody."""
    for found in _FIGURES.finditer(page.flat):
        if _is_day(found):
            yield Span(found.start(), found.end(), Kind.DATE, Certainty.SURE, Why.PATTERN)
    for place, word in enumerate(page.words):
        if word.tells & Tells.MONTH:
            yield from _around_month(page, word, place)


def _is_day(found: re.Match[str]) -> bool:
    first, _, second, year, iso_year, _, iso_month, iso_day = found.groups()
    if iso_year:
        return _YEAR_FROM <= int(iso_year) <= _YEAR_TO and 1 <= int(iso_month) <= 12 and 1 <= int(iso_day) <= 31
    numbers = sorted((int(first), int(second) if second.isdigit() else 1))
    likely_year = len(year) == 2 or _YEAR_FROM <= int(year) <= _YEAR_TO
    return 1 <= numbers[0] <= 12 and 1 <= numbers[1] <= 31 and likely_year


def _around_month(page: Page, month: Word, place: int) -> Iterator[Span]:
    flat = page.flat
    if not _DIGIT.search(flat, max(0, month.start - 12), month.end + 40) and not _numbers_near(page, place):
        return
    after = _DAY_YEAR_AFTER.match(flat, month.end)
    day = _DAY_BEFORE.search(flat, max(0, month.start - 20), month.start)
    start = day.start() if day and int(day[1]) <= 31 else _day_in_words(page, place)
    if start is None and after is not None and int(after[1]) <= 31:
        start, end = month.start, after.end()
    else:
        year = _YEAR_AFTER.match(flat, month.end)
        end = year.end() if year else _year_in_words(page, place)
    if start is not None and end:
        yield Span(_with_weekday(page, start), end, Kind.DATE, Certainty.SURE, Why.PATTERN)


def _numbers_near(page: Page, place: int) -> bool:
    return any(word.tells & Tells.NUMBER for word in page.words[max(0, place - 3) : place])


def _day_in_words(page: Page, place: int) -> int | None:
    """Where the day begins that is told in words before a month, as "el cinco de mayo"."""
    start: int | None = None
    end = page.words[place].start
    for word in reversed(page.words[max(0, place - 5) : place]):
        if not _joined(page.flat[word.end : end]):
            break
        if word.tells & Tells.NUMBER:
            start = word.start
        elif not word.tells & (Tells.COMMON | Tells.LINK):
            break
        end = word.start
    return start


def _year_in_words(page: Page, place: int) -> int:
    """Where the year ends that is told in words after a month; 0 without one."""
    end, counted = page.words[place].end, 0
    last = 0
    for word in page.words[place + 1 : place + 10]:
        if not _joined(page.flat[end : word.start]):
            break
        if word.tells & Tells.NUMBER:
            counted, last = counted + 1, word.end
        elif not word.tells & (Tells.COMMON | Tells.LINK):
            break
        end = word.end
    return last if counted >= 2 else 0


def _joined(gap: str) -> bool:
    return len(gap) <= 10 and (gap in {" ", "-", ", "} or _GAP.fullmatch(gap) is not None)


def _with_weekday(page: Page, start: int) -> int:
    at = page.words_from(start)
    before = page.words[at - 1] if at else None
    if before and before.tells & Tells.WEEKDAY and page.flat[before.end : start].strip(" ,") in {"", "the", "le"}:
        return before.start
    return start


_NEAR = 70
_AGE_NUMBER = re.compile(r"(?<!\w)\d{1,3}[ \-]\Z")
_BARE_AGE = re.compile(r"(?:, ?|[ ]?\()(\d{1,3})(?=[,)])")


@cache
def _age_patterns(language: str) -> Sequence[re.Pattern[str]]:
    own = {
        "en": (r"(?<!\w)(?:aged?|age of|turned) (\d{1,3})(?!\w)", r"(?<!\w)(\d{1,3})[ \-]years?[ \-]old(?!\w)"),
        "fr": (r"(?<!\w)agee?s? de (\d{1,3}) ans(?!\w)",),
    }
    return [re.compile(pattern) for pattern in own.get(language, ())]


def ages(page: Page, names: Sequence[Span]) -> Iterator[Span]:
    """Ages of people who are named nearby; an age alone says little."""
    near = Claimed(Span(max(0, n.start - _NEAR), n.end + _NEAR, n.kind, n.certainty, n.why) for n in names)
    for pattern in _age_patterns(page.lexicon.language):
        for found in pattern.finditer(page.flat):
            if int(found[1]) <= 120 and near.overlaps(found.start(), found.end()):
                yield Span(found.start(), found.end(), Kind.AGE, Certainty.LIKELY, Why.NUMBER_WORD)
    for place, word in enumerate(page.words):
        if word.tells & Tells.AGE_UNIT and near.overlaps(word.start, word.end):
            yield from _age_before_unit(page, place)
    for name in names:
        bare = _BARE_AGE.match(page.flat, name.end)
        if bare and int(bare[1]) <= 120:
            yield Span(bare.start(1), bare.end(1), Kind.AGE, Certainty.LIKELY, Why.PATTERN)


def _age_before_unit(page: Page, place: int) -> Iterator[Span]:
    unit = page.words[place]
    digits = _AGE_NUMBER.search(page.flat, max(0, unit.start - 5), unit.start)
    start = digits.start() if digits else _day_in_words(page, place)
    if start is None:
        return
    duration = page.cue_before(start, Tells.NOT_AGE, 6)
    said = page.cue_before(start, Tells.AGE_BEFORE, 8)
    end = unit.end
    if page.lexicon.language == "en":
        old = re.compile(r"[ -]old(?!\w)").match(page.flat, unit.end)
        if old is None:
            return
        end = old.end()
    if said is not None or (duration is None and page.lexicon.language == "en"):
        yield Span(start, end, Kind.AGE, Certainty.LIKELY, Why.NUMBER_WORD)
    elif duration is None and _stands_apart(page.text, start, end):
        yield Span(start, end, Kind.AGE, Certainty.POSSIBLE, Why.NUMBER_WORD)


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether signs stand on both sides, as in "Rosa, 34 años," or an answer between quotation marks."""
    before, after = text[max(0, start - 2) : start].strip(), text[end : end + 2].strip()
    return before[-1:] in _SIGNS and after[:1] in _SIGNS and bool(before and after)


_SIGNS = frozenset(",;:()[]\"'«»“”‘’،؛.!?।-–—")
