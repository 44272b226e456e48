"""A story in easy words, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, LanguageVersion
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import TITLE, VersionKind
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.language import choose
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.easy_texts import holding
from wgsm_archive.services.whole_parts import PARTS, is_behind, paragraphs_of
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class EasyPassage:
    """A part in easy words; `behind`: the story says something else by now."""

    field: str
    html: str
    behind: bool


@dataclass(frozen=True, slots=True)
class EasyPage:
    """A story in easy words. `others` are the other languages in which there is such a text."""

    public_id: str
    slug: str
    language: str
    direction: str
    title: str
    title_is_easy: bool
    passages: tuple[EasyPassage, ...]
    behind: int
    others: tuple[str, ...]


def easy_page(work: Work, case: Case, languages: tuple[str, ...]) -> EasyPage:
    """The easy text in the language that suits these readers best.

    Raises:
        NotFound: there is none that the actor may read.
    """
    versions = work.session.scalars(
        select(LanguageVersion).where(
            LanguageVersion.case_id == case.id,
            LanguageVersion.kind == VersionKind.STANDARD,
            LanguageVersion.state == VersionState.APPROVED,
            LanguageVersion.easy_parts > 0,
        )
    )
    readable = {row.language: row for row in versions}
    tag = choose(languages, readable, work.fallbacks) or next(iter(sorted(readable)), None)
    if tag is None:
        raise NotFound
    version = readable[tag]
    texts, now = holding(work, version.id), paragraphs_of(work, version)
    late = {field for field, row in texts.items() if is_behind(row.made_from, now.get(field, []))}
    passages = tuple(
        EasyPassage(field, texts[field].html, field in late) for field in PARTS if field in texts and field != TITLE
    )
    if not passages:
        raise NotFound
    return EasyPage(
        public_id=case.public_id,
        slug=version.slug,
        language=version.language,
        direction=direction(work, version.language),
        title=texts[TITLE].text if TITLE in texts else version.title,
        title_is_easy=TITLE in texts,
        passages=passages,
        behind=len(late),
        others=tuple(sorted(one for one in readable if one != tag)),
    )
