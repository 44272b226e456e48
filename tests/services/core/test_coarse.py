"""Places and days are made coarse at every door, before anything is stored."""

from __future__ import annotations

from sqlalchemy import select

from tests.make import Made, a_case, index
from wgsm_archive.db.base import Base
from wgsm_archive.db.models import Case
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, teller
from wgsm_archive.domain.case_study import CaseFacts
from wgsm_archive.domain.dates import LooseDate, Period
from wgsm_archive.domain.place import Area, Precision
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import apply_facts
from wgsm_archive.services.sharing.interchange import import_cases


def _everything(archive: Archive) -> str:
    with archive.unit_of_work(SYSTEM) as work:
        tables = Base.metadata.tables.values()
        return "\n".join(str(row) for one in tables for row in work.session.execute(select(one)).mappings())


def _tell(archive: Archive, made: Made) -> None:
    with archive.unit_of_work(teller(made.id), write=True) as work:
        revision = work.contributing.fuller.record().draft.revision
        work.contributing.fuller.save({}, {"facts.period": "2011-03-09/2012-07-19"}, based_on=revision)


def test_a_day_that_tellers_type_in_a_draft_is_stored_as_its_month(archive: Archive):
    made = a_case(archive, state=CaseState.DRAFT)
    _tell(archive, made)
    with archive.unit_of_work(SYSTEM) as work:
        case = work.session.get_one(Case, made.id)
        assert (case.period_start, case.period_end) == ("2011-03", "2012-07")
    assert "2011-03-09" not in _everything(archive)


def test_a_day_that_is_proposed_later_is_stored_as_its_month(archive: Archive):
    made = a_case(archive, state=CaseState.SUBMITTED)
    _tell(archive, made)
    told = _everything(archive)
    assert "2011-03/2012-07" in told
    assert "2011-03-09" not in told


def test_what_a_file_brings_is_made_coarse(archive: Archive):
    sent = {
        "format": "wgsm-case/1",
        "id": "x",
        "original_language": "es",
        "precision": "grid-50km",
        "area": [-12.04637, -77.04279],
        "consent": {"level": "public-read"},
        "period": {"start": "2011-03-09"},
        "versions": {"es": {"title": "Uno", "sections": {"summary": "Dos."}}},
    }
    import_cases(archive, [sent], publish=True)
    # Once more: nothing has changed, although the file is finer than what is kept.
    assert import_cases(archive, [sent], publish=True).unchanged == 1
    index(archive)
    told = _everything(archive)
    assert "2011-03" in told
    assert "2011-03-09" not in told
    assert "12.04637" not in told
    assert "77.04279" not in told


def test_every_precision_is_coarse_and_a_country_has_no_point(archive: Archive):
    made = a_case(archive)
    for precision in Precision:
        with archive.unit_of_work(SYSTEM, write=True) as work:
            case = work.session.get_one(Case, made.id)
            facts = CaseFacts(
                precision=precision, area=Area(-12.04637, -77.04279), period=Period(LooseDate(2011, 3, 9))
            )
            apply_facts(case, facts)
            assert (case.latitude is None) is (precision is Precision.COUNTRY)
            assert case.latitude != -12.04637
            assert case.period_start == "2011-03"
