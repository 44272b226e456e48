"""A file never gives more than the tellers gave, and never undoes what they took back."""

import copy

import pytest
from sqlalchemy import select

from wgsm_archive.db.models import Case
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, teller
from wgsm_archive.domain.consent import Consent, ConsentLevel
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import decide_consent
from wgsm_archive.services.sharing.interchange import import_cases
from wgsm_archive.services.sharing.problems import Code
from wgsm_archive.services.sharing.sample import load_sample

SENT = {
    "format": "wgsm-case/1",
    "id": "a-story",
    "original_language": "es",
    "audience": "public",
    "consent": {"level": "public-share", "translate": True, "basis": "assembly"},
    "countries": ["PE"],
    "versions": {"es": {"title": "El agua", "sections": {"summary": "Defendimos el agua."}}},
}


def _changed(**changes: object) -> dict[str, object]:
    return {**copy.deepcopy(SENT), **changes}


def _case(archive: Archive) -> Case:
    with archive.unit_of_work(SYSTEM) as work:
        return work.session.scalars(select(Case).where(Case.sender_id == "a-story")).one()


@pytest.mark.parametrize("state", [CaseState.WITHDRAWN, CaseState.ERASED])
def test_a_story_that_was_taken_back_stays_so(archive: Archive, state: CaseState):
    import_cases(archive, [SENT], publish=True)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.scalars(select(Case)).one().state = state
    report = import_cases(archive, [SENT], publish=True)
    assert (report.imported, report.refused) == (0, 1)
    assert _case(archive).state is state
    with archive.unit_of_work(ANONYMOUS) as work:
        assert work.session.scalars(select(Case)).all() == []


def test_the_narrower_of_audience_and_consent_holds(archive: Archive):
    report = import_cases(archive, [_changed(audience="network")], publish=True)
    assert _case(archive).consent_level is ConsentLevel.NETWORK
    assert Code.NARROWER in [problem.code for problem in report.problems]
    with archive.unit_of_work(ANONYMOUS) as work:
        assert work.session.scalars(select(Case)).all() == []


@pytest.mark.parametrize("word", ["false", "no", 1, "true", [1]])
def test_only_a_plain_true_grants_a_use(archive: Archive, word: object):
    report = import_cases(archive, [_changed(consent={"level": "public-share", "translate": word})], publish=True)
    assert _case(archive).allowed_uses == []
    assert ("consent.translate", Code.NOT_CHOICE) in [(problem.place, problem.code) for problem in report.problems]


def test_one_bad_version_state_costs_neither_the_case_nor_its_neighbours(archive: Archive):
    versions = {**SENT["versions"], "en": {"title": "Water", "from": "es", "state": "perfect", "sections": {}}}
    report = import_cases(archive, [_changed(versions=versions), _changed(id="another")], publish=True)
    assert report.imported == 2
    with archive.unit_of_work(ANONYMOUS) as work:
        cases = work.session.scalars(select(Case)).all()
        assert len(cases) == 2


def test_importing_again_without_publishing_leaves_a_published_story_open(archive: Archive):
    import_cases(archive, [SENT], publish=True)
    import_cases(archive, [SENT], publish=False)
    assert _case(archive).state is CaseState.PUBLISHED


def test_the_sample_archive_loads_without_a_problem_and_only_once(archive: Archive):
    first = load_sample(archive)
    assert (first.new, first.refused, first.problems) == (17 + 21, 0, [])
    again = load_sample(archive)
    assert (again.new, again.updated, again.unchanged) == (0, 0, 17 + 21)
    with archive.unit_of_work(SYSTEM) as work:
        assert len(work.session.scalars(select(Case.id)).all()) == 17


def test_a_file_never_widens_what_the_tellers_narrowed_meanwhile(archive: Archive):
    import_cases(archive, [SENT], publish=True)
    case_id = _case(archive).id
    with archive.unit_of_work(teller(case_id), write=True) as work:
        decide_consent(work, work.session.get_one(Case, case_id), Consent(level=ConsentLevel.NETWORK))
    import_cases(archive, [SENT], publish=True)
    case = _case(archive)
    assert case.consent_level is ConsentLevel.NETWORK
    assert case.allowed_uses == []
    with archive.unit_of_work(ANONYMOUS) as work:
        assert work.session.scalars(select(Case)).all() == []
