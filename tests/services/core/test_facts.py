"""What the page of a story says of it is what its rows say, without the sources that are not for everybody."""

from __future__ import annotations

from tests.make import a_case
from wgsm_archive.db.models import Case, CaseSource
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM
from wgsm_archive.domain.case_study import SourceType
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import facts_of, shown_facts


def test_a_page_reads_the_facts_of_the_rows(archive: Archive):
    terms = (("strategies", "strike"), ("themes", "fisheries"), ("themes", "extractives"))
    made = a_case(archive, terms=terms, countries=("PE", "EC"))
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = work.session.get_one(Case, made.id)
        case.sources = [
            CaseSource(
                type=SourceType.OWN_TESTIMONY, title=title, url="", pages="", public=public, supports=["summary"]
            )
            for title, public in (("Acta", True), ("Carta guardada", False), ("Diario", True))
        ]
    with archive.unit_of_work(ANONYMOUS) as work:
        case = work.session.get_one(Case, made.id)
        shown = shown_facts(work, case).facts
        assert shown == facts_of(case)
        assert [source.title for source in shown.sources] == ["Acta", "Diario"]
        assert shown.countries == ("PE", "EC")
        assert [(use.vocabulary, use.term) for use in shown.terms] == list(terms)
