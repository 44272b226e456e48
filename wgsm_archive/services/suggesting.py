"""Changes that facilitators suggest, and what the tellers decide on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, CaseReview, Suggestion
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import missing_required, ordered_fields
from wgsm_archive.domain.errors import Conflict, NotFound, NotNow, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.review import SuggestionState
from wgsm_archive.domain.segments import cut
from wgsm_archive.domain.text import MAX_FIELD, MAX_TITLE, clean_text
from wgsm_archive.domain.workflow import Act, require
from wgsm_archive.services.case_rows import acting_facts, original_of
from wgsm_archive.services.diffing import Run, word_diff
from wgsm_archive.services.rendering import render_case
from wgsm_archive.services.texts import current_texts, is_line, save_original
from wgsm_archive.services.withholding import require_withheld, withheld_in
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A suggested change. `runs` are the words that stay, go and come; `fits` whether its paragraph still stands."""

    id: int
    field: str
    runs: tuple[Run, ...]
    after: str
    why: str
    state: SuggestionState
    note: str
    written_on: dt.date
    decided_on: dt.date | None
    fits: bool


def suggest(work: Work, case: Case, changed: Mapping[str, str], why: str) -> int:
    """Suggest these fields as they should read, each changed paragraph by itself; how many suggestions came of it.

    Raises:
        Refused: field -> code, where a text is too long or holds what is withheld.
    """
    original = original_of(work, case)
    now = current_texts(work, original)
    problems = {name: "too-long" for name, text in changed.items() if len(text) > most(name)}
    if problems:
        raise Refused(problems)
    require_withheld(work, case, changed, original.language)
    known = {
        (row.field, row.before, row.after)
        for row in work.session.scalars(
            select(Suggestion).where(Suggestion.case_id == case.id, Suggestion.state == SuggestionState.OPEN)
        )
    }
    new = [one for name in ordered_fields(changed) for one in _apart(name, now.get(name, ""), changed[name])]
    new = [one for one in new if one not in known]
    for field, before, after in new:
        work.session.add(
            Suggestion(case_id=case.id, field=field, before=before, after=after, why=why, written_on=work.today)
        )
    if new:
        work.record(Happened(Event.CASE_SUGGESTED, case.id, detail={"paragraphs": len(new)}))
    return len(new)


def suggestions_of(work: Work, case: Case) -> tuple[SuggestionView, ...]:
    """All changes that were suggested for a story, the newest last."""
    texts = current_texts(work, original_of(work, case))
    rows = work.session.scalars(select(Suggestion).where(Suggestion.case_id == case.id).order_by(Suggestion.id))
    return tuple(
        SuggestionView(
            id=row.id,
            field=row.field,
            runs=word_diff(row.before, row.after),
            after=row.after,
            why=row.why,
            state=row.state,
            note=row.note,
            written_on=row.written_on,
            decided_on=row.decided_on,
            fits=replaced(texts.get(row.field, ""), row.field, row.before, row.after) is not None,
        )
        for row in rows
    )


def accept(work: Work, case: Case, suggestion_id: int) -> None:
    """Let a suggested change take effect; by the tellers, as a new revision of their text.

    Raises:
        NotFound: there is no such suggestion.
        NotNow: it was decided on already.
        Conflict: the paragraph has changed since; it is then overtaken and holds what stands now.
        Refused: nothing that no story can do without would be left, or it holds what is withheld since.
    """
    row = _open(work, case, suggestion_id)
    original = original_of(work, case)
    now = current_texts(work, original)
    text = replaced(now.get(row.field, ""), row.field, row.before, row.after)
    if text is None:
        raise Conflict({row.field: now.get(row.field, "")}, original.revision)
    whole = {**now, row.field: text}
    if case.state is CaseState.PUBLISHED and missing_required(whole):
        raise Refused({row.field: "required"})
    require_withheld(work, case, {row.field: text}, original.language)
    save_original(work, case, original, whole, based_on=original.revision)
    row.state, row.decided_on = SuggestionState.ACCEPTED, work.today
    review = work.session.get(CaseReview, case.id)
    if review is not None:
        review.checked_revision = review.confirmed_by = None
    with work.full_sight():
        render_case(work, case)
    work.record(Happened(Event.CASE_SUGGESTION_DECIDED, case.id, detail={"accepted": True}))


def decline(work: Work, case: Case, suggestion_id: int, note: str) -> None:
    """Leave the text as it is; facilitators read the note, which may be empty.

    Raises:
        NotFound, NotNow: as `accept`.
        Refused: `note` is too long.
    """
    row = _open(work, case, suggestion_id)
    cleaned = clean_text(note).strip()
    if len(cleaned) > MAX_FIELD:
        raise Refused({"note": "too-long"})
    row.state, row.decided_on = SuggestionState.DECLINED, work.today
    row.note = withheld_in(work, case).hide(cleaned, original_of(work, case).language)
    work.record(Happened(Event.CASE_SUGGESTION_DECIDED, case.id, detail={"accepted": False}))


def take_back(work: Work, case: Case, suggestion_id: int) -> None:
    """Suggest a change no longer; by facilitators.

    Raises:
        NotFound: there is no such suggestion.
        NotNow: the tellers have decided on it.
    """
    row = _find(work, case, suggestion_id)
    row.state, row.decided_on = SuggestionState.OVERTAKEN, work.today


def hide_in_suggestions(work: Work, case: Case) -> None:
    """Put other words in the place of what is withheld, so that an open suggestion still finds its paragraph."""
    language = original_of(work, case).language
    words = withheld_in(work, case)
    for row in work.session.scalars(select(Suggestion).where(Suggestion.case_id == case.id)):
        row.before, row.after = (words.hide_field(row.field, text, language) for text in (row.before, row.after))
        row.why, row.note = words.hide(row.why, language), words.hide(row.note, language)


def replaced(text: str, field: str, before: str, after: str) -> str | None:
    """A field with one of its paragraphs replaced; None where that does not stand there exactly once."""
    if text == before:
        return after
    if is_line(field):
        return None
    pieces = cut(text)
    texts = [piece.text for piece in pieces.pieces]
    if not before or texts.count(before) != 1:
        return None
    return pieces.join([after if one == before else one for one in texts])


def most(field: str) -> int:
    """How many characters a field may have."""
    return MAX_TITLE if is_line(field) else MAX_FIELD


def _apart(field: str, now: str, wanted: str) -> Iterator[tuple[str, str, str]]:
    """A changed field as changes of single paragraphs, where their number stayed and each stands there only once."""
    old, new = cut(now), cut(wanted)
    texts = [piece.text for piece in old.pieces]
    same_shape = [piece.lead for piece in old.pieces] == [piece.lead for piece in new.pieces] and old.tail == new.tail
    if is_line(field) or not same_shape or len(set(texts)) != len(texts):
        yield field, now, wanted
        return
    for one, two in zip(texts, new.pieces, strict=True):
        if one != two.text:
            yield field, one, two.text


def _open(work: Work, case: Case, suggestion_id: int) -> Suggestion:
    require(work.actor, Act.SETTLE, acting_facts(work, case))
    return _find(work, case, suggestion_id)


def _find(work: Work, case: Case, suggestion_id: int) -> Suggestion:
    # Held, so that the tellers' word and a facilitator's change never overwrite each other.
    work.session.refresh(case, with_for_update=True)
    row = work.session.scalar(select(Suggestion).where(Suggestion.id == suggestion_id, Suggestion.case_id == case.id))
    if row is None:
        raise NotFound
    if row.state is not SuggestionState.OPEN:
        raise NotNow(Act.SETTLE, row.state)
    return row
