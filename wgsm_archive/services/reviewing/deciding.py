"""Steps of the review: who looks after a story, the checklist, questions, publishing or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import select, update

from wgsm_archive.db.models import Case, CaseReview, ConsentDecision, DialogueMessage
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.case_study import Risk, is_field
from wgsm_archive.domain.checklist import Answered, Check, complete
from wgsm_archive.domain.consent import AUDIENCE_OF, AudienceLevel
from wgsm_archive.domain.errors import Conflict, NotNow, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.domain.review import lapsed
from wgsm_archive.domain.text import MAX_FIELD, clean_text
from wgsm_archive.domain.workflow import Act, require
from wgsm_archive.services.case_rows import RESTRICTED, acting_facts, held_level, original_of
from wgsm_archive.services.dialogue import ask, find_question, say
from wgsm_archive.services.labelling import consent_of
from wgsm_archive.services.media.use_cases import accept_seen
from wgsm_archive.services.rendering import render_case
from wgsm_archive.services.reviewing.letters import HANDED, leave_letter
from wgsm_archive.services.reviewing.marking import marks_in
from wgsm_archive.services.reviewing.rows import (
    answers_of,
    begin,
    facilitators,
    hindrances,
    is_checked,
    touched,
    unsettled,
)
from wgsm_archive.services.withholding import withheld_in
from wgsm_archive.services.work import Work

LOOK_AGAIN_AFTER_MONTHS, MOST_MONTHS = 12, 36


class Deciding:
    """Steps of the review, each open to facilitators from certain states only (`domain.workflow`)."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def claim(self, public_id: str) -> None:
        """Look after a story from now on; also one that somebody took on and then left for seven days.

        Raises:
            NotNow: somebody else looks after it.
        """
        case, review = self._begin(public_id, Act.CLAIM)
        if review.claimed_by == self._work.actor.person_id:
            return
        if review.claimed_by is not None and not lapsed(review.claimed_on, self._work.today):
            raise NotNow(Act.CLAIM, case.state)
        self._hand(case, review, self._work.actor.person_id)

    def release(self, public_id: str) -> None:
        """Let others look after a story; also for a facilitator who does not come back."""
        case, review = self._begin(public_id, Act.CLAIM)
        if review.claimed_by is not None:
            self._hand(case, review, None)

    def hand_over(self, public_id: str, to: str, note: str) -> None:
        """Give a story to another facilitator, who reads the note; `to` is the public id of their account.

        Raises:
            NotNow: somebody else looks after it.
            Refused: `to` - nobody who could take it on; `note` - too long.
        """
        case, review = self._begin(public_id, Act.CLAIM)
        if review.claimed_by not in (None, self._work.actor.person_id):
            raise NotNow(Act.CLAIM, case.state)
        person = next((one for one in facilitators(self._work) if one.public_id == to), None)
        if person is None or person.id == self._work.actor.person_id:
            raise Refused({"to": "choose"})
        cleaned = clean_text(note).strip()
        if len(cleaned) > MAX_FIELD:
            raise Refused({"note": "too-long"})
        self._hand(case, review, person.id)
        review.handed_by, review.handed_note = self._work.actor.person_id, self._hidden(case, cleaned)
        leave_letter(self._work, person, {HANDED: 1})

    def _hand(self, case: Case, review: CaseReview, to: int | None) -> None:
        review.claimed_by, review.claimed_on = to, self._work.today if to is not None else None
        review.handed_by, review.handed_note = None, ""
        detail: dict[str, str | int | bool] = {} if to is not None else {"released": True}
        self._work.record(Happened(Event.CASE_CLAIMED, case.id, detail=detail))

    def check(
        self,
        public_id: str,
        answers: Mapping[Check, Answered],
        risk: Risk | None,
        *,
        based_on: int,
        text_revision: int,
    ) -> None:
        """Keep the answers to the checklist, as given for one revision of the text.

        A published story whose checklist is complete for the text that stands is not due again for a year.

        Raises:
            Conflict: somebody saved the checklist meanwhile; holds their answers by question.
        """
        case, review = self._begin(public_id, Act.CHECK)
        if based_on != review.revision:
            theirs = {name: f"{given['answer']}: {given['note']}" for name, given in review.answers.items()}
            raise Conflict(theirs, review.revision)
        words, language = withheld_in(self._work, case), case.original_language
        review.answers = {
            str(name): {"answer": str(one.answer), "note": words.hide(one.note, language)}
            for name, one in answers.items()
        }
        review.revision += 1
        review.checked_revision = text_revision
        review.checked_by, review.confirmed_by = self._work.actor.person_id, None
        case.risk = risk
        current = is_checked(review, original_of(self._work, case))
        if case.state is CaseState.PUBLISHED and complete(answers) and current:
            review.review_again_on = in_months(self._work.today, LOOK_AGAIN_AFTER_MONTHS)
        self._work.record(Happened(Event.CASE_CHECKED, case.id, detail={"answered": len(answers)}))

    def confirm(self, public_id: str, *, based_on: int) -> None:
        """Agree, as a second reader, with the answers of the checklist `based_on` that somebody else gave.

        Raises:
            NotAllowed: the actor gave them, or tells the story.
            NotNow: they were given for an older text, or are not complete.
            Conflict: somebody answered anew meanwhile.
        """
        case, review = self._begin(public_id, Act.CHECK)
        require(
            self._work.actor,
            Act.CONFIRM,
            replace(acting_facts(self._work, case), checker_id=review.checked_by),
        )
        if based_on != review.revision:
            raise Conflict({}, review.revision)
        if not complete(answers_of(review)) or not is_checked(review, original_of(self._work, case)):
            raise NotNow(Act.CONFIRM, case.state)
        review.confirmed_by = self._work.actor.person_id
        self._work.record(Happened(Event.CASE_CONFIRMED, case.id))

    def ask(self, public_id: str, text: str, *, form_key: str, field: str = "") -> None:
        """Ask the tellers something, on the whole or on one field of the text. The same form sent again asks once.

        Raises:
            Refused: nothing was written, or too much.
        """
        case, _review = self._begin(public_id, Act.ASK)
        cleaned = self._cleaned(text, "text")
        ask(self._work, case, cleaned, form_key, field=field if is_field(field) else "")
        self._mark_read(case)

    def resolve(self, public_id: str, question_id: int) -> None:
        """Find a question settled.

        Raises:
            NotFound: there is no such question.
        """
        case, _review = self._begin(public_id, Act.ASK)
        question = find_question(self._work, case, question_id)
        if question.resolved_on is None:
            question.resolved_on = self._work.today
            self._mark_read(case)
            self._work.record(Happened(Event.CASE_RESOLVED, case.id))

    def mark_read(self, public_id: str) -> None:
        """Note that the answers of the tellers have been read."""
        case, _review = self._begin(public_id, Act.ASK)
        self._mark_read(case)

    def publish(
        self,
        public_id: str,
        *,
        seen: Collection[str] = (),
        despite: bool = False,
        again_in: int = LOOK_AGAIN_AFTER_MONTHS,
    ) -> None:
        """Open a story to those its tellers chose, and look at it again in so many months (1 to 36).

        `seen` are the looks of the files that the facilitator had before their eyes (`MediaItem.look`). `despite` says
        that questions or suggested changes which nobody settled are left so knowingly.

        Raises:
            NotNow: it is not in review (any more).
            Conflict: a file came, or was changed, after they looked; names the ids of those.
            Refused: something is still missing; `publish` holds a `rows.Hindrance`, `despite` what is not settled.
        """
        work = self._work
        case, review = self._begin(public_id, Act.PUBLISH)
        found = hindrances(work, case, review, marks_in(work, case))
        if found:
            raise Refused({"publish": str(found[0])})
        if not 1 <= again_in <= MOST_MONTHS:
            raise Refused({"again_in": "choose"})
        if not despite and unsettled(work, case):
            raise Refused({"despite": "unsettled"})
        accept_seen(work, case, seen)
        original = original_of(work, case)
        case.state, original.state = CaseState.PUBLISHED, VersionState.APPROVED
        case.published_on = original.published_on = work.month
        if AUDIENCE_OF[consent_of(case).level_on(work.today)] is AudienceLevel.PUBLIC:
            case.was_public = True
        if review.decision != RESTRICTED:
            review.decision, review.reason = "published", ""
        review.review_again_on = in_months(work.today, again_in)
        with work.full_sight():
            render_case(work, case)
        work.record(Happened(Event.CASE_PUBLISHED, case.id))

    def decline(self, public_id: str, reason: str) -> None:
        """Do not publish a story; its tellers read the reason among the messages.

        Raises:
            NotNow: it is not in review (any more).
            Refused: no reason was given, or too long a one.
        """
        case, review = self._begin(public_id, Act.DECLINE)
        review.reason = self._tell(case, reason, new_public_id(), "reason")
        case.state, review.decision = CaseState.DECLINED, "declined"
        self._work.record(Happened(Event.CASE_DECLINED, case.id))

    def restrict(self, public_id: str, reason: str) -> None:
        """Keep a story among member movements, whatever its tellers allow; they read the reason among the messages.

        Holds at once, also for a published story, and for every later decision of the tellers until it is lifted.

        Raises:
            NotNow: it is restricted already.
            Refused: no reason was given, or too long a one.
        """
        case, review = self._begin(public_id, Act.RESTRICT)
        if review.decision == RESTRICTED:
            raise NotNow(Act.RESTRICT, case.state)
        review.reason = self._tell(case, reason, new_public_id(), "restrict")
        review.decision = RESTRICTED
        self._let_travel(case, review)
        self._work.record(Happened(Event.CASE_RESTRICTED, case.id, detail={"restricted": True}))

    def lift(self, public_id: str) -> None:
        """Let a story travel as far as its tellers decided again.

        Raises:
            NotNow: it is not restricted.
        """
        case, review = self._begin(public_id, Act.RESTRICT)
        if review.decision != RESTRICTED:
            raise NotNow(Act.RESTRICT, case.state)
        review.decision, review.reason = ("published" if case.state is CaseState.PUBLISHED else ""), ""
        self._let_travel(case, review)
        self._work.record(Happened(Event.CASE_RESTRICTED, case.id, detail={"restricted": False}))

    def _let_travel(self, case: Case, review: CaseReview) -> None:
        """Let the last decision of the tellers hold, as far as facilitators did not restrict it."""
        decided = self._work.session.scalar(
            select(ConsentDecision.level)
            .where(ConsentDecision.case_id == case.id)
            .order_by(ConsentDecision.number.desc())
            .limit(1)
        )
        if decided is not None:
            case.consent_level = held_level(review, decided)
            is_public = AUDIENCE_OF[consent_of(case).level_on(self._work.today)] is AudienceLevel.PUBLIC
            case.was_public = case.was_public or (case.state is CaseState.PUBLISHED and is_public)

    def reopen(self, public_id: str) -> None:
        """Take a published or declined story back into review: until it is published again nobody else reads it."""
        case, review = self._begin(public_id, Act.REOPEN)
        case.state = CaseState.SUBMITTED
        if review.decision != RESTRICTED:
            review.decision, review.reason = "", ""
            self._let_travel(case, review)
        touched(self._work, case)
        review.review_again_on = None
        review.claimed_by, review.claimed_on = self._work.actor.person_id, self._work.today
        self._work.record(Happened(Event.CASE_REOPENED, case.id))

    def _begin(self, public_id: str, act: Act) -> tuple[Case, CaseReview]:
        return begin(self._work, public_id, act)

    def _mark_read(self, case: Case) -> None:
        self._work.session.execute(
            update(DialogueMessage)
            .where(DialogueMessage.case_id == case.id, DialogueMessage.from_teller.is_(True))
            .values(read=True)
        )

    def _tell(self, case: Case, text: str, form_key: str, field: str) -> str:
        cleaned = self._cleaned(text, field)
        say(self._work, case, cleaned, form_key, from_teller=False)
        return self._hidden(case, cleaned)

    def _hidden(self, case: Case, text: str) -> str:
        """A note without the words that are withheld in the story."""
        return withheld_in(self._work, case).hide(text, case.original_language)

    def _cleaned(self, text: str, field: str) -> str:
        cleaned = clean_text(text).strip()
        if not 0 < len(cleaned) <= MAX_FIELD:
            raise Refused({field: "too-long" if cleaned else "required"})
        return cleaned


def in_months(day: dt.date, months: int) -> dt.date:
    """The first day of the month so many months later."""
    years, month = divmod(day.month - 1 + months, 12)
    return dt.date(day.year + years, month + 1, 1)
