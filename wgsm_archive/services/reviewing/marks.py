"""Deciding on words that may lead to somebody: withhold them everywhere, let them stay, or ask the tellers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from wgsm_archive.db.models import Case, GuardedTerm, Question
from wgsm_archive.domain.errors import Conflict, NotFound, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.identifiers import Kind, folded_phrase
from wgsm_archive.domain.review import KeepReason, Verdict
from wgsm_archive.domain.text import MAX_FIELD, clean_line, clean_text
from wgsm_archive.domain.workflow import Act
from wgsm_archive.services.dialogue import ask
from wgsm_archive.services.reviewing.marking import Mark, marks_in
from wgsm_archive.services.reviewing.rows import begin, touched
from wgsm_archive.services.reviewing.scrubbing import withhold_everywhere
from wgsm_archive.services.suggesting import hide_in_suggestions
from wgsm_archive.services.withholding import name_of_term
from wgsm_archive.services.work import Work

_LEAST, _MOST = 2, 200
"""Characters of words that can be withheld: one letter would be found in every sentence."""


@dataclass(frozen=True, slots=True)
class MarkDecision:
    """What a facilitator decided on the mark with this key; `question` is what the tellers are asked."""

    key: str
    verdict: Verdict
    reason: KeepReason | None = None
    question: str = ""


class Marks:
    """What facilitators decide on words that may lead to somebody. Decisions are kept for later texts."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def decide(self, public_id: str, decisions: Sequence[MarkDecision], *, form_key: str) -> None:
        """Decide on marks of the text that stands; all together or none.

        Raises:
            Refused: `reason.KEY` - words may stay only for a reason; `question.KEY` - nothing was asked.
            Conflict: somebody decided on one of them meanwhile, or it stands no longer; names their keys.
        """
        case, _review = begin(self._work, public_id, Act.EDIT)
        stand = {mark.key: mark for mark in marks_in(self._work, case)}
        _require_whole(decisions)
        gone = {one.key: "" for one in decisions if one.key not in stand}
        if gone:
            raise Conflict(gone, 0)
        for one in decisions:
            self._decide(case, stand[one.key], one, form_key)
        if any(one.verdict is Verdict.MASK for one in decisions):
            self._withhold(case)

    def withhold(self, public_id: str, words: str, kind: Kind) -> None:
        """Withhold words that no mark shows: how a name is written in another language, or in other letters.

        Raises:
            Refused: `words` - too short to be told from others, or too long.
        """
        case, _review = begin(self._work, public_id, Act.EDIT)
        cleaned = clean_line(words)
        if len(folded_phrase(cleaned).replace(" ", "")) < _LEAST:
            raise Refused({"words": "too-short" if cleaned else "required"})
        if len(cleaned) > _MOST:
            raise Refused({"words": "too-long"})
        self._keep(case, cleaned, kind, Verdict.MASK)
        self._withhold(case)

    def forget(self, public_id: str, term_id: int) -> None:
        """Decide on words anew. What was withheld in the text does not come back of itself.

        Raises:
            NotFound: they are not on the list (any more).
        """
        case, _review = begin(self._work, public_id, Act.EDIT)
        found = self._work.session.scalar(
            select(GuardedTerm).where(GuardedTerm.id == term_id, GuardedTerm.case_id == case.id)
        )
        if found is None:
            raise NotFound
        self._work.session.delete(found)
        self._work.record(Happened(Event.CASE_MARKED, case.id, detail={"forgotten": True}))

    def _decide(self, case: Case, mark: Mark, one: MarkDecision, form_key: str) -> None:
        reason = one.reason if one.verdict is Verdict.KEEP else None
        term = self._keep(case, mark.words, mark.kind, one.verdict, reason)
        if one.verdict is Verdict.ASK:
            text = clean_text(one.question).strip()
            ask(self._work, case, text, f"{form_key}.{one.key}", field=mark.places[0].field, term_id=term.id)
            return
        self._work.session.execute(
            update(Question)
            .where(Question.term_id == term.id, Question.resolved_on.is_(None))
            .values(resolved_on=self._work.today)
        )
        if one.verdict is Verdict.KEEP:
            self._work.record(Happened(Event.CASE_MARKED, case.id, detail={"verdict": str(one.verdict)}))

    def _keep(
        self, case: Case, words: str, kind: Kind, verdict: Verdict, reason: KeepReason | None = None
    ) -> GuardedTerm:
        name = name_of_term(self._work, case.id, words)
        row = self._work.session.scalar(
            select(GuardedTerm).where(GuardedTerm.case_id == case.id, GuardedTerm.name == name)
        )
        if row is None:
            row = GuardedTerm(case_id=case.id, name=name)
            self._work.session.add(row)
        row.words, row.kind, row.verdict = words, str(kind), verdict
        row.reason, row.decided_on = str(reason or ""), self._work.today
        self._work.session.flush()
        return row

    def _withhold(self, case: Case) -> None:
        versions = withhold_everywhere(self._work, case)
        hide_in_suggestions(self._work, case)
        touched(self._work, case)
        self._work.record(Happened(Event.CASE_MASKED, case.id, detail={"versions": versions}))


def _require_whole(decisions: Sequence[MarkDecision]) -> None:
    problems = {}
    for one in decisions:
        asked = clean_text(one.question).strip()
        if one.verdict is Verdict.KEEP and one.reason is None:
            problems[f"reason.{one.key}"] = "choose"
        if one.verdict is Verdict.ASK and not 0 < len(asked) <= MAX_FIELD:
            problems[f"question.{one.key}"] = "too-long" if asked else "required"
    if problems:
        raise Refused(problems)
