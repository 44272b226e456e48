"""The stories that are tied to the account of who is signed in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select

from wgsm_archive.db.models import Case, DialogueMessage, LanguageVersion, Proposal
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import Origin, VersionKind
from wgsm_archive.domain.errors import NotFound, SignInNeeded
from wgsm_archive.domain.workflow import Act
from wgsm_archive.services.case_rows import acts_open
from wgsm_archive.services.contributing import tellers
from wgsm_archive.services.contributing.returning import Returning
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class MyStory:
    """One of the actor's stories. `question` is what a facilitator wrote last, while it has no answer."""

    public_id: str
    slug: str
    title: str
    language: str
    direction: str
    state: CaseState
    question: str
    proposed: bool
    may: frozenset[Act]


class Mine:
    """What tellers with an account see of all their stories together."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def stories(self) -> list[MyStory]:
        """The actor's stories, those with an open question first, then the newest."""
        rows = self._work.session.execute(
            select(Case, LanguageVersion)
            .join(LanguageVersion, LanguageVersion.case_id == Case.id)
            .where(
                Case.owner_id == self._me(),
                Case.state != CaseState.ERASED,
                LanguageVersion.origin == Origin.ORIGINAL,
                LanguageVersion.kind == VersionKind.STANDARD,
            )
            .order_by(Case.id.desc())
        ).all()
        ids = [case.id for case, _version in rows]
        questions, proposed = self._questions(ids), self._proposed(ids)
        found = [
            self._story(case, version, questions.get(case.id, ""), is_proposed=case.id in proposed)
            for case, version in rows
        ]
        return sorted(found, key=lambda one: not one.question)

    def open(self, public_id: str) -> tuple[str, CaseState]:
        """Open one of them in this browser, as its code would: the token, and where the story stands.

        Raises:
            NotFound: it is not the actor's, or nothing is left of it.
        """
        case = self._own(public_id)
        return tellers.open_session(self._work, case.id, draft=case.state is CaseState.DRAFT), case.state

    def hide(self, public_id: str) -> None:
        """Take one of them out of everybody's sight at once.

        Raises:
            NotFound: it is not the actor's, or nothing is left of it.
        """
        case = self._own(public_id)
        self._work.become(replace(self._work.actor, case_id=case.id))
        Returning(self._work).hide()

    def _story(self, case: Case, version: LanguageVersion, question: str, *, is_proposed: bool) -> MyStory:
        known = self._work.tools.languages.get(version.language)
        return MyStory(
            public_id=case.public_id,
            slug=version.slug,
            title=version.title,
            language=version.language,
            direction=known.direction if known else "ltr",
            state=case.state,
            question=question,
            proposed=is_proposed,
            may=acts_open(self._work, case),
        )

    def _questions(self, ids: list[int]) -> dict[int, str]:
        last: dict[int, DialogueMessage] = {
            row.case_id: row
            for row in self._work.session.scalars(
                select(DialogueMessage).where(DialogueMessage.case_id.in_(ids)).order_by(DialogueMessage.id)
            )
        }
        return {case_id: row.text for case_id, row in last.items() if not row.from_teller}

    def _proposed(self, ids: list[int]) -> frozenset[int]:
        rows = select(Proposal.case_id).where(Proposal.case_id.in_(ids), Proposal.decided.is_(False))
        return frozenset(self._work.session.scalars(rows))

    def _own(self, public_id: str) -> Case:
        found = self._work.session.scalar(
            select(Case).where(Case.public_id == public_id, Case.owner_id == self._me(), Case.state != CaseState.ERASED)
        )
        if found is None:
            raise NotFound
        return found

    def _me(self) -> int:
        if self._work.actor.person_id is None:
            raise SignInNeeded
        return self._work.actor.person_id
