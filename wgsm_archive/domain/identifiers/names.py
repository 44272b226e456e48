"""Names of persons in scripts with capital letters: which runs of capitalised words name somebody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from wgsm_archive.domain.identifiers.kinds import Certainty, Kind, Span, Why
from wgsm_archive.domain.identifiers.lexicon import Tells, marks
from wgsm_archive.domain.identifiers.page import Page, Word

_NAME = Tells.FIRST | Tells.LAST
_NO_NAME = Tells.COMMON | Tells.MONTH | Tells.WEEKDAY | Tells.ORG | Tells.KNOWN_PLACE
_MOST_WORDS = 8
_QUOTES = frozenset('"“”«»„‘*_[')
_ABBREVIATED = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "dra",
        "sr",
        "sra",
        "srta",
        "st",
        "m",
        "mm",
        "prof",
        "lic",
        "ing",
        "rev",
        "fr",
        "pr",
        "me",
        "pe",
        "d",
        "da",
        "gen",
        "col",
        "capt",
        "cap",
    ]
)


@dataclass(slots=True)
class _Run:
    """Capitalised words in a row, from the first that is no common word."""

    words: list[Word]
    at: int  # place of the first word in page.words
    starts_sentence: bool


@cache
def _joiners(particles: tuple[str, ...]) -> frozenset[str]:
    """What stands between the words of one name."""
    single = {f" {word} " for word in particles}
    double = {
        f" {first} {second} " for first in ("de", "da", "van") for second in ("la", "los", "las", "der", "den", "le")
    }
    return frozenset(
        {" ", "-", "'", "’", " d'", " d’", " l'", " al-", " el-", "-al-", " D'", "\n", " de l'", *single, *double}
    )


@cache
def _rest_of_word() -> re.Pattern[str]:
    return re.compile(rf"(?:['’\-](?!s(?!\w))[\w{marks()}]+)+")


class LatinNames:
    """Reads a page once; afterwards `spans` holds its names and the places it names without a word for them."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._joiners = _joiners(page.lexicon.particles)
        self._org_end = -1
        self._doubtful: list[Word] = []
        self.spans: list[Span] = []
        for run in self._runs():
            self._judge(run)
        self._find_again()

    def _runs(self) -> Iterator[_Run]:
        """Runs of capitalised words; a long one is cut, for names have few words."""
        page, end = self._page, -1
        run: list[Word] = []
        first = 0
        for place, word in enumerate(page.words):
            if not word.capital:
                continue
            if run and (len(run) >= _MOST_WORDS or not self._joins(run[-1], end, word.start)):
                yield _Run(run, first, page.begins_sentence(run[0].start))
                run = []
            if not run:
                first = place
            run.append(word)
            end = word.end
        if run:
            yield _Run(run, first, page.begins_sentence(run[0].start))

    def _joins(self, before: Word, end: int, start: int) -> bool:
        gap = self._page.text[end:start] if start - end < 12 else ""
        if gap in self._joiners:
            return True
        is_short = end - before.start == 1 or before.key in _ABBREVIATED
        return is_short and gap in {". ", "."}

    def _judge(self, run: _Run) -> None:
        words = run.words
        begin = 0
        while begin < len(words) and _is_only(words[begin], Tells.COMMON):
            if " ".join(word.key for word in words[begin:]) in self._page.lexicon.harmless:
                return
            begin += 1
        titles = begin
        while titles < len(words) - 1 and words[titles].tells & Tells.TITLE and not words[titles + 1].tells & Tells.ORG:
            titles += 1
        rest, titled = words[titles:], titles > begin
        if not rest:
            return
        org = next((at for at, word in enumerate(rest) if word.tells & Tells.ORG and not word.tells & _NAME), None)
        if org is None and self._continues_organisation(rest):
            org = 0
        if org is not None:
            self._org_end = rest[-1].end
            known = titled or bool(rest[0].tells & Tells.FIRST)
            if not org or not known or (not titled and self._page.text[rest[org - 1].end : rest[org].start] == " "):
                return
            rest = rest[:org]
        starts = run.starts_sentence and begin == 0 and not titled
        start = words[begin].start if titled else rest[0].start
        if begin and words[begin - 1].key in _ARTICLES:
            start = words[begin - 1].start
        self._weigh(_Candidate(rest, start, titled, starts, run.at + begin))

    def _continues_organisation(self, rest: Sequence[Word]) -> bool:
        """Whether only "of", "and", "for the" stand between an organisation and these words."""
        gap = self._page.flat[self._org_end : rest[0].start] if 0 <= rest[0].start - self._org_end < 24 else "."
        links = gap.replace("'", " ").split()
        tells = self._page.lexicon.tells
        if not gap.strip() or rest[0].tells & Tells.FIRST or not links:
            return False
        return all(tells(word) & (Tells.LINK | Tells.PARTICLE) for word in links)

    def _weigh(self, candidate: _Candidate) -> None:
        page, words = self._page, candidate.words
        phrase = " ".join(word.key for word in words)
        harmless = phrase in page.lexicon.harmless
        start, titled = candidate.start, candidate.titled
        before = self._before(start)
        if before and before.tells & Tells.TITLE and not before.capital and not harmless:
            start, titled = before.start, True
        if harmless and not titled:
            return
        verdict = self._verdict(candidate, before, titled=titled)
        end = words[-1].end
        rest = _rest_of_word().match(page.text, end)
        if verdict is None:
            if len(words) == 1 and not words[0].tells & _NO_NAME:
                self._doubtful.append(words[0])
            return
        kind, certainty, why = verdict
        self.spans.append(Span(start, rest.end() if rest else end, kind, certainty, why))

    def _before(self, start: int) -> Word | None:
        """The telling word right before a place."""
        at = self._page.words_from(start) - 1
        word = self._page.words[at] if at >= 0 else None
        return word if word and self._page.text[word.end : start] in _NEXT_TO else None

    def _verdict(
        self, candidate: _Candidate, before: Word | None, *, titled: bool
    ) -> tuple[Kind, Certainty, Why] | None:
        words = candidate.words
        told = [word for word in words if not _is_only(word, _NO_NAME)]
        if not told and not (titled and len(words) == 1 and words[0].tells & Tells.KNOWN_PLACE):
            return None
        shouted = all(self._page.text[w.start : w.end].isupper() and w.end - w.start > 1 for w in words)
        if titled:
            return Kind.NAME, Certainty.SURE, Why.TITLE
        first = any(word.tells & Tells.FIRST for word in words)
        if len(words) > 1 and first and len(told) > 1:
            return Kind.NAME, Certainty.SURE, Why.KNOWN_NAME
        cued = before is not None and bool(before.tells & Tells.CUE)
        if cued and not shouted:
            return Kind.NAME, Certainty.LIKELY, Why.CUE
        if shouted and not first:
            return None
        if any(word.tells & _NAME for word in words):
            return self._known(candidate, before)
        return self._unknown(candidate, before)

    def _known(self, candidate: _Candidate, before: Word | None) -> tuple[Kind, Certainty, Why] | None:
        """A name on the lists, alone or with words that are not."""
        words = candidate.words
        if len(words) == 1 and words[0].tells & (Tells.WEEKDAY | Tells.MONTH):
            return (Kind.NAME, Certainty.LIKELY, Why.CUE) if self._says(words) else None
        everyday = all(word.tells & (_NO_NAME | Tells.PLACE_BEFORE) for word in words)
        if not everyday:
            return Kind.NAME, Certainty.LIKELY, Why.KNOWN_NAME
        if any(word.tells & Tells.KNOWN_PLACE for word in words):
            placed = before is not None and bool(before.tells & (Tells.PLACE_BEFORE | Tells.LINK))
            if placed or not any(word.tells & Tells.FIRST for word in words):
                return None
        if self._says(words):
            return Kind.NAME, Certainty.LIKELY, Why.CUE
        if candidate.starts_sentence or not words[0].tells & Tells.FIRST or len(words) > 1:
            return None
        return Kind.NAME, Certainty.POSSIBLE, Why.KNOWN_NAME

    def _unknown(self, candidate: _Candidate, before: Word | None) -> tuple[Kind, Certainty, Why] | None:
        page, words = self._page, candidate.words
        if self._says(words):
            return Kind.NAME, Certainty.LIKELY, Why.CUE
        if candidate.start and page.text[candidate.start - 1] in _QUOTES:
            return None
        if any(word.tells & _NO_NAME for word in words) or not page.lexicon.capitals_tell:
            return None
        if before is not None and before.tells & Tells.PLACE_BEFORE:
            return Kind.PLACE, Certainty.POSSIBLE, Why.CAPITALS
        if len(words) > 1:
            return Kind.NAME, Certainty.POSSIBLE if candidate.starts_sentence else Certainty.LIKELY, Why.CAPITALS
        if candidate.starts_sentence or words[0].end - words[0].start < 2:
            return None
        return Kind.NAME, Certainty.POSSIBLE, Why.CAPITALS

    def _says(self, words: Sequence[Word]) -> bool:
        """Whether a verb of people stands beside: "Zawadi said", "said Zawadi"."""
        page, start, end = self._page, words[0].start, words[-1].end
        at = page.words_from(end)
        after = page.words[at] if at < len(page.words) else None
        before = self._before(start)
        return bool(
            (after and after.tells & Tells.SAID and page.text[end : after.start] == " " and not after.capital)
            or (before and before.tells & Tells.SAID and not before.capital)
        )

    def _find_again(self) -> None:
        """Words passed over at the beginning of a sentence that are part of a name elsewhere in the text."""
        names: set[str] = set()
        for span in self.spans:
            if span.kind is Kind.NAME and span.certainty > Certainty.POSSIBLE:
                names.update(self._words_of(span))
        for word in self._doubtful:
            if word.key in names:
                self.spans.append(Span(word.start, word.end, Kind.NAME, Certainty.LIKELY, Why.SAME_ELSEWHERE))

    def _words_of(self, span: Span) -> Iterable[str]:
        at = self._page.words_from(span.start)
        for word in self._page.words[at : at + _MOST_WORDS + 2]:
            if word.end > span.end:
                break
            if word.end - word.start > 2 and not word.tells & _NO_NAME:
                yield word.key


_ARTICLES = frozenset({"el", "la", "le", "o", "a"})
_NEXT_TO = frozenset({" ", ": ", ", ", ' "', " «", " “", "'", "’", " el ", " la ", "\n"})


@dataclass(frozen=True, slots=True)
class _Candidate:
    words: Sequence[Word]
    start: int
    titled: bool
    starts_sentence: bool
    at: int


def _is_only(word: Word, tells: Tells) -> bool:
    """Whether a word tells this and is on no list of names or titles."""
    return bool(word.tells & tells) and (len(word.key) < 3 or not word.tells & (_NAME | Tells.TITLE))
