"""Data that comes with the software: vocabularies, languages, word lists, the world map, the sample archive."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from wgsm_archive.domain.language import Language, direction_of
from wgsm_archive.domain.vocabulary import Term, VocabularyName

INTERFACE_LANGUAGES = ("en", "es", "fr", "pt", "ar")


def folder() -> Traversable:
    """Where the packaged data lies."""
    return files(__name__)


def read_toml(*path: str) -> dict[str, Any]:
    """One packaged TOML file."""
    return tomllib.loads(folder().joinpath(*path).read_text(encoding="utf-8"))


@cache
def languages() -> Mapping[str, Language]:
    """All languages the archive knows by name, by tag."""
    return {
        tag: Language(
            tag=tag,
            autonym=row["autonym"],
            name_en=row["name_en"],
            direction=row.get("direction") or direction_of(tag),
            format_locale=row["format_locale"],
            plural=row["plural"],
            fallbacks=tuple(row.get("fallbacks", ())),
            interface=bool(row.get("interface", False)),
        )
        for tag, row in read_toml("languages.toml")["languages"].items()
    }


class Vocabularies:
    """The ten lists of terms with their labels in all languages that have them."""

    def __init__(
        self, terms: Mapping[VocabularyName, Mapping[str, Term]], texts: Mapping[str, Mapping[str, Any]]
    ) -> None:
        self._terms = terms
        self._texts = texts

    def terms(self, vocabulary: VocabularyName) -> tuple[Term, ...]:
        """All terms of one list, in their order."""
        return tuple(self._terms[vocabulary].values())

    def find(self, vocabulary: str, term: str) -> Term | None:
        """One term, or None when the list or the term does not exist."""
        if vocabulary not in self._terms:
            return None
        return self._terms[VocabularyName(vocabulary)].get(term)

    def name(self, vocabulary: VocabularyName, languages_wanted: tuple[str, ...]) -> str:
        """What the list itself is called."""
        return self._text(languages_wanted, "vocabularies", str(vocabulary), "label")

    def explanation(self, vocabulary: VocabularyName, languages_wanted: tuple[str, ...]) -> str:
        """One line on what the list is for."""
        return self._text(languages_wanted, "vocabularies", str(vocabulary), "description")

    def group(self, vocabulary: VocabularyName, group: str, languages_wanted: tuple[str, ...]) -> str:
        """What a group of terms within the list is called; empty for no group."""
        return self._text(languages_wanted, "groups", f"{vocabulary}.{group}") if group else ""

    def _text(self, languages_wanted: tuple[str, ...], *path: str) -> str:
        for tag in (*languages_wanted, "en"):
            found: Any = self._texts.get(tag, {})
            for step in path:
                found = found.get(step, {}) if isinstance(found, Mapping) else {}
            if isinstance(found, str) and found:
                return found
        return path[-1]


@cache
def vocabularies() -> Vocabularies:
    """The vocabularies as they come with the software."""
    texts = {tag: read_toml("vocabularies", f"{tag}.toml") for tag in INTERFACE_LANGUAGES}
    terms: dict[VocabularyName, dict[str, Term]] = {}
    for name in VocabularyName:
        terms[name] = {}
        for row in texts["en"][name]:
            translated = {
                tag: texts[tag].get(name, {}).get(row["id"], {}) for tag in INTERFACE_LANGUAGES if tag != "en"
            }
            terms[name][row["id"]] = Term(
                vocabulary=name,
                id=row["id"],
                labels={"en": row["label"], **{t: v["label"] for t, v in translated.items() if "label" in v}},
                descriptions={
                    "en": row.get("description", ""),
                    **{t: v["description"] for t, v in translated.items() if "description" in v},
                },
                group=row.get("group", ""),
                seed=bool(row.get("seed", False)),
            )
    return Vocabularies(terms, texts)


@cache
def receipt_words() -> Mapping[str, tuple[str, ...]]:
    """The word lists for receipt codes, by language."""
    return {
        tag: tuple(folder().joinpath("receipt_words", f"{tag}.txt").read_text(encoding="utf-8").split())
        for tag in INTERFACE_LANGUAGES
    }


@cache
def world() -> Mapping[str, Any]:
    """The outlines of the world's countries, projected for drawing."""
    found: dict[str, Any] = json.loads(folder().joinpath("world", "countries.json").read_text(encoding="utf-8"))
    return found
