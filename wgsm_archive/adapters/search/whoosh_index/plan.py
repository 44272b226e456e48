"""From what was asked to what is looked up: which terms in which fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from wgsm_archive.adapters.search.analysis.analyser import LONGEST, analyser_for, any_terms, gram
from wgsm_archive.adapters.search.analysis.folding import fold, plain
from wgsm_archive.adapters.search.analysis.tokens import pieces, spans, wanted_pieces
from wgsm_archive.adapters.search.whoosh_index.layout import LABELS, TITLE, text_field
from wgsm_archive.domain import query_tree as asked

MAX_BEGINNINGS = 6
"""Most beginnings of words that one query expands; further ones are read as whole words."""
MAX_CONCEPTS = 60
"""Most words and pieces looked up for one query; a long run without spaces has one piece per character."""

SENTENCE = 5
"""So many pieces of a run without spaces are more than a word."""

Lookup: TypeAlias = tuple[str, str]  # field, term


@dataclass(frozen=True, slots=True)
class Concept:
    """One word: alternatives in texts (a document has one language, so at most a few apply), in titles, in labels."""

    texts: tuple[Lookup, ...]
    titles: tuple[Lookup, ...] = ()
    labels: tuple[Lookup, ...] = ()


@dataclass(frozen=True, slots=True)
class Succession:
    """Words that follow one another: for each field, the alternatives at each place counted from the first."""

    fields: tuple[tuple[str, tuple[tuple[int, tuple[str, ...]], ...]], ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Terms that begin in one of these ways, each in its field, and those of `whole`."""

    ways: tuple[Lookup, ...]
    whole: Concept


@dataclass(frozen=True, slots=True)
class Fits:
    """Documents of cases that carry one of these values of a facet."""

    facet: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class During:
    """Documents of cases whose struggle was going on in these years."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Without:
    """Documents that `part` does not find."""

    part: Plan


@dataclass(frozen=True, slots=True)
class Every:
    """Documents that every part finds."""

    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Documents that at least one part finds."""

    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Most:
    """Documents that every part finds; when those are few, documents that find the more telling parts.

    Facts of a case are always required, as it is always required that nothing of `without` is found.
    """

    parts: tuple[Plan, ...]
    without: tuple[Plan, ...]
    facts: tuple[Plan, ...] = ()


Plan: TypeAlias = Concept | Succession | Beginning | Fits | During | Without | Every | Some | Most


def plan(query: asked.Query, languages: Sequence[str]) -> Plan | None:
    """What to look up for a query on a shelf with texts in `languages`; None when the query asks for nothing."""
    return _Planner(languages).node(query.root) if query.root is not None else None


class _Planner:
    def __init__(self, languages: Sequence[str]) -> None:
        self._languages = languages
        self._left = MAX_CONCEPTS
        self._beginnings = MAX_BEGINNINGS

    def node(self, node: asked.Node) -> Plan | None:
        match node:
            case asked.Word(text, field):
                return self._word(text, field)
            case asked.Phrase(text, field):
                return self._phrase(text, field)
            case asked.Prefix(text, field):
                self._beginnings -= 1
                return self._beginning(text, field) if self._beginnings >= 0 else self._word(text, field)
            case asked.Not(part):
                inner = self.node(part)
                return Without(inner) if inner is not None else None
            case asked.AllOf(parts):
                return _all([p for p in map(self.node, parts) if p is not None])
            case asked.AnyOf(parts):
                found = [p for p in map(self.node, parts) if p is not None]
                return (found[0] if len(found) == 1 else Some(tuple(found))) if found else None
            case asked.Chosen() | asked.Years():
                return _fact(node)
            case asked.Together(parts):
                return self._together(parts)

    def _word(self, text: str, field: asked.Field) -> Plan | None:
        """All pieces of a word; of a whole sentence without spaces, or of words joined by hyphens, most are enough."""
        concepts = list(self._words(text, field))
        in_pieces = any(span.size > 1 for span in spans(text))
        if len(concepts) > 1 and (len(concepts) >= SENTENCE or not in_pieces):
            return Most(tuple(concepts), ())
        return _all(concepts)

    def _together(self, parts: Sequence[asked.Node]) -> Plan | None:
        wanted: list[Plan] = []
        unwanted: list[Plan] = []
        facts: list[Plan] = []
        for part in parts:
            if isinstance(part, asked.Word):
                wanted += self._words(part.text, part.field)
                continue
            inner = self.node(part)
            if isinstance(inner, Without):
                unwanted.append(inner.part)
            elif _is_fact(part):
                facts += [inner] if inner is not None else []
            elif inner is not None:
                wanted.append(inner)
        if not wanted:
            return _all([*facts, *(Without(p) for p in unwanted)])
        if len(wanted) == 1 and not unwanted and not facts:
            return wanted[0]
        return Most(tuple(wanted), tuple(unwanted), tuple(facts))

    def _words(self, text: str, field: asked.Field) -> Iterator[Concept]:
        for span in spans(text):
            surfaces = [span.surface] if span.size == 1 else [piece.surface for piece in wanted_pieces(span)]
            for surface in surfaces:
                if self._left > 0:
                    self._left -= 1
                    yield self._concept(surface, field, whole=span.size == 1)

    def _concept(self, surface: str, field: asked.Field, *, whole: bool) -> Concept:
        texts: dict[Lookup, None] = {}
        titles: dict[Lookup, None] = {}
        for language in self._languages:
            for term in analyser_for(language).terms(surface) if whole else (gram(surface),):
                texts[text_field(language), term] = None
                titles[TITLE, term] = None
        labels = tuple((LABELS, term) for term in (any_terms(surface) if whole else (gram(surface),)))
        if field is asked.Field.TITLE:
            return Concept((), tuple(titles))
        if field is asked.Field.LABEL:
            return Concept((), (), labels)
        return Concept(tuple(texts), tuple(titles), labels)

    def _phrase(self, text: str, field: asked.Field) -> Plan | None:
        concepts = list(self._words(text, field))
        if len(concepts) < 2 or field is asked.Field.LABEL:
            return _all(list(concepts))
        names = [TITLE] if field is asked.Field.TITLE else [text_field(language) for language in self._languages]
        found = [(name, tuple(self._places(text, name))) for name in names]
        if field is asked.Field.ANY:
            found.append((TITLE, tuple(self._places(text, TITLE))))
        return Succession(tuple(found))

    def _places(self, text: str, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Terms wanted at each place, as `Analyser.positions` numbers them."""
        languages = self._languages if name == TITLE else [x for x in self._languages if text_field(x) == name]
        place = 0
        for span in spans(text):
            if span.size == 1:
                yield place, tuple({t: None for x in languages for t in analyser_for(x).terms(span.surface)})
                place += 1
                continue
            wanted = wanted_pieces(span)
            for piece in wanted:
                yield place + piece.place, (gram(piece.surface),)
            place += max((piece.place for piece in pieces(span)), default=-1) + 1

    def _beginning(self, text: str, field: asked.Field) -> Plan | None:
        cut = list(spans(text))
        if not cut:
            return None
        *before, last = cut
        parts: list[Plan] = [c for span in before for c in self._words(span.surface, field)]
        names = {
            asked.Field.ANY: (*map(text_field, self._languages), TITLE, LABELS),
            asked.Field.TITLE: (TITLE,),
            asked.Field.LABEL: (LABELS,),
        }[field]
        whole = next(iter(self._words(last.surface, field)), None)
        if last.size > 1 and len(wanted_pieces(last)) > 1:
            parts += self._words(last.surface, field)
        else:
            parts.append(self._any_ending(last.surface, tuple(dict.fromkeys(names)), whole))
        return _all(parts)

    def _any_ending(self, surface: str, names: tuple[str, ...], whole: Concept | None) -> Beginning:
        texts, titles = (dict.fromkeys(whole.texts), dict.fromkeys(whole.titles)) if whole is not None else ({}, {})
        for language in self._languages:
            for term in analyser_for(language).shortened(surface):
                if text_field(language) in names:
                    texts[text_field(language), term] = None
                if TITLE in names:
                    titles[TITLE, term] = None
        labels = whole.labels if whole is not None else ()
        return Beginning(self._ways(surface, names), Concept(tuple(texts), tuple(titles), labels))

    def _ways(self, surface: str, names: tuple[str, ...]) -> tuple[Lookup, ...]:
        """How terms may begin in each field: as it was typed, or without an article or an elided word in front."""
        bare = fold(plain(surface))[:LONGEST]
        ways = {(name, bare): None for name in names}
        for language in self._languages:
            own = analyser_for(language).beginning(surface)
            ways |= {(name, own): None for name in (text_field(language), TITLE) if name in names}
        return tuple(ways)


def _fact(node: asked.Chosen | asked.Years) -> Plan:
    return Fits(node.facet, node.values) if isinstance(node, asked.Chosen) else During(node.first, node.last)


def _is_fact(node: asked.Node) -> bool:
    """Whether a node asks for facts of a case only."""
    if isinstance(node, asked.AnyOf):
        return all(map(_is_fact, node.parts))
    return isinstance(node, asked.Chosen | asked.Years)


def _all(parts: Sequence[Plan]) -> Plan | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def lookups(plan: Plan) -> Iterator[Lookup]:
    """All terms that a plan looks up, each in its field; the beginning of a word with a star."""
    match plan:
        case Concept(texts, titles, labels):
            yield from (*texts, *titles, *labels)
        case Succession(fields):
            yield from ((field, term) for field, places in fields for _, terms in places for term in terms)
        case Beginning(ways, whole):
            yield from ((field, f"{prefix}*") for field, prefix in ways)
            yield from lookups(whole)
        case Without(part):
            yield from lookups(part)
        case Every(parts) | Some(parts):
            yield from (one for part in parts for one in lookups(part))
        case Most(parts, without, _):
            yield from (one for part in (*parts, *without) for one in lookups(part))
        case _:
            return
