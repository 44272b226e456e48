"""What is said on and in the files that readers see, so that a story is found by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, not_, select

from wgsm_archive.db.guards import closed_section
from wgsm_archive.db.lookups import Lookup
from wgsm_archive.db.models import MediaFile
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.services.work import Work

Words = tuple[str, str]
"""A language and a text in it."""


def words_of_files(work: Work, case_ids: Iterable[int] | Select[int], held: frozenset[str]) -> dict[int, list[Words]]:
    """By case: captions, alternative texts and transcripts of the files that holders of these labels are shown in it.

    That they may read the case itself is for the asker to see to.
    """
    found: dict[int, list[Words]] = {}
    files: Sequence[Any]
    if isinstance(case_ids, Select):
        files = work.session.execute(_shown_in(MediaFile.case_id.in_(case_ids)), {"labels": sorted(held)}).all()
    else:
        files = _SHOWN.rows(work.session, labels=sorted(held), cases=sorted(set(case_ids)))
    for file in files:
        said = [(file.language, file.caption), (file.language, file.alt)]
        said.append((file.transcript_language or file.language, file.transcript))
        found.setdefault(file.case_id, []).extend(one for one in said if one[1])
    return found


def _shown_in(cases: ColumnElement[bool]) -> Select[int, str, str, str, str, str]:
    closed = closed_section(MediaFile.case_id, MediaFile.section, bindparam("labels", expanding=True))
    return (
        select(
            MediaFile.case_id,
            MediaFile.language,
            MediaFile.caption,
            MediaFile.alt,
            MediaFile.transcript_language,
            MediaFile.transcript,
        )
        .where(cases, MediaFile.shown, not_(closed))
        .order_by(MediaFile.id)
    )


_SHOWN = Lookup(_shown_in(MediaFile.case_id.in_(bindparam("cases", expanding=True))))


def belonging_to(words: Iterable[Words], language: str, origin: Origin) -> list[str]:
    """Those of a case's words that are found with one of its versions: of its language, with the original all."""
    return [text for tag, text in words if tag == language or origin is Origin.ORIGINAL]
