"""The language in which the archive speaks at this moment, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import lru_cache

from wgsm_archive.data import languages
from wgsm_archive.domain.language import Language, chain, direction_of, shorter

SOURCE = "en"
"""The language in which the words stand in the code."""

ACCENTED = "en-XA"
MIRRORED = "ar-XB"
PSEUDO = (ACCENTED, MIRRORED)
"""Made-up languages that show what is not translatable (the first) or does not mirror (the second)."""

current: ContextVar[str] = ContextVar("wgsm_interface_language", default=SOURCE)


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Speak a language within a block."""
    before = current.set(tag)
    try:
        yield
    finally:
        current.reset(before)


def spoken() -> str:
    """The tag of the present language."""
    return current.get()


@lru_cache(maxsize=1024)
def language_of(tag: str) -> Language:
    """What is known of a language, whatever tag is asked for.

    A variety that the table does not hold (`pt-BR`) is described by its language; a tag that nobody described is
    shown as it is, formats as English does and falls back to English.
    """
    for cut in shorter(tag):
        known = languages().get(cut)
        if known is not None:
            return known if cut == tag else replace(known, tag=tag, direction=_direction(tag, known), interface=False)
    return Language(
        tag=tag,
        autonym=tag,
        name_en=tag,
        direction=direction_of(tag),
        format_locale=languages()[SOURCE].format_locale,
        plural=languages()[SOURCE].plural,
        fallbacks=(SOURCE,),
    )


def languages_tried(tag: str) -> tuple[str, ...]:
    """Where words for a language are looked for: itself, its shorter forms, its fallbacks."""
    return chain(tag, lambda one: language_of(one).fallbacks)


def _direction(tag: str, base: Language) -> str:
    names_script = any(len(part) == 4 and part.istitle() for part in tag.split("-")[1:])
    return direction_of(tag) if names_script else base.direction
