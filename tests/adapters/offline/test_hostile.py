"""Files that are brought back to break in, to hang the archive or to smuggle something: each is refused in words."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.adapters.documents.hostile import BILLION, OUTSIDE, REMOTE
from tests.adapters.offline.parcels import STORY, STORY_OF_FOUR, WORDS
from tests.papers import docx, p, paragraph, pdf
from wgsm_archive.adapters.documents.packed import Package
from wgsm_archive.adapters.offline import LIMITS, SandboxedOfflineFiles
from wgsm_archive.adapters.offline.markup import archive
from wgsm_archive.i18n.wording.problems import PROBLEMS
from wgsm_archive.ports.offline import MAX_FILE, Form, Unreadable

FILES = SandboxedOfflineFiles()
UNIT = '<trans-unit id="s-1"><source>a</source><target>TEXT</target></trans-unit>'
FOLDER = f"case-{STORY}-ar"


def _xliff(doctype: str = "", body: str = "") -> bytes:
    unit = body or '<trans-unit id="s-000000000001"><source>a</source><target>&x;</target></trans-unit>'
    return (
        f'<?xml version="1.0"?>{doctype}<xliff version="1.2"><file original="{STORY}.1" source-language="es" '
        f'target-language="ar"><body>{unit}</body></file></xliff>'
    ).encode()


def _project(**changed: bytes) -> bytes:
    package = Package(FILES.write(STORY_OF_FOUR, Form.OMEGAT, WORDS))
    members = {name.removeprefix(f"{FOLDER}/"): package.read(name) for name in package.names}
    members |= {
        name.replace("__", "/").replace("_xlf", ".xlf").replace("_tmx", ".tmx"): one for name, one in changed.items()
    }
    return archive([(f"{FOLDER}/{name}", content) for name, content in members.items()])


def _tmx(doctype: str, seg: str = "&x;") -> bytes:
    unit = f'<tu><tuv lang="es"><seg>Sí.</seg></tuv><tuv lang="ar"><seg>{seg}</seg></tuv></tu>'
    return f'<?xml version="1.0"?>{doctype}<tmx version="1.1"><body>{unit}</body></tmx>'.encode()


def _slip() -> bytes:
    made = io.BytesIO(_project())
    with ZipFile(made, "a") as out:
        out.writestr("../../../../tmp/wgsm-slip", "x")
    return made.getvalue()


def _bomb() -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as out:
        out.writestr(f"{FOLDER}/source/case-{STORY}.xlf", b" " * 300_000_000)
    return made.getvalue()


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "entities that multiply": lambda: _xliff(BILLION),
    "a file of the machine": lambda: _xliff(OUTSIDE),
    "a document type from elsewhere": lambda: _xliff(REMOTE),
    "any document type": lambda: _xliff("<!DOCTYPE xliff>"),
    "the same in sixteen bits": lambda: _xliff(OUTSIDE).decode().encode("utf-16"),
    "entities in a memory": lambda: _project(omegat__project_save_tmx=_tmx(OUTSIDE)),
    "multiplying ones in a memory": lambda: _project(omegat__project_save_tmx=_tmx(BILLION)),
    "a document type in a project's story": lambda: _project(**{f"source__case-{STORY}_xlf": _xliff(OUTSIDE)}),
    "control characters": lambda: _xliff(body=UNIT.replace("TEXT", "\x01")),
    "broken XML": lambda: _xliff()[:-10],
    "very deep XML": lambda: _xliff(body="<g>" * 100_000 + "</g>" * 100_000),
    "very many units": lambda: _xliff(body='<trans-unit id="s-1"><source>a</source></trans-unit>' * 60_000),
    "a very long text": lambda: _xliff(body=UNIT.replace("TEXT", "a" * 3_000_000)),
    "two stories in one file": lambda: _xliff().replace(b"</xliff>", b'<file original="x"/></xliff>'),
    "a way out of the folder": _slip,
    "a bomb": _bomb,
    "a ZIP of something else": lambda: archive([("a.txt", b"a")]),
    "a project of two stories": lambda: archive(
        [(f"{name}/source/case-{STORY}.xlf", _xliff()) for name in ("one", "two")]
    ),
    "no ZIP at all": lambda: b"PK\x03\x04" + b"a" * 100,
    "a document without our table": lambda: docx(p("Words that may be read.")),
    "a PDF": lambda: pdf([paragraph(["Words"], 780, size=10)]),
    "another XML": lambda: b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
    "an old Word file": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
    "PO that is broken": lambda: b'msgid "a"\nmsgstr "b"\nmsgid "c\nnonsense',
    "PO in letters of its own": lambda: b'msgid ""\nmsgstr "Content-Type: a; charset=undefined\\n"\n\xff\xfe\xfa',
    "the name of a file": lambda: b"/etc/passwd msgid msgstr",
    "nothing": lambda: b" \n",
    "too much": lambda: b"<" * (MAX_FILE + 1),
}  # fmt: skip


@pytest.mark.parametrize("what", list(HOSTILE))
def test_hostile_files_are_refused_in_words(what: str) -> None:
    content, since = HOSTILE[what](), time.monotonic()
    with pytest.raises(Unreadable) as refused:
        FILES.read(content)
    assert refused.value.code in PROBLEMS
    assert time.monotonic() - since < LIMITS.clock
    assert not Path("/tmp/wgsm-slip").exists()  # noqa: S108 - what one of them tries to write


def test_a_memory_may_name_its_document_type() -> None:
    content = _project(omegat__project_save_tmx=_tmx('<!DOCTYPE tmx SYSTEM "tmx11.dtd">', "نعم"))
    assert {one.text for one in FILES.read(content).texts} == {"نعم", ""}


def test_what_a_file_says_of_states_is_not_read() -> None:
    unit = (
        '<trans-unit id="s-000000000001" approved="yes"><source>a</source><target state="final">b</target></trans-unit>'
    )
    assert [(one.key, one.text) for one in FILES.read(_xliff(body=unit)).texts] == [("s-000000000001", "b")]
