"""What facilitators ask of the tellers and suggest to them, and what they withheld; for whoever holds the code."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.data.identifiers import withheld
from wgsm_archive.db.models import GuardedTerm
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.identifiers import Kind
from wgsm_archive.domain.review import QuestionState, SuggestionState, Verdict
from wgsm_archive.services.contributing.writing import own_case
from wgsm_archive.services.dialogue import QuestionView, questions_of
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.suggesting import SuggestionView, accept, decline, suggestions_of
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class WithheldView:
    """Words that a facilitator withheld, and what stands in their place."""

    words: str
    instead: str


@dataclass(frozen=True, slots=True)
class ForTellers:
    """What waits for the tellers of a story, and what was withheld in it. `language` is that of the story."""

    questions: tuple[QuestionView, ...]
    suggestions: tuple[SuggestionView, ...]
    withheld: tuple[WithheldView, ...]
    language: str
    direction: str


class Settling:
    """What tellers do about questions and suggested changes."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def waiting(self) -> ForTellers:
        """Open questions and suggestions, and the words that are withheld."""
        work, case = self._work, own_case(self._work)
        terms = work.session.scalars(
            select(GuardedTerm)
            .where(GuardedTerm.case_id == case.id, GuardedTerm.verdict == Verdict.MASK)
            .order_by(GuardedTerm.id)
        )
        language = case.original_language
        return ForTellers(
            questions=tuple(one for one in questions_of(work, case) if one.state is QuestionState.OPEN),
            suggestions=tuple(one for one in suggestions_of(work, case) if one.state is SuggestionState.OPEN),
            withheld=tuple(WithheldView(row.words, withheld(language, Kind(row.kind))) for row in terms),
            language=language,
            direction=direction(work, language),
        )

    def question(self, question_id: int) -> QuestionView:
        """A question on the story, answered or not.

        Raises:
            NotFound: it has no such question.
        """
        found = [one for one in questions_of(self._work, own_case(self._work)) if one.id == question_id]
        if not found:
            raise NotFound
        return found[0]

    def accept(self, suggestion_id: int) -> None:
        """Let a suggested change take effect.

        Raises:
            NotFound, NotNow, Conflict, Refused: as `suggesting.accept`.
        """
        accept(self._work, own_case(self._work), suggestion_id)

    def decline(self, suggestion_id: int, note: str) -> None:
        """Leave the text as it is.

        Raises:
            NotFound, NotNow, Refused: as `suggesting.decline`.
        """
        decline(self._work, own_case(self._work), suggestion_id, note)
