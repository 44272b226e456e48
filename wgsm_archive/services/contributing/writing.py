"""Telling a story: a draft that belongs to one browser, saved step by step, then sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from wgsm_archive.db.models import Case, LanguageVersion, SetAside
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.actor import teller
from wgsm_archive.domain.case_study import Author, AuthorDisplay, CaseFacts, Origin, missing_required, missing_to_send
from wgsm_archive.domain.consent import Consent
from wgsm_archive.domain.errors import NotFound, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import ReceiptCode, code_from_token, new_public_id
from wgsm_archive.domain.spam import name_of
from wgsm_archive.domain.workflow import Act, require
from wgsm_archive.services.case_rows import acting_facts, apply_facts, decide_consent, facts_of, original_of
from wgsm_archive.services.consenting import last_decision
from wgsm_archive.services.contributing import kept, tellers
from wgsm_archive.services.contributing.kept import Kept, Page
from wgsm_archive.services.disclosure.case_page import CasePage, case_page
from wgsm_archive.services.media.voices import spoken
from wgsm_archive.services.rendering import render_case
from wgsm_archive.services.submissions import Arrival, admit, look_closer
from wgsm_archive.services.texts import changes_since, current_texts, save_original
from wgsm_archive.services.transactions import settle
from wgsm_archive.services.work import Work

CONSENT = "consent"
"""Named beside the fields that are still missing when a story cannot be sent yet."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A story as its tellers write it. `decided` says whether they have chosen who may read it.

    `waiting` are the steps with words that were saved while they were typed, but not taken over; `spoken` the
    sections that were answered by voice.
    """

    public_id: str
    state: CaseState
    language: str
    direction: str
    texts: Mapping[str, str]
    revision: int
    facts: CaseFacts
    consent: Consent
    decided: bool
    linked: bool
    waiting: tuple[str, ...] = ()
    spoken: frozenset[str] = frozenset()

    @property
    def missing(self) -> list[str]:
        """What must still be answered before it can be sent."""
        return [*missing_to_send(self.texts, self.spoken), *([] if self.decided else [CONSENT])]

    @property
    def skipped(self) -> list[str]:
        """Required answers that are empty, though the story can be sent without them."""
        return [name for name in missing_required(self.texts, self.spoken) if name not in self.missing]


def own_case(work: Work) -> Case:
    """The story that this browser opens.

    Raises:
        NotFound: it opens none (any more).
    """
    case = work.session.get(Case, work.actor.case_id) if work.actor.case_id is not None else None
    if case is None:
        raise NotFound
    return case


class Writing:
    """What tellers do with a draft."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def begin(
        self, language: str, form_key: str, texts: Mapping[str, str] | None = None, *, arrival: Arrival | None = None
    ) -> str:
        """Begin a story in a language and give the token that opens it; the same form opens the same draft.

        Raises:
            Refused: the archive does not know the language, or an invitation is needed and there is none that holds.
        """
        work = self._work
        if language not in work.tools.languages:
            raise Refused({"language": "unknown-language"})
        with work.full_sight():
            known = work.session.scalar(select(Case).where(Case.form_key == name_of(form_key)))
        if known is None:
            admit(work, arrival)
            known = self._new_case(language, name_of(form_key))
            if arrival is not None:
                look_closer(work, known.id, arrival)
        work.become(replace(work.actor, case_id=known.id) if work.actor.is_signed_in else teller(known.id))
        token = tellers.open_session(work, known.id, draft=True)
        if texts:
            self.save(texts, based_on=original_of(work, known).revision)
        return token

    def _new_case(self, language: str, form_key: str) -> Case:
        work = self._work
        case = Case(public_id=new_public_id(), original_language=language, form_key=form_key)
        version = LanguageVersion(case=case, language=language, origin=Origin.ORIGINAL, state=VersionState.APPROVED)
        work.session.add_all([case, version])
        work.session.flush()
        work.record(Happened(Event.CASE_STARTED, case.id))
        settle(work)
        return case

    def is_set_aside(self) -> bool:
        """Whether a person must look at the story before it comes into the queue."""
        return self._work.session.get(SetAside, own_case(self._work).id) is not None

    def stay(self, token: str) -> None:
        """Keep the story open in this browser for another while, because its tellers are at work."""
        tellers.keep_open(self._work, token, draft=own_case(self._work).state is CaseState.DRAFT)

    def draft(self) -> Draft:
        """The story as it stands."""
        work, case = self._work, own_case(self._work)
        version = original_of(work, case)
        known = work.tools.languages.get(version.language)
        decided = last_decision(work, case)
        return Draft(
            public_id=case.public_id,
            state=case.state,
            language=version.language,
            direction=known.direction if known else "ltr",
            texts=current_texts(work, version),
            revision=version.revision,
            facts=facts_of(case, with_private_sources=True),
            consent=decided or Consent(),
            decided=decided is not None,
            linked=case.owner_id is not None,
            waiting=tuple(kept.waiting(work, case)) if case.state is CaseState.DRAFT else (),
            spoken=spoken(work, case).sections,
        )

    def save(self, texts: Mapping[str, str], *, based_on: int, countries: Sequence[str] | None = None) -> None:
        """Save some answers; an empty one is allowed until sending.

        Raises:
            Conflict: the same answers were saved elsewhere since revision `based_on`.
        """
        work, case = self._work, own_case(self._work)
        require(work.actor, Act.WRITE, acting_facts(work, case))
        version = original_of(work, case)
        changed = changes_since(work, version, texts, based_on=based_on)
        now = current_texts(work, version)
        save_original(work, case, version, {**now, **changed}, based_on=version.revision)
        if countries is not None:
            apply_facts(case, replace(facts_of(case, with_private_sources=True), countries=tuple(countries)))
        with work.full_sight():
            render_case(work, case)

    def keep(self, step: str, texts: Mapping[str, str], *, page: Page, based_on: int) -> None:
        """Keep what is being written in a step, beside the story, until it is taken over.

        Raises:
            Conflict: somebody else writes there as well, or has saved since revision `based_on`.
        """
        work, case = self._work, own_case(self._work)
        require(work.actor, Act.WRITE, acting_facts(work, case))
        kept.keep(work, case, step, texts, page=page, based_on=based_on)

    def kept_in(self, step: str) -> Kept | None:
        """What is kept of a step."""
        return kept.kept_in(self._work, own_case(self._work), step)

    def taken_over(self, step: str, page: Page) -> None:
        """The words of this page were saved."""
        kept.taken_over(self._work, own_case(self._work), step, page)

    def name(self, display: AuthorDisplay, name: str, *, link: bool = False) -> None:
        """Decide how the tellers are named, and whether the story is tied to the account of who is signed in."""
        work, case = self._work, own_case(self._work)
        require(work.actor, Act.WRITE, acting_facts(work, case))
        facts = facts_of(case, with_private_sources=True)
        apply_facts(case, replace(facts, author=Author(facts.author.kind, display, name)))
        if work.actor.is_signed_in:
            case.owner_id = work.actor.person_id if link else None

    def decide(self, consent: Consent) -> None:
        """Decide who may read the story and what may be done with it; a narrower decision holds at once.

        The same once more, as after a dropped line, is no new decision.
        """
        work, case = self._work, own_case(self._work)
        require(work.actor, Act.CONSENT, acting_facts(work, case))
        if consent != last_decision(work, case):
            decide_consent(work, case, consent)
        settle(work)

    def preview(self, languages: tuple[str, ...]) -> CasePage:
        """The page as others will see it."""
        case = own_case(self._work)
        return case_page(self._work, case, (case.original_language, *languages))

    def send(self, token: str) -> None:
        """Give the story to the facilitators; sending it once more changes nothing.

        Raises:
            Refused: answers are missing, or words wait that were not taken over.
        """
        work, case = self._work, own_case(self._work)
        code = code_from_token(token, work.tools.secret)
        if case.state is not CaseState.DRAFT and tellers.code_given(work, case.id, code):
            return
        require(work.actor, Act.SEND, acting_facts(work, case))
        draft = self.draft()
        if draft.missing or draft.waiting:
            raise Refused(dict.fromkeys([*draft.missing, *draft.waiting], "required"))
        kept.let_go(work, case.id)
        case.state, case.sent_on, case.form_key = CaseState.SUBMITTED, work.today, None
        tellers.keep_receipt(work, case.id, code)
        tellers.keep_open(work, token, draft=False)
        work.record(Happened(Event.CASE_SENT, case.id))

    def holds_receipt(self, token: str) -> bool:
        """Whether this browser can still be shown the code of its story."""
        return tellers.code_given(self._work, own_case(self._work).id, code_from_token(token, self._work.tools.secret))

    def receipt(self, token: str) -> ReceiptCode:
        """The code of a story that this browser has sent.

        Raises:
            NotFound: it has sent none.
        """
        if own_case(self._work).state is CaseState.DRAFT or not self.holds_receipt(token):
            raise NotFound
        return code_from_token(token, self._work.tools.secret)
