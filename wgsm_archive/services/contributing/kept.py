"""Words that are kept while they are being written, beside the story until their tellers take them over.

They are no revisions of the story: what is typed and deleted again leaves nothing behind, also not in a history
that facilitators read later.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select

from wgsm_archive.db.models import Case, DraftWords
from wgsm_archive.domain.errors import Conflict
from wgsm_archive.services.case_rows import original_of
from wgsm_archive.services.texts import changes_since, current_texts, tidy
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Page:
    """The page that words come from: its own name, how often it has sent, and the words it was made from."""

    name: str
    number: int = 0
    seen: str = ""

    def knows(self, row: DraftWords) -> bool:
        """Whether nobody else wrote there since this page was made."""
        return row.page == self.name or row.mark == self.seen


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a step."""

    texts: Mapping[str, str]
    based_on: int
    mark: str
    page: str


def keep(work: Work, case: Case, step: str, texts: Mapping[str, str], *, page: Page, based_on: int) -> None:
    """Keep the words of a step as they are at the moment.

    Words that come late, after newer ones of the same page, change nothing.

    Raises:
        Conflict: another page keeps other words in this step, or the same answers were saved since `based_on`.
    """
    version, row = original_of(work, case), _row(work, case.id, step)
    if row is not None and row.page == page.name and page.number <= row.number:
        return
    if row is not None and not page.knows(row) and _tidied(row.texts) != _tidied(texts):
        raise Conflict(dict(row.texts), version.revision)
    changed = changes_since(work, version, texts, based_on=based_on)
    if row is not None and not changed:
        work.session.delete(row)
    elif row is not None:
        row.page, row.number, row.based_on, row.texts = page.name, page.number, based_on, dict(texts)
    elif changed:
        work.session.add(
            DraftWords(
                case_id=case.id, step=step, page=page.name, number=page.number, based_on=based_on, texts=dict(texts)
            )
        )


def put(work: Work, case: Case, step: str, texts: Mapping[str, str], *, seen: str | None = None) -> None:
    """Keep words that come from no page of telling, in the place of those that are kept in a step; none: forget it.

    Raises:
        Conflict: `seen` is not the mark of what is kept there.
    """
    version, row = original_of(work, case), _row(work, case.id, step)
    if seen is not None and (row is None or row.mark != seen):
        raise Conflict({} if row is None else dict(row.texts), version.revision)
    if row is not None and not texts:
        work.session.delete(row)
    elif row is not None:
        row.number, row.based_on, row.texts = row.number + 1, version.revision, dict(texts)
    elif texts:
        made = DraftWords(case_id=case.id, step=step, page=secrets.token_urlsafe(9), number=1, texts=dict(texts))
        made.based_on = version.revision
        work.session.add(made)


def kept_in(work: Work, case: Case, step: str) -> Kept | None:
    """What is kept of a step, if anything."""
    row = _row(work, case.id, step)
    return Kept(row.texts, row.based_on, row.mark, row.page) if row is not None else None


def waiting(work: Work, case: Case) -> list[str]:
    """The steps with words that differ from the story: they were typed, but not taken over."""
    stands = current_texts(work, original_of(work, case))
    rows = work.session.scalars(select(DraftWords).where(DraftWords.case_id == case.id).order_by(DraftWords.id))
    return [row.step for row in rows if any(stands.get(name, "") != text for name, text in _tidied(row.texts).items())]


def taken_over(work: Work, case: Case, step: str, page: Page) -> None:
    """The words of a page are in the story now. What another page keeps there stays, so that it is not lost."""
    row = _row(work, case.id, step)
    if row is not None and page.knows(row):
        work.session.delete(row)


def let_go(work: Work, case_id: int) -> None:
    """Delete all that is kept of a story."""
    work.session.execute(delete(DraftWords).where(DraftWords.case_id == case_id))


def _row(work: Work, case_id: int, step: str) -> DraftWords | None:
    return work.session.scalar(select(DraftWords).where(DraftWords.case_id == case_id, DraftWords.step == step))


def _tidied(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: tidy(name, text) for name, text in texts.items()}
