"""Rendering a language version once per revision: its own paragraphs, others where it has none, marks of age."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Select, bindparam, delete, exists, not_, select
from sqlalchemy import case as either
from sqlalchemy.orm import aliased

from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.models import (
    Case,
    LanguageVersion,
    NarrowedPassage,
    RenderedVersion,
    SectionNarrowing,
    SegmentNow,
    SegmentVersion,
    Slot,
)
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import TITLE, Origin, Section, section_of
from wgsm_archive.domain.language import direction_of
from wgsm_archive.domain.narrowing import is_below
from wgsm_archive.domain.text import fold, slugify
from wgsm_archive.ports.markup import MARK_CLOSE, MARK_OPEN, Block
from wgsm_archive.services.counting import words_in
from wgsm_archive.services.texts import NewSlot, is_line, slots_of
from wgsm_archive.services.work import Work

MISSING = "tr-missing"
OUTDATED = "tr-outdated"
SUMMARY_LENGTH = 420


@dataclass(frozen=True, slots=True)
class Shown:
    """One slot as a reader of a version sees it: a text, the language it is in, and whether it is behind its source.

    `words` is how long the original is there.
    """

    slot: Slot | NewSlot
    text: str
    language: str
    own: bool
    outdated: bool
    words: int


_RENDERED = lasting(
    select(RenderedVersion).where(RenderedVersion.version_id.in_(bindparam("versions", expanding=True)))
)
_NARROWED = lasting(select(SectionNarrowing).where(SectionNarrowing.case_id == bindparam("case_id")))


def render_case(work: Work, case: Case) -> None:
    """Render all language versions of a case: a change of the original changes marks in all of them."""
    work.session.flush()
    slots = slots_of(work, case.id)
    versions = list(case.versions)
    original = next(version for version in versions if version.origin is Origin.ORIGINAL)
    ids = [version.id for version in versions]
    newest, approved = _all_texts(work, ids)
    late = _outdated(work, [row.id for row in versions if row is not original and _is_approved(row)], newest=False)
    late |= _outdated(work, [row.id for row in versions if row is not original and not _is_approved(row)], newest=True)
    rows = work.session.scalars(_RENDERED, {"versions": ids})
    held = {row.version_id: row for row in rows}
    narrowed = _narrowed(work, case.id)
    work.session.execute(delete(NarrowedPassage).where(NarrowedPassage.version_id.in_(ids)))
    source = OriginalTexts(original.language, newest[original.id])
    for version in versions:
        own = (approved if _is_approved(version) else newest)[version.id]
        of_original = OriginalTexts(original.language, own) if version is original else source
        shown = shown_in(slots, version.language, own, of_original, late.get(version.id, frozenset()))
        store_rendering(work, version, shown, narrowed, held.get(version.id))
    work.session.flush()


def _narrowed(work: Work, case_id: int) -> dict[str, str]:
    rows = work.session.scalars(_NARROWED, {"case_id": case_id})
    return {row.prefix: row.label for row in rows}


def shown_slots(
    work: Work, slots: Sequence[Slot], version: LanguageVersion, original: LanguageVersion, *, newest: bool = False
) -> list[Shown]:
    """What a reader of a version sees in each slot; with `newest`, what its translators see."""
    newest = newest or not _is_approved(version)
    own = _texts(work, version, newest=newest)
    source = own if version is original else _texts(work, original, newest=True)
    late = frozenset() if version is original else outdated_slots(work, version.id, newest=newest)
    return shown_in(slots, version.language, own, OriginalTexts(original.language, source), late)


def outdated_slots(work: Work, version_id: int, *, newest: bool = False) -> frozenset[int]:
    """Slots whose text was made from a paragraph that has since changed in more than a small correction.

    Of the texts that readers see; with `newest`, of those that translators saved last. A change of the paragraph it
    was made from counts once it is approved: until then nobody can read what has changed.
    """
    return _outdated(work, [version_id], newest=newest).get(version_id, frozenset())


def outdated_in(work: Work, version_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """As `outdated_slots`, of what translators saved last in several versions; by version."""
    return _outdated(work, version_ids, newest=True)


def _is_approved(version: LanguageVersion) -> bool:
    return version.state is VersionState.APPROVED


_Texts = Mapping[int, str]


class OriginalTexts:
    """The texts of an original by slot, and how long they are; counted once for all that are made from it."""

    def __init__(self, language: str, texts: _Texts) -> None:
        self.language = language
        self.texts = texts
        self.words = {slot_id: words_in(text) for slot_id, text in texts.items()}


def shown_in(
    slots: Sequence[Slot | NewSlot],
    language: str,
    texts: _Texts,
    source: OriginalTexts,
    late: frozenset[int] = frozenset(),
) -> list[Shown]:
    """As `shown_slots`, of the texts of a language by slot that are at hand. `late` are slots that are behind."""
    shown = []
    for slot in slots:
        words = source.words.get(slot.id, 0)
        if slot.id in texts:
            shown.append(Shown(slot, texts[slot.id], language, own=True, outdated=slot.id in late, words=words))
        elif slot.id in source.texts:
            shown.append(Shown(slot, source.texts[slot.id], source.language, own=False, outdated=False, words=words))
    return shown


def _behind(*, newest: bool) -> Select[int, int]:
    base, newer, reached = aliased(SegmentVersion), aliased(SegmentVersion), aliased(SegmentVersion)
    made, now, held = aliased(SegmentVersion), SegmentNow, aliased(SegmentNow)
    # A confirmation belongs to the text that readers see, and to the newest one before anything was approved.
    given = now.confirmed_base_id.is_not(None)
    confirmed = given & (now.approved_id.is_(None) | (now.approved_id == now.segment_id)) if newest else given
    return (
        select(now.version_id, now.slot_id)
        .join(made, made.id == (now.segment_id if newest else now.approved_id))
        .join(base, base.id == either((confirmed, now.confirmed_base_id), else_=made.base_id))
        .join(held, (held.slot_id == base.slot_id) & (held.version_id == base.version_id))
        .join(reached, reached.id == held.approved_id)
        .where(
            now.version_id.in_(bindparam("versions", expanding=True)),
            exists().where(
                newer.slot_id == base.slot_id,
                newer.version_id == base.version_id,
                newer.number > base.number,
                newer.number <= reached.number,
                not_(newer.minor),
            ),
        )
    )


# Built once: making such a statement costs more than running it.
_BEHIND = {newest: lasting(_behind(newest=newest)) for newest in (False, True)}
_BOTH_TEXTS = lasting(
    select(
        SegmentNow.version_id,
        SegmentNow.slot_id,
        SegmentVersion.text,
        SegmentVersion.id == SegmentNow.segment_id,
        SegmentVersion.id == SegmentNow.approved_id,
    )
    .join(SegmentVersion, SegmentVersion.id.in_((SegmentNow.segment_id, SegmentNow.approved_id)))
    # An empty text takes a paragraph away again; the original's is shown in its place.
    .where(SegmentNow.version_id.in_(bindparam("versions", expanding=True)), SegmentVersion.text != "")
)


def _outdated(work: Work, version_ids: Sequence[int], *, newest: bool) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for version_id, slot_id in work.session.execute(_BEHIND[newest], {"versions": version_ids}) if version_ids else ():
        found[version_id].add(slot_id)
    return {version_id: frozenset(slots) for version_id, slots in found.items()}


def _all_texts(work: Work, version_ids: Sequence[int]) -> tuple[dict[int, dict[int, str]], dict[int, dict[int, str]]]:
    """By version and slot: the newest texts, and those that readers of an approved version see."""
    newest: dict[int, dict[int, str]] = {version_id: {} for version_id in version_ids}
    approved: dict[int, dict[int, str]] = {version_id: {} for version_id in version_ids}
    rows = work.session.execute(_BOTH_TEXTS, {"versions": version_ids})
    for version_id, slot_id, text, is_newest, is_approved in rows:
        if is_newest:
            newest[version_id][slot_id] = text
        if is_approved:
            approved[version_id][slot_id] = text
    return newest, approved


def _texts(work: Work, version: LanguageVersion, *, newest: bool) -> _Texts:
    return _all_texts(work, [version.id])[0 if newest else 1][version.id]


def store_rendering(
    work: Work,
    version: LanguageVersion,
    shown: Sequence[Shown],
    narrowed: Mapping[str, str],
    held: RenderedVersion | None = None,
) -> None:
    """Render a version as it is shown, onto the rendering that is held of it, and tell its lists of title and size.

    Fields that fewer may read (`narrowed`: prefix -> label) are kept apart, so that whoever takes the rendering of a
    version for granted has only what all its readers may see.
    """
    sections, plain = [], []
    for name, of_field in groupby(shown, key=lambda one: one.slot.field):
        section, own_plain = render_field(work, name, list(of_field))
        label = next((label for prefix, label in narrowed.items() if is_below(name, prefix)), "")
        if label:
            apart = NarrowedPassage(version_id=version.id, field=name, label=label, content=section, plain=own_plain)
            work.session.add(apart)
            continue
        sections.append(section)
        plain.append((name, own_plain))
    everybodys = [one for one in shown if not any(is_below(one.slot.field, prefix) for prefix in narrowed)]
    _set_list_fields(work, version, everybodys, dict(plain))
    row = held or RenderedVersion(version_id=version.id)
    if held is None:
        work.session.add(row)
    row.revision, row.renderer = version.revision, work.tools.markup.version
    row.sections = {"fields": sections}
    row.plain = "\n".join(text for name, text in plain if text and name != TITLE)


def _set_list_fields(work: Work, version: LanguageVersion, shown: Sequence[Shown], plain: Mapping[str, str]) -> None:
    title = next((one.text for one in shown if one.slot.field == TITLE), "")
    summary = plain.get(Section.SUMMARY, "")
    version.title, version.title_key = title, fold(title)[:400]
    version.slug = slugify(title)
    version.summary = summary if len(summary) <= SUMMARY_LENGTH else summary[:SUMMARY_LENGTH].rsplit(" ", 1)[0] + "…"
    version.slots_total = len(shown)
    version.slots_done = sum(one.own for one in shown)
    version.slots_outdated = sum(one.outdated for one in shown)
    version.words_total = sum(one.words for one in shown)
    version.words_done = sum(one.words for one in shown if one.own)


def render_field(work: Work, name: str, shown: Sequence[Shown]) -> tuple[dict[str, Any], str]:
    """One field as it is stored, and the plain text of its own paragraphs."""
    markup = work.tools.markup
    own_language = next((one.language for one in shown if one.own), shown[0].language)
    if is_line(name):
        rendered_html, plain = markup.line(shown[0].text), shown[0].text if shown[0].own else ""
    else:
        rendered = markup.render(_marked(shown), prefix=name, blocks=_blocks(shown))
        rendered_html, plain = rendered.html, rendered.plain
        if not all(one.own for one in shown):
            plain = markup.render("".join(one.slot.lead + one.text for one in shown if one.own)).plain
    section = {
        "field": name,
        "section": section_of(name),
        "html": rendered_html,
        "language": own_language,
        "missing": sum(not one.own for one in shown),
        "outdated": sum(one.outdated for one in shown),
    }
    return section, plain


def _marked(shown: Sequence[Shown]) -> str:
    parts = []
    for place, one in enumerate(shown):
        # A table row's text begins with its bar; the mark goes inside the first cell.
        head, text = ("|", one.text[1:]) if one.text.startswith("|") else ("", one.text)
        parts.append(f"{one.slot.lead}{head}{MARK_OPEN}{place}{MARK_CLOSE}{text}")
    return "".join(parts)


def _blocks(shown: Sequence[Shown]) -> dict[int, Block]:
    blocks = {}
    for place, one in enumerate(shown):
        css = MISSING if not one.own else OUTDATED if one.outdated else ""
        foreign = not one.own
        blocks[place] = Block(
            anchor=one.slot.key,
            language=one.language if foreign else "",
            direction=direction_of(one.language) if foreign else "",
            css=css,
        )
    return blocks
