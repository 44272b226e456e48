"""Between a case's rows and what the domain says of it: finding, reading and changing its structured fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple, cast

from babel import Locale
from sqlalchemy import bindparam, exists, inspect, select

from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.base import insert_rows
from wgsm_archive.db.gathered import gathered, read_gathered
from wgsm_archive.db.lookups import Lookup
from wgsm_archive.db.models import (
    Case,
    CaseCountry,
    CaseReview,
    CaseSource,
    CaseTerm,
    ConsentDecision,
    LanguageVersion,
    MediaFile,
    Tombstone,
)
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, Actor
from wgsm_archive.domain.case_study import (
    Author,
    CaseFacts,
    Origin,
    ProtocolNotice,
    Setting,
    Source,
    Tenure,
    TermUse,
    VersionKind,
)
from wgsm_archive.domain.consent import Consent, ConsentLevel, Use, narrower, uses_of
from wgsm_archive.domain.dates import Period, period_problem, read_date
from wgsm_archive.domain.errors import NotFound, OutOfSight, Withdrawn
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.place import Area, Precision, coarsen
from wgsm_archive.domain.workflow import Act, Facts, may
from wgsm_archive.services.closing_languages import close_languages
from wgsm_archive.services.labelling import consent_of
from wgsm_archive.services.narrowing import narrow
from wgsm_archive.services.work import Work

_GROUPINGS = frozenset({"ZZ", "EU", "EZ", "UN", "XA", "XB", "QO"})
COUNTRIES = (
    frozenset(str(code) for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code))) - _GROUPINGS
)
"""ISO 3166-1 alpha-2 codes as CLDR lists them, without its groupings."""


Hanging = Any
"""A row of what hangs on a case: its countries and terms, and whether there are sources and files."""

_AT_ADDRESS = lasting(select(Case).where(Case.public_id == bindparam("public_id")))
_WAS_PUBLIC = lasting(select(Case.was_public).where(Case.public_id == bindparam("public_id")))
_ORIGINAL = lasting(
    select(LanguageVersion).where(
        LanguageVersion.case_id == bindparam("case_id"),
        LanguageVersion.origin == Origin.ORIGINAL,
        LanguageVersion.kind == VersionKind.STANDARD,
    )
)
_HANGS = (
    gathered(CaseCountry.position, CaseCountry.country)
    .where(CaseCountry.case_id == Case.id)
    .scalar_subquery()
    .label("hanging_countries"),
    gathered(CaseTerm.position, CaseTerm.vocabulary, CaseTerm.term)
    .where(CaseTerm.case_id == Case.id)
    .scalar_subquery()
    .label("hanging_terms"),
    exists().where(CaseSource.case_id == Case.id, CaseSource.public).label("has_sources"),
    exists().where(MediaFile.case_id == Case.id).label("has_files"),
)
_HANGING = Lookup(select(*_HANGS).where(Case.id == bindparam("case_id")))
_ALL_AT_ADDRESS = Lookup(
    select(*(getattr(Case, one.key) for one in inspect(Case).column_attrs), *_HANGS).where(
        Case.public_id == bindparam("public_id")
    )
)
_PUBLIC_SOURCES = Lookup(
    select(CaseSource.type, CaseSource.title, CaseSource.url, CaseSource.pages, CaseSource.public, CaseSource.supports)
    .where(CaseSource.case_id == bindparam("case_id"), CaseSource.public)
    .order_by(CaseSource.id)
)


def find_case(work: Work, public_id: str) -> Case:
    """The case at an address, as far as the actor may read it.

    Raises:
        Withdrawn: it was public once and its tellers took it back.
        OutOfSight: it was public once and cannot be read at present, for whatever reason.
        NotFound: there is none, or none that this actor may know of.
    """
    case = work.session.scalar(_AT_ADDRESS, {"public_id": public_id})
    if case is not None:
        return case
    if work.session.get(Tombstone, public_id) is not None:
        raise Withdrawn(public_id)
    with work.full_sight():
        was_public = work.session.scalar(_WAS_PUBLIC, {"public_id": public_id})
    raise OutOfSight if was_public else NotFound


def read_case(work: Work, public_id: str) -> tuple[Case, Hanging | None]:
    """As `find_case`, for a page that only reads: the columns of a case, and what else `shown_facts` wants of it.

    Raises:
        Withdrawn, OutOfSight, NotFound: as `find_case`.
    """
    rows = () if work.writes else _ALL_AT_ADDRESS.rows(work.session, public_id=public_id)
    return (cast("Case", rows[0]), rows[0]) if rows else (find_case(work, public_id), None)


def original_of(work: Work, case: Case) -> LanguageVersion:
    """The language version in which the case was told."""
    found = work.session.scalar(_ORIGINAL, {"case_id": case.id})
    if found is None:
        raise NotFound
    return found


def is_mine(actor: Actor, case: Case) -> bool:
    """Whether the actor tells this story: by code, by open draft, or as its signed-in owner."""
    if actor.case_id is not None and actor.case_id == case.id:
        return True
    return actor.person_id is not None and actor.person_id == case.owner_id


def acting_facts(work: Work, case: Case) -> Facts:
    """What the acting rule needs to know of a case and this actor."""
    return Facts(
        state=case.state,
        mine=is_mine(work.actor, case),
        may_translate=consent_of(case).allows(Use.TRANSLATE, work.today),
    )


def acts_open(work: Work, case: Case) -> frozenset[Act]:
    """The acts that this actor may do to a case now; what view models carry as `may`."""
    facts = acting_facts(work, case)
    return _open_to_everybody(facts) if work.actor is ANONYMOUS else _acts_open(work.actor, facts)


@lru_cache(maxsize=512)
def _open_to_everybody(facts: Facts) -> frozenset[Act]:
    return _acts_open(ANONYMOUS, facts)


def _acts_open(actor: Actor, facts: Facts) -> frozenset[Act]:
    return frozenset(act for act in Act if act not in _NEED_MORE and may(actor, act, facts))


# What they depend on is not known of a case alone.
_NEED_MORE = frozenset({Act.TRANSLATE, Act.READY, Act.APPROVE, Act.RETURN, Act.CONFIRM})


def facts_of(case: Case, *, with_private_sources: bool = False) -> CaseFacts:
    """The structured fields of a case."""
    return _facts(
        case,
        countries=[row.country for row in case.countries],
        terms=[(row.vocabulary, row.term) for row in case.terms],
        sources=[
            Source(row.type, row.title, row.url, row.pages, row.public, tuple(row.supports))
            for row in case.sources
            if row.public or with_private_sources
        ],
    )


class ShownFacts(NamedTuple):
    """The structured fields of a case as its page shows them, and whether there are files beside them."""

    facts: CaseFacts
    has_files: bool


def shown_facts(work: Work, case: Case, hanging: Hanging | None = None) -> ShownFacts:
    """As `facts_of` without private sources, for a page: no row is made of what only this page reads.

    `hanging` is what `read_case` has read beside the case.
    """
    hanging = hanging or _HANGING.rows(work.session, case_id=case.id)[0]
    sources = _PUBLIC_SOURCES.rows(work.session, case_id=case.id) if hanging.has_sources else ()
    facts = _facts(
        case,
        countries=(code for (code,) in read_gathered(hanging.hanging_countries)),
        terms=((vocabulary, term) for vocabulary, term in read_gathered(hanging.hanging_terms)),
        sources=[
            Source(type_, title, url, pages, public, tuple(supports))
            for type_, title, url, pages, public, supports in sources
        ],
    )
    return ShownFacts(facts, bool(hanging.has_files))


def _facts(
    case: Case,
    *,
    countries: Iterable[str],
    terms: Iterable[tuple[str, str]],
    sources: Iterable[Source],
) -> CaseFacts:
    area = Area(case.latitude, case.longitude) if case.latitude is not None and case.longitude is not None else None
    return CaseFacts(
        type=case.type,
        author=Author(case.author_kind, case.author_display, case.author_name),
        pseudonymous_title=case.pseudonymous_title,
        countries=tuple(countries),
        region=case.region,
        precision=case.precision,
        area=area,
        setting=tuple(Setting(value) for value in case.setting),
        period=period_of(case),
        scale=case.scale,
        people_affected=case.people_affected,
        people_taking_part=case.people_taking_part,
        stage=case.stage,
        project_status=case.project_status,
        consultation=case.consultation,
        reaction=case.reaction,
        tenure=tuple(Tenure(value) for value in case.tenure),
        overall=case.overall,
        terms=tuple(TermUse(vocabulary, term) for vocabulary, term in terms),
        sources=tuple(sources),
        protocol_notices=tuple(ProtocolNotice(value) for value in case.protocol_notices),
        licence=case.licence,
        illustrative=case.illustrative,
    )


def period_of(case: Case) -> Period:
    """When the struggle took place."""
    return period_told(case.period_start, case.period_end, ongoing=case.ongoing)


@lru_cache(maxsize=4096)  # a page of stories reads forty dates
def period_told(start: str | None, end: str | None, *, ongoing: bool) -> Period:
    """A period as its columns hold it."""
    return Period(start=read_date(start) if start else None, end=read_date(end) if end else None, ongoing=ongoing)


def facts_problems(work: Work, facts: CaseFacts) -> dict[str, str]:
    """What the archive would refuse in these fields: field -> code of the rule."""
    problems: dict[str, str] = {}
    for country in facts.countries:
        if country not in COUNTRIES:
            problems["countries"] = "unknown-country"
    for use in facts.terms:
        if not work.tools.vocabularies.holds(use.vocabulary, use.term):
            problems[f"terms.{use.vocabulary}"] = "unknown-term"
    problem = period_problem(facts.period, work.today)
    if problem is not None:
        problems["period"] = str(problem)
    return problems


def apply_facts(case: Case, facts: CaseFacts) -> None:
    """Put structured fields into the rows. Place and dates are made coarse here, before anything is stored."""
    apply_but_terms(case, facts)
    set_terms(case, facts.terms)


def apply_but_terms(case: Case, facts: CaseFacts) -> None:
    """As `apply_facts`, for who writes the terms otherwise."""
    case.type = facts.type
    case.author_kind, case.author_display = facts.author.kind, facts.author.display
    case.author_name = facts.author.shown_name
    case.pseudonymous_title = facts.pseudonymous_title
    case.region, case.precision = facts.region, facts.precision
    _apply_place(case, facts.area, facts.precision)
    case.setting = [str(value) for value in facts.setting]
    period = facts.period.to_months()
    case.period_start = str(period.start) if period.start else None
    case.period_end = str(period.end) if period.end else None
    case.ongoing = period.ongoing
    case.scale, case.stage = facts.scale, facts.stage
    case.people_affected, case.people_taking_part = facts.people_affected, facts.people_taking_part
    case.project_status, case.consultation, case.reaction = facts.project_status, facts.consultation, facts.reaction
    case.tenure = [str(value) for value in facts.tenure]
    case.overall, case.licence, case.illustrative = facts.overall, facts.licence, facts.illustrative
    case.protocol_notices = [str(value) for value in facts.protocol_notices]
    set_countries(case, facts.countries)
    case.sources = [
        CaseSource(
            type=source.type,
            title=source.title,
            url=source.url,
            pages=source.pages,
            public=source.public,
            supports=list(source.supports),
        )
        for source in facts.sources
    ]


def _apply_place(case: Case, area: Area | None, precision: Precision) -> None:
    coarse = coarsen(area.latitude, area.longitude, precision) if area else None
    case.latitude = coarse.latitude if coarse else None
    case.longitude = coarse.longitude if coarse else None


def set_countries(case: Case, countries: Iterable[str]) -> None:
    """Replace the countries of a case, keeping rows that stay."""
    held = {row.country: row for row in case.countries}
    rows = []
    for place, code in enumerate(dict.fromkeys(countries)):
        row = held.get(code) or CaseCountry(country=code)
        row.position = place
        rows.append(row)
    case.countries = rows


def set_terms(case: Case, terms: Iterable[TermUse]) -> None:
    """Replace the terms of a case, keeping rows that stay."""
    held = {(row.vocabulary, row.term): row for row in case.terms}
    rows = []
    for place, (vocabulary, term) in enumerate(_in_order(terms)):
        row = held.get((vocabulary, term)) or CaseTerm(vocabulary=vocabulary, term=term)
        row.position = place
        rows.append(row)
    case.terms = rows


def insert_terms(work: Work, used: Iterable[tuple[Case, Iterable[TermUse]]]) -> None:
    """Write the terms of many cases that have none yet."""
    rows = [
        {"case_id": case.id, "vocabulary": vocabulary, "term": term, "position": place}
        for case, terms in used
        for place, (vocabulary, term) in enumerate(_in_order(terms))
    ]
    insert_rows(work.session, CaseTerm, rows)


def _in_order(terms: Iterable[TermUse]) -> Iterable[tuple[str, str]]:
    return dict.fromkeys((use.vocabulary, use.term) for use in terms)


RESTRICTED = "restricted"
"""The decision of facilitators that a story stays among member movements, whatever wider circle its tellers allow."""


def held_level(review: CaseReview | None, decided: ConsentLevel) -> ConsentLevel:
    """How far a story travels: as its tellers decided, and less where facilitators saw a danger."""
    restricted = review is not None and review.decision == RESTRICTED
    return narrower(decided, ConsentLevel.NETWORK) if restricted else decided


def decide_consent(work: Work, case: Case, consent: Consent, *, is_first: bool = False) -> None:
    """Append a decision of the tellers and let it hold from now on.

    `is_first` says of a case that was just made that nothing was decided on it yet; then nothing is looked for.
    """
    last, review = (None, None) if is_first else _decided(work, case)
    uses = uses_of(consent)
    work.session.add(
        ConsentDecision(
            case_id=case.id,
            number=(last or 0) + 1,
            level=consent.level,
            uses=uses,
            basis=consent.basis,
            explained=consent.explained,
            until=consent.until,
            decided_on=work.today,
            speaks_for=consent.speaks_for,
            ask_again_on=consent.ask_again_on,
            narrowed={section: str(reach) for section, reach in sorted(consent.narrowed.items())},
            not_in=sorted(consent.not_in),
        )
    )
    narrow(work, case, consent.narrowed, is_first=is_first)
    close_languages(work, case, consent.not_in)
    case.ask_again_on = consent.ask_again_on
    case.consent_level = held_level(review, consent.level)
    case.consent_until, case.allowed_uses = consent.until, uses
    if case.state is not CaseState.DRAFT:
        work.record(Happened(Event.CASE_CONSENT, case.id, detail={"level": str(consent.level)}))


def _decided(work: Work, case: Case) -> tuple[int | None, CaseReview | None]:
    """The number of the last decision of the tellers, and what facilitators decided."""
    work.session.flush()
    last = work.session.scalar(
        select(ConsentDecision.number)
        .where(ConsentDecision.case_id == case.id)
        .order_by(ConsentDecision.number.desc())
        .limit(1)
    )
    return last, work.session.get(CaseReview, case.id)
