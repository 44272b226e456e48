"""Sections that tellers opened to fewer people than their story.

The rows of `SectionNarrowing` are what the guard reads (`db.guards.closed_section`). Whoever keeps something else that
belongs to a section, such as a file, asks `closed_sections` before it shows or sends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, delete, select

from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.memory_words import forget
from wgsm_archive.db.models import Case, LanguageVersion, SectionNarrowing
from wgsm_archive.domain.access import private_labels
from wgsm_archive.domain.consent import Reach
from wgsm_archive.domain.narrowing import NARROWABLE, narrowed_prefixes
from wgsm_archive.services.reactions import jobs_of_words
from wgsm_archive.services.rendering import render_case
from wgsm_archive.services.work import Work


def closed_sections(work: Work, case: Case) -> frozenset[str]:
    """The sections of a case that this actor may not see, of a case that the actor may read.

    What belongs to one of them (a text, a file, its caption, its transcript, its name) is not shown, sent, listed,
    counted or indexed for this actor. Readers that are no people (feeds, API, export, the public shelf) ask as
    `ANONYMOUS`, the shelf of member movements as somebody who holds `NETWORK`.
    """
    if private_labels(work.held) & {row.label for row in case.labels}:
        return frozenset()
    return closed_to(work.held, narrowings_of(work, [case.id]).get(case.id, {}))


def closed_to(held: frozenset[str], narrowed: Mapping[str, str]) -> frozenset[str]:
    """The sections among those narrowed (prefix -> label) that somebody with these labels does not see."""
    shut = {prefix for prefix, label in narrowed.items() if label not in held}
    return frozenset(section for section in NARROWABLE if section in shut)


_NARROWED = lasting(select(SectionNarrowing).where(SectionNarrowing.case_id.in_(bindparam("cases", expanding=True))))


def narrowings_of(work: Work, case_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """By case: the prefixes of narrowed fields and the label that each asks for."""
    found: dict[int, dict[str, str]] = {}
    # What is narrowed is for tellers and facilitators to know; that it is not shown is for everybody.
    with work.full_sight():
        rows = work.session.scalars(_NARROWED, {"cases": sorted(set(case_ids))})
        for row in rows:
            found.setdefault(row.case_id, {})[row.prefix] = row.label
    return found


def prefixes(wanted: Mapping[str, Reach]) -> dict[str, str]:
    """What tellers decided on sections, as prefixes of fields with the label that each asks for."""
    return {prefix: str(reach) for section, reach in wanted.items() for prefix in narrowed_prefixes(section)}


def narrow(work: Work, case: Case, wanted: Mapping[str, Reach], *, is_first: bool = False) -> None:
    """Let sections be read by fewer people than the story, and all others by whoever reads it, from this moment on.

    What was rendered is made anew in the same transaction, and search leaves the story out until its words were
    taken from the index. `is_first` says of a case that was just made that it has no texts yet.
    """
    rows = prefixes(wanted)
    if is_first:
        work.session.add_all(SectionNarrowing(case_id=case.id, prefix=name, label=rows[name]) for name in sorted(rows))
        return
    if narrowings_of(work, [case.id]).get(case.id, {}) == rows:
        return
    work.session.flush()
    with work.full_sight():
        forget(work.session, [case.id])
        work.session.execute(delete(SectionNarrowing).where(SectionNarrowing.case_id == case.id))
        work.session.add_all(SectionNarrowing(case_id=case.id, prefix=name, label=rows[name]) for name in sorted(rows))
        work.session.flush()
        if work.session.scalar(select(LanguageVersion.id).where(LanguageVersion.case_id == case.id).limit(1)):
            render_case(work, case)
    work.session.add_all(jobs_of_words(case.id, work.now, closed=True))
