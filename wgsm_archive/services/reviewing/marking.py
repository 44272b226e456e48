"""What in a story points at a person, for the facilitator who reads it: a second pair of eyes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.data.identifiers import bare, find
from wgsm_archive.db.models import Case, GuardedTerm, Question
from wgsm_archive.domain.case_study import ordered_fields
from wgsm_archive.domain.identifiers import Certainty, Found, Kind, Why, folded_phrase
from wgsm_archive.domain.review import KeepReason, QuestionState, Verdict
from wgsm_archive.services.case_rows import original_of
from wgsm_archive.services.dialogue import state_of
from wgsm_archive.services.texts import current_texts
from wgsm_archive.services.withholding import name_of_term
from wgsm_archive.services.work import Work

_MOST = 20_000
"""Characters of a field that are looked at: its time grows with the length, and no answer needs to be longer."""
_AROUND = 60
KEY_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Place:
    """Where marked words stand: a field, and the words before, of and after the mark."""

    field: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that may lead to somebody, with all places where they stand in any spelling.

    `key` names the mark in forms. `asked` is where the question about it stands, None when nobody asked.
    """

    key: str
    words: str
    kind: Kind
    why: Why
    certainty: Certainty
    places: tuple[Place, ...]
    asked: QuestionState | None = None


@dataclass(frozen=True, slots=True)
class TermView:
    """Words that were decided on."""

    id: int
    words: str
    kind: Kind
    verdict: Verdict
    reason: KeepReason | None


def terms_in(work: Work, case: Case) -> tuple[TermView, ...]:
    """The words of a story that are withheld, and those that may stay."""
    rows = work.session.scalars(select(GuardedTerm).where(GuardedTerm.case_id == case.id).order_by(GuardedTerm.id))
    return tuple(
        TermView(row.id, row.words, Kind(row.kind), row.verdict, KeepReason(row.reason) if row.reason else None)
        for row in rows
        if row.verdict is not Verdict.ASK
    )


def marks_in(work: Work, case: Case) -> tuple[Mark, ...]:
    """What nobody has decided on yet in the text of a story, in reading order; the same words are one mark."""
    original = original_of(work, case)
    texts = current_texts(work, original)
    terms = work.session.scalars(select(GuardedTerm).where(GuardedTerm.case_id == case.id)).all()
    always = [row.words for row in terms if row.verdict is Verdict.MASK]
    never = [row.words for row in terms if row.verdict is Verdict.KEEP]
    found: dict[str, list[tuple[Found, Place]]] = {}
    for name in ordered_fields(set(texts)):
        for one, place in _in_field(name, texts[name], original.language, always, never):
            found.setdefault(folded_phrase(_words(one, original.language)), []).append((one, place))
    asked = _asked(work, terms)
    made = []
    for key, rows in found.items():
        name, best = name_of_term(work, case.id, key), max((one for one, _place in rows), key=lambda one: one.certainty)
        made.append(
            Mark(
                key=name[:KEY_LENGTH],
                words=_words(best, original.language),
                kind=best.kind,
                why=best.why,
                certainty=best.certainty,
                places=tuple(place for _one, place in rows),
                asked=asked.get(name),
            )
        )
    return tuple(made)


def _words(one: Found, language: str) -> str:
    """The words that are decided on: of a name without its titles, for elsewhere it stands with others or none."""
    return bare(one.text, language) if one.kind is Kind.NAME else one.text


def _in_field(
    name: str, text: str, language: str, always: Sequence[str], never: Sequence[str]
) -> Iterator[tuple[Found, Place]]:
    looked_at = text[:_MOST]
    for one in find(looked_at, language, always=always, never=never):
        before = " ".join(
            looked_at[max(0, one.start - _AROUND) : one.start].split(" ")[0 if one.start < _AROUND else 1 :]
        )
        after = " ".join(
            looked_at[one.end : one.end + _AROUND].split(" ")[: None if one.end + _AROUND >= len(text) else -1]
        )
        yield one, Place(name, before.replace("\n", " "), one.text, after.replace("\n", " "))


def _asked(work: Work, terms: Iterable[GuardedTerm]) -> dict[str, QuestionState]:
    names = {row.id: row.name for row in terms if row.verdict is Verdict.ASK}
    rows = work.session.scalars(select(Question).where(Question.term_id.in_(names)).order_by(Question.id))
    return {names[row.term_id]: state_of(row) for row in rows if row.term_id is not None}
