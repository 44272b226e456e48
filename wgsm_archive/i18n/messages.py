"""Finding a text in the present language and putting the values in, safely.

A translation is text from outside: it may hold a wrong placeholder, a stray percent sign or a script. The worst it
can do here is to be passed over: the source text is shown and the log says so once.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup, escape

from wgsm_archive.i18n.catalogs import Catalogs, catalogs
from wgsm_archive.i18n.language import spoken
from wgsm_archive.i18n.numbers import number

log = logging.getLogger(__name__)

# An unclosed "<" counts as a tag: on the page it would swallow what follows, up to the next ">".
_TAG = re.compile(r"<[^>]*>?")
_ENTITY = re.compile(r"&#?\w+;")
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_reported: set[tuple[str, str]] = set()


def _(message: str, **values: object) -> str:
    """The message in the present language.

    Returns `Markup` when one of the values is markup; the message and the other values are then escaped.
    """
    words = catalogs()
    if not values:
        return _said(message, spoken(), words, words.edition)
    return fill(message, words.find(spoken(), None, message), values)


@lru_cache(maxsize=8192)
def _said(message: str, tag: str, words: Catalogs, edition: int | None) -> str:
    """A message without values, which is most of what is said."""
    return fill(message, words.find(tag, None, message), {})


def n_(singular: str, plural: str, num: int, **values: object) -> str:
    """The message in the form that a number takes; `%(num)s` is the number, written as the language does."""
    found = catalogs().find_plural(spoken(), None, singular, plural, num)
    return fill(singular if num == 1 else plural, found, {"num": number(num), **values})


def p_(context: str, message: str, **values: object) -> str:
    """The message in a context that tells apart what English says alike; translators see the context."""
    return fill(message, catalogs().find(spoken(), context, message), values)


class Lazy:
    """A message that is looked up each time it is turned into text; for tables and forms made at import."""

    __slots__ = ("_message",)

    def __init__(self, message: str) -> None:
        self._message = message

    def __str__(self) -> str:
        return _(self._message)

    def __mod__(self, values: Mapping[str, object]) -> str:
        """The message with values put in, as form validators do it."""
        return _(self._message, **values)

    def __repr__(self) -> str:
        return f"Lazy({self._message!r})"


def lazy_(message: str) -> Lazy:
    """The message, to be looked up when it is shown."""
    return Lazy(message)


def misused_percent(text: str) -> bool:
    """Whether a percent sign stands for anything but `%(name)s` or, doubled, for itself."""
    return "%" in _PLACEHOLDER.sub("", text.replace("%%", ""))


def placeholders(text: str) -> Counter[str]:
    """How often each name is asked for."""
    return Counter(_PLACEHOLDER.findall(text.replace("%%", "")))


def tags(text: str) -> Counter[str]:
    """How often each HTML tag stands in a text, to the letter."""
    return Counter(_TAG.findall(text))


def fill(source: str, translation: str, values: Mapping[str, object]) -> str:
    """The translation with its values; the source with its values where the translation cannot be used.

    Raises:
        KeyError: the source itself asks for a value that is not given, which is a mistake in the program.
    """
    as_markup = any(hasattr(value, "__html__") for value in values.values())
    dressed = escape if as_markup else str
    return _put_in(dressed(source), dressed(translation), values)


def fill_markup(source: str, translation: str, values: Mapping[str, object]) -> Markup:
    """As `fill`, for a page: a source with tags or entities is HTML, and its translation may hold those tags only."""
    if not values:
        return _ready(source, translation)
    return Markup(_chosen(*_dressed(source, translation), frozenset(values)) % values)  # noqa: S704 - see `_dressed`


@lru_cache(maxsize=8192, typed=True)
def _ready(source: str, translation: str) -> Markup:
    """A text without values, which is most of what a page says."""
    return Markup(_chosen(*_dressed(source, translation), frozenset()) % {})  # noqa: S704 - see `_dressed`


@lru_cache(maxsize=8192, typed=True)
def _dressed(source: str, translation: str) -> tuple[str, str]:
    """Both as markup: escaped where the source is plain text, else with no tags but those of the source."""
    if not (_TAG.search(source) or _ENTITY.search(source)):
        return escape(source), escape(translation)
    if tags(translation) != tags(source):
        _report(source, translation, "its tags differ from those of the source")
        translation = source
    return Markup(source), Markup(translation)  # noqa: S704 - tags are those of the source


def _put_in(source: str, translation: str, values: Mapping[str, object]) -> str:
    return _chosen(source, translation, frozenset(values)) % values


# Typed: markup and plain text of the same letters are equal, and must never stand for each other.
@lru_cache(maxsize=8192, typed=True)
def _chosen(source: str, translation: str, names: frozenset[str]) -> str:
    """The translation, where values of these names can be put into it; else the source."""
    if translation == source:
        return source
    if misused_percent(translation) or placeholders(translation).keys() - names:
        _report(source, translation, "its placeholders are wrong")
        return source
    return translation


def _report(source: str, translation: str, why: str) -> None:
    if (source, translation) not in _reported:
        _reported.add((source, translation))
        log.warning("Translation %r of %r is not used: %s", str(translation), str(source), why)
