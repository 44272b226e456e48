"""A case as lists show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import String, bindparam, select, type_coerce

from wgsm_archive.db.gathered import gathered, read_gathered
from wgsm_archive.db.lookups import Lookup
from wgsm_archive.db.models import Case, CaseCountry, CaseTerm, LanguageVersion
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import Origin, Overall, VersionKind
from wgsm_archive.domain.consent import AUDIENCE_OF, AudienceLevel
from wgsm_archive.domain.dates import Period
from wgsm_archive.domain.language import choose
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.services.case_rows import period_told
from wgsm_archive.services.disclosure.wording import TermView, direction, term_view
from wgsm_archive.services.work import Work


class CaseCard(NamedTuple):
    """What a list tells of a case, in the language version that suits the reader best.

    `band_themes` and `band_strategies` are term ids for the woven band.
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
    case_id: int
    version_id: int


_Row = Any  # a row of the columns below: types of so many columns are beyond what can be said of a row
_ORIGIN = type_coerce(LanguageVersion.origin, String).label("origin")
_READABLE = Lookup(
    select(
        LanguageVersion.case_id,
        LanguageVersion.id,
        LanguageVersion.language,
        _ORIGIN,
    )
    .where(
        LanguageVersion.case_id.in_(bindparam("cases", expanding=True)),
        LanguageVersion.state == VersionState.APPROVED,
        LanguageVersion.kind == VersionKind.STANDARD,
    )
    .order_by(LanguageVersion.case_id, LanguageVersion.language)
)
_SHOWN = Lookup(
    select(
        Case.id.label("case_id"),
        Case.public_id,
        Case.region,
        Case.period_start,
        Case.period_end,
        Case.ongoing,
        Case.overall,
        Case.illustrative,
        Case.consent_level,
        Case.original_language,
        LanguageVersion.id.label("version_id"),
        LanguageVersion.language,
        LanguageVersion.slug,
        LanguageVersion.title,
        LanguageVersion.summary,
        _ORIGIN,
        gathered(CaseCountry.position, CaseCountry.country)
        .where(CaseCountry.case_id == Case.id)
        .scalar_subquery()
        .label("countries"),
        gathered(CaseTerm.position, CaseTerm.vocabulary, CaseTerm.term)
        .where(
            CaseTerm.case_id == Case.id,
            CaseTerm.vocabulary.in_((VocabularyName.THEMES, VocabularyName.STRATEGIES)),
        )
        .scalar_subquery()
        .label("terms"),
    )
    .join(LanguageVersion, LanguageVersion.case_id == Case.id)
    .where(
        LanguageVersion.id.in_(bindparam("versions", expanding=True)),
        LanguageVersion.state == VersionState.APPROVED,
        LanguageVersion.kind == VersionKind.STANDARD,
    )
)


def cards(
    work: Work,
    case_ids: Sequence[int],
    languages: tuple[str, ...],
    versions: Mapping[int, Sequence[int]] | None = None,
) -> list[CaseCard]:
    """Cards for these cases in this order; those the actor may not read are left out.

    `languages` are the reader's, best first; `versions` names the language versions of a case among which to choose,
    where a search found particular ones.
    """
    if not case_ids:
        return []
    named = versions or {}
    shown = _shown(work, [version for one in case_ids for version in named.get(one, ())], languages)
    others = [one for one in case_ids if one not in shown]
    if others:
        readable = _readable(work, others).values()
        shown |= _shown(work, [_best(work, rows, languages).id for rows in readable], languages)
    return [_card(work, shown[case_id], languages) for case_id in case_ids if case_id in shown]


def languages_of(work: Work, case_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The languages in which this actor can read each of these cases, as tags."""
    return {one: tuple(row.language for row in rows) for one, rows in _readable(work, case_ids).items()}


def _readable(work: Work, case_ids: Sequence[int]) -> dict[int, list[_Row]]:
    return _by_case(_READABLE.rows(work.session, cases=list(case_ids)) if case_ids else ())


def _shown(work: Work, version_ids: list[int], languages: tuple[str, ...]) -> dict[int, _Row]:
    found = _by_case(_SHOWN.rows(work.session, versions=version_ids) if version_ids else ())
    return {case: _best(work, rows, languages) for case, rows in found.items()}


def _by_case(rows: Iterable[_Row]) -> dict[int, list[_Row]]:
    found: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _best(work: Work, versions: Sequence[_Row], languages: tuple[str, ...]) -> _Row:
    """Which of these versions of a case to show."""
    if len(versions) == 1:
        return versions[0]
    by_tag = {version.language: version for version in sorted(versions, key=attrgetter("language"))}
    tag = choose(languages, by_tag, work.fallbacks)
    if tag is not None:
        return by_tag[tag]
    return next((version for version in versions if version.origin == Origin.ORIGINAL), next(iter(by_tag.values())))


def _card(work: Work, shown: _Row, languages: tuple[str, ...]) -> CaseCard:
    terms = read_gathered(shown.terms)
    themes = [term for vocabulary, term in terms if vocabulary == VocabularyName.THEMES]
    return CaseCard(
        public_id=shown.public_id,
        slug=shown.slug,
        language=shown.language,
        direction=direction(work, shown.language),
        title=shown.title,
        summary=shown.summary,
        countries=tuple([code for (code,) in read_gathered(shown.countries)]),
        region=shown.region,
        period=period_told(shown.period_start, shown.period_end, ongoing=shown.ongoing),
        overall=shown.overall,
        themes=tuple(term_view(work, VocabularyName.THEMES, term, languages) for term in themes),
        band_themes=tuple(themes),
        band_strategies=tuple(term for vocabulary, term in terms if vocabulary == VocabularyName.STRATEGIES),
        illustrative=shown.illustrative,
        level=AUDIENCE_OF[shown.consent_level],
        original_language=shown.original_language,
        case_id=shown.case_id,
        version_id=shown.version_id,
    )
