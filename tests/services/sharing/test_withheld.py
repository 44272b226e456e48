"""A file never brings back what facilitators withheld in a story, and says where it would have."""

from __future__ import annotations

from sqlalchemy import select

from tests.make import a_person
from tests.services.sharing.making import SENT, bring, changed, exported
from wgsm_archive.db.models import Case, Revision, SegmentVersion
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.identifiers import Kind
from wgsm_archive.services.archive import Archive


def everything(archive: Archive) -> str:
    with archive.unit_of_work(SYSTEM) as work:
        case = work.session.scalars(select(Case)).one()
        held = [
            *work.session.scalars(select(SegmentVersion.text)),
            *map(str, work.session.scalars(select(Revision.texts))),
        ]
        return "\n".join([*held, case.region, *(source.title for source in case.sources if source.public)])


def test_what_is_withheld_does_not_come_back_with_a_file(archive: Archive):
    named = changed("versions", "es", "sections", "summary", to="Rosa Mamani defendió el agua.")
    named["versions"]["en"]["sections"]["summary"] = "Rosa Mamani stood up for the water."
    bring(archive, named)
    with archive.unit_of_work(SYSTEM) as work:
        public_id = work.session.scalars(select(Case.public_id)).one()
    ana = a_person(archive, Role.FACILITATOR)
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.marks.withhold(public_id, "Rosa Mamani", Kind.NAME)
    assert "Mamani" not in everything(archive)
    report = bring(archive, named)
    assert [(problem.place, str(problem.code)) for problem in report.problems] == [
        ("versions.es.summary", "withheld"),
        ("versions.en.summary", "withheld"),
    ]
    assert "Mamani" not in str(report.problems)
    assert "Mamani" not in everything(archive)
    newer = changed("versions", "es", "sections", "advice", to="Pregunten a ROSA MAMANI.")
    bring(archive, newer)
    assert "mamani" not in everything(archive).lower()
    assert "amani" not in str(exported(archive))


def test_a_file_without_it_is_read_as_ever(archive: Archive):
    bring(archive, SENT)
    with archive.unit_of_work(SYSTEM) as work:
        public_id = work.session.scalars(select(Case.public_id)).one()
    with archive.unit_of_work(a_person(archive, Role.FACILITATOR), write=True) as work:
        work.reviewing.marks.withhold(public_id, "Rosa Mamani", Kind.NAME)
    assert bring(archive, SENT).problems == []
