"""Forms of translators: reading what was sent, and the paragraphs to show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from wgsm_archive.domain.checking import TextCheck
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.language import read_tag
from wgsm_archive.domain.text import clean_text, fold
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.i18n.formats import autonym, language_name
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.services.translating.checking import Found
from wgsm_archive.services.translating.desk import PartDesk, SlotView
from wgsm_archive.services.translating.typed import Typed
from wgsm_archive.services.translating.unsaved import Unsaved
from wgsm_archive.web import current
from wgsm_archive.web.forms import whole_number
from wgsm_archive.web.translating.wording import field_name

TEXT, BASE, TARGET, NEWEST, LOOKED = "text.", "base.", "target.", "newest.", "looked."
"""What the names of fields begin with; the id of the slot follows."""


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph as the form shows it. `theirs` is what somebody else saved meanwhile, None without a conflict.

    `heading` is given where a new field begins, `number` counts the paragraphs of a field that has several. `kept` says
    that the text is what the translator typed some time ago and has not saved; what was `found` stands beside a saved
    text only.
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
    kept: bool
    found: tuple[Found, ...]


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
    right = _right(form.getlist("right"))
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
                looked_at=whole_number(form.get(f"{LOOKED}{key}")),
                right=right.get(key, frozenset()),
            )
    return found


def _right(ticked: Iterable[str]) -> dict[str, frozenset[TextCheck]]:
    """The findings that were ticked, by slot; what names no check is left out."""
    found: dict[str, frozenset[TextCheck]] = {}
    for one in ticked:
        key, _, name = one.partition(":")
        if name in set(TextCheck):
            found[key] = found.get(key, frozenset()) | {TextCheck(name)}
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
        row = _row(slot, typed.get(slot.id), problems.get(str(slot.id), ""), theirs)
        heading = field_name(slot.field, slot.term) if begins else ""
        rows.append(replace(row, heading=heading, number=number if lengths[slot.field] > 1 else 0))
    return rows


def _row(slot: SlotView, one: Typed | None, problem: str, theirs: Mapping[str, str]) -> Row:
    key, kept = str(slot.id), slot.unsaved if one is None else None
    text = clean_text(one.text) if one else kept.text if kept else slot.text
    their_text = theirs.get(key)
    if kept is not None and kept.target_id != slot.target_id:
        # Somebody saved since the draft was typed: both texts are shown, as after a conflict.
        their_text = slot.text
    # After a conflict the page shows what stands now, so that sending it again is a decision.
    over: Typed | Unsaved | None = one or kept
    target_id = over.target_id if over is not None and their_text is None else slot.target_id
    base_id = over.base_id if over is not None and problem != "form-old" else None
    return Row(
        slot=slot,
        heading="",
        number=0,
        text=text,
        base_id=base_id or slot.base_id,
        target_id=target_id,
        minor=one.minor if one else False,
        problem=problem,
        theirs=their_text,
        kept=kept is not None,
        found=slot.found if text == slot.text else (),
    )


def without_place(part: PartDesk, typed: Mapping[int, Typed], theirs: Mapping[str, str]) -> list[str]:
    """What was typed for paragraphs that the story no longer has, just now or kept from before."""
    shown = {slot.id for slot in part.slots}
    lost = [clean_text(one.text) for key, one in typed.items() if str(key) in theirs and key not in shown]
    return list(dict.fromkeys([*lost, *part.homeless]))


def language_choices(left_out: Collection[str] = ()) -> list[tuple[str, str]]:
    """The languages that the archive knows by name, as (tag, name in the language of the page and their own)."""
    names = {tag: language_name(tag) for tag in current.archive().tools.languages if tag not in left_out}
    pairs = [(tag, name if name == autonym(tag) else f"{name} · {autonym(tag)}") for tag, name in names.items()]
    return sorted(pairs, key=lambda pair: fold(pair[1]))


def theme_choices(work: BoundWork, languages: tuple[str, ...]) -> list[tuple[str, str]]:
    """The themes that stories can have, as (id, name), by their names."""
    themes = [(term.id, term.label(languages)) for term in work.tools.vocabularies.terms(VocabularyName.THEMES)]
    return sorted(themes, key=lambda pair: fold(pair[1]))
