"""The names of countries and languages in several languages at once, to understand what somebody typed."""

from __future__ import annotations

from functools import lru_cache

from wgsm_archive.data import languages
from wgsm_archive.i18n.formats import country_codes
from wgsm_archive.i18n.language import SOURCE
from wgsm_archive.i18n.numbers import locale_of


@lru_cache(maxsize=64)
def country_names(tags: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Codes (ISO 3166-1) and names of all countries in these languages and in English."""
    found = {
        (code, str(name)): None
        for tag in (*tags, SOURCE)
        for code, name in locale_of(tag).territories.items()
        if code in country_codes()
    }
    return tuple(found)


@lru_cache(maxsize=64)
def language_names(tags: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Tags and names of all languages that the archive knows: their own, in these languages and in English."""
    found: dict[tuple[str, str], None] = {}
    for known, language in languages().items():
        found |= dict.fromkeys([(known, language.autonym), (known, language.name_en)])
        for tag in tags:
            name = locale_of(tag).languages.get(known.replace("-", "_"))
            if name:
                found[known, str(name)] = None
    return tuple(found)
