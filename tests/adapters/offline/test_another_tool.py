"""XLIFF 2.0 as another program reads and writes it: the Translate Toolkit, which Weblate and Pootle stand on."""

from __future__ import annotations

from translate.storage.xliff2 import Xliff2File

from tests.adapters.offline.parcels import LINES, NEW, OLD, STORY_OF_FOUR, TITLE, WORDS
from wgsm_archive.adapters.offline import SandboxedOfflineFiles
from wgsm_archive.domain.placeholders import masked
from wgsm_archive.ports.offline import Form

FILES = SandboxedOfflineFiles()


def test_another_program_finds_every_unit_and_what_stands_for_it() -> None:
    units = Xliff2File.parsestring(FILES.write(STORY_OF_FOUR, Form.XLIFF, WORDS)).units
    assert [unit.getid() for unit in units] == [one.key for one in STORY_OF_FOUR.units]
    assert [unit.source for unit in units] == [
        one.source.replace("{1}", "").replace("{2}", "") for one in STORY_OF_FOUR.units
    ]
    assert units[1].target == LINES.target
    assert units[3].target is None


def test_what_another_program_writes_comes_back() -> None:
    store = Xliff2File.parsestring(FILES.write(STORY_OF_FOUR, Form.XLIFF, WORDS))
    store.units[1].target = "جلسنا معًا.\nولم يخرج أحد."
    store.units[3].target = "نعم & <لا>"
    texts = {one.key: one.text for one in FILES.read(bytes(store)).texts}
    assert texts[LINES.key] == "جلسنا معًا.\nولم يخرج أحد."
    assert texts[NEW.key] == "نعم & <لا>"
    assert texts[OLD.key] == OLD.target
    assert texts[TITLE.key] == ""
    assert masked(texts[OLD.key]).codes
