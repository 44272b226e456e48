"""Stewards keep the lists of terms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.make import TEXTS, a_case, a_person, a_record, a_translation, index
from wgsm_archive.app import create_archive
from wgsm_archive.db.models import AuditEvent, Case, CaseTerm, Job, RecordTerm
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from wgsm_archive.domain.case_study import CaseFacts, TermUse
from wgsm_archive.domain.errors import Conflict, NotAllowed, NotFound, Refused
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import facts_problems
from wgsm_archive.services.reading.views import Question
from wgsm_archive.settings import Settings

STRATEGIES = VocabularyName.STRATEGIES


@pytest.fixture
def steward(archive: Archive) -> Actor:
    return a_person(archive, Role.STEWARD)


@pytest.fixture
def other_process(archive: Archive, settings: Settings) -> Iterator[Archive]:
    made = create_archive(settings, clock=archive.tools.clock)
    yield made
    made.engine.dispose()


def add(archive: Archive, steward: Actor, term: str, **labels: str) -> str:
    with archive.unit_of_work(steward, write=True) as work:
        return work.admin.terms.add("strategies", term, labels, {})


def label(archive: Archive, term: str, *languages: str) -> str:
    with archive.unit_of_work(ANONYMOUS) as work:
        return work.reading.term("strategies", term).label(languages)


def terms_of(archive: Archive, case_id: int) -> list[str]:
    with archive.unit_of_work(SYSTEM) as work:
        return [row.term for row in work.session.get_one(Case, case_id).terms if row.vocabulary == "strategies"]


def test_a_new_term_is_there_at_the_next_request_in_every_process(
    archive: Archive, other_process: Archive, steward: Actor
):
    assert add(archive, steward, "", en="Singing  at the gate", es="Cantar en la puerta") == "singing-at-the-gate"
    assert label(other_process, "singing-at-the-gate", "es") == "Cantar en la puerta"
    with other_process.unit_of_work(steward) as work:
        line = next(one for one in work.admin.terms.list(STRATEGIES, ("en", "es", "ar")) if one.term.id[:4] == "sing")
        assert line.lacking == ("ar",)
        assert facts_problems(work, CaseFacts(terms=(TermUse("strategies", "singing-at-the-gate"),))) == {}


def test_a_term_needs_a_word_and_an_id_of_its_own(archive: Archive, steward: Actor):
    add(archive, steward, "singing", en="Singing")
    for term, labels, where in (
        ("", {"es": "x"}, "label_en"),
        ("strike", {"en": "x"}, "id"),
        ("singing", {"en": "x"}, "id"),
        ("Not an id", {"en": "x"}, "id"),
        ("x" * 61, {"en": "x"}, "id"),
        ("", {"en": "歌"}, "id"),
        ("long", {"en": "x" * 121}, "label_en"),
    ):
        with pytest.raises(Refused) as refused, archive.unit_of_work(steward, write=True) as work:
            work.admin.terms.add("strategies", term, labels, {})
        assert where in refused.value.problems, term


def test_translating_finds_the_stories_by_the_new_word(archive: Archive, steward: Actor):
    a_case(archive)
    index(archive)
    with archive.unit_of_work(steward, write=True) as work:
        desk = work.admin.terms.desk("strategies", "strike")
        labels = {**desk.term.labels, "es": "Zumbayllu"}
        work.admin.terms.translate("strategies", "strike", labels, desk.term.descriptions, based_on=desk.revision)
    index(archive)
    assert label(archive, "strike", "es") == "Zumbayllu"
    assert label(archive, "strike", "fr") != "Zumbayllu"
    with archive.unit_of_work(ANONYMOUS) as work:
        assert work.reading.find(Question(words="zumbayllu"), ("es",)).total == 1
    with pytest.raises(Conflict), archive.unit_of_work(steward, write=True) as work:
        work.admin.terms.translate("strategies", "strike", labels, {}, based_on=desk.revision)


def test_a_retired_term_stays_on_stories_and_is_offered_no_more(archive: Archive, steward: Actor):
    add(archive, steward, "singing", en="Singing")
    made = a_case(archive, terms=(("strategies", "singing"),))
    with archive.unit_of_work(steward, write=True) as work:
        work.admin.terms.retire("strategies", "singing", retired=True)
    with archive.unit_of_work(SYSTEM) as work:
        lists = work.tools.vocabularies
        assert "singing" not in {term.id for term in lists.terms(STRATEGIES)}
        assert "singing" in {term.id for term in lists.terms(STRATEGIES, ("singing",))}
        assert facts_problems(work, CaseFacts(terms=(TermUse("strategies", "singing"),))) == {}
    assert terms_of(archive, made.id) == ["singing"]
    assert label(archive, "singing", "en") == "Singing"
    with archive.unit_of_work(steward, write=True) as work:
        work.admin.terms.retire("strategies", "singing", retired=False)
    with archive.unit_of_work(SYSTEM) as work:
        assert "singing" in {term.id for term in work.tools.vocabularies.terms(STRATEGIES)}


def test_merging_takes_all_stories_along_with_their_lines_and_translations(archive: Archive, steward: Actor):
    add(archive, steward, "singing", en="Singing")
    add(archive, steward, "chanting", en="Chanting")
    texts = {**TEXTS, "how.strategies.singing": "Cada mañana en la puerta."}
    plain = a_case(archive, texts=texts, terms=(("strategies", "singing"), ("strategies", "strike")))
    a_translation(archive, plain.id, "en", {"title": "T", "how.strategies.singing": "Every morning at the gate."})
    both_texts = {**texts, "how.strategies.chanting": "Con tambores."}
    both = a_case(archive, texts=both_texts, terms=(("strategies", "chanting"), ("strategies", "singing")))
    hidden = a_case(archive, state=CaseState.DRAFT, terms=(("strategies", "singing"),))
    record = a_record(archive, {"en": "A visit"}, terms=(("strategies", "singing"),))
    index(archive)
    with archive.unit_of_work(steward, write=True) as work:
        assert work.admin.terms.merge("strategies", "singing", "chanting") == 3
    for case in (plain, both, hidden):
        assert "singing" not in terms_of(archive, case.id)
        assert "chanting" in terms_of(archive, case.id)
    index(archive)
    with archive.unit_of_work(ANONYMOUS) as work:
        term = next(
            one for one in work.reading.case(plain.public_id, ("en",)).terms["strategies"] if one.id == "chanting"
        )
        assert term.how == "Every morning at the gate."
        joined = next(one for one in work.reading.case(both.public_id, ("es",)).terms["strategies"])
        assert "Con tambores." in joined.how
        assert "Cada mañana" in joined.how
        assert work.reading.find(Question(filters={"strategy": ("singing",)}), ("en",)).total == 2
        assert work.reading.term("strategies", "singing").id == "chanting"
        assert [row.term for row in work.session.query(RecordTerm)] == ["chanting"], record
        assert not work.session.query(CaseTerm).filter_by(term="singing").count()
        assert not work.session.query(Job).count()
        event = work.session.query(AuditEvent).filter_by(event="archive:term-changed").all()[-1]
        assert event.detail == {"list": "strategies", "term": "singing", "how": "merged", "into": "chanting"}


def test_what_was_merged_twice_leads_to_the_last(archive: Archive, steward: Actor):
    for name in ("one", "two", "three"):
        add(archive, steward, name, en=name)
    for old, new in (("one", "two"), ("two", "three")):
        with archive.unit_of_work(steward, write=True) as work:
            work.admin.terms.merge("strategies", old, new)
    assert label(archive, "one", "en") == "three"
    with pytest.raises(NotFound), archive.unit_of_work(steward, write=True) as work:
        work.admin.terms.merge("strategies", "one", "strike")


def test_the_core_stays(archive: Archive, steward: Actor):
    with archive.unit_of_work(SYSTEM) as work:
        core = next(term for name in VocabularyName for term in work.tools.vocabularies.terms(name) if term.seed)
        target = next(term for term in work.tools.vocabularies.terms(core.vocabulary) if not term.seed)
    for vocabulary, term in ((core.vocabulary, core.id), ("strategies", "other")):
        with pytest.raises(Refused), archive.unit_of_work(steward, write=True) as work:
            work.admin.terms.retire(vocabulary, term, retired=True)
        with pytest.raises(Refused), archive.unit_of_work(steward, write=True) as work:
            work.admin.terms.merge(vocabulary, term, target.id)


@pytest.mark.parametrize("into", ["singing", "other", "nothing", ""])
def test_a_term_is_merged_into_one_that_is_offered(archive: Archive, steward: Actor, into: str):
    add(archive, steward, "singing", en="Singing")
    with pytest.raises(Refused), archive.unit_of_work(steward, write=True) as work:
        work.admin.terms.merge("strategies", "singing", into)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.TRANSLATOR, Role.FACILITATOR])
def test_only_stewards_keep_the_lists(archive: Archive, role: Role):
    with pytest.raises(NotAllowed), archive.unit_of_work(a_person(archive, role), write=True) as work:
        work.admin.terms.add("strategies", "x", {"en": "x"}, {})
