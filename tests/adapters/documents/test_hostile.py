"""What strangers might bring is refused in words or read without its poison; the archive lives, within its memory."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from tests.adapters.documents.hostile import KINDS, READ, REFUSED
from tests.papers import docx, p
from wgsm_archive.adapters.documents import LIMITS, SandboxedDocuments
from wgsm_archive.i18n.wording.problems import PROBLEMS
from wgsm_archive.ports.documents import Unusable

MOST_MEMORY = 300 * 1024
"""Kilobytes above the archive's own, for the process that reads."""


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
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_MEMORY + _own_memory()


def _own_memory() -> int:
    # A child that was only just made is as large as its parent.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def test_an_honest_file_is_read_after_all_that():
    assert SandboxedDocuments().read(docx(p("Good words.")), "a.docx").markdown == "Good words."
    assert len(KINDS) >= 25
