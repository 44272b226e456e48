"""What is taken along comes back: through our own files, through OmegaT, and through LibreOffice."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.adapters.offline.parcels import (
    LINES,
    NEW,
    OLD,
    STORY,
    STORY_OF_FOUR,
    TITLE,
    WORDS,
    with_libreoffice,
    with_omegat,
)
from tests.programs import needs
from wgsm_archive.adapters.documents.packed import Package
from wgsm_archive.adapters.offline import SandboxedOfflineFiles
from wgsm_archive.adapters.offline.markup import archive
from wgsm_archive.adapters.offline.reading import _brought
from wgsm_archive.adapters.offline.writing import WRITERS
from wgsm_archive.domain.markdown import normalise
from wgsm_archive.domain.placeholders import masked
from wgsm_archive.domain.segments import cut
from wgsm_archive.domain.text import clean_text
from wgsm_archive.ports.offline import Brought, Form, Unit

FILES = SandboxedOfflineFiles()
NASTY = st.text(
    st.one_of(st.characters(exclude_categories=["C", "Z"]), st.sampled_from("\"\\{}<>&'*_ \n%#|~١ଡ଼\u200d")), max_size=60
)
TEXTS = Path(__file__).parents[1] / "texts"
XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"


def _line(text: str) -> str:
    return "\n".join(part for line in clean_text(text).split("\n") if (part := line.strip()))


def _texts(brought: Brought) -> dict[str, str]:
    return {one.key: one.text for one in brought.texts}


@pytest.mark.parametrize("form", list(Form))
def test_a_story_comes_back_with_its_sources_and_its_name(form: Form) -> None:
    found = FILES.read(FILES.write(STORY_OF_FOUR, form, WORDS))
    assert (found.story, found.revision, found.source, found.target) == (STORY, 4, "es", "ar")
    assert [(one.key, one.source) for one in found.texts] == [(u.key, u.source) for u in STORY_OF_FOUR.units]
    assert _texts(found)[LINES.key] == LINES.target
    assert _texts(found)[NEW.key] == ""


@pytest.mark.parametrize("form", list(Form))
def test_the_same_story_gives_the_same_bytes(form: Form) -> None:
    assert FILES.write(STORY_OF_FOUR, form, WORDS) == FILES.write(STORY_OF_FOUR, form, WORDS)


@pytest.mark.parametrize("form", list(Form))
@given(said=NASTY.map(_line).filter(bool), made=NASTY.map(_line))
def test_any_text_survives(form: Form, said: str, made: str) -> None:
    # OmegaT is offered what has more line breaks than its source, see below.
    assume(form is not Form.OMEGAT or made.count("\n") <= said.count("\n"))
    unit = replace(NEW, source=said, target=made, standing="draft" if made else "missing")
    found = _brought(WRITERS[form](replace(STORY_OF_FOUR, units=(unit,)), WORDS)).texts[0]
    assert unicodedata.normalize("NFC", found.source) == said
    assert _line(found.text) == made


def test_what_is_behind_is_offered_in_omegat_and_not_taken_for_done() -> None:
    package = Package(FILES.write(STORY_OF_FOUR, Form.OMEGAT, WORDS))
    folder = f"case-{STORY}-ar"
    assert OLD.target not in package.read(f"{folder}/omegat/project_save.tmx").decode()
    assert OLD.target in package.read(f"{folder}/tm/earlier.tmx").decode()
    assert package.read(f"{folder}/glossary/terms.txt").decode() == "huelga\tإضراب\tno work\n"


def test_a_text_that_was_translated_in_two_ways_is_not_taken_for_settled() -> None:
    twice = (
        replace(NEW, target="نعم", standing="draft"),
        replace(NEW, key="s-000000000009", target="بلى", standing="draft"),
    )
    found = FILES.read(FILES.write(replace(STORY_OF_FOUR, units=twice), Form.OMEGAT, WORDS))
    assert set(_texts(found).values()) == {""}


def test_poedit_sees_what_changed_in_the_source() -> None:
    content = FILES.write(STORY_OF_FOUR, Form.PO, WORDS).decode()
    assert f'#, fuzzy\n#| msgid "{OLD.previous}"\nmsgctxt "{OLD.key}"' in content
    assert "#. {2} = ](https://a.org/?a=1&b=<2>)" in content


def test_right_to_left_cells_say_so() -> None:
    content = Package(FILES.write(STORY_OF_FOUR, Form.DOCX, WORDS)).read("word/document.xml").decode()
    assert content.count("<w:bidi />") == 2 + 4
    assert 'w:bidi="ar"' in content


def test_xliff_2_keeps_to_its_structure() -> None:
    root = ET.fromstring(FILES.write(STORY_OF_FOUR, Form.XLIFF, WORDS))  # noqa: S314 - our own
    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.0", "es", "ar")
    order = ["notes", "originalData", "segment"]
    for unit in root.iter(f"{XLIFF}unit"):
        names = [child.tag.removeprefix(XLIFF) for child in unit]
        assert names == [name for name in order if name in names]
        data = {one.get("id") for one in unit.iter(f"{XLIFF}data")}
        for code in unit.iter(f"{XLIFF}ph"):
            assert code.get("dataRef") in data
        segment = unit.find(f"{XLIFF}segment")
        assert segment is not None
        assert segment.get("state") in ("initial", "translated", "reviewed", "final")
        assert [child.tag.removeprefix(XLIFF) for child in segment] in (["source"], ["source", "target"])


def test_a_tool_may_cut_a_paragraph_into_sentences() -> None:
    content = FILES.write(replace(STORY_OF_FOUR, units=(NEW,)), Form.XLIFF, WORDS).decode()
    cut = '<segment id="1"><source>Sí.</source><target>نعم.</target></segment><ignorable><source> </source></ignorable>'
    for last, expected in (("<target>لا.</target>", "نعم. لا."), ("", "")):
        whole = f'{cut}<segment id="2"><source>No.</source>{last}</segment>'
        changed = content.replace('<segment state="initial"><source>Sí.</source></segment>', whole)
        assert [(one.source, one.text) for one in FILES.read(changed.encode()).texts] == [("Sí. No.", expected)]


@needs("OmegaT")
@pytest.mark.parametrize("target", ["ar", "sat-Olck", "es-x-facil", "hoc"])
def test_omegat_translates_what_somebody_typed_and_keeps_what_stood(tmp_path: Path, target: str) -> None:
    taken = FILES.write(replace(STORY_OF_FOUR, target=target), Form.OMEGAT, WORDS)
    typed = {TITLE.source: "إضراب {1}ميرامار{2}", OLD.source: "**رصيف** & <أكثر>{1} 👩🏽‍🌾"}
    tags = {"sat-Olck": "sat-Olck", "es-x-facil": "es-facil"}
    found = FILES.read(with_omegat(taken, typed, tmp_path / "x", tags.get(target, target)))
    assert (found.story, found.revision, found.target) == (STORY, 4, target)
    assert _texts(found) == {
        TITLE.key: typed[TITLE.source],
        LINES.key: LINES.target,
        OLD.key: typed[OLD.source],
        NEW.key: "",
    }


def test_more_line_breaks_than_the_source_has_are_offered_only() -> None:
    unit = replace(LINES, source="Nos sentamos.", target="جلسنا.\nثم قمنا.")
    assert _texts(FILES.read(FILES.write(replace(STORY_OF_FOUR, units=(unit,)), Form.OMEGAT, WORDS)))[unit.key] == ""


def test_signs_of_tags_that_somebody_wrote_stay_as_they_are() -> None:
    unit = replace(LINES, source="La señal <x7/>.\nY <x0/>", target="العلامة <x7/>.\nو")
    assert (
        _texts(FILES.read(FILES.write(replace(STORY_OF_FOUR, units=(unit,)), Form.OMEGAT, WORDS)))[unit.key]
        == unit.target
    )


@needs("OmegaT")
@pytest.mark.timeout(240)
def test_every_text_of_the_collection_survives_omegat(tmp_path: Path) -> None:
    units = _collection()
    typed = {unit.source: f"Ü {unit.source}" for unit in units if "\n" not in unit.source}
    taken = FILES.write(replace(STORY_OF_FOUR, units=units), Form.OMEGAT, WORDS)
    brought = FILES.read(with_omegat(taken, typed, tmp_path / "x", "ar"))
    assert [one.source for one in brought.texts] == [unit.source for unit in units]
    assert [one.text for one in brought.texts] == [typed.get(unit.source, "") for unit in units]


@needs("LibreOffice")
@pytest.mark.timeout(240)
def test_every_text_of_the_collection_survives_libreoffice(tmp_path: Path) -> None:
    units = _collection()
    others = [replace(one, target=two.source) for one, two in zip(units, reversed(units), strict=True)]
    taken = FILES.write(replace(STORY_OF_FOUR, units=tuple(others)), Form.DOCX, WORDS)
    brought = FILES.read(with_libreoffice(taken, tmp_path))
    assert [(one.source, one.text) for one in brought.texts] == [(unit.source, unit.target) for unit in others]


def _collection() -> tuple[Unit, ...]:
    """Paragraphs of texts in many languages, masked."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.md")) if path.stem != "README"]
    sources = [masked(piece.text) for text in texts for piece in cut(normalise(clean_text(text))).pieces[:9]]
    unique = {one.text: one.codes for one in sources}
    return tuple(
        replace(NEW, key=f"s-{number:012x}", source=text, codes=tuple(code.source for code in codes))
        for number, (text, codes) in enumerate(unique.items())
    )


@needs("OmegaT")
def test_the_file_that_omegat_makes_can_come_back_alone(tmp_path: Path) -> None:
    taken = FILES.write(STORY_OF_FOUR, Form.OMEGAT, WORDS)
    packed = Package(with_omegat(taken, {NEW.source: "نعم."}, tmp_path / "x", "ar"))
    found = FILES.read(packed.read(f"case-{STORY}-ar/target/case-{STORY}.xlf"))
    assert [(one.key, one.source) for one in found.texts] == [(u.key, u.source) for u in STORY_OF_FOUR.units]
    texts = _texts(found)
    assert (texts[NEW.key], texts[LINES.key]) == ("نعم.", LINES.target)
    assert texts[TITLE.key] == TITLE.source


@needs("LibreOffice")
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_table_survives_libreoffice(tmp_path: Path, kind: str) -> None:
    taken = FILES.write(STORY_OF_FOUR, Form.DOCX, WORDS)
    assert FILES.read(with_libreoffice(taken, tmp_path, to=kind)) == FILES.read(taken)


def test_words_that_were_made_bold_in_a_word_processor_get_their_signs() -> None:
    content = Package(FILES.write(STORY_OF_FOUR, Form.DOCX, WORDS))
    body = content.read("word/document.xml").decode()
    bold = "<w:r><w:rPr><w:b /></w:rPr><w:t>نع</w:t></w:r><w:r><w:rPr><w:b /></w:rPr><w:t>م</w:t></w:r>"
    last = body.rindex("<w:p>", 0, body.rindex("</w:tbl>"))
    changed = body[:last] + f"<w:p>{bold}<w:r><w:t> و</w:t></w:r></w:p>" + body[body.index("</w:p>", last) + 6 :]
    members = [
        (name, changed.encode() if name == "word/document.xml" else content.read(name)) for name in content.names
    ]
    assert _texts(FILES.read(archive(members)))[NEW.key] == "**نعم** و"
