"""The fuller record: everything beyond the five questions, before a story is sent and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from wgsm_archive.db.models import Case
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import AuthorDisplay, CaseFacts, how_field
from wgsm_archive.domain.errors import Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.workflow import Act, require
from wgsm_archive.services.case_rows import acting_facts, apply_facts, facts_of, facts_problems
from wgsm_archive.services.contributing.returning import Returning
from wgsm_archive.services.contributing.standing import beside_revisions, open_proposal, require_seen
from wgsm_archive.services.contributing.writing import Draft, Writing, own_case
from wgsm_archive.services.fact_fields import as_texts, is_fact, with_texts
from wgsm_archive.services.work import Work

OTHER = "other"
"""The term of every list that stands for the tellers' own words; its line holds them."""


@dataclass(frozen=True, slots=True)
class FullRecord:
    """A story with all that its tellers wrote: what they propose already takes the place of what stands.

    `beside` is what stands beside the text's revisions (`standing`).
    """

    draft: Draft
    texts: Mapping[str, str]
    facts: CaseFacts
    proposed: frozenset[str]
    may_change: bool
    beside: Mapping[str, str]

    @property
    def is_draft(self) -> bool:
        """Whether it is still with its tellers alone."""
        return self.draft.state is CaseState.DRAFT


class Fuller:
    """What tellers add to a story: to the draft at once, later as a proposal that a facilitator looks at."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def record(self) -> FullRecord:
        """The story as its tellers see it."""
        work, case = self._work, own_case(self._work)
        draft = Writing(work).draft()
        proposal = open_proposal(work, case)
        proposed = proposal.texts if proposal else {}
        words = {name: text for name, text in proposed.items() if not is_fact(name)}
        return FullRecord(
            draft=draft,
            texts={**draft.texts, **words},
            facts=with_texts(draft.facts, proposed),
            proposed=frozenset(proposed),
            beside=beside_revisions(work, case),
            may_change=case.state in (CaseState.DRAFT, CaseState.SUBMITTED, CaseState.PUBLISHED),
        )

    def save(
        self, texts: Mapping[str, str], facts: Mapping[str, str], *, based_on: int, seen: str | None = None
    ) -> None:
        """Save answers and structured fields (`fact_fields`); after sending they become a proposal.

        A name that is taken away is taken away at once, whoever has the story already.

        Raises:
            Conflict: the same answers were changed since revision `based_on`, or fields since the page with the mark
                `seen`.
            Refused: field -> code.
        """
        work, case = self._work, own_case(self._work)
        act = Act.WRITE if case.state is CaseState.DRAFT else Act.PROPOSE
        require(work.actor, act, acting_facts(work, case))
        stands = facts_of(case, with_private_sources=True)
        wanted = with_texts(stands, facts)
        # Whoever wants no name has none, not even one that is only kept back.
        wanted = replace(wanted, author=replace(wanted.author, name=wanted.author.shown_name))
        problems = facts_problems(work, wanted)
        if problems:
            raise Refused(problems)
        require_seen(work, case, {**texts, **_only(as_texts(wanted), facts)}, seen)
        words = {**texts, **_lines_to_drop(stands, wanted)}
        if act is Act.WRITE:
            # The facts first: saving the text renders the page from both.
            apply_facts(case, wanted)
            Writing(work).save(words, based_on=based_on)
            return
        if wanted.author.display is AuthorDisplay.ANONYMOUS is not stands.author.display:
            self._take_name_away(case, stands)
        Returning(work).propose({**words, **_only(as_texts(wanted), facts)}, based_on=based_on)

    def _take_name_away(self, case: Case, stands: CaseFacts) -> None:
        require(self._work.actor, Act.CONSENT, acting_facts(self._work, case))
        author = replace(stands.author, display=AuthorDisplay.ANONYMOUS, name="")
        apply_facts(case, replace(stands, author=author))
        self._work.record(Happened(Event.CASE_CONSENT, case.id, detail={"name": False}))


def _lines_to_drop(stands: CaseFacts, wanted: CaseFacts) -> dict[str, str]:
    """The lines on terms that were taken away: they would still be read and found."""
    kept = {(use.vocabulary, use.term) for use in wanted.terms}
    gone = [(use.vocabulary, use.term) for use in stands.terms if (use.vocabulary, use.term) not in kept]
    return {how_field(*term): "" for term in gone}


def _only(texts: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name in names}
