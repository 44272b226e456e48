"""Texts that an archive says of itself beside those that come with the software.

Its safety page, who runs it, and how stories can be told without writing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from wgsm_archive.db.models import HouseText
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.language import direction_of
from wgsm_archive.services.work import Work


class TextKind(StrEnum):
    """Where a text stands."""

    SAFETY = "safety"
    ABOUT = "about"
    OTHER_WAYS = "other-ways"


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text as readers see it, in the best of their languages."""

    html: str
    language: str
    direction: str


def shown_text(work: Work, kind: TextKind, languages: tuple[str, ...]) -> ShownText | None:
    """The text in the first of these languages that has one, in English, or in the one that was written first."""
    rows = {row.language: row for row in newest(work, kind) if row.text}
    tags = [tag for tag in (*languages, "en", *rows) if tag in rows]
    if not tags:
        return None
    known = work.tools.languages.get(tags[0])
    return ShownText(rows[tags[0]].html, tags[0], known.direction if known else direction_of(tags[0]))


def newest(work: Work, kind: TextKind) -> list[HouseText]:
    """The wording that holds in each language that ever had one."""
    last = (
        select(HouseText.language, func.max(HouseText.number).label("number"))
        .where(HouseText.kind == kind)
        .group_by(HouseText.language)
        .subquery()
    )
    found = (
        select(HouseText)
        .join(last, (last.c.language == HouseText.language) & (last.c.number == HouseText.number))
        .where(HouseText.kind == kind)
    )
    return list(work.session.scalars(found.order_by(HouseText.id)))


def put_wording(work: Work, kind: TextKind, language: str, text: str, number: int) -> None:
    """Let a new wording hold from now on, as the one of this number; an empty one takes the text away."""
    work.session.add(
        HouseText(
            kind=kind,
            language=language,
            number=number,
            text=text,
            html=work.tools.markup.render(text, prefix=str(kind)).html,
            written_on=work.today,
            person_id=work.actor.person_id,
        )
    )
    work.record(Happened(Event.TEXT_CHANGED, detail={"text": str(kind), "language": language}))
