"""Countries, languages, themes and years in the words of a search, in the reader's own language."""

from __future__ import annotations

from tests.make import TEXTS, a_case, a_translation, index
from wgsm_archive.db.models import Case
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.reading.views import Question


def found(archive: Archive, words: str, language: str = "en") -> set[int]:
    with archive.unit_of_work(ANONYMOUS) as work:
        return {hit.card.case_id for hit in work.reading.find(Question(words=words, limit=50), (language,)).hits}


def test_facts_find_the_cases_that_have_them_in_any_language_of_the_menus(archive: Archive):
    fish = a_case(archive).id
    land = a_case(
        archive, countries=("ZA",), terms=(("themes", "extractives"),), texts={**TEXTS, "summary": "El agua y Perú."}
    )
    a_translation(archive, land.id, "fr", {"title": "L'eau"})
    with archive.unit_of_work(SYSTEM, write=True) as work:
        for case_id, start in ((fish, "2011"), (land.id, "1998")):
            case = work.session.get_one(Case, case_id)
            case.period_start, case.period_end = start, str(int(start) + 2)
    index(archive)
    both, label = {fish, land.id}, archive.tools.vocabularies.find("themes", "fisheries")
    assert label is not None
    for language, words, answer in (
        ("en", "country:peru", {fish}),
        ("es", "país:perú", {fish}),
        ("fr", "pays:pérou", {fish}),
        ("pt", "pais:Peru", {fish}),
        ("ar", "بلد:بيرو", {fish}),
        ("en", 'country:"south africa"', {land.id}),
        ("en", "country:ZA", {land.id}),
        ("en", "huelga -country:peru", {land.id}),
        ("es", "huelga país:perú O país:sudáfrica", both),
        ("en", "country:atlantis", set()),
        ("en", "language:french", {land.id}),
        ("es", "idioma:francés", {land.id}),
        ("en", "language:es", both),
        ("en", "theme:fisheries", {fish}),
        ("ar", f"موضوع:{label.label(('ar',)).split()[0]}", {fish}),
        ("en", "year:2012", {fish}),
        ("en", "year:20122014", set()),
        ("en", "year:1990-2000", {land.id}),
        ("es", "año:2000..", both),
        ("ar", "سنة:٢٠١٢", {fish}),
        ("en", "title:huelga year:2012 country:pe theme:fish", {fish}),
        ("es", "agua Y pescadores", {land.id}),
        ("es", "agua SIN perú", set()),
        ("ar", "huelga ليس agua", {fish}),
        ("en", "huelga country:", both),
    ):
        assert found(archive, words, language) == answer, words
