"""What strangers might bring is refused in words or read without its poison; the archive lives, within its memory."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.adapters.documents.hostile import KINDS, READ, REFUSED
from tests.papers import docx, p, paragraph, pdf
from wgsm_archive.adapters.documents import LIMITS, SandboxedDocuments
from wgsm_archive.i18n.wording.problems import PROBLEMS
from wgsm_archive.ports.documents import Unusable


@pytest.mark.parametrize("what", list(KINDS))
def test_hostile_files_are_refused_or_defused(what: str):
    name, make, fate = KINDS[what]
    content, since = make(), time.monotonic()
    found, code = "", ""
    try:
        found = SandboxedDocuments().read(content, name).markdown
    except Unusable as problem:
        code = problem.code
    assert (READ if found else REFUSED) == fate, code or found[:300]
    assert found or code in PROBLEMS
    poisons = ("root:", "javascript:", "vbscript:", "file:", "data:", "alert", "evil", "AutoOpen", "127.0.0.1", "\x00")
    assert not [poison for poison in poisons if poison in found]
    assert time.monotonic() - since < LIMITS.clock + 40
    assert not Path("/tmp/wgsm-slip").exists()  # noqa: S108 - what one of them tries to write


def test_what_reads_may_use_no_more_memory_than_is_promised():
    # The limit is the system's own; `tests/adapters/test_sandbox.py` tries that it holds.
    assert LIMITS.memory <= 300 * 1024 * 1024


def test_long_honest_files_are_read_within_it():
    sentence = "Nos quedamos en la plaza hasta que volvió el agua. "
    long = "".join(
        p(f"{number}. {sentence * 6}", more='<w:rPr><w:rFonts w:ascii="A"/></w:rPr>') for number in range(1200)
    )
    found = SandboxedDocuments().read(docx(long), "a.docx").markdown
    assert found.count("Nos quedamos") == 7200
    # No line stands on every page, as running heads do.
    names = ["".join("abcdefghij"[int(digit)] for digit in str(number)) for number in range(150)]
    pages = pdf([paragraph([f"{name} {sentence}" for _line in range(45)], 780, size=10) for name in names])
    assert SandboxedDocuments().read(pages, "a.pdf").markdown.count("Nos quedamos") == 45 * 150


def test_an_honest_file_is_read_after_all_that():
    assert SandboxedDocuments().read(docx(p("Good words.")), "a.docx").markdown == "Good words."
    assert len(KINDS) >= 25
