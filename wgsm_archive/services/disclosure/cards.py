"""A case as lists show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, CaseCountry, CaseTerm, LanguageVersion
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import Overall, VersionKind
from wgsm_archive.domain.consent import AUDIENCE_OF, AudienceLevel
from wgsm_archive.domain.dates import Period
from wgsm_archive.domain.language import choose
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.services.case_rows import period_of
from wgsm_archive.services.disclosure.wording import TermView, direction, term_view
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class CaseCard:
    """What a list tells of a case, in the language version that suits the reader best.

    `band_themes` and `band_strategies` are term ids for the woven band; `languages` all tags it can be read in.
    """

    public_id: str
    slug: str
    language: str
    direction: str
    title: str
    summary: str
    countries: tuple[str, ...]
    region: str
    period: Period
    overall: Overall | None
    themes: tuple[TermView, ...]
    band_themes: tuple[str, ...]
    band_strategies: tuple[str, ...]
    illustrative: bool
    level: AudienceLevel
    original_language: str
    languages: tuple[str, ...]
    case_id: int
    version_id: int


def cards(
    work: Work, case_ids: Sequence[int], languages: tuple[str, ...], versions: Mapping[int, int] | None = None
) -> list[CaseCard]:
    """Cards for these cases in this order; those the actor may not read are left out.

    `languages` are the reader's, best first; `versions` names the language version to show of a case, where a
    search found a particular one.
    """
    if not case_ids:
        return []
    session = work.session
    found = {case.id: case for case in session.scalars(select(Case).where(Case.id.in_(case_ids)))}
    readable = _readable_versions(work, list(found))
    countries, terms = _countries(work, list(found)), _terms(work, list(found))
    result = []
    for case_id in case_ids:
        if case_id in found and readable.get(case_id):
            shown = _best(work, readable[case_id], languages, found[case_id], (versions or {}).get(case_id))
            result.append(
                _card(
                    work,
                    found[case_id],
                    shown,
                    versions=readable[case_id],
                    countries=countries[case_id],
                    terms=terms[case_id],
                    languages=languages,
                )
            )
    return result


def _readable_versions(work: Work, case_ids: list[int]) -> dict[int, list[LanguageVersion]]:
    rows = work.session.scalars(
        select(LanguageVersion).where(
            LanguageVersion.case_id.in_(case_ids),
            LanguageVersion.state == VersionState.APPROVED,
            LanguageVersion.kind == VersionKind.STANDARD,
        )
    )
    by_case: dict[int, list[LanguageVersion]] = defaultdict(list)
    for row in rows:
        by_case[row.case_id].append(row)
    return by_case


def _countries(work: Work, case_ids: list[int]) -> dict[int, list[str]]:
    rows = work.session.execute(
        select(CaseCountry.case_id, CaseCountry.country)
        .where(CaseCountry.case_id.in_(case_ids))
        .order_by(CaseCountry.case_id, CaseCountry.position)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for case_id, country in rows:
        found[case_id].append(country)
    return found


def _terms(work: Work, case_ids: list[int]) -> dict[int, list[tuple[str, str]]]:
    wanted = (VocabularyName.THEMES, VocabularyName.STRATEGIES)
    rows = work.session.execute(
        select(CaseTerm.case_id, CaseTerm.vocabulary, CaseTerm.term)
        .where(CaseTerm.case_id.in_(case_ids), CaseTerm.vocabulary.in_(wanted))
        .order_by(CaseTerm.case_id, CaseTerm.position)
    )
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for case_id, vocabulary, term in rows:
        found[case_id].append((vocabulary, term))
    return found


def _best(
    work: Work, versions: Sequence[LanguageVersion], languages: tuple[str, ...], case: Case, wanted: int | None
) -> LanguageVersion:
    by_tag = {version.language: version for version in versions}
    named = next((version for version in versions if version.id == wanted), None)
    if named is not None:
        return named
    tag = choose(languages, by_tag, work.fallbacks) or case.original_language
    return by_tag.get(tag) or versions[0]


def _card(
    work: Work,
    case: Case,
    shown: LanguageVersion,
    *,
    versions: Sequence[LanguageVersion],
    countries: Sequence[str],
    terms: Sequence[tuple[str, str]],
    languages: tuple[str, ...],
) -> CaseCard:
    themes = [term for vocabulary, term in terms if vocabulary == VocabularyName.THEMES]
    return CaseCard(
        public_id=case.public_id,
        slug=shown.slug,
        language=shown.language,
        direction=direction(work, shown.language),
        title=shown.title,
        summary=shown.summary,
        countries=tuple(countries),
        region=case.region,
        period=period_of(case),
        overall=case.overall,
        themes=tuple(term_view(work, VocabularyName.THEMES, term, languages) for term in themes),
        band_themes=tuple(themes),
        band_strategies=tuple(term for vocabulary, term in terms if vocabulary == VocabularyName.STRATEGIES),
        illustrative=case.illustrative,
        level=AUDIENCE_OF[case.consent_level],
        original_language=case.original_language,
        languages=tuple(version.language for version in versions),
        case_id=case.id,
        version_id=shown.id,
    )
