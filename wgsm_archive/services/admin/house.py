"""What stewards write of their archive: its own page on safety, and who runs it. Every wording is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import HouseText, Person
from wgsm_archive.domain.errors import Conflict, Refused
from wgsm_archive.domain.markdown import normalise
from wgsm_archive.domain.text import MAX_FIELD, clean_text
from wgsm_archive.services.admin.door import require_steward
from wgsm_archive.services.house_texts import TextKind, newest, put_wording
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a text; `by` is the name of who wrote it, if they still have an account."""

    number: int
    text: str
    html: str
    written_on: dt.date
    by: str


class House:
    """The archive's own texts."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def written_in(self, kind: TextKind) -> frozenset[str]:
        """The languages that have such a text."""
        require_steward(self._work)
        return frozenset(row.language for row in newest(self._work, kind) if row.text)

    def history(self, kind: TextKind, language: str) -> list[Wording]:
        """All wordings of a text in a language, the one that holds first."""
        require_steward(self._work)
        rows = self._work.session.execute(
            select(HouseText, Person.shown_name, Person.handle)
            .outerjoin(Person, Person.id == HouseText.person_id)
            .where(HouseText.kind == kind, HouseText.language == language)
            .order_by(HouseText.number.desc())
        )
        return [
            Wording(row.number, row.text, row.html, row.written_on, name or handle or "") for row, name, handle in rows
        ]

    def write(self, kind: TextKind, language: str, text: str, *, based_on: int) -> None:
        """Let a new wording hold; an empty one takes the text away, and its history stays.

        Raises:
            Conflict: somebody else wrote since wording `based_on`; holds the one that stands.
            Refused: it is too long, or in a language that the archive does not know.
        """
        require_steward(self._work)
        work, cleaned = self._work, normalise(clean_text(text)).strip()
        if language not in work.tools.languages:
            raise Refused({"language": "unknown-language"})
        if len(cleaned) > MAX_FIELD:
            raise Refused({"text": "too-long"})
        last = next(iter(self.history(kind, language)), None)
        number, stands = (last.number, last.text) if last else (0, "")
        if cleaned == stands:
            return
        if based_on != number:
            raise Conflict({"text": stands}, number)
        put_wording(work, kind, language, cleaned, number + 1)
