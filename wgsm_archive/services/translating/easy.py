"""Easy-read at the workbench: a story in short sentences, part by part, with a second pair of eyes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select, update

from wgsm_archive.db.models import Case, EasyNow, EasyText, LanguageVersion, Person, SegmentVersion
from wgsm_archive.domain.access import TRANSLATING, VersionState
from wgsm_archive.domain.case_study import TITLE
from wgsm_archive.domain.errors import Conflict, NotAllowed, NotNow, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.markdown import normalise
from wgsm_archive.domain.text import MAX_FIELD, MAX_TITLE, clean_line, clean_text
from wgsm_archive.domain.workflow import Act
from wgsm_archive.services.diffing import Run, word_diff
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.easy_texts import render_easy
from wgsm_archive.services.translating.rows import opened_text
from wgsm_archive.services.whole_parts import PARTS, Paragraph, is_behind, paragraphs_of
from wgsm_archive.services.withholding import MASKED_TERM, withheld_in
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class EasyPart:
    """A part of the story with its easy wording. `changed` is what the story says otherwise since that was made."""

    field: str
    source: str
    text: str
    state: VersionState | None
    number: int
    by: str
    mine: bool
    note: str
    changed: tuple[Run, ...]
    was_approved: bool


@dataclass(frozen=True, slots=True)
class EasyDesk:
    """All parts of a story in one language."""

    public_id: str
    language: str
    direction: str
    title: str
    slug: str
    parts: tuple[EasyPart, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class TypedPart:
    """What was typed for a part, over the wording of a number; `confirmed`: it is still right."""

    text: str
    number: int
    confirmed: bool = False


@dataclass(slots=True)
class Saved:
    """How many parts were saved; what hinders others, and what somebody else wrote meanwhile."""

    saved: int = 0
    problems: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)


def desk(work: Work, public_id: str, language: str) -> EasyDesk:
    """The workbench for a story in easy words.

    Raises:
        NotFound, NotAllowed: there is no such text that readers see, or the actor may not translate it.
    """
    case, version = opened_text(work, public_id, language, Act.TRANSLATE)
    rows, now = _rows(work, version), paragraphs_of(work, version)
    people = select(Person.id, Person.shown_name).where(Person.id.in_([text.person_id for _, text in rows.values()]))
    names = {row.id: row.shown_name for row in work.session.execute(people)}
    parts = tuple(_part(work, name, now[name], rows.get(name), names) for name in PARTS if name in now)
    return EasyDesk(
        public_id=case.public_id,
        language=version.language,
        direction=direction(work, version.language),
        title=version.title,
        slug=version.slug,
        parts=parts,
        waiting=sum(part.state is VersionState.READY for part in parts),
    )


def save(work: Work, public_id: str, language: str, typed: Mapping[str, TypedPart], *, ready: bool) -> Saved:
    """Keep what was typed, as drafts or for a second reader.

    Raises:
        NotFound, NotAllowed: as `desk`.
    """
    case, version = opened_text(work, public_id, language, Act.TRANSLATE)
    rows, now, outcome = _rows(work, version), paragraphs_of(work, version), Saved()
    words = withheld_in(work, case)
    for name, one in typed.items():
        if name not in now:
            continue
        held = rows.get(name)
        text = clean_line(one.text) if name == TITLE else normalise(clean_text(one.text)).strip()
        stands, number = (held[1].text, held[1].number) if held else ("", 0)
        if text == stands and not one.confirmed:
            if ready and held and held[0].state is VersionState.DRAFT and text:
                held[0].state, held[0].note, outcome.saved = VersionState.READY, "", outcome.saved + 1
        elif text != stands and one.number != number:
            outcome.theirs[name] = stands
        elif len(text) > (MAX_TITLE if name == TITLE else MAX_FIELD):
            outcome.problems[name] = "too-long"
        elif words.found_in(text, version.language):
            outcome.problems[name] = MASKED_TERM
        else:
            _keep(work, case, version, held, _New(name, text, number + 1, now[name], ready=ready))
            outcome.saved += 1
    return outcome


def approve(work: Work, public_id: str, language: str, chosen: Mapping[str, int]) -> int:
    """Let readers see the wordings of these parts, by their numbers; how many.

    Raises:
        NotFound: as `desk`.
        NotAllowed: the actor wrote one of them.
        Conflict: one was changed meanwhile, or does not wait any more.
    """
    case, version = opened_text(work, public_id, language, Act.APPROVE)
    rows = _rows(work, version)
    for name, number in chosen.items():
        held = rows.get(name)
        if held is None or held[1].number != number or held[0].state is not VersionState.READY:
            raise Conflict({}, held[1].number if held else 0)
        if held[1].person_id == work.actor.person_id:
            raise NotAllowed
        if withheld_in(work, case).found_in(held[1].text, version.language):
            raise Refused({name: MASKED_TERM})
        _let_hold(work, version, held)
    if chosen:
        _count(work, version)
        work.record(Happened(Event.EASY_READ_APPROVED, case.id, version.id, detail={"parts": len(chosen)}))
    return len(chosen)


def give_back(work: Work, public_id: str, language: str, name: str, *, number: int, note: str) -> None:
    """Give a wording back with a note.

    Raises:
        NotFound: as `desk`.
        NotNow: it does not wait (any more).
        Refused: the note is empty or too long.
        Conflict: it was changed meanwhile.
    """
    case, version = opened_text(work, public_id, language, Act.RETURN)
    cleaned = clean_text(note).strip()
    if not cleaned or len(cleaned) > MAX_FIELD:
        raise Refused({name: "too-long" if cleaned else "required"})
    held = _rows(work, version).get(name)
    if held is None or held[0].state is not VersionState.READY:
        raise NotNow(Act.RETURN, held[0].state if held else VersionState.DRAFT)
    if held[1].number != number:
        raise Conflict({}, held[1].number)
    held[0].state, held[0].note = VersionState.DRAFT, withheld_in(work, case).hide(cleaned, version.language)


_Held = tuple[EasyNow, EasyText]


@dataclass(frozen=True, slots=True)
class _New:
    name: str
    text: str
    number: int
    source: list[Paragraph]
    ready: bool


def _rows(work: Work, version: LanguageVersion) -> dict[str, _Held]:
    rows = work.session.execute(
        select(EasyNow, EasyText)
        .join(EasyText, EasyText.id == EasyNow.newest_id)
        .where(EasyNow.version_id == version.id)
    )
    return {now.field: (now, text) for now, text in rows}


def _part(
    work: Work, name: str, source: list[Paragraph], held: _Held | None, names: Mapping[int | None, str]
) -> EasyPart:
    now, text = held or (None, None)
    changed: tuple[Run, ...] = ()
    if text is not None and text.text and is_behind(text.made_from, source):
        before = work.session.execute(
            select(SegmentVersion.id, SegmentVersion.text).where(SegmentVersion.id.in_(text.made_from))
        )
        then = {segment_id: words for segment_id, words in before}  # noqa: C416 - rows are not pairs to the type checker
        old = "\n\n".join(then[one] for one in text.made_from if one in then)
        changed = word_diff(old, _joined(source))
    return EasyPart(
        field=name,
        source=_joined(source),
        text=text.text if text else "",
        state=now.state if now and text and (text.text or now.state is not VersionState.APPROVED) else None,
        number=text.number if text else 0,
        by=names.get(text.person_id, "") if text else "",
        mine=text is not None and text.person_id is not None and text.person_id == work.actor.person_id,
        note=now.note if now else "",
        changed=changed,
        was_approved=text is not None and text.holds,
    )


def _joined(source: list[Paragraph]) -> str:
    return "\n\n".join(one.text for one in source)


def _keep(work: Work, case: Case, version: LanguageVersion, held: _Held | None, new: _New) -> None:
    text = EasyText(
        version_id=version.id,
        case_id=case.id,
        field=new.name,
        number=new.number,
        text=new.text,
        html=render_easy(work, case, new.name, new.text),
        made_from=[one.id for one in new.source],
        label=TRANSLATING,
        person_id=work.actor.person_id,
        written_on=work.today,
    )
    work.session.add(text)
    work.session.flush()
    confirmed = held is not None and held[1].text == new.text and held[0].state is VersionState.APPROVED
    state = VersionState.READY if new.ready else VersionState.DRAFT
    now = held[0] if held else EasyNow(version_id=version.id, case_id=case.id, field=new.name, label=TRANSLATING)
    now.newest_id, now.state, now.note = text.id, state, ""
    work.session.add(now)
    if confirmed:
        # The same words, looked at beside the story of today: no second reader is needed for them.
        _let_hold(work, version, (now, text))


def _let_hold(work: Work, version: LanguageVersion, held: _Held) -> None:
    now, text = held
    work.session.execute(
        update(EasyText)
        .where(EasyText.version_id == version.id, EasyText.field == now.field, EasyText.holds.is_(True))
        .values(holds=False, label=TRANSLATING)
        .execution_options(synchronize_session="fetch")
    )
    now.state = VersionState.APPROVED
    text.holds, text.label = bool(text.text), "" if text.text else TRANSLATING
    work.session.flush()


def _count(work: Work, version: LanguageVersion) -> None:
    held = select(func.count()).where(
        EasyText.version_id == version.id, EasyText.holds.is_(True), EasyText.field != TITLE
    )
    version.easy_parts = work.session.scalar(held) or 0
