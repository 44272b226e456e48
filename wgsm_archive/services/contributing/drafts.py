"""Several drafts at once: those of a browser, those of an account, and a code for each that goes on elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, teller
from wgsm_archive.domain.case_study import AuthorDisplay
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.ids import ReceiptCode, code_from_token
from wgsm_archive.domain.workflow import Act, require
from wgsm_archive.services.case_rows import acting_facts, original_of
from wgsm_archive.services.contributing import kept, tellers
from wgsm_archive.services.contributing.returning import Returning
from wgsm_archive.services.contributing.writing import own_case
from wgsm_archive.services.erasing import erase
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list. `waiting` says that it holds words that were not taken over yet."""

    public_id: str
    title: str
    language: str
    direction: str
    is_open: bool
    waiting: bool
    by_account: bool


class Drafts:
    """What tellers do with all their drafts together. `tokens` are those that a browser holds."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def lines(self, tokens: Sequence[str], *, current: str) -> list[DraftLine]:
        """The drafts of this browser and of the actor's account, newest first."""
        held = self._held(tokens)
        return [
            self._line(case, is_open=held.get(case.id) == current, here=case.id in held) for case in self._all(held)
        ]

    def open(self, tokens: Sequence[str], public_id: str) -> str:
        """The token that opens one of them here.

        Raises:
            NotFound: it is not among them.
        """
        case, held = self._one(tokens, public_id)
        return held.get(case.id) or tellers.open_session(self._work, case.id, draft=True)

    def throw_away(self, tokens: Sequence[str], public_id: str) -> None:
        """Delete one of them for good: nobody else has ever seen it, so no days are waited.

        Raises:
            NotFound: it is not among them.
        """
        work, (case, _held) = self._work, self._one(tokens, public_id)
        work.become(teller(case.id))
        require(work.actor, Act.WITHDRAW, acting_facts(work, case))
        Returning(work).hide()
        work.session.flush()
        work.become(SYSTEM)
        erase(work, case)

    def shares_name(self, tokens: Sequence[str]) -> bool:
        """Whether the open story has its invented name from another draft of this browser or story of the account.

        Stories of others are never looked at: the answer would tell anybody whether somebody uses a name.
        """
        work, case = self._work, own_case(self._work)
        if case.author_display is not AuthorDisplay.PSEUDONYM or not case.author_name:
            return False
        me = work.actor.person_id
        by_token = Case.id.in_(list(self._held(tokens))) & (Case.state == CaseState.DRAFT)
        own = by_token if me is None else by_token | (Case.owner_id == me)
        with work.full_sight():
            names = work.session.scalars(
                select(Case.author_name).where(own, Case.id != case.id, Case.author_display == AuthorDisplay.PSEUDONYM)
            ).all()
        return case.author_name.casefold() in {name.casefold() for name in names}

    def keep_code(self, token: str) -> None:
        """Hand out a code for the draft that is open, so that it can be gone on with on another device."""
        work, case = self._work, own_case(self._work)
        require(work.actor, Act.WRITE, acting_facts(work, case))
        tellers.keep_receipt(work, case.id, code_from_token(token, work.tools.secret))

    def code(self, token: str) -> ReceiptCode:
        """The code of the draft that is open.

        Raises:
            NotFound: none was handed out in this browser.
        """
        case, code = own_case(self._work), code_from_token(token, self._work.tools.secret)
        if case.state is not CaseState.DRAFT or not tellers.code_given(self._work, case.id, code):
            raise NotFound
        return code

    def _held(self, tokens: Sequence[str]) -> dict[int, str]:
        found: dict[int, str] = {}
        for token in tokens:
            case_id = tellers.case_of(self._work, token)
            if case_id is not None:
                found.setdefault(case_id, token)
        return found

    def _all(self, held: Mapping[int, str]) -> Sequence[Case]:
        me = self._work.actor.person_id
        by_token = Case.id.in_(list(held))
        mine = by_token if me is None else by_token | (Case.owner_id == me)
        # Each of them is opened by a token or by the account; the browser's own story is one of several.
        with self._work.full_sight():
            rows = select(Case).where(mine, Case.state == CaseState.DRAFT).order_by(Case.id.desc())
            return self._work.session.scalars(rows).all()

    def _one(self, tokens: Sequence[str], public_id: str) -> tuple[Case, Mapping[int, str]]:
        held = self._held(tokens)
        found = [case for case in self._all(held) if case.public_id == public_id]
        if not found:
            raise NotFound
        return found[0], held

    def _line(self, case: Case, *, is_open: bool, here: bool) -> DraftLine:
        with self._work.full_sight():
            version = original_of(self._work, case)
            waiting = bool(kept.waiting(self._work, case))
        known = self._work.tools.languages.get(version.language)
        return DraftLine(
            public_id=case.public_id,
            title=version.title,
            language=version.language,
            direction=known.direction if known else "ltr",
            is_open=is_open,
            waiting=waiting,
            by_account=not here,
        )
