"""Countries, languages, themes and years in the words of a search, in the reader's own language."""

from __future__ import annotations

from tests.make import TEXTS, a_case, a_translation, index
from wgsm_archive.db.models import Case
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.reading.views import Question

ASKED = (
    ("en", "country:peru", ("fish",)),
    ("es", "país:perú", ("fish",)),
    ("fr", "pays:pérou", ("fish",)),
    ("pt", "pais:Peru", ("fish",)),
    ("ar", "بلد:بيرو", ("fish",)),
    ("en", 'country:"south africa"', ("land",)),
    ("en", "country:ZA", ("land",)),
    ("en", "huelga -country:peru", ("land",)),
    ("es", "huelga país:perú O país:sudáfrica", ("fish", "land")),
    ("en", "country:atlantis", ()),
    ("en", "language:french", ("land",)),
    ("es", "idioma:francés", ("land",)),
    ("en", "language:es", ("fish", "land")),
    ("en", "theme:fisheries", ("fish",)),
    ("en", "year:2012", ("fish",)),
    ("en", "year:20122014", ()),
    ("en", "year:1990-2000", ("land",)),
    ("es", "año:2000..", ("fish", "land")),
    ("ar", "سنة:٢٠١٢", ("fish",)),
    ("en", "title:huelga year:2012 country:pe theme:fish", ("fish",)),
    ("es", "agua Y pescadores", ("land",)),
    ("es", "agua SIN perú", ()),
    ("ar", "huelga ليس agua", ("fish",)),
    ("en", "huelga country:", ("fish", "land")),
)
"""Language of the menus, what is typed, and which of the two cases of the test below it finds."""


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
    label = archive.tools.vocabularies.find("themes", "fisheries")
    assert label is not None
    cases = {"fish": fish, "land": land.id}
    for language, words, answer in (*ASKED, ("ar", f"موضوع:{label.label(('ar',)).split()[0]}", ("fish",))):
        assert found(archive, words, language) == {cases[name] for name in answer}, words
