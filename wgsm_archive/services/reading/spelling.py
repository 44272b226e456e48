"""Did you mean: a query whose words nobody wrote, with words that were written and that the asker may read.

The words offered come from the table of the asker's own shelf. What a story gave to it does not count from the moment
on at which the worker has something to do about that story: it may have been taken back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from wgsm_archive.db.models import Job, ShelfText, ShelfWord
from wgsm_archive.domain.access import NETWORK, PUBLIC
from wgsm_archive.ports.search import SearchRequest
from wgsm_archive.ports.spelling import Written
from wgsm_archive.services.reactions import INDEX_CASE, INDEX_NARROWED
from wgsm_archive.services.reading.label_book import label_book
from wgsm_archive.services.reading.views import Better
from wgsm_archive.services.work import Work

FEW = 3
"""So few stories found, or fewer, and other words are looked for."""
_MOST_WORDS = 6  # of a query that are looked at
_MOST_CANDIDATES = 2000
_MOST_PENDING = 60  # versions whose words must be left out; when there are more, nothing is offered
_LEAST = 3  # letters of a word that may hold a slip
_TWO_SLIPS = 7  # letters from which on a word may hold two
_TRIED = 4  # words that are tried instead of one
_COMMONER = 10  # how much commoner another word must be than one that does stand somewhere
_MOST_COUNTS = 12  # searches that looking for other words may cost
_END = "\U0010ffff"


class Count(Protocol):
    """How many stories a query finds for the asker, within the filters of their question or everywhere."""

    def __call__(self, words: str, *, everywhere: bool = False) -> int:
        """Zero when there are none."""
        ...


def better(work: Work, typed: str, request: SearchRequest, total: int, count: Count) -> Better | None:
    """Other words for what was typed, when it finds few stories and they find more; None when there are none."""
    query = request.query
    if total > FEW or not query.words or query.shortened:
        return None
    wanted = {one.form for words in query.words for one in work.tools.speller.words(words)}
    written = [one for one in work.tools.speller.words(typed) if one.form in wanted][:_MOST_WORDS]
    table = _Table.of(work, request.languages)
    if table is None:
        return None
    few = _FewCounts(count)
    instead = {one: form for one in written if (form := _other(work, table, one, few)) is not None}
    if not instead:
        return None
    words = _put(typed, instead)
    found = count(words)
    return Better(words, found) if found > total else None


class _FewCounts:
    """Counts a dozen times; what it is asked afterwards finds nothing."""

    def __init__(self, count: Count) -> None:
        self._count = count
        self.left = _MOST_COUNTS

    def __call__(self, words: str, *, everywhere: bool = False) -> int:
        if not self.left:
            return 0
        self.left -= 1
        return self._count(words, everywhere=everywhere)


def _other(work: Work, table: _Table, one: Written, count: _FewCounts) -> str | None:
    folded = work.tools.speller.fold(one.form)
    if not count.left or len(folded) < _LEAST or any(c.isdigit() for c in folded):
        return None
    stands = count(one.form, everywhere=True)
    if stands > FEW:
        return None
    for most in (1, 2) if len(folded) >= _TWO_SLIPS else (1,):
        for form, cases in table.near(folded, most):
            # A word in a label stands in no story that this asker may read, unless one is found.
            if cases > _COMMONER * stands and count(form) > stands:
                return form
    return None


def _put(typed: str, instead: Mapping[Written, str]) -> str:
    for one in sorted(instead, key=lambda one: -one.start):
        typed = typed[: one.start] + instead[one] + typed[one.end :]
    return typed


@dataclass(frozen=True, slots=True)
class _Table:
    """The words of the asker's shelf, and those that do not count now."""

    work: Work
    label: str
    languages: tuple[str, ...]
    pending: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, work: Work, languages: Sequence[str]) -> _Table | None:
        """None when too much is changing to say which words count."""
        shelf = NETWORK if NETWORK in work.held else PUBLIC
        waiting = select(Job.case_id).where(Job.kind.in_((INDEX_CASE, INDEX_NARROWED)), Job.case_id.is_not(None))
        with work.full_sight():
            rows = work.session.execute(
                select(ShelfText.language, ShelfText.forms)
                .where(ShelfText.label == shelf, ShelfText.case_id.in_(waiting))
                .limit(_MOST_PENDING + 1)
            ).all()
        if len(rows) > _MOST_PENDING:
            return None
        pending = Counter((form, language) for language, forms in rows for form in forms.split())
        return cls(work, shelf, tuple(tag.split("-")[0] for tag in languages), pending)

    def near(self, folded: str, most: int) -> list[tuple[str, int]]:
        """The best few words within so many slips of a folded one, and the number of texts that hold each."""
        found: dict[str, tuple[int, bool, Counter[str]]] = {}
        rows = [*self._rows(folded, most), *label_book(self.work).rows]
        slips = self.work.tools.speller.slips(folded, [row[0] for row in rows], most)
        for (word, form, language, cases), distance in zip(rows, slips, strict=True):
            living = cases - self.pending.get((form, language), 0)
            if not distance or living <= 0:
                continue
            _, read, forms = found.get(word, (0, False, Counter()))
            forms[form] += living
            found[word] = distance, read or language.split("-")[0] in self.languages, forms
        ranked = sorted(found.items(), key=lambda one: (one[1][0], not one[1][1], -one[1][2].total(), one[0]))
        best = (forms for _, (_, _, forms) in ranked[:_TRIED])
        return [(min(forms, key=lambda one: (-forms[one], one)), forms.total()) for forms in best]

    def _rows(self, folded: str, most: int) -> list[tuple[str, str, str, int]]:
        """Words that share the first or the last part: with one slip, or two far apart, one of them is whole."""
        part = max(1, (len(folded) - 1) // 2 if most == 1 else len(folded) // 3)
        # A letter in the middle belongs to neither part: two letters changed about may lie across.
        after = folded[::-1][: max(1, len(folded) - part - 1) if most == 1 else part]
        rows = self.work.session.execute(
            select(ShelfWord.word, ShelfWord.form, ShelfWord.language, ShelfWord.cases)
            .where(
                ShelfWord.label == self.label,
                or_(_begins(ShelfWord.word, folded[:part]), _begins(ShelfWord.ending, after)),
                and_(
                    func.length(ShelfWord.word) >= len(folded) - most, func.length(ShelfWord.word) <= len(folded) + most
                ),
            )
            .order_by(ShelfWord.cases.desc(), ShelfWord.form)
            .limit(_MOST_CANDIDATES)
        )
        return [(row[0], row[1], row[2], row[3]) for row in rows]


def _begins(column: InstrumentedAttribute[str], beginning: str) -> ColumnElement[bool]:
    return and_(column >= beginning, column < beginning + _END)
