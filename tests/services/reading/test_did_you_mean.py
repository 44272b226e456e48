"""Words for words that nobody wrote: whose they are, and from when on they are offered to nobody."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from tests.make import TEXTS, a_case, a_person, a_translation, hide, index
from wgsm_archive.db.models import Job, ShelfText, ShelfWord
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from wgsm_archive.domain.consent import ConsentLevel, Reach
from wgsm_archive.ports.search import Shelf
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs import indexing, vocabulary
from wgsm_archive.services.jobs.renewing import renew_words, renewed_words
from wgsm_archive.services.reading import searching
from wgsm_archive.services.reading.asking_index import ask
from wgsm_archive.services.reading.views import Question


def offered(archive: Archive, words: str, actor: Actor = ANONYMOUS, languages: tuple[str, ...] = ("es",)) -> str:
    with archive.unit_of_work(actor) as work:
        found = work.reading.find(Question(words=words), languages, helped=True).better
    return found.words if found else ""


def told(archive: Archive, language: str, summary: str, **values: object) -> int:
    return a_case(archive, language=language, texts={**TEXTS, "summary": summary}, **values).id  # type: ignore[arg-type]


SLIPS = [
    ("es", "Los pescadores pararon", "pescadroes", "pescadores"),
    ("es", "La comunidad", "comunidd", "comunidad"),
    ("fr", "Les pêcheurs", "pècheuurs", "pêcheurs"),
    ("en", "The fisher's nets", "fihser", "fisher"),
    ("pt", "A ocupação", "ocupcaao", "ocupação"),
    ("ar", "الأرض والمجتمع", "والمجنمع", "والمجتمع"),
    ("hi", "मछुआरे आंदोलन", "आदोलन", "आंदोलन"),
    ("sw", "Wavuvi walipigana", "wavuwi", "wavuvi"),
    ("bn", "জমির অধিকার", "অধীকার", "অধিকার"),
    ("th", "ชาวประมง ชุมชน", "ชุมชม", "ชุมชน"),
    ("ru", "рыбаки порта", "рыбакки", "рыбаки"),
]


@pytest.fixture
def many(archive: Archive) -> Archive:
    for language, summary, _typed, _meant in SLIPS:
        told(archive, language, summary)
    index(archive)
    return archive


def test_a_slip_in_any_script_is_answered_with_what_was_written(many: Archive):
    found = {typed: offered(many, typed, languages=(language,)) for language, _, typed, _ in SLIPS}
    assert found == {typed: meant for _, _, typed, meant in SLIPS}


def test_only_the_word_with_the_slip_is_put_right(many: Archive):
    assert offered(many, '"pescadroes pararon" -minas') == '"pescadores pararon" -minas'
    assert offered(many, "comunidad -pescadroes") == ""


def test_where_nothing_is_close_nothing_is_offered(many: Archive):
    for words in ("", "zzz", "12345", "ab", "qqqqqqqqqqqq", "\x00*(((", "pescadores", "a" * 5000):
        assert offered(many, words) == "", words


def test_a_slip_in_the_label_of_a_term_is_put_right(archive: Archive):
    a_case(archive, terms=(("themes", "fisheries"),))
    index(archive)
    label = archive.tools.vocabularies.find("themes", "fisheries")
    assert label is not None
    word = max(label.labels["fr"].split(), key=len).casefold()
    assert offered(archive, f"{word[:3]}{word[4:]}", languages=("fr",)) == word


# -- who may be offered what ---------------------------------------------------------------------------------------


def test_words_of_stories_for_members_are_offered_to_members_only(archive: Archive):
    told(archive, "es", "El zarapito", level=ConsentLevel.NETWORK)
    index(archive)
    assert offered(archive, "zarapitto") == ""
    assert offered(archive, "zarapitto", a_person(archive, Role.MEMBER)) == "zarapito"


def test_words_of_a_section_for_facilitators_are_offered_to_nobody(archive: Archive):
    a_case(archive, texts={**TEXTS, "failed": "El zarapito"}, narrowed={"failed": Reach.FACILITATORS})
    index(archive)
    assert offered(archive, "zarapitto", a_person(archive, *Role)) == ""


def test_what_is_hidden_is_not_offered_from_that_request_on(archive: Archive):
    made = a_case(archive, texts={**TEXTS, "summary": "El zarapito del muelle"})
    other = told(archive, "es", "Los chorlitejos del muelle")
    index(archive)
    assert offered(archive, "zarapitto") == "zarapito"
    hide(archive, made)
    assert offered(archive, "zarapitto") == ""
    assert offered(archive, "chorlitejoss muele") == "chorlitejos muelle"
    index(archive)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalar(select(func.count()).where(ShelfWord.word.like("zarapit%"))) == 0
        assert set(work.session.scalars(select(ShelfText.case_id))) == {other}


def test_while_very_much_changes_nothing_is_offered(archive: Archive, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("wgsm_archive.services.reading.spelling._MOST_PENDING", 1)
    first, second = told(archive, "es", "El zarapito"), told(archive, "es", "El zarapito")
    index(archive)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.add_all(Job(kind="index-case", case_id=one, payload={}, not_before=work.now) for one in (first,))
    assert offered(archive, "zarapitto") == "zarapito"
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.add(Job(kind="index-narrowed", case_id=second, payload={}, not_before=work.now))
    assert offered(archive, "zarapitto") == ""


# -- keeping the table right ---------------------------------------------------------------------------------------


def rows(archive: Archive, shelf: Shelf = Shelf.PUBLIC) -> dict[tuple[str, str], int]:
    with archive.unit_of_work(SYSTEM) as work:
        assert vocabulary.adds_up(work, shelf)
        assert indexing.verify_words(work, shelf).whole
        found = work.session.execute(
            select(ShelfWord.form, ShelfWord.language, ShelfWord.cases).where(ShelfWord.label == str(shelf))
        )
        return {(form, language): cases for form, language, cases in found}


def test_the_table_counts_what_is_there_now(archive: Archive):
    made = a_case(archive)
    a_translation(archive, made.id, "fr", {"title": "La grève", "summary": "La grève du port"})
    told(archive, "es", "Otra huelga")
    index(archive)
    found = rows(archive)
    assert (found["huelga", "es"], found["grève", "fr"]) == (2, 1)
    assert not {form for form, _ in found if any(c.isdigit() for c in form)}
    hide(archive, made)
    index(archive)
    found = rows(archive)
    assert found["huelga", "es"] == 1
    assert ("grève", "fr") not in found


def test_a_table_that_is_not_what_the_texts_say_is_made_anew(archive: Archive):
    told(archive, "es", "La huelga")
    index(archive)
    before = rows(archive)
    assert not renewed_words(archive)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.execute(update(ShelfText).where(ShelfText.label == "public").values(make=0))
    assert renewed_words(archive)
    assert rows(archive) == before
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.execute(update(ShelfWord).values(cases=7))
        assert not vocabulary.adds_up(work, Shelf.PUBLIC)
    for shelf in Shelf:
        renew_words(archive, shelf)
    assert rows(archive) == before


def test_looking_for_other_words_costs_a_dozen_searches_at_most(many: Archive, monkeypatch: pytest.MonkeyPatch):
    asked: list[object] = []

    def counted(*of: object) -> object:
        asked.append(of)
        return ask(*of)  # type: ignore[arg-type]

    monkeypatch.setattr(searching, "ask", counted)
    words = "pescadroez comunidat pararom lucharun minaz huelgaz"
    offered(many, words)
    assert 1 < len(asked) <= 14
    asked.clear()
    with many.unit_of_work(ANONYMOUS) as work:
        assert work.reading.find(Question(words=words), ("es",)).better is None
    assert len(asked) == 1
