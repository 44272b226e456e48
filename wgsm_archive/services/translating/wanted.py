"""Stories that cannot be read in a language yet, and how many readers wait for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, String, and_, cast, func, select

from wgsm_archive.db.models import Case, CaseTerm, LanguageVersion, TranslationRequest
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import Origin, VersionKind
from wgsm_archive.domain.language import shorter
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.services.disclosure.cards import CaseCard, cards
from wgsm_archive.services.translating.lists import Listed, count, in_language, translatable_now
from wgsm_archive.services.translating.sources import steps_from
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class WantedStory:
    """A story that cannot be read in a language yet. `begun`: somebody is translating it already.

    `words` is the length of the original, `asked` how many readers asked for it. `sources` are the languages that it
    can be translated from, each with its steps from the original, which comes first.
    """

    card: CaseCard
    words: int
    asked: int
    begun: bool
    sources: tuple[tuple[str, int], ...]


def wanted(
    work: Work, language: str, languages: tuple[str, ...], *, theme: str = "", offset: int, limit: int
) -> Listed[WantedStory]:
    """Stories that may be translated and cannot be read in a language yet, of one theme or all.

    Those that most readers asked for come first, then untouched ones, then by age.
    """
    statement = wanted_in(work, language)
    if theme:
        named = (CaseTerm.vocabulary == VocabularyName.THEMES, CaseTerm.term == theme)
        statement = statement.where(Case.id.in_(select(CaseTerm.case_id).where(*named)))
    is_begun = Case.id.in_(
        select(LanguageVersion.case_id).where(*in_language(language), LanguageVersion.state != VersionState.APPROVED)
    )
    asked = func.coalesce(TranslationRequest.asked, 0)
    request = and_(TranslationRequest.case_id == Case.id, TranslationRequest.language == language)
    rows = work.session.execute(
        statement.with_only_columns(Case.id, is_begun, asked)
        .outerjoin(TranslationRequest, request)
        .order_by(asked.desc(), is_begun, Case.published_on, Case.id)
        .offset(offset)
        .limit(limit)
    ).all()
    begun = {case_id: (bool(found), number) for case_id, found, number in rows}
    words, sources = _originals(work, list(begun))
    items = tuple(
        WantedStory(
            card=card,
            words=words.get(card.case_id, 0),
            asked=begun[card.case_id][1],
            begun=begun[card.case_id][0],
            sources=sources.get(card.case_id, ()),
        )
        for card in cards(work, list(begun), languages)
    )
    return Listed(items, count(work, statement))


def wanted_in(work: Work, language: str) -> Select[Case]:
    """The statement for stories that may be translated into a language and cannot be read in it yet."""
    there = select(LanguageVersion.case_id).where(
        *in_language(language), LanguageVersion.state == VersionState.APPROVED
    )
    return select(Case).where(
        *translatable_now(work),
        Case.id.not_in(there),
        *(~cast(Case.closed_languages, String).contains(f'"{cut}"', autoescape=True) for cut in shorter(language)),
    )


def _originals(work: Work, case_ids: Sequence[int]) -> tuple[dict[int, int], dict[int, tuple[tuple[str, int], ...]]]:
    """By story: how many words its original has, and what can be translated from, the shortest way first."""
    found: dict[int, list[LanguageVersion]] = defaultdict(list)
    rows = work.session.scalars(
        select(LanguageVersion).where(
            LanguageVersion.case_id.in_(case_ids),
            LanguageVersion.kind == VersionKind.STANDARD,
            LanguageVersion.state == VersionState.APPROVED,
        )
    )
    for row in rows:
        found[row.case_id].append(row)
    words, sources = {}, {}
    for case_id, versions in found.items():
        origins = {row.language: row.source_language for row in versions}
        words[case_id] = next((row.words_total for row in versions if row.origin is Origin.ORIGINAL), 0)
        ways = sorted((steps_from(origins, row.language), row.id, row.language) for row in versions)
        sources[case_id] = tuple((language, steps) for steps, _id, language in ways)
    return words, sources
