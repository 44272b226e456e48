"""The language versions of a case as they were sent, each paragraph of a translation beside one of the original."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import (
    MAX_PHASES,
    OVERALL_WHY,
    TITLE,
    Origin,
    PhasePart,
    Section,
    phase_field,
)
from wgsm_archive.domain.language import read_tag
from wgsm_archive.domain.text import clean_text
from wgsm_archive.services.sharing.node import MAX_PROSE, MAX_ROWS, Node
from wgsm_archive.services.sharing.problems import Code, Unreadable
from wgsm_archive.services.texts import pieces_of, tidy

Pieces = dict[str, list[str]]
"""Field -> its paragraphs; an empty one stands for a paragraph that is not translated."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is said of one paragraph: its field, its place there (from 0), a text, and the state of that text.

    `source` is the version that an older text belongs to, where it is not the one that the whole was made from.
    """

    field: str
    number: int
    text: str
    state: VersionState = VersionState.APPROVED
    source: str = ""


@dataclass(slots=True)
class VersionIn:
    """One language version as it was sent.

    `texts` are whole fields, `pieces` their paragraphs; in a translation by the places of the original's. `source` is
    the version it was made from. `outdated` holds the older words of that version which a paragraph renders, None
    where nothing was said about that; `drafts` are newer texts that readers do not see yet.
    """

    language: str
    origin: Origin
    source: str = ""
    state: VersionState = VersionState.APPROVED
    credit: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    pieces: Pieces = field(default_factory=dict)
    outdated: list[Paragraph] | None = None
    drafts: list[Paragraph] = field(default_factory=list)


def read_versions(versions: Node, original: str, hows: Mapping[str, str]) -> list[VersionIn]:
    """All versions, the original first; `hows` are the lines beside the terms, in the original's language.

    Raises:
        Unreadable: there is no original version, or it has no title.
    """
    by_tag = _by_tag(versions)
    if original not in by_tag:
        raise Unreadable(Code.NO_ORIGINAL, "versions", original)
    first = _original(versions.node(by_tag[original]), original, hows)
    found = {original: first}
    for tag, key in by_tag.items():
        if tag != original:
            found[tag] = _translation(versions.node(key), tag, first, _order(by_tag, tag))
    return list(found.values())


def _order(by_tag: Mapping[str, str], tag: str) -> tuple[Collection[str], Collection[str]]:
    """The tags before a tag, and those behind it."""
    tags = list(by_tag)
    return tags[: tags.index(tag)], tags[tags.index(tag) + 1 :]


def _by_tag(versions: Node) -> dict[str, str]:
    found: dict[str, str] = {}
    keys = versions.keys()
    if len(keys) > MAX_ROWS:
        versions.tell(Code.TOO_MANY, detail=len(keys))
    for key in keys[:MAX_ROWS]:
        tag = read_tag(key)
        if tag is None or tag in found:
            versions.tell(Code.LANGUAGE if tag is None else Code.LANGUAGE_AGAIN, key)
        else:
            found[tag] = key
    return found


def _original(sent: Node, tag: str, hows: Mapping[str, str]) -> VersionIn:
    version = VersionIn(tag, Origin.ORIGINAL, tag)
    if sent.one(Origin, "origin", Origin.ORIGINAL, Origin.ORIGINAL) is not Origin.ORIGINAL:
        sent.tell(Code.VALUE, "origin", sent.raw("origin"))
    sent.maybe(VersionState, "state")
    for name, value in _fields(sent, hows).items():
        if isinstance(value, list):
            sent.tell(Code.NOT_TEXT, _place(name))
        elif tidied := tidy(name, value):
            version.texts[name] = tidied
            version.pieces[name] = [piece.text for piece in pieces_of(name, tidied)]
    version.texts |= {name: line for name, line in hows.items() if line}
    version.pieces |= {name: [line] for name, line in hows.items() if line}
    sent.close()
    if TITLE not in version.texts:
        raise Unreadable(Code.NO_TITLE, sent.at("title"))
    return version


def _translation(
    sent: Node, tag: str, original: VersionIn, order: tuple[Collection[str], Collection[str]]
) -> VersionIn:
    origin = sent.one(Origin, "origin", Origin.HUMAN, Origin.HUMAN)
    if origin is Origin.ORIGINAL:
        sent.tell(Code.VALUE, "origin", origin)
        origin = Origin.HUMAN
    version = VersionIn(
        tag,
        origin,
        _source(sent, original.language, *order),
        sent.one(VersionState, "state", VersionState.APPROVED, VersionState.DRAFT),
        sent.line("translator"),
    )
    for name, value in _fields(sent, original.pieces).items():
        _pair(sent, version, name, value, original.pieces.get(name, ()))
    if sent.has("outdated"):
        version.outdated = _paragraphs(sent, "outdated", "was", original.pieces, {original.language, *order[0]})
    version.drafts = _paragraphs(sent, "drafts", "text", original.pieces)
    sent.close()
    return version


def _source(sent: Node, original: str, before: Collection[str], behind: Collection[str]) -> str:
    named = sent.line("from")
    tag = read_tag(named) if named else original
    if tag == original or tag in before:
        return tag or original
    sent.tell(Code.FROM_LATER if tag in behind else Code.FROM_MISSING, "from", named)
    return original


def _fields(sent: Node, known: Collection[str]) -> dict[str, Any]:
    """Field -> a text, or a list with a text for each paragraph of the original."""
    found: dict[str, Any] = {TITLE: sent.title("title")}
    sections = sent.node("sections")
    for section in (*Section, OVERALL_WHY):
        if section == Section.STORY:
            found |= _story(sections)
        else:
            found[section] = _prose(sections, section)
    sections.close()
    how = sent.node("how")
    for name in how.keys():  # noqa: SIM118 - not a mapping
        if f"how.{name}" in known:
            found[f"how.{name}"] = how.title(name)
        else:
            how.raw(name)
            how.tell(Code.NOT_IN_ORIGINAL, name)
    return {name: value for name, value in found.items() if value}


def _story(sections: Node) -> dict[str, Any]:
    value = sections.raw(Section.STORY)
    if value is None or isinstance(value, str):
        return {phase_field(1, PhasePart.WE): sections.prose(Section.STORY)}
    phases = list(sections.nodes(Section.STORY))
    if len(phases) > MAX_PHASES:
        sections.tell(Code.TOO_MANY, Section.STORY, len(phases))
    found: dict[str, Any] = {}
    for number, phase in enumerate(phases[:MAX_PHASES], 1):
        for part in PhasePart:
            name = phase_field(number, part)
            found[name] = phase.title(part) if part is PhasePart.WHEN else _prose(phase, part)
        phase.close()
    return found


def _prose(node: Node, key: str) -> str | list[str]:
    value = node.raw(key)
    if not isinstance(value, list):
        return node.prose(key)
    rows = node.rows(key)
    if sum(len(row) for row in rows if isinstance(row, str)) > MAX_PROSE:
        node.tell(Code.TOO_LONG, key, f"{MAX_PROSE} characters at most")
        return ""
    within = Node({str(number): row for number, row in enumerate(rows, 1)}, node.at(key), node.problems)
    return [within.prose(str(number)) for number in range(1, len(rows) + 1)]


def _pair(sent: Node, version: VersionIn, name: str, value: str | list[str], originals: Sequence[str]) -> None:
    """Paragraphs by their place; a field with more than the original gives the rest to the last."""
    if not originals:
        sent.tell(Code.NOT_IN_ORIGINAL, _place(name))
        return
    # A list says which paragraph is which, so its texts are taken as they stand.
    listed = isinstance(value, list)
    whole = "" if listed else tidy(name, str(value))
    pieces = [clean_text(text).strip() for text in value] if listed else [one.text for one in pieces_of(name, whole)]
    if len(pieces) > len(originals):
        sent.tell(Code.MORE_PARAGRAPHS, _place(name), f"{len(pieces)}, the original has {len(originals)}")
        last = len(originals) - 1
        pieces = [*pieces[:last], "\n\n".join(text for text in pieces[last:] if text)]
    elif len(pieces) < len(originals) and not listed:
        sent.tell(Code.FEWER_PARAGRAPHS, _place(name), f"{len(pieces)}, the original has {len(originals)}")
    if any(pieces):
        version.pieces[name] = pieces
        version.texts[name] = whole or "\n\n".join(text for text in pieces if text)


def _paragraphs(sent: Node, key: str, words: str, originals: Pieces, sources: Collection[str] = ()) -> list[Paragraph]:
    found = []
    for row in sent.nodes(key):
        name, number, text = row.line("section"), row.raw("paragraph"), clean_text(row.prose(words)).strip()
        state = row.one(VersionState, "state", VersionState.DRAFT, VersionState.DRAFT) if key == "drafts" else None
        source = read_tag(row.line("from")) or "" if key == "outdated" else ""
        row.close()
        is_place = isinstance(number, int) and not isinstance(number, bool)
        if source and source not in sources:
            row.tell(Code.FROM_MISSING, "from", source)
            source = ""
        if not (text or key == "drafts") or not is_place or not 1 <= number <= len(originals.get(name, ())):
            row.tell(Code.PARAGRAPH, detail=f"{name} {number}" if is_place else name)
        else:
            found.append(Paragraph(name, number - 1, text, state or VersionState.APPROVED, source))
    return found


def _place(name: str) -> str:
    """A field as the form has it: `sections.story.2.they`, `title`, `how.strategies.blockade`."""
    return name if name == TITLE or name.startswith("how.") else f"sections.{name}"
