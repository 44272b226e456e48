"""The names under a translation: of each who wrote it, as they wish for all of theirs or for this one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import LanguageVersion, Person, SegmentNow, SegmentVersion, TranslationCredit
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.errors import NotAllowed, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.text import clean_line
from wgsm_archive.domain.workflow import Act
from wgsm_archive.services.translating.rows import begun, opened
from wgsm_archive.services.withholding import require_withheld
from wgsm_archive.services.work import Work

MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class MyCredit:
    """How the actor is named under a translation. `chosen` is the name for this one alone, empty for none.

    `chosen` is None where nothing was chosen for this one: then the name of the profile stands, `usual`.
    """

    usual: str
    chosen: str | None

    @property
    def name(self) -> str:
        """The name that stands there, empty for none."""
        return self.usual if self.chosen is None else self.chosen


def my_credit(work: Work, public_id: str, target: str) -> MyCredit | None:
    """How the actor is named under a translation; None for whoever wrote nothing of it.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.opened`.
    """
    _case, version = opened(work, public_id, target)
    if work.actor.person_id not in _writers(work, version):
        return None
    person = work.session.get_one(Person, work.actor.person_id)
    own = work.session.get(TranslationCredit, (version.id, person.id))
    return MyCredit(person.credit, own.name if own else None)


def choose_credit(work: Work, public_id: str, target: str, name: str | None) -> None:
    """Be named otherwise under one translation: with a name, with none (empty), or as always (None).

    Readers see it at once where they can read the translation.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.begun`; NotAllowed also for whoever wrote nothing of it.
        Refused: `credit` - too long, or it holds what is withheld in this story.
    """
    case, version = begun(work, public_id, target, Act.TRANSLATE)
    person_id = work.actor.person_id
    if person_id is None or person_id not in _writers(work, version):
        raise NotAllowed
    cleaned = None if name is None else clean_line(name)
    if cleaned and len(cleaned) > MAX_NAME:
        raise Refused({"credit": "too-long"})
    own = work.session.get(TranslationCredit, (version.id, person_id))
    if cleaned is None:
        if own is not None:
            work.session.delete(own)
    elif own is None:
        work.session.add(TranslationCredit(version_id=version.id, person_id=person_id, name=cleaned))
    else:
        own.name = cleaned
    work.session.flush()
    if version.state is VersionState.APPROVED:
        credit = credit_of(work, version, seen=True)
        require_withheld(work, case, {"credit": credit}, version.language)
        version.credit = credit
        work.record(Happened(Event.VERSION_SAVED, case.id, version.id, detail={"credit": True}))


def credit_of(work: Work, version: LanguageVersion, *, seen: bool = False) -> str:
    """The names that translators wish to be credited with, in the order they came; who wishes none is not named.

    Of those who wrote the newest texts; with `seen`, of those who wrote what readers see.
    """
    writers = _writers(work, version, seen=seen)
    chosen = {
        row.person_id: row.name
        for row in work.session.scalars(select(TranslationCredit).where(TranslationCredit.version_id == version.id))
    }
    # Paragraphs from a file have no account behind them: the names that came with the file stay.
    names = version.brought_credit.split(", ") if None in writers and version.brought_credit else []
    for person_id in writers:
        person = work.session.get(Person, person_id) if person_id is not None else None
        name = chosen.get(person.id, person.credit) if person is not None else ""
        if name and name not in names:
            names.append(name)
    return ", ".join(names)


def _writers(work: Work, version: LanguageVersion, *, seen: bool = False) -> list[int | None]:
    shown = SegmentNow.approved_id if seen else SegmentNow.segment_id
    found = work.session.scalars(
        select(SegmentVersion.person_id)
        .join(SegmentNow, shown == SegmentVersion.id)
        .where(SegmentNow.version_id == version.id)
        .order_by(SegmentVersion.id)
    )
    return list(dict.fromkeys(found))
