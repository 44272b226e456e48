"""Where translated words come from: `.po` files, read as they are, layered by the fallbacks of a language.

There is no compile step. A translator's change in a file counts after a restart; one made on the archive's own
pages comes in through the overlay and counts at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog as BabelCatalog
from babel.messages.pofile import read_po

from wgsm_archive.i18n.language import ACCENTED, MIRRORED, SOURCE, language_of, languages_tried
from wgsm_archive.i18n.pseudo import accented, mirrored

log = logging.getLogger(__name__)

DOMAIN = "wgsm_archive"

Key = tuple[str | None, str]
"""Context (mostly None) and English text; of a plural message the singular."""
Forms = tuple[str, ...]
"""One text, or one for each plural form of the language."""
OverlayOf = Callable[[str], Mapping[Key, Forms]]


def translations_folder() -> Path:
    """Where the catalogs lie: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "translations"
    return inside if inside.is_dir() else package.parent / "translations"


def catalog_path(tag: str, folder: Path | None = None) -> Path:
    """The file of one language, whether or not it exists."""
    return (folder or translations_folder()) / tag / "LC_MESSAGES" / f"{DOMAIN}.po"


def plural_rule(header: str) -> Callable[[int], int]:
    """Which plural form a number takes, from a gettext `Plural-Forms` header.

    Raises:
        ValueError: the header is not one.
    """
    return c2py(header.partition("plural=")[2].rstrip(" ;\n"))


def plural_count(header: str) -> int:
    """How many plural forms a `Plural-Forms` header announces."""
    return int(header.partition("nplurals=")[2].partition(";")[0])


@cache
def numbers_of_forms(header: str, shown: int = 3) -> tuple[tuple[int, ...], ...]:
    """For each plural form of a `Plural-Forms` header a few numbers that take it, so that people see which is which."""
    rule, count = plural_rule(header), plural_count(header)
    found: list[list[int]] = [[] for _ in range(count)]
    for number in range(1000):
        form = rule(number)
        if form < count and len(found[form]) < shown:
            found[form].append(number)
    return tuple(tuple(numbers) for numbers in found)


@dataclass(frozen=True, slots=True)
class Layer:
    """The words of one language alone."""

    tag: str
    messages: Mapping[Key, Forms]
    plural: Callable[[int], int]

    def find(self, context: str | None, text: str) -> str | None:
        """The translation of a text, or None."""
        forms = self.messages.get((context, text))
        return forms[0] if forms else None

    def find_plural(self, context: str | None, singular: str, number: int) -> str | None:
        """The translation in the form that the number takes, or None."""
        forms = self.messages.get((context, singular))
        if forms is None:
            return None
        place = self.plural(number)
        return forms[place] if place < len(forms) else None


class Catalogs:
    """All languages' words, read when first asked for."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._overlay: OverlayOf = lambda tag: {}
        self._version: int | None = None
        self._files: dict[str, tuple[str, Mapping[Key, Forms]]] = {}
        self._layers: dict[str, Layer] = {}
        self._stacks: dict[str, tuple[Layer, ...]] = {}

    def overlay(self, read: OverlayOf, version: int) -> None:
        """Lay translations from elsewhere over the files; a version seen before changes nothing and costs nothing."""
        if version != self._version:
            self._overlay = read
            self._layers, self._stacks = {}, {}
            # Last: what is kept under the new number must have been made of the new words.
            self._version = version

    @property
    def edition(self) -> int | None:
        """Another one after every change, for what is put together from the words and kept."""
        return self._version

    def own(self, tag: str) -> Layer:
        """The words of one language alone, without those of its fallbacks."""
        return self._layer(tag)

    def find(self, tag: str, context: str | None, text: str) -> str:
        """The text in the given language or the best of its fallbacks; the English text at last."""
        if tag == ACCENTED:
            return accented(text)
        if tag == MIRRORED:
            return mirrored(text)
        for layer in self._stack(tag):
            found = layer.find(context, text)
            if found is not None:
                return found
        return text

    def find_plural(self, tag: str, context: str | None, singular: str, plural: str, number: int) -> str:
        """As `find`, in the plural form that the number takes in the language where the words are found."""
        source = singular if number == 1 else plural
        if tag == ACCENTED:
            return accented(source)
        if tag == MIRRORED:
            return mirrored(source)
        for layer in self._stack(tag):
            found = layer.find_plural(context, singular, number)
            if found is not None:
                return found
        return source

    def _stack(self, tag: str) -> tuple[Layer, ...]:
        stack = self._stacks.get(tag)
        if stack is None:
            tried = languages_tried(tag)
            # What follows the source language can never be reached: there every text exists.
            tried = tried[: tried.index(SOURCE) + 1] if SOURCE in tried else tried
            stack = self._stacks[tag] = tuple(self._layer(one) for one in tried)
        return stack

    def _layer(self, tag: str) -> Layer:
        layer = self._layers.get(tag)
        if layer is None:
            layer = self._layers[tag] = self._read(tag)
        return layer

    def _read(self, tag: str) -> Layer:
        header, messages = self._file(tag)
        messages = dict(messages)
        for key, forms in self._overlay(tag).items():
            if forms and all(forms):
                messages[key] = forms
        try:
            rule = plural_rule(header)
        except ValueError:
            log.warning("%s: the plural rule %r is none; that of the table of languages is used", tag, header)
            rule = plural_rule(language_of(tag).plural)
        return Layer(tag, messages, rule)

    def _file(self, tag: str) -> tuple[str, Mapping[Key, Forms]]:
        """The plural rule and the words of a language's file; they do not change while the process runs."""
        found = self._files.get(tag)
        if found is not None:
            return found
        path = catalog_path(tag, self._folder)
        if not path.is_file():
            return language_of(tag).plural, {}
        with path.open("rb") as file:
            catalog = read_po(file)
        found = self._files[tag] = catalog.plural_forms, _messages(catalog)
        return found


def _messages(catalog: BabelCatalog) -> dict[Key, Forms]:
    """What is translated for certain. A plural with a form missing counts as not translated at all."""
    found: dict[Key, Forms] = {}
    for message in catalog:
        identity = message.id if isinstance(message.id, str) else message.id[0]
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if identity and not message.fuzzy and forms and all(forms):
            found[message.context, identity] = forms
    return found


@cache
def catalogs() -> Catalogs:
    """The catalogs that come with the software, shared by the whole process."""
    return Catalogs()
