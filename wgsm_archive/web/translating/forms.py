"""Forms of translators: reading what was sent, and the paragraphs to show."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.language import read_tag
from wgsm_archive.domain.text import clean_text, fold
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.i18n.formats import autonym, language_name
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.services.translating.desk import PartDesk, SlotView
from wgsm_archive.services.translating.saving import Typed
from wgsm_archive.web import current
from wgsm_archive.web.forms import whole_number
from wgsm_archive.web.translating.wording import field_name

TEXT, BASE, TARGET, NEWEST = "text.", "base.", "target.", "newest."
"""What the names of fields begin with; the id of the slot follows."""


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph as the form shows it. `theirs` is what somebody else saved meanwhile, None without a conflict.

    `heading` is given where a new field begins, `number` counts the paragraphs of a field that has several.
    """

    slot: SlotView
    heading: str
    number: int
    text: str
    base_id: int
    target_id: int | None
    minor: bool
    problem: str
    theirs: str | None


def tag_of(target: str) -> str:
    """The language tag in an address, in its usual spelling.

    Raises:
        NotFound: it is none.
    """
    tag = read_tag(target)
    if tag is None:
        raise NotFound
    return tag


def typed_of(form: MultiDict[str, str]) -> dict[int, Typed]:
    """What was sent, by slot."""
    minor, confirmed = set(form.getlist("minor")), form.get("confirm", "")
    found = {}
    for name, text in form.items():
        key = name.removeprefix(TEXT)
        slot_id = whole_number(key) if name.startswith(TEXT) else None
        if slot_id is not None:
            found[slot_id] = Typed(
                text=text,
                base_id=whole_number(form.get(f"{BASE}{key}")),
                target_id=whole_number(form.get(f"{TARGET}{key}")),
                minor=key in minor,
                confirmed_id=whole_number(form.get(f"{NEWEST}{key}")) if confirmed == key else None,
            )
    return found


def rows_of(
    part: PartDesk, typed: Mapping[int, Typed], problems: Mapping[str, str], theirs: Mapping[str, str]
) -> list[Row]:
    """The paragraphs of a part, with what was typed where that could not be saved."""
    lengths: dict[str, int] = {}
    for slot in part.slots:
        lengths[slot.field] = lengths.get(slot.field, 0) + 1
    rows: list[Row] = []
    number = 0
    for slot in part.slots:
        begins = not rows or rows[-1].slot.field != slot.field
        number = 1 if begins else number + 1
        one, key = typed.get(slot.id), str(slot.id)
        # After a conflict the page shows what stands now, so that sending it again is a decision.
        keeps_ids = one is not None and key not in theirs
        rows.append(
            Row(
                slot=slot,
                heading=field_name(slot.field, slot.term) if begins else "",
                number=number if lengths[slot.field] > 1 else 0,
                text=clean_text(one.text) if one else slot.text,
                base_id=one.base_id if one and one.base_id and problems.get(key) != "form-old" else slot.base_id,
                target_id=one.target_id if one and keeps_ids else slot.target_id,
                minor=one.minor if one else False,
                problem=problems.get(key, ""),
                theirs=theirs.get(key),
            )
        )
    return rows


def without_place(part: PartDesk, typed: Mapping[int, Typed], theirs: Mapping[str, str]) -> list[str]:
    """What was typed for paragraphs that the story no longer has."""
    shown = {slot.id for slot in part.slots}
    return [clean_text(one.text) for key, one in typed.items() if str(key) in theirs and key not in shown]


def language_choices(left_out: Collection[str] = ()) -> list[tuple[str, str]]:
    """The languages that the archive knows by name, as (tag, name in the language of the page and their own)."""
    names = {tag: language_name(tag) for tag in current.archive().tools.languages if tag not in left_out}
    pairs = [(tag, name if name == autonym(tag) else f"{name} · {autonym(tag)}") for tag, name in names.items()]
    return sorted(pairs, key=lambda pair: fold(pair[1]))


def theme_choices(work: BoundWork, languages: tuple[str, ...]) -> list[tuple[str, str]]:
    """The themes that stories can have, as (id, name), by their names."""
    themes = [(term.id, term.label(languages)) for term in work.tools.vocabularies.terms(VocabularyName.THEMES)]
    return sorted(themes, key=lambda pair: fold(pair[1]))
