"""Names of persons in scripts without capital letters: by lists, titles, kinship and the words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from wgsm_archive.domain.identifiers.folding import key
from wgsm_archive.domain.identifiers.kinds import Certainty, Kind, Span, Why
from wgsm_archive.domain.identifiers.lexicon import Tells, marks
from wgsm_archive.domain.identifiers.page import Page, Word

_NAME = Tells.FIRST | Tells.LAST
_NO_NAME = (
    Tells.COMMON | Tells.ORG | Tells.KNOWN_PLACE | Tells.MONTH | Tells.VILLAGE | Tells.NUMBER | Tells.VILLAGE_AFTER
)
_MOST_WORDS = 5
_IS_ARABIC = re.compile("[\u0620-\u06d3]")


class _Near(NamedTuple):
    start: int
    end: int
    key: str
    tells: int


@cache
def _next_word() -> re.Pattern[str]:
    return re.compile(rf" {{1,2}}([^\W\d_][\w{marks()}]*)")


class ScriptNames:
    """Reads the page word by word; a name once begun takes the words that belong to it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._end = -1
        self.spans = list(self._names())

    def _names(self) -> Iterator[Span]:
        for word in self._page.words:
            if word.capital or word.start < self._end or word.key.isascii():
                continue
            span = self._begins(word)
            if span:
                self._end = span.end
                yield span

    def _begins(self, word: Word) -> Span | None:
        tells = word.tells
        if tells & Tells.INITIAL and self._page.flat[word.end : word.end + 1] == ".":
            return self._after_initials(word)
        if tells & Tells.SUFFIX and (span := self._before_suffix(word)):
            return span
        if tells & Tells.KUNYA and (span := self._after_kunya(word)):
            return span
        if tells & Tells.TITLE and (span := self._after_title(word)):
            return span
        if tells & Tells.CUE and (span := self._after_cue(word)):
            return span
        return self._by_lists(word) if tells & _NAME or word.key == "عبد" else None

    def _next(self, end: int) -> _Near | None:
        found = _next_word().match(self._page.flat, end)
        if found is None:
            return None
        plain = key(found[1])
        is_on = plain == "علي" and self._page.text[found.end(1) - 1] == "ى"
        return _Near(found.start(1), found.end(1), plain, Tells.COMMON if is_on else self._page.lexicon.tells(plain))

    def _previous(self, start: int) -> _Near | None:
        flat = self._page.flat
        if not start or flat[start - 1] != " ":
            return None
        begin = max(flat.rfind(" ", max(0, start - 40), start - 1), flat.rfind("\n", max(0, start - 40), start - 1)) + 1
        plain = key(flat[begin : start - 1].lstrip("\"'([{*_-"))
        if not plain or not (plain[0].isalpha() and plain[-1:].isprintable()) or plain[-1] in ',.;:!?)"':
            return None
        begin = start - 1 - len(flat[begin : start - 1].lstrip("\"'([{*_-"))
        return _Near(begin, start - 1, plain, self._page.lexicon.tells(plain))

    def _take(self, end: int, *, unknown: int) -> int:
        """Where a name ends that goes on after a place: listed names, kinship, "al-", and so many unknown words."""
        for _ in range(_MOST_WORDS):
            near = self._next(end)
            if near is None:
                break
            joins = near.tells & (Tells.KUNYA | Tells.SUFFIX) or near.key in {"عبد", "ال", "آل"}
            if near.tells & _NAME or joins:
                end = near.end
            elif (
                unknown and not near.tells & (_NO_NAME | Tells.CUE | Tells.SAID | Tells.TITLE) and self._may_name(near)
            ):
                unknown -= 1
                end = near.end
            else:
                break
            if near.tells & Tells.KUNYA or near.key == "عبد":
                unknown = max(unknown, 1)
        return end

    def _may_name(self, near: _Near) -> bool:
        # Arabic verbs in the present begin so; a name of the lists was taken before.
        return not (_IS_ARABIC.match(near.key) and near.key[0] in "يتن" and len(near.key) < 6)

    def _after_title(self, word: Word) -> Span | None:
        near = self._next(word.end)
        if near is None:
            return None
        if near.tells & (Tells.TITLE | Tells.KUNYA):
            further = self._next(near.end)
            if further and (further.tells & _NAME or near.tells & Tells.KUNYA):
                return self._name(word.start, self._take(further.end, unknown=1), Certainty.SURE, Why.TITLE)
        if near.tells & _NAME:
            return self._name(word.start, self._take(near.end, unknown=1), Certainty.SURE, Why.TITLE)
        arabic = _IS_ARABIC.match(near.key) is not None
        plain_title = arabic or word.tells & Tells.INITIAL or word.key in _STRONG_TITLES
        unknown = not near.tells and self._may_name(near) and not (arabic and near.key.startswith("ال"))
        if unknown and plain_title:
            return self._name(word.start, self._take(near.end, unknown=1), Certainty.LIKELY, Why.TITLE)
        return None

    def _after_kunya(self, word: Word) -> Span | None:
        near = self._next(word.end)
        if near is None or (near.tells & _NO_NAME & ~Tells.KNOWN_PLACE and not near.tells & _NAME):
            return None
        clear = word.key in {"ابو", "ابا", "بن"}
        if not near.tells & _NAME and not clear and not near.key.startswith("ال"):
            return None
        start = word.start
        before = self._previous(word.start)
        if word.key in {"بن", "بنت", "ابن", "ابنه"} and before and not before.tells & _NO_NAME:
            start = before.start
        return self._name(start, self._take(near.end, unknown=1), Certainty.SURE, Why.TITLE)

    def _after_cue(self, word: Word) -> Span | None:
        near = self._next(word.end)
        if near is None or (near.tells & _NO_NAME and not near.tells & _NAME) or near.tells & Tells.SAID:
            return None
        names = word.key in _NAMING
        if near.tells & _NAME or names:
            certainty = Certainty.SURE if near.tells & _NAME else Certainty.LIKELY
            return self._name(near.start, self._take(near.end, unknown=1), certainty, Why.CUE)
        return None

    def _before_suffix(self, word: Word) -> Span | None:
        """Hindi honorifics and family words behind a name: "Sunita Devi", "Ramesh ji"."""
        near = self._previous(word.start)
        if near is None or near.start < self._end:
            return None
        listed = near.tells & _NAME
        if not listed and (near.tells or word.key not in _STRONG_SUFFIXES):
            return None
        start = near.start
        before = self._previous(near.start)
        if before and before.tells & (Tells.FIRST | Tells.TITLE) and before.start >= self._end:
            start = before.start
        return self._name(start, self._take(word.end, unknown=0), Certainty.SURE, Why.TITLE)

    def _after_initials(self, word: Word) -> Span | None:
        found = _initials().match(self._page.flat, word.start)
        if found is None:
            return None
        return self._name(word.start, self._take(found.end(), unknown=0), Certainty.SURE, Why.PATTERN)

    def _by_lists(self, word: Word) -> Span | None:
        end = self._take(word.end, unknown=0)
        several = end > word.end
        start = word.start
        before = self._previous(word.start)
        if not several and word.tells & Tells.LAST and before and not before.tells and not _IS_ARABIC.match(word.key):
            start, several = before.start, True
        near = self._next(word.end)
        if several and word.tells & Tells.DOUBTFUL and near and near.tells & (Tells.DOUBTFUL | Tells.COMMON):
            several = self._take(near.end, unknown=0) > near.end
        if several or word.key == "عبد":
            return self._name(start, self._take(end, unknown=0), Certainty.SURE, Why.KNOWN_NAME)
        if near and near.key in _FAMILY_AFTER:
            return self._name(word.start, word.end, Certainty.LIKELY, Why.CUE)
        if word.tells & (Tells.DOUBTFUL | Tells.COMMON):
            spoken = (
                (near and near.tells & Tells.SAID)
                or (before and before.tells & Tells.SAID and _IS_ARABIC.match(word.key))
                or (near and near.key == "को" and self._page.begins_sentence(word.start))
            )
            family = near and not near.tells and near.key.startswith("ال") and _IS_ARABIC.match(near.key)
            if not (spoken or family or self._listed_beside(word)):
                return None
            return self._name(word.start, near.end if family and near else word.end, Certainty.LIKELY, Why.CUE)
        if word.tells & Tells.FIRST:
            unknown = 1 if _IS_ARABIC.match(word.key) else 0
            return self._name(word.start, self._take(word.end, unknown=unknown), Certainty.LIKELY, Why.KNOWN_NAME)
        return None

    def _listed_beside(self, word: Word) -> bool:
        """Whether a list of names goes on: the word just found ends right before, with a comma or "and" between."""
        gap = self._page.flat[self._end : word.start] if 0 < word.start - self._end < 6 else "."
        return gap.strip(" ,و") == "" or gap.strip() in {"और", ", और"}

    def _name(self, start: int, end: int, certainty: Certainty, why: Why) -> Span:
        return Span(start, end, Kind.NAME, certainty, why)


_STRONG_TITLES = frozenset(
    [
        "श्री",
        "श्रीमति",
        "श्रीमती",
        "सुश्री",
        "डॉ",
        "डॉक्टर",
        "पंडित",
        "मौलाना",
        "फादर",
        "सिस्टर",
        "स्वामी",
        "हाजी",
        "कॉमरेड",
        "मुखिया",
        "सरपंच",
        "न्यायमूर्ति",
        "ठाकुर",
    ]
)
_FAMILY_AFTER = frozenset({"परिवार", "खानदान", "साहब"})
_STRONG_SUFFIXES = frozenset(["देवी", "बाई", "सिंह", "कुमार", "कुमारी", "बेन", "बेगम", "खातून", "बीबी", "बानो"])
_NAMING = frozenset(
    key(word)
    for word in [
        "اسمي",
        "اسمه",
        "اسمها",
        "يدعي",
        "تدعي",
        "المدعو",
        "المدعوه",
        "يسمي",
        "تسمي",
        "الملقب",
        "عاءله",
        "عايله",
        "ال",
        "عشيره",
        "حموله",
        "नाम",
    ]
)


@cache
def _initials() -> re.Pattern[str]:
    letters = "एस|एम|एन|एल|एफ|एच|आर|आई|जे|जी|के|पी|बी|सी|डी|टी|यू|वी|ए|ई|ओ"
    return re.compile(rf"(?:(?:{letters})\.[ ]?){{1,3}}+([^\W\d_][\w{marks()}]+)")
