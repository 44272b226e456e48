"""A small set of catalogs of our own in place of the real ones."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from wgsm_archive.i18n import messages
from wgsm_archive.i18n.catalogs import Catalogs, Key, catalog_path, catalogs
from wgsm_archive.i18n.language import language_of

Write = Callable[[str, str], Catalogs]
Overlay = Callable[[str, Mapping[Key, tuple[str, ...]]], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the entries of a language's file; gives catalogs that read the folder."""

    def put(tag: str, entries: str) -> Catalogs:
        path = catalog_path(tag, tmp_path)
        path.parent.mkdir(parents=True, exist_ok=True)
        header = f'msgid ""\nmsgstr ""\n"Plural-Forms: {language_of(tag).plural}\\n"\n\n'
        path.write_text(header + entries, encoding="utf-8")
        return Catalogs(tmp_path)

    return put


@pytest.fixture
def overlay():
    """Translate for the whole process, as an accepted edit on the archive's pages does; undone after the test."""
    edits = 0

    def put(tag: str, texts: Mapping[Key, tuple[str, ...]]) -> None:
        nonlocal edits
        edits += 1
        catalogs().overlay(lambda asked: texts if asked == tag else {}, edits)

    messages._reported.clear()
    messages._chosen.cache_clear()
    messages._dressed.cache_clear()
    yield put
    catalogs().overlay(lambda asked: {}, -1)
    catalogs.cache_clear()
