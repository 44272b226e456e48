"""Changes of facilitators to a story: its text, what the tellers propose, its terms and structured fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import select

from wgsm_archive.db.models import Case, Proposal
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import CaseFacts, how_field, missing_required
from wgsm_archive.domain.errors import Conflict, NotFound, NotNow, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.text import MAX_FIELD, clean_text
from wgsm_archive.domain.workflow import Act
from wgsm_archive.services.case_rows import apply_facts, facts_of, facts_problems, original_of
from wgsm_archive.services.dialogue import say
from wgsm_archive.services.fact_fields import is_fact, with_texts
from wgsm_archive.services.media.voices import spoken
from wgsm_archive.services.rendering import render_case
from wgsm_archive.services.reviewing.rows import begin, touched
from wgsm_archive.services.suggesting import most, suggest, take_back
from wgsm_archive.services.texts import changes_since, current_texts, save_original
from wgsm_archive.services.withholding import withheld_in
from wgsm_archive.services.work import Work


class Editing:
    """Changes of facilitators; each is told on the trail and asks for the checklist anew."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def save_text(
        self,
        public_id: str,
        texts: Mapping[str, str],
        *,
        based_on: int,
        minor: Collection[str] = (),
        proposal_id: int | None = None,
    ) -> None:
        """Save what was changed in the text of the original since revision `based_on`; fields not named stay.

        With `proposal_id` it is the answer to what the tellers proposed, whose facts take effect with it.

        Raises:
            Conflict: somebody changed the same field meanwhile; holds the text that stands.
            Refused: field -> code.
        """
        case = self._begin(public_id, Act.EDIT)
        proposal = self._proposal(case, proposal_id) if proposal_id is not None else None
        self._save(case, texts, based_on=based_on, minor=minor, proposed=proposal is not None)
        if proposal is not None:
            self._settle(case, proposal)

    def suggest(self, public_id: str, texts: Mapping[str, str], *, based_on: int, why: str = "") -> int:
        """Suggest to the tellers what was changed in the text since revision `based_on`; how many paragraphs.

        Raises:
            Conflict: somebody changed the same field meanwhile; holds the text that stands.
            Refused: field -> code; `why` - too long; `text` - nothing was changed.
        """
        case = self._begin(public_id, Act.EDIT)
        original = original_of(self._work, case)
        words = withheld_in(self._work, case)
        changed = changes_since(self._work, original, texts, based_on=based_on, hide=words.hider(original.language))
        cleaned = clean_text(why).strip()
        if len(cleaned) > MAX_FIELD:
            raise Refused({"why": "too-long"})
        if not changed:
            raise Refused({"text": "nothing-changed"})
        return suggest(self._work, case, changed, words.hide(cleaned, original.language))

    def take_back(self, public_id: str, suggestion_id: int) -> None:
        """Suggest a change no longer.

        Raises:
            NotNow: the tellers have decided on it.
        """
        take_back(self._work, self._begin(public_id, Act.EDIT), suggestion_id)

    def accept(self, public_id: str, proposal_id: int) -> None:
        """Let what the tellers proposed take effect, as they wrote it.

        Raises:
            Conflict: the same field changed after they wrote; both have to be brought together by hand.
            NotNow: somebody has decided already.
        """
        case = self._begin(public_id, Act.EDIT)
        proposal = self._proposal(case, proposal_id)
        words = {name: text for name, text in proposal.texts.items() if not is_fact(name)}
        self._save(case, words, based_on=proposal.based_on, minor=(), proposed=True)
        self._settle(case, proposal)

    def refuse(self, public_id: str, proposal_id: int, reason: str) -> None:
        """Do not take over what the tellers proposed; they read the reason among the messages.

        Raises:
            Refused: no reason was given.
            NotNow: somebody has decided already.
        """
        case = self._begin(public_id, Act.EDIT)
        proposal = self._proposal(case, proposal_id)
        cleaned = clean_text(reason).strip()
        if not cleaned or len(cleaned) > MAX_FIELD:
            raise Refused({"reason": "too-long" if cleaned else "required"})
        proposal.decided = True
        say(self._work, case, cleaned, f"proposal-{proposal.id}", from_teller=False)

    def save_facts(self, public_id: str, facts: CaseFacts, *, based_on: int) -> None:
        """Save terms and structured fields. What the tellers decide (name, licence, sources) stays as it is.

        Raises:
            Conflict: somebody saved the facts meanwhile.
            Refused: field -> code.
        """
        work = self._work
        case = self._begin(public_id, Act.EDIT)
        if based_on != case.revision:
            raise Conflict({}, case.revision)
        words = withheld_in(work, case)
        problems = facts_problems(work, facts) | words.problems({"region": facts.region}, case.original_language)
        if problems:
            raise Refused(problems)
        before = facts_of(case, with_private_sources=True)
        kept = replace(
            facts,
            type=before.type,
            author=before.author,
            pseudonymous_title=before.pseudonymous_title,
            area=before.area,
            sources=before.sources,
            licence=before.licence,
            illustrative=before.illustrative,
        )
        self._keep_facts(case, before, kept, proposed=False)

    def _begin(self, public_id: str, act: Act) -> Case:
        return begin(self._work, public_id, act)[0]

    def _save(
        self, case: Case, texts: Mapping[str, str], *, based_on: int, minor: Collection[str], proposed: bool
    ) -> None:
        original = original_of(self._work, case)
        words = withheld_in(self._work, case)
        changed = changes_since(self._work, original, texts, based_on=based_on, hide=words.hider(original.language))
        whole = {**current_texts(self._work, original), **changed}
        problems = text_problems(changed) | words.problems(changed, original.language)
        if case.state is CaseState.PUBLISHED:
            problems |= dict.fromkeys(missing_required(whole, spoken(self._work, case).heard), "required")
        if problems:
            raise Refused(problems)
        before = original.revision
        save_original(self._work, case, original, whole, based_on=before, minor=minor)
        if original.revision != before:
            self._changed(case, {"revision": original.revision, "proposed": proposed})

    def _settle(self, case: Case, proposal: Proposal) -> None:
        """Let the facts that the tellers proposed take effect, and close the proposal."""
        before = facts_of(case, with_private_sources=True)
        wanted = with_texts(before, proposal.texts)
        words = withheld_in(self._work, case)
        problems = facts_problems(self._work, wanted) | words.problems(_told(wanted), case.original_language)
        if problems:
            raise Refused(problems)
        self._keep_facts(case, before, wanted, proposed=True)
        proposal.decided = True

    def _keep_facts(self, case: Case, before: CaseFacts, wanted: CaseFacts, *, proposed: bool) -> None:
        if wanted == before:
            return
        apply_facts(case, wanted)
        case.revision += 1
        self._drop_lines_of(case, {(use.vocabulary, use.term) for use in wanted.terms})
        self._changed(case, {"facts": True, "proposed": proposed})

    def _changed(self, case: Case, detail: dict[str, str | int | bool]) -> None:
        touched(self._work, case)
        with self._work.full_sight():
            render_case(self._work, case)
        self._work.record(Happened(Event.CASE_EDITED, case.id, detail=detail))

    def _drop_lines_of(self, case: Case, used: set[tuple[str, str]]) -> None:
        """Take away the tellers' lines on terms that the case no longer has: they would still be found."""
        original = original_of(self._work, case)
        texts = current_texts(self._work, original)
        wanted = {how_field(*term) for term in used}
        kept = {name: text for name, text in texts.items() if not name.startswith("how.") or name in wanted}
        if kept != texts:
            save_original(self._work, case, original, kept, based_on=original.revision)

    def _proposal(self, case: Case, proposal_id: int) -> Proposal:
        found = find_proposal(self._work, case, proposal_id)
        if found.decided:
            raise NotNow(Act.EDIT, case.state)
        return found


def _told(facts: CaseFacts) -> dict[str, str]:
    """The structured fields that hold free words which readers see."""
    shown = [f"{source.title} {source.url} {source.pages}" for source in facts.sources if source.public]
    return {"region": facts.region, "author": facts.author.shown_name, "sources": "\n".join(shown)}


def find_proposal(work: Work, case: Case, proposal_id: int) -> Proposal:
    """A proposal of the tellers of this case.

    Raises:
        NotFound: there is none.
    """
    found = work.session.scalar(select(Proposal).where(Proposal.id == proposal_id, Proposal.case_id == case.id))
    if found is None:
        raise NotFound
    return found


def proposed_texts(work: Work, case: Case, proposal: Proposal) -> dict[str, str]:
    """The whole text as it would stand after a proposal; a field it does not name stays as it is."""
    words = {name: text for name, text in proposal.texts.items() if not is_fact(name)}
    return {**current_texts(work, original_of(work, case)), **words}


def text_problems(texts: Mapping[str, str]) -> dict[str, str]:
    """What is too long: field -> code."""
    return {name: "too-long" for name, text in texts.items() if len(text) > most(name)}
