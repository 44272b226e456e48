"""How this archive is run: who may tell a story, how machines are kept out, which languages its menus speak."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import delete, select

from wgsm_archive.db.models import StoryInvitation
from wgsm_archive.domain.errors import NotFound, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import ReceiptCode
from wgsm_archive.domain.text import clean_line
from wgsm_archive.services.admin.door import require_steward
from wgsm_archive.services.policy import INVITED, OPEN, Policy, Question, keep_policy, policy_of
from wgsm_archive.services.submissions import hash_of_words
from wgsm_archive.services.work import Work

MOST_TIMES, MOST_DAYS = 500, 366
_MAX_NOTE, _MAX_LINE, _SECRET_BITS = 80, 300, 48


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation to tell a story that still holds. Its words are kept nowhere."""

    id: int
    times_left: int
    ends_on: dt.date
    note: str


class Running:
    """What stewards decide on the running of the archive."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def policy(self) -> Policy:
        """What holds now."""
        require_steward(self._work)
        return policy_of(self._work)

    def open_to(self, submissions: str) -> None:
        """Take stories from everybody, or from members and those who were invited. Drafts that were begun go on.

        Raises:
            Refused: it is neither of the two.
        """
        require_steward(self._work)
        if submissions not in (OPEN, INVITED):
            raise Refused({"submissions": "unknown-choice"})
        self._keep(replace(policy_of(self._work), submissions=submissions), {"submissions": submissions})

    def ask_for_proof(self, *, proof: bool, language: str, text: str, answers: str) -> None:
        """Ask those who begin a story for a proof of work, and those without JavaScript a question instead.

        `answers` are what counts as an answer, with commas between; an empty question takes that language's away.

        Raises:
            Refused: there is a question without an answer, or a proof would be asked for without any question.
        """
        require_steward(self._work)
        work, asked = self._work, clean_line(text)[:_MAX_LINE]
        if language not in work.tools.languages:
            raise Refused({"language": "unknown-language"})
        accepted = tuple(one for part in answers.replace("،", ",").split(",") if (one := clean_line(part)[:_MAX_LINE]))
        if asked and not accepted:
            raise Refused({"answers": "required"})
        policy = policy_of(work)
        questions = {tag: one for tag, one in policy.questions.items() if tag != language}
        if asked:
            questions[language] = Question(asked, accepted)
        if proof and not questions:
            raise Refused({"text": "question-needed"})
        self._keep(replace(policy, proof=proof, questions=questions), {"proof": proof, "questions": len(questions)})

    def speak(self, wanted: Collection[str], complete: Collection[str]) -> None:
        """Offer the menus in these languages and no others, in the order of `complete`.

        Raises:
            Refused: it would be none, or one whose words are not complete.
        """
        require_steward(self._work)
        chosen = tuple(tag for tag in complete if tag in wanted)
        if not chosen:
            raise Refused({"languages": "required"})
        if set(wanted) - set(complete):
            raise Refused({"languages": "unknown-language"})
        self._keep(replace(policy_of(self._work), languages=chosen), {"languages": " ".join(chosen)})

    def invite(self, *, times: int, days: int, note: str) -> ReceiptCode:
        """The words of an invitation to tell so many stories within so many days; they are shown once.

        Raises:
            Refused: too many times or days, or none.
        """
        require_steward(self._work)
        problems = {}
        if not 1 <= times <= MOST_TIMES:
            problems["times"] = "unknown-choice"
        if not 1 <= days <= MOST_DAYS:
            problems["days"] = "unknown-choice"
        if problems:
            raise Refused(problems)
        work, code = self._work, ReceiptCode(secrets.randbits(_SECRET_BITS))
        # What is over is of no use to anybody; its note may name people.
        work.session.execute(delete(StoryInvitation).where(StoryInvitation.ends_on < work.today))
        work.session.add(
            StoryInvitation(
                word_hash=hash_of_words(code, work.tools.secret),
                times_left=times,
                ends_on=work.today + dt.timedelta(days=days),
                note=clean_line(note)[:_MAX_NOTE],
            )
        )
        work.record(Happened(Event.STORY_INVITED, detail={"times": times, "days": days}))
        return code

    def invitations(self) -> list[OpenInvitation]:
        """Invitations to tell a story that still hold, the one that ends first on top."""
        require_steward(self._work)
        rows = self._work.session.scalars(
            select(StoryInvitation)
            .where(StoryInvitation.times_left > 0, StoryInvitation.ends_on >= self._work.today)
            .order_by(StoryInvitation.ends_on, StoryInvitation.id)
        )
        return [OpenInvitation(row.id, row.times_left, row.ends_on, row.note) for row in rows]

    def revoke(self, invitation_id: int) -> None:
        """Take an invitation back; stories that were begun with it go on.

        Raises:
            NotFound: there is no such invitation (any more).
        """
        require_steward(self._work)
        row = self._work.session.get(StoryInvitation, invitation_id)
        if row is None:
            raise NotFound
        self._work.session.delete(row)
        self._work.record(Happened(Event.STORY_INVITATION_REVOKED))

    def _keep(self, policy: Policy, detail: dict[str, str | int | bool]) -> None:
        keep_policy(self._work, policy)
        self._work.record(Happened(Event.POLICY_CHANGED, detail=detail))
