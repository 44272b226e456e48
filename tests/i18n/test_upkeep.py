"""Gathering, merging, checking and exchanging translations."""

import io
from pathlib import Path
from typing import NoReturn

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from click.testing import CliRunner

from wgsm_archive.cli import translations as commands
from wgsm_archive.cli.context import Context
from wgsm_archive.i18n import catalogs, soundness, upkeep
from wgsm_archive.settings import Settings


def template(*texts: str | tuple[str, str]) -> Catalog:
    found = Catalog(header_comment="# All texts.")
    for place, text in enumerate(texts):
        found.add(text, None, [("wgsm_archive/a.py", place)])
    return found


def translated(tag: str, texts: dict[str | tuple[str, str], str | tuple[str, ...]]) -> Catalog:
    found = upkeep.empty(tag)
    for text, translation in texts.items():
        found.add(text, translation)
    return found


def through_file(catalog: Catalog, tag: str) -> Catalog:
    return read_po(io.BytesIO(upkeep.write(catalog, tag).encode()))


def test_known_translations_stay_and_new_texts_wait():
    merged = upkeep.update(template("Map", "Home"), translated("es", {"Map": "Mapa"}), "es")
    assert merged.get("Map").string == "Mapa"
    assert upkeep.waiting(merged) == 1


def test_a_text_changed_a_little_keeps_its_translation_for_a_person_to_look_at():
    known = translated("es", {"Please write the date as 2011.": "Escriba la fecha como 2011."})
    merged = through_file(upkeep.update(template("Please write this date as 2011."), known, "es"), "es")
    message = merged.get("Please write this date as 2011.")
    assert message.string == "Escriba la fecha como 2011."
    assert message.fuzzy
    assert upkeep.waiting(merged) == 1


def test_what_is_no_longer_used_comes_back_when_it_is_used_again():
    gone = through_file(upkeep.update(template("Map"), translated("es", {"Map": "Mapa", "Home": "Inicio"}), "es"), "es")
    assert gone.get("Home") is None
    back = upkeep.update(template("Map", "Home"), gone, "es")
    assert back.get("Home").string == "Inicio"


def test_a_file_has_the_plural_forms_of_our_table_and_neither_dates_nor_line_numbers():
    text = upkeep.write(upkeep.update(template(("%(num)s day", "%(num)s days")), upkeep.empty("ar"), "ar"), "ar")
    assert "n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5" in text
    assert "msgstr[5]" in text
    assert "Date:" not in text
    assert "a.py:" not in text


def test_updating_twice_changes_nothing():
    known = translated("es", {"Map": "Mapa", "Gone": "Ido"})
    once = upkeep.write(upkeep.update(template("Map", "Home"), known, "es"), "es")
    again = upkeep.update(template("Map", "Home"), read_po(io.BytesIO(once.encode())), "es")
    assert upkeep.write(again, "es") == once


@pytest.mark.parametrize(
    ("sources", "forms", "said"),
    [
        (("Told by %(name)s",), ("Contada",), "%(name)s is missing"),
        (("Told by %(name)s",), ("Por %(nombre)s, %(name)s",), "%(nombre)s does not exist here"),
        (("All",), ("100% todo",), "percent sign"),
        (("<b>All</b>",), ("Todo",), "tags differ"),
        (("All",), ("<script>",), "tags differ"),
        (("All",), ("Todo\u202e",), "hidden characters"),
        (("All",), ("Todo ",), "space"),
    ],
)
def test_what_is_wrong_with_a_translation_is_said(sources: tuple[str, ...], forms: tuple[str, ...], said: str):
    assert any(said in str(flaw) for flaw in soundness.check_forms(sources, forms))


def test_a_form_for_one_or_two_may_say_the_number_in_words():
    assert soundness.check_forms(("%(num)s story", "%(num)s stories"), ("قصة واحدة", "قصتان", "%(num)s قصص")) == []


def test_the_check_names_what_is_missing_unsure_or_left_over():
    known = translated("es", {"Map": "", "Home": "Inicio", "Old": "Viejo"})
    known.get("Home").flags.add("fuzzy")
    found = soundness.check_catalog(template("Map", "Home", "New"), known, "es", complete=True)
    assert [problem.split(":")[1].strip() for problem in found] == [
        "'Map'",
        "'Home'",
        "'New' is not in the file",
        "'Old' is no longer used",
    ]
    partly = soundness.check_catalog(template("Map"), translated("qu", {"Map": ""}), "qu", complete=False)
    assert partly == []


def test_the_check_sees_another_tools_plural_rule():
    known = translated("ar", {})
    known.mime_headers = [("Plural-Forms", "nplurals=2; plural=(n != 1);")]
    assert "the header says" in soundness.check_catalog(template(), known, "ar", complete=True)[0]


def test_a_bare_percent_sign_in_the_source_is_found():
    assert soundness.check_template(template("100% ours", "100%% ours")) == [
        "'100% ours': only %(name)s may follow a percent sign; write %% for the sign itself"
    ]


def test_texts_of_code_and_templates_are_gathered_with_their_contexts_and_plurals(tmp_path: Path, monkeypatch):
    package = tmp_path / "wgsm_archive"
    (package / "web" / "templates").mkdir(parents=True)
    (package / "i18n").mkdir()
    (tmp_path / "translations").mkdir()
    config = catalogs.translations_folder() / "babel.cfg"
    (tmp_path / "translations" / "babel.cfg").write_bytes(config.read_bytes())
    (package / "a.py").write_text('_("one"), n_("%(num)s a", "%(num)s b", 3), p_("verb", "Open"), lazy_("late")\n')
    page = package / "web" / "templates" / "page.html"
    page.write_text("{% trans %}\n  two\n  lines {{ x }}\n{% endtrans %}{{ p_('noun', 'Open') }}")
    monkeypatch.setattr(upkeep, "__file__", str(package / "i18n" / "upkeep.py"))
    found = {(message.context, message.id) for message in upkeep.said(upkeep.extract())}
    assert found == {
        (None, "one"),
        (None, ("%(num)s a", "%(num)s b")),
        ("verb", "Open"),
        ("noun", "Open"),
        (None, "late"),
        (None, "two lines %(x)s"),
    }
    page.write_text("{% if %}{{ _('lost') }}")
    result = CliRunner().invoke(commands.translations, ["update"])
    assert result.exit_code == 1
    assert "page.html" in result.output


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    for module in (catalogs, upkeep):
        monkeypatch.setattr(module, "translations_folder", lambda: tmp_path)
    monkeypatch.setattr(upkeep, "extract", lambda: template("Map", "Home"))
    return tmp_path


def unused(*_args: object) -> NoReturn:
    raise AssertionError("files are kept without an archive")


def run(*words: str, status: int = 0) -> str:
    context = Context(Settings(Path("nowhere")), unused, unused)
    result = CliRunner().invoke(commands.translations, list(words), obj=context)
    assert result.exit_code == status, result.output
    return result.output


def test_a_new_language_goes_out_and_comes_back(folder: Path):
    assert "qu: 2 texts wait" in run("update", "qu")
    away = folder / "qu.po"
    text = catalogs.catalog_path("qu", folder).read_text(encoding="utf-8")
    away.write_text(
        text.replace('msgid "Map"\nmsgstr ""', 'msgid "Map"\nmsgstr "Saywa"').replace(
            'msgid "Home"\nmsgstr ""', 'msgid "Home"\nmsgstr "100% wasi"'
        ),
        encoding="utf-8",
    )
    said = run("import", "--into-files", "qu", str(away), status=1)
    assert "1 translations taken in" in said
    assert "'Home'" in said
    assert catalogs.Catalogs(folder).find("qu", None, "Map") == "Saywa"
    assert catalogs.Catalogs(folder).find("qu", None, "Home") == "Home"


def test_update_makes_the_files_and_check_says_what_waits(folder: Path):
    run("update", "es", "fr", "pt", "ar")
    assert "'Map': is not translated" in run("check", status=1)


def test_english_has_no_file_and_nonsense_is_no_language(folder: Path):
    run("update", "en", status=2)
    run("update", "no language", status=2)


def test_a_file_that_is_no_po_file_is_refused(folder: Path):
    run("extract")
    (folder / "x.po").write_bytes(b"\xff\xfe nonsense")
    assert "is not a PO file" in run("import", "qu", str(folder / "x.po"), status=1)
