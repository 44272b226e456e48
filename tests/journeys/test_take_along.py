"""Translating away from the archive: through OmegaT, and with a table on a phone without scripts, both to readers."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.adapters.offline.parcels import with_omegat
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Visits
from tests.journeys.house import House
from tests.make import TEXTS, Made, a_case
from tests.programs import needs

pytestmark = [needs("Chromium"), pytest.mark.timeout(300)]

SUMMARY = "Los **pescadores** [pararon](https://ejemplo.org/huelga) el puerto.\nNadie salió."
"""With a link, words in bold and a line break: what programs lose most easily."""
TITLE, MADE = "The fishers’ strike", "**Fishers** {1}stopped{2} the port.\nNobody went out."


def _story(house: House) -> Made:
    return a_case(house.archive, texts={**TEXTS, "summary": SUMMARY})


def _begins(translator: Visitor, made: Made) -> None:
    translator.go(f"translate/{made.public_id}/start?to=en")
    translator.press("Begin")
    translator.follow("Take it along")
    assert not translator.scrolls_sideways()


def _takes(translator: Visitor, kind: str, folder: Path) -> bytes:
    translator.choose("kind", kind)
    with translator.page.expect_download() as coming:
        translator.button("Save the file").click()
    place = folder / coming.value.suggested_filename
    coming.value.save_as(place)
    return place.read_bytes()


def _brings(translator: Visitor, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    translator.page.locator('[name="file"]').set_input_files(file)  # type: ignore[arg-type]
    translator.press("Look at it")
    assert not translator.scrolls_sideways()


def _published(house: House, visits: Visits, translator: Visitor, made: Made) -> None:
    """The rest of the way: a second reader approves, and readers see it."""
    translator.press("It is ready to be read")
    second = visits(house, "en")
    second.sign_in("amina")
    second.go(f"translate/{made.public_id}/en/")
    second.press("Approve")
    reader = visits(house, "en")
    reader.go(f"cases/{made.public_id}/")
    assert reader.page.locator("h1").inner_text() == TITLE
    link = reader.page.locator(".in-short a", has_text="stopped")
    assert link.get_attribute("href") == "https://ejemplo.org/huelga"
    assert reader.page.locator(".in-short strong", has_text="Fishers").count() == 1


@needs("OmegaT")
def test_a_story_is_translated_in_omegat(house: House, visits: Visits, tmp_path: Path) -> None:
    made = _story(house)
    tomas = visits(house, "en", viewport={"width": 1280, "height": 900})
    tomas.sign_in("tomas")
    _begins(tomas, made)
    taken = _takes(tomas, "omegat", tmp_path)
    typed = {
        TEXTS["title"]: TITLE,
        "Los **pescadores** {1}pararon{2} el puerto.<x0/>Nadie salió.": MADE.replace("\n", "<x0/>"),
        TEXTS["advice"]: TEXTS["advice"],
    }
    _brings(tomas, "project.zip", with_omegat(taken, typed, tmp_path / "project", "en"))
    shown = tomas.main()
    assert TITLE in shown
    assert MADE in shown
    assert tomas.page.locator('[name="take"]').count() == 2
    tomas.press("Save what is ticked")
    assert "2 paragraphs were saved as drafts." in tomas.main()
    _published(house, visits, tomas, made)


def test_a_table_is_filled_in_on_a_phone(house: House, visits: Visits, tmp_path: Path) -> None:
    made = _story(house)
    tomas = visits(house, "en", java_script_enabled=False)
    tomas.sign_in("tomas")
    _begins(tomas, made)
    taken = _takes(tomas, "docx", tmp_path)
    _brings(tomas, "notes.txt", b"these are my notes")
    assert tomas.page.locator(".error-summary").count() == 1
    _brings(tomas, "table.docx", _filled_in(taken, {TEXTS["title"]: TITLE, "Nadie salió.": MADE.replace("{2}", "")}))
    assert "These are missing: {2}" in tomas.main()
    mended = tomas.page.locator(".bitext-row", has_text="Nadie salió.")
    mended.locator("textarea").fill(MADE)
    mended.locator('label[for^="take-"]').click()
    tomas.press("Save what is ticked")
    assert "2 paragraphs were saved as drafts." in tomas.main()
    _published(house, visits, tomas, made)


def _filled_in(document: bytes, typed: dict[str, str]) -> bytes:
    """A table with texts in the rows whose source ends with these words, as a word processor writes them."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(document)) as whole, ZipFile(made, "w") as out:
        for name in whole.namelist():
            content = whole.read(name).decode()
            if name == "word/document.xml":
                for source, text in typed.items():
                    at = content.index("<w:t ", content.index("<w:tc>", content.rindex(f">{source}<")))
                    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(text.split("\n"))
                    content = (
                        f'{content[:at]}<w:t xml:space="preserve">{lines}</w:t>{content[content.index("/>", at) + 2 :]}'
                    )
            out.writestr(name, content)
    return made.getvalue()
