"""Keeping the words that each audience may be offered, beside the index and by the same worker.

What a language version gives is remembered as it was given, so that it can be taken out again to the last word,
whatever has become of the text since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from wgsm_archive.db.models import InstanceFact, ShelfText, ShelfWord
from wgsm_archive.db.shelf_words import add_words, take_words
from wgsm_archive.ports.search import SearchDocument, Shelf
from wgsm_archive.services.work import Work

_KEEPER = "words-keeper"
_AT_ONCE = 400  # values in one statement
Key = tuple[str, str]  # form, language


@dataclass(frozen=True, slots=True)
class Given:
    """The forms that one language version gives to a shelf."""

    version_id: int
    case_id: int
    revision: int
    language: str
    forms: frozenset[str]


def read(work: Work, documents: Iterable[SearchDocument], known: dict[str, frozenset[str]]) -> list[Given]:
    """The words of documents; `known` remembers the words of texts from one shelf to the next."""
    found = []
    for one in documents:
        text = f"{one.title}\n{one.body}"
        if text not in known:
            known[text] = work.tools.speller.forms(text)
        found.append(Given(one.version_id, one.case_id, one.revision, one.language, known[text]))
    return found


def alone(work: Work) -> None:
    """Wait until nobody else changes the words, and keep others waiting until this transaction ends."""
    if work.session.get(InstanceFact, _KEEPER, with_for_update=True) is None:
        work.session.add(InstanceFact(name=_KEEPER, value=""))
        work.session.flush()


def learn(work: Work, shelf: Shelf, given: Sequence[Given], gone: Sequence[int] = ()) -> None:
    """Let the words of these versions count on a shelf, and those of versions that are gone no longer."""
    alone(work)
    session, label = work.session, str(shelf)
    change: Counter[Key] = Counter()
    ids = [*(one.version_id for one in given), *gone]
    for start in range(0, len(ids), _AT_ONCE):
        known = ShelfText.label == label, ShelfText.version_id.in_(ids[start : start + _AT_ONCE])
        for language, forms in session.execute(select(ShelfText.language, ShelfText.forms).where(*known)):
            change.subtract((form, language) for form in forms.split())
        session.execute(delete(ShelfText).where(*known))
    make = work.tools.speller.make
    for one in given:
        change.update((form, one.language) for form in one.forms)
        session.add(
            ShelfText(
                label=label,
                version_id=one.version_id,
                case_id=one.case_id,
                revision=one.revision,
                make=make,
                language=one.language,
                forms=" ".join(sorted(one.forms)),
            )
        )
    _count(work, label, change)


def forget_case(work: Work, case_id: int) -> None:
    """Take the words of a story out at once, with the transaction that erases it."""
    with work.full_sight():
        for shelf in Shelf:
            ids = select(ShelfText.version_id).where(ShelfText.label == str(shelf), ShelfText.case_id == case_id)
            learn(work, shelf, (), work.session.scalars(ids).all())


def held(work: Work, shelf: Shelf) -> Mapping[int, int]:
    """Versions whose words count on a shelf, and the revision they were read at; -1 for a reading of another make."""
    rows = work.session.execute(
        select(ShelfText.version_id, ShelfText.revision, ShelfText.make).where(ShelfText.label == str(shelf))
    )
    return {row[0]: row[1] if row[2] == work.tools.speller.make else -1 for row in rows}


def adds_up(work: Work, shelf: Shelf) -> bool:
    """Whether every word counts exactly in the texts that gave it."""
    wanted: Counter[Key] = Counter()
    given = select(ShelfText.language, ShelfText.forms).where(ShelfText.label == str(shelf))
    for language, forms in work.session.execute(given.execution_options(yield_per=_AT_ONCE)):
        wanted.update((form, language) for form in forms.split())
    counted = work.session.execute(
        select(ShelfWord.form, ShelfWord.language, ShelfWord.cases).where(ShelfWord.label == str(shelf))
    )
    return {(row[0], row[1]): row[2] for row in counted} == wanted


def clear(work: Work, shelf: Shelf) -> None:
    """Forget all words of a shelf."""
    for table in (ShelfText, ShelfWord):
        work.session.execute(delete(table).where(table.label == str(shelf)))


def _count(work: Work, label: str, change: Mapping[Key, int]) -> None:
    fold = work.tools.speller.fold
    more, less = [], []
    # Always in the same order, so that no two writers wait for each other. An edit leaves most words as they were.
    for (form, language), cases in sorted(one for one in change.items() if one[1]):
        row = {"label": label, "form": form, "language": language, "cases": cases}
        if cases > 0:
            word = fold(form)[:64]
            more.append({**row, "word": word, "ending": word[::-1]})
        else:
            less.append(row)
    add_words(work.session, more)
    take_words(work.session, less)
