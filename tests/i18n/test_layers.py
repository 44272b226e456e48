"""Which words are found, in which language, in which plural form."""

from pathlib import Path

import pytest

from tests.i18n.conftest import Overlay, Write
from wgsm_archive.i18n import _, lazy_, n_, p_
from wgsm_archive.i18n.catalogs import Catalogs, catalog_path
from wgsm_archive.i18n.language import language_of, speaking

ARABIC = """msgid "%(num)s story"
msgid_plural "%(num)s stories"
msgstr[0] "zero"
msgstr[1] "one"
msgstr[2] "two"
msgstr[3] "few"
msgstr[4] "many"
msgstr[5] "other"
"""


@pytest.mark.parametrize(
    ("number", "form"), [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (11, "many"), (100, "other")]
)
def test_arabic_counts_in_six_forms(write: Write, number: int, form: str):
    assert write("ar", ARABIC).find_plural("ar", None, "%(num)s story", "%(num)s stories", number) == form


def test_a_language_without_a_file_speaks_its_first_fallback_that_has_the_words(write: Write):
    write("hi", 'msgid "Stories"\nmsgstr "कहानियाँ"\n')
    found = write("es", 'msgid "Stories"\nmsgstr "Historias"\n\nmsgid "Map"\nmsgstr "Mapa"\n')
    assert found.find("ay", None, "Stories") == "Historias"
    assert found.find("hoc", None, "Stories") == "कहानियाँ"
    assert found.find("hoc", None, "Map") == "Map"


@pytest.mark.parametrize("tag", ["pt-BR", "sat-Olck", "ar-XB", "xx", "es-x-facil", "zh-HK", "en"])
def test_any_tag_can_be_spoken(tag: str):
    with speaking(tag):
        assert _("Stories")
        assert n_("%(num)s story", "%(num)s stories", 3)
    assert language_of(tag).direction in ("ltr", "rtl")


def test_a_variety_speaks_as_its_language(write: Write):
    assert write("pt", 'msgid "Map"\nmsgstr "Mapa"\n').find("pt-BR", None, "Map") == "Mapa"


@pytest.mark.parametrize("half", ['msgstr[0] ""\nmsgstr[1] ""\n', 'msgstr[0] "%(num)s kwento"\nmsgstr[1] ""\n'])
def test_a_plural_that_is_not_finished_falls_through_to_the_next_language(write: Write, half: str):
    plural = 'msgid "%(num)s story"\nmsgid_plural "%(num)s stories"\n'
    write("qu", plural + half)
    found = write("es", plural + 'msgstr[0] "%(num)s historia"\nmsgstr[1] "%(num)s historias"\n')
    assert found.find_plural("qu", None, "%(num)s story", "%(num)s stories", 5) == "%(num)s historias"


def test_a_translation_that_nobody_stands_for_is_not_shown(write: Write):
    assert write("es", '#, fuzzy\nmsgid "Map"\nmsgstr "Mapa viejo"\n').find("es", None, "Map") == "Map"


def test_the_same_english_word_is_told_apart_by_context(write: Write):
    found = write("es", 'msgctxt "button"\nmsgid "Open"\nmsgstr "Abrir"\n\nmsgid "Open"\nmsgstr "Abierto"\n')
    assert found.find("es", "button", "Open") == "Abrir"
    assert found.find("es", None, "Open") == "Abierto"


def test_a_file_with_a_nonsensical_plural_rule_still_speaks(write: Write, tmp_path: Path):
    write("es", 'msgid "Map"\nmsgstr "Mapa"\n')
    path = catalog_path("es", tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("(n != 1)", "n ? (("), encoding="utf-8")
    assert Catalogs(tmp_path).find("es", None, "Map") == "Mapa"


def test_an_accepted_edit_counts_at_once_and_only_for_its_language(overlay: Overlay):
    with speaking("hoc"):
        assert _("Stories") == "Stories"
        overlay("hoc", {(None, "Stories"): ("HO STORIES",), (None, "%(num)s story"): ("%(num)s one", "%(num)s many")})
        assert _("Stories") == "HO STORIES"
        assert n_("%(num)s story", "%(num)s stories", 2) == "2 many"
    with speaking("es"):
        assert _("Stories") == "Historias"


def test_an_edit_wins_over_the_file_and_an_emptied_one_gives_it_back(overlay: Overlay):
    with speaking("es"):
        overlay("es", {(None, "Stories"): ("Relatos",)})
        assert _("Stories") == "Relatos"
        overlay("es", {(None, "Stories"): ("",)})
        assert _("Stories") == "Historias"


def test_a_version_seen_before_changes_nothing(tmp_path):
    found = Catalogs(tmp_path)
    found.overlay(lambda tag: {(None, "Map"): ("first",)}, 1)
    found.overlay(lambda tag: {(None, "Map"): ("second",)}, 1)
    assert found.find("hoc", None, "Map") == "first"


def test_a_lazy_message_speaks_the_language_of_the_moment():
    message = lazy_("Stories")
    assert str(message) == "Stories"
    with speaking("fr"):
        assert str(message) == "Histoires"
    assert str(message) == "Stories"


def test_languages_nest_and_end_with_their_block():
    with speaking("es"):
        with speaking("ar"):
            assert _("Map") == "الخريطة"
        assert _("Map") == "Mapa"
    assert p_("anything", "Map") == "Map"


def test_made_up_languages_dress_words_and_leave_placeholders_tags_and_entities():
    with speaking("en-XA"):
        said = _("Told by %(name)s", name="Abena")
    assert said.startswith("[Ť")
    assert "Abena" in said
    with speaking("ar-XB"):
        assert _("Told by %(name)s", name="Abena") == "\u202eTold by \u202cAbena"
    assert language_of("ar-XB").direction == "rtl"


def test_numbers_in_sentences_are_written_as_the_language_writes_them():
    with speaking("es"):
        assert n_("%(num)s story", "%(num)s stories", 12345) == "12.345 historias"
