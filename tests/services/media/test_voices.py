"""Answers that were given by voice: they count, readers are never left with a sound without words."""

from __future__ import annotations

import pytest

from tests.adapters.media.recordings import recording
from tests.make import TEXTS, USES, Made, a_case, a_person
from wgsm_archive.db.models import Case
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role, teller
from wgsm_archive.domain.checklist import Answer, Answered, Check
from wgsm_archive.domain.errors import NotAllowed, NotFound, NotNow, Refused, SignInNeeded
from wgsm_archive.domain.ids import new_token
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.disclosure.media import media_views
from wgsm_archive.services.media import pieces, voices
from wgsm_archive.services.reviewing.rows import Hindrance
from wgsm_archive.services.work import Work

SOUND = recording("opusenc.opus")
WRITTEN = {name: text for name, text in TEXTS.items() if name != "summary"}


@pytest.fixture
def ana(archive: Archive) -> Actor:
    return a_person(archive, Role.FACILITATOR, handle="ana")


def a_story(archive: Archive, state: CaseState = CaseState.SUBMITTED, uses: tuple[str, ...] = (*USES, "media")) -> Made:
    return a_case(archive, state=state, texts=WRITTEN, uses=uses)


def spoken(archive: Archive, made: Made, section: str = "summary", **words: str) -> str:
    """A recording that answers a prompt; its id."""
    actor = teller(made.id)
    upload, _new = pieces.begin(archive, actor, story="", name="a.opus", length=len(SOUND), form_key=new_token())
    pieces.append(archive, actor, upload.id, 0, SOUND)
    item = pieces.finish(archive, actor, upload.id)
    with archive.unit_of_work(actor, write=True) as work:
        work.media.describe(item.id, {"section": section, "agreement": "agreed", **words})
    return item.id


def hindrances(archive: Archive, ana: Actor, made: Made) -> set[Hindrance]:
    with archive.unit_of_work(ana) as work:
        return set(work.reviewing.desk(made.public_id, ("es",)).hindrances)


def transcribe(archive: Archive, actor: Actor, recording_id: str, text: str = "Nueve días.") -> None:
    with archive.unit_of_work(actor, write=True) as work:
        voices.transcribe(work, recording_id, text, "es")


def unanswered(work: Work) -> list[str]:
    return work.contributing.writing.draft().skipped


def test_a_story_whose_answer_is_only_spoken_can_be_sent(archive):
    made = a_story(archive, CaseState.DRAFT)
    with archive.unit_of_work(teller(made.id)) as work:
        assert unanswered(work) == ["summary"]
    spoken(archive, made)
    with archive.unit_of_work(teller(made.id), write=True) as work:
        assert unanswered(work) == []
        assert work.contributing.writing.draft().spoken == {"summary"}
        work.contributing.writing.send("a token of this browser")
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.get_one(Case, made.id).state is CaseState.SUBMITTED


def test_a_recording_of_no_prompt_answers_none(archive):
    made = a_story(archive, CaseState.DRAFT)
    spoken(archive, made, section="")
    spoken(archive, made, section="people")
    with archive.unit_of_work(teller(made.id)) as work:
        assert unanswered(work) == ["summary"]


def test_what_is_only_spoken_needs_its_words_before_it_is_published(archive, ana):
    made = a_story(archive)
    recording_id = spoken(archive, made)
    assert Hindrance.TRANSCRIPT_MISSING in hindrances(archive, ana, made)
    transcribe(archive, ana, recording_id)
    assert hindrances(archive, ana, made) == {Hindrance.CHECKLIST_INCOMPLETE}
    with archive.unit_of_work(ana, write=True) as work:
        desk = work.reviewing.desk(made.public_id, ("es",))
        fine = {check: Answered(Answer.FINE) for check in Check}
        work.reviewing.deciding.check(
            made.public_id, fine, desk.risk, based_on=desk.review_revision, text_revision=desk.page.revision
        )
        work.reviewing.deciding.publish(made.public_id, seen=[work.media.items(made.public_id)[0].look])
    with archive.unit_of_work(ANONYMOUS) as work:
        heard = media_views(work, work.session.get_one(Case, made.id))
        assert [(one.section, one.transcript, one.transcript_language) for one in heard] == [
            ("summary", "Nueve días.", "es")
        ]


def test_a_spoken_answer_that_comes_later_needs_its_words_as_well(archive, ana):
    made = a_story(archive, CaseState.PUBLISHED)
    recording_id = spoken(archive, made, section="people")
    with archive.unit_of_work(ana, write=True) as work, pytest.raises(Refused) as refused:
        work.media.accept(recording_id)
    assert refused.value.problems == {"transcript": "transcript-missing"}
    transcribe(archive, ana, recording_id)
    with archive.unit_of_work(ana, write=True) as work:
        work.media.accept(recording_id)
    with archive.unit_of_work(ANONYMOUS) as work:
        assert media_views(work, work.session.get_one(Case, made.id))


def test_words_beside_it_are_enough(archive, ana):
    made = a_case(archive, state=CaseState.SUBMITTED, uses=(*USES, "media"))
    spoken(archive, made)
    assert hindrances(archive, ana, made) == {Hindrance.CHECKLIST_INCOMPLETE}


@pytest.mark.parametrize("why", ["no consent to recordings", "nobody asked", "held back"])
def test_a_main_answer_that_readers_may_not_hear_is_no_answer_for_them(archive, ana, why):
    made = a_story(archive, uses=USES if why == "no consent to recordings" else (*USES, "media"))
    asked = {"agreement": "not-asked"} if why == "nobody asked" else {}
    recording_id = spoken(archive, made, transcript="Nueve días.", **asked)
    if why == "held back":
        with archive.unit_of_work(ana, write=True) as work:
            work.media.hold_back(recording_id)
    assert Hindrance.VOICE_CLOSED in hindrances(archive, ana, made)


def test_facilitators_write_down_what_is_said_and_nobody_else_does(archive, ana):
    made = a_story(archive)
    recording_id = spoken(archive, made)
    for actor in (ANONYMOUS, a_person(archive), a_person(archive, Role.STEWARD), teller(a_story(archive).id)):
        with pytest.raises((NotFound, NotAllowed, SignInNeeded)):
            transcribe(archive, actor, recording_id)
    with pytest.raises(Refused):
        transcribe(archive, ana, recording_id, "a" * 60_001)
    transcribe(archive, ana, recording_id)
    with archive.unit_of_work(teller(made.id)) as work:
        assert work.media.item(recording_id).transcript == "Nueve días."
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.returning.hide()
    with pytest.raises((NotFound, NotNow)):
        transcribe(archive, ana, recording_id)
