"""A story read aloud, as its page lets people hear it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, LanguageVersion, SpokenPart
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import VersionKind
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.language import choose
from wgsm_archive.domain.media import Size
from wgsm_archive.ports.files import FileGone
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.media.use_cases import Served, served
from wgsm_archive.services.spoken_texts import SPOKEN_PARTS, heard
from wgsm_archive.services.whole_parts import is_behind, paragraphs_of
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class SpokenPassage:
    """A part read aloud; `behind`: the text says something else by now. Lengths are seconds and bytes."""

    field: str
    id: str
    seconds: int
    bytes: int
    credit: str
    behind: bool


@dataclass(frozen=True, slots=True)
class SpokenPage:
    """A story read aloud. `others` are the other languages in which it can be heard."""

    public_id: str
    slug: str
    language: str
    direction: str
    title: str
    passages: tuple[SpokenPassage, ...]
    seconds: int
    behind: int
    others: tuple[str, ...]


def spoken_page(work: Work, case: Case, languages: tuple[str, ...]) -> SpokenPage:
    """The story read aloud in the language that suits these readers best.

    Raises:
        NotFound: nothing of it can be heard by the actor.
    """
    audible = _audible(work, case)
    tag = choose(languages, audible, work.fallbacks) or next(iter(sorted(audible)), None)
    if tag is None:
        raise NotFound
    version, rows = audible[tag]
    now = paragraphs_of(work, version)
    passages = tuple(
        SpokenPassage(
            field=field,
            id=rows[field].public_id,
            seconds=rows[field].seconds,
            bytes=rows[field].bytes,
            credit=rows[field].credit,
            behind=is_behind(rows[field].made_from, now.get(field, [])),
        )
        for field in SPOKEN_PARTS
        if field in rows
    )
    return SpokenPage(
        public_id=case.public_id,
        slug=version.slug,
        language=version.language,
        direction=direction(work, version.language),
        title=version.title,
        passages=passages,
        seconds=sum(one.seconds for one in passages),
        behind=sum(one.behind for one in passages),
        others=tuple(sorted(one for one in audible if one != tag)),
    )


def _audible(work: Work, case: Case) -> Mapping[str, tuple[LanguageVersion, Mapping[str, SpokenPart]]]:
    """The texts of which the actor can hear something, by language, each with what that is by part."""
    versions = work.session.scalars(
        select(LanguageVersion).where(
            LanguageVersion.case_id == case.id,
            LanguageVersion.kind == VersionKind.STANDARD,
            LanguageVersion.state == VersionState.APPROVED,
            LanguageVersion.spoken_parts > 0,
        )
    )
    return {row.language: (row, found) for row in versions if (found := heard(work, row.id))}


def serve_spoken(work: Work, recording_id: str) -> Served:
    """The bytes of a recording, as far as the actor may hear it.

    Raises:
        NotFound: there is none, or none that this actor may know of.
    """
    row = work.session.scalar(select(SpokenPart).where(SpokenPart.public_id == recording_id))
    if row is None:
        raise NotFound
    try:
        handle = work.tools.files.open(row.stored[str(Size.FILE)])
    except FileGone:
        raise NotFound from None
    return served(handle, row.format, "", row.fingerprint, Size.FILE)
