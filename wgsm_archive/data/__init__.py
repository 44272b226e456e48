"""Data that comes with the software: vocabularies, languages, word lists, the world map, the sample archive."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from wgsm_archive.domain.headings import HeadingNames
from wgsm_archive.domain.language import Language, direction_of
from wgsm_archive.domain.vocabulary import Term, TermChange, VocabularyName

INTERFACE_LANGUAGES = ("en", "es", "fr", "pt", "ar")


def folder() -> Traversable:
    """Where the packaged data lies."""
    return files(__name__)


def read_toml(*path: str) -> dict[str, Any]:
    """One packaged TOML file."""
    return tomllib.loads(folder().joinpath(*path).read_text(encoding="utf-8"))


class Languages(Mapping[str, Language]):
    """All languages that the archive knows by name, by tag: those that come with the software and its own."""

    def __init__(self, shipped: Mapping[str, Language]) -> None:
        self._shipped = shipped
        self._now = shipped

    def overlay(self, own: Iterable[Language]) -> None:
        """Let these languages hold, and no others, over those that come with the software."""
        self._now = {**self._shipped, **{language.tag: language for language in own}}

    def ships(self, tag: str) -> bool:
        """Whether a language comes with the software."""
        return tag in self._shipped

    def __getitem__(self, tag: str) -> Language:
        """A language by its tag."""
        return self._now[tag]

    def __iter__(self) -> Iterator[str]:
        """The tags."""
        return iter(self._now)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._now)


@cache
def languages() -> Languages:
    """The languages, shared by the whole process."""
    shipped = {
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
    return Languages(shipped)


ListWords = Mapping[str, Mapping[str, str]]
"""By language, what lists and groups of terms are called, under the keys of `Vocabularies.list_texts`."""
_Lists = Mapping[VocabularyName, Mapping[str, Term]]


class Vocabularies:
    """The ten lists of terms with their labels in all languages that have them."""

    def __init__(self, terms: _Lists, texts: Mapping[str, Mapping[str, Any]]) -> None:
        self._shipped = terms
        self._texts = texts
        # Both are replaced at once, so that a reader in another thread never sees one without the other.
        self._now: tuple[_Lists, Mapping[tuple[str, str], str]] = (terms, {})
        self._list_words: ListWords = {}
        self.edition = 0
        """Another number after every change, for what is computed from the lists and kept."""

    def of_its_own(self) -> Vocabularies:
        """The same lists for one archive, which may lay its changes over them."""
        return Vocabularies(self._shipped, self._texts)

    def overlay(self, changes: Iterable[TermChange], list_words: ListWords) -> None:
        """Let these changes hold, and no others, over the lists that come with the software."""
        lists = {name: dict(terms) for name, terms in self._shipped.items()}
        merged: dict[tuple[str, str], str] = {}
        for change in changes:
            terms = lists[change.vocabulary]
            if change.merged_into:
                merged[change.vocabulary, change.id] = change.merged_into
                terms.pop(change.id, None)
                continue
            before = terms.get(change.id) or Term(change.vocabulary, change.id, {})
            terms[change.id] = replace(
                before,
                labels={**before.labels, **change.labels},
                descriptions={**before.descriptions, **change.descriptions},
                retired=change.retired,
            )
        self._now, self._list_words = (lists, merged), list_words
        self.edition += 1

    def terms(self, vocabulary: VocabularyName, held: Collection[str] = ()) -> tuple[Term, ...]:
        """The terms of one list that are offered, in their order; of the retired ones only those `held`."""
        return tuple(term for term in self._now[0][vocabulary].values() if not term.retired or term.id in held)

    def find(self, vocabulary: str, term: str) -> Term | None:
        """One term, or the one that took its place; None when the list or the term does not exist."""
        lists, merged = self._now
        if vocabulary not in lists:
            return None
        seen: set[str] = set()
        while (vocabulary, term) in merged and term not in seen:
            seen.add(term)
            term = merged[vocabulary, term]
        return lists[VocabularyName(vocabulary)].get(term)

    def holds(self, vocabulary: str, term: str) -> bool:
        """Whether a term stands in a list under this very id."""
        found = self.find(vocabulary, term)
        return found is not None and found.id == term

    def ships(self, vocabulary: str, term: str) -> Term | None:
        """A term as it comes with the software; None for one of the archive's own."""
        return self._shipped[VocabularyName(vocabulary)].get(term) if vocabulary in self._shipped else None

    def name(self, vocabulary: VocabularyName, languages_wanted: tuple[str, ...]) -> str:
        """What the list itself is called."""
        return self._text(languages_wanted, "vocabularies", str(vocabulary), "label")

    def names(self, languages_wanted: tuple[str, ...]) -> Mapping[VocabularyName, str]:
        """What all lists are called."""
        return _names(self, self.edition, languages_wanted)

    def explanation(self, vocabulary: VocabularyName, languages_wanted: tuple[str, ...]) -> str:
        """One line on what the list is for."""
        return self._text(languages_wanted, "vocabularies", str(vocabulary), "description")

    def group(self, vocabulary: VocabularyName, group: str, languages_wanted: tuple[str, ...]) -> str:
        """What a group of terms within the list is called; empty for no group."""
        return self._text(languages_wanted, "groups", f"{vocabulary}.{group}") if group else ""

    def list_texts(self) -> Iterator[tuple[str, str]]:
        """What lists and groups of terms are called in English, and what lists are for, under keys that last."""
        shipped = self._texts["en"]
        for name in VocabularyName:
            for part, text in shipped["vocabularies"][name].items():
                yield f"vocabularies/{name}/{part}", text
        for group, text in shipped["groups"].items():
            yield f"groups/{group}", text

    def list_text(self, key: str, language: str) -> str:
        """One of these texts in this very language; empty where nobody has translated it."""
        own = self._list_words.get(language, {}).get(key, "")
        if own:
            return own
        found: Any = self._texts.get(language, {})
        for step in key.split("/"):
            found = found.get(step, {}) if isinstance(found, Mapping) else {}
        return found if isinstance(found, str) else ""

    def _text(self, languages_wanted: tuple[str, ...], *path: str) -> str:
        return _said(self, self.edition, languages_wanted, "/".join(path))


@lru_cache(maxsize=512)  # every story and every page with filters names them
def _names(lists: Vocabularies, edition: int, languages_wanted: tuple[str, ...]) -> Mapping[VocabularyName, str]:
    return {name: lists.name(name, languages_wanted) for name in VocabularyName}


@lru_cache(maxsize=4096)
def _said(lists: Vocabularies, edition: int, languages_wanted: tuple[str, ...], key: str) -> str:
    said = (lists.list_text(key, tag) for tag in (*languages_wanted, "en"))
    return next(filter(None, said), key.rpartition("/")[2])


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


@cache
def heading_names() -> HeadingNames:
    """What headings of documents are called in all languages, by the prompt that they speak of."""
    listed = read_toml("headings.toml")
    return HeadingNames(
        {field: [name for names in tongues.values() for name in names] for field, tongues in listed.items()}
    )
