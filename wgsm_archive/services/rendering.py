"""Rendering a language version once per revision: its own paragraphs, others where it has none, marks of age."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from wgsm_archive.db.models import Case, LanguageVersion, RenderedVersion, SegmentNow, SegmentVersion, Slot
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import TITLE, Origin, Section, section_of
from wgsm_archive.domain.language import direction_of
from wgsm_archive.domain.text import fold, slugify
from wgsm_archive.ports.markup import MARK_CLOSE, MARK_OPEN, Block
from wgsm_archive.services.texts import is_line, slots_of
from wgsm_archive.services.work import Work

MISSING = "tr-missing"
OUTDATED = "tr-outdated"
SUMMARY_LENGTH = 420


@dataclass(frozen=True, slots=True)
class Shown:
    """One slot as a reader of a version sees it: a text, the language it is in, and whether it is behind its source."""

    slot: Slot
    text: str
    language: str
    own: bool
    outdated: bool


def render_case(work: Work, case: Case) -> None:
    """Render all language versions of a case: a change of the original changes marks in all of them."""
    work.session.flush()
    slots = slots_of(work, case.id)
    original = next(version for version in case.versions if version.origin is Origin.ORIGINAL)
    for version in case.versions:
        _store(work, version, shown_slots(work, slots, version, original))
    work.session.flush()


def shown_slots(
    work: Work, slots: Sequence[Slot], version: LanguageVersion, original: LanguageVersion, *, newest: bool = False
) -> list[Shown]:
    """What a reader of a version sees in each slot; with `newest`, what its translators see."""
    own = _texts(work, version, newest=newest or version.state is not VersionState.APPROVED)
    source = own if version is original else _texts(work, original, newest=True)
    late = frozenset() if version is original else outdated_slots(work, version.id)
    shown = []
    for slot in slots:
        if slot.id in own:
            shown.append(Shown(slot, own[slot.id], version.language, own=True, outdated=slot.id in late))
        elif slot.id in source:
            shown.append(Shown(slot, source[slot.id], original.language, own=False, outdated=False))
    return shown


def outdated_slots(work: Work, version_id: int) -> frozenset[int]:
    """Slots whose text was made from a paragraph that has since changed in more than a small correction."""
    base, newer = aliased(SegmentVersion), aliased(SegmentVersion)
    made, now = aliased(SegmentVersion), SegmentNow
    rows = work.session.scalars(
        select(now.slot_id)
        .join(made, made.id == now.segment_id)
        .join(base, (base.id == now.confirmed_base_id) | ((base.id == made.base_id) & now.confirmed_base_id.is_(None)))
        .where(
            now.version_id == version_id,
            exists().where(
                newer.slot_id == base.slot_id,
                newer.version_id == base.version_id,
                newer.number > base.number,
                newer.minor.is_(False),
            ),
        )
    )
    return frozenset(rows)


def _texts(work: Work, version: LanguageVersion, *, newest: bool) -> Mapping[int, str]:
    which = SegmentNow.segment_id if newest else SegmentNow.approved_id
    rows = work.session.execute(
        select(SegmentNow.slot_id, SegmentVersion.text)
        .join(SegmentVersion, SegmentVersion.id == which)
        .where(SegmentNow.version_id == version.id)
    )
    return {slot_id: text for slot_id, text in rows}  # noqa: C416 - rows are not pairs to the type checker


def _store(work: Work, version: LanguageVersion, shown: Sequence[Shown]) -> None:
    sections, plain = [], []
    for name, of_field in groupby(shown, key=lambda one: one.slot.field):
        section, own_plain = render_field(work, name, list(of_field))
        sections.append(section)
        plain.append((name, own_plain))
    by_name = dict(plain)
    _set_list_fields(work, version, shown, by_name)
    row = work.session.get(RenderedVersion, version.id)
    if row is None:
        row = RenderedVersion(version_id=version.id)
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


def render_field(work: Work, name: str, shown: Sequence[Shown]) -> tuple[dict[str, object], str]:
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
