"""What an archive lays over the languages and words that come with the software, for the whole process at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wgsm_archive.data import languages
from wgsm_archive.domain.language import Language
from wgsm_archive.i18n import formats, names, numbers
from wgsm_archive.i18n.catalogs import Forms, Key, catalogs
from wgsm_archive.i18n.language import language_of

Words = Mapping[str, Mapping[Key, Forms]]
"""Words of the interface by language tag."""

_KEPT = (
    language_of,
    numbers.locale_of,
    numbers.written_number,
    formats.named_language,
    names.country_names,
    names.language_names,
)


class _Laid:
    """What is laid over now, and how often that was changed."""

    languages: Sequence[Language] = ()
    words: Words = {}  # noqa: RUF012 - replaced, never changed
    times = 0


def overlay(own: Sequence[Language], words: Words) -> None:
    """Let these languages and words hold, and no others, over those that come with the software."""
    if (list(own), words) == (list(_Laid.languages), _Laid.words):
        return
    _Laid.languages, _Laid.words = own, words
    _Laid.times += 1
    languages().overlay(own)
    for kept in _KEPT:
        kept.cache_clear()
    catalogs().overlay(lambda tag: words.get(tag, {}), _Laid.times)
