"""Cases and records as the interchange forms have them, whole or as far as everybody may have them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wgsm_archive.db.models import (
    Case,
    CaseRelation,
    LanguageVersion,
    Record,
    RecordRelation,
)
from wgsm_archive.domain.access import NETWORK, CaseState, VersionState
from wgsm_archive.domain.actor import ActorKind
from wgsm_archive.domain.case_study import CaseFacts, Origin, VersionKind, how_field
from wgsm_archive.domain.consent import AUDIENCE_OF, AudienceLevel, Use, uses_of
from wgsm_archive.domain.dates import Period
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.services.case_rows import facts_of
from wgsm_archive.services.consenting import last_decision
from wgsm_archive.services.disclosure.credits import shown_author
from wgsm_archive.services.labelling import consent_of
from wgsm_archive.services.sharing.reading_in import FORMAT as CASE_FORMAT
from wgsm_archive.services.sharing.reading_record import FORMAT as RECORD_FORMAT
from wgsm_archive.services.sharing.reading_record import LINES
from wgsm_archive.services.sharing.version_form import original_form, translation_form
from wgsm_archive.services.texts import current_texts, readable_texts, slots_of
from wgsm_archive.services.work import Work

_AT_ONCE = 50
_LEAVE = (CaseState.PUBLISHED, CaseState.SUBMITTED, CaseState.DECLINED)
"""A story that its tellers still write, or took back, is in no file."""


def export_all(work: Work, *, language: str | None = None) -> Iterator[dict[str, Any]]:
    """All cases and then all other records, oldest first: for the archive itself whole, for others what is public.

    With `language` only what can be read in it, each with that version and those it was made from.
    """
    last = 0
    while rows := work.session.scalars(
        select(Case).where(Case.id > last, Case.state.in_(_LEAVE)).order_by(Case.id).limit(_AT_ONCE)
    ).all():
        last = rows[-1].id
        yield from (export_case(work, case, language=language) for case in rows if _may_leave(work, case, language))
        # Nothing of what was written is held: an archive may be larger than memory.
        work.session.expunge_all()
    last = 0
    while found := work.session.scalars(
        select(Record).where(Record.id > last).order_by(Record.id).limit(_AT_ONCE).options(selectinload(Record.texts))
    ).all():
        last = found[-1].id
        told = (record for record in found if language is None or language in {row.language for row in record.texts})
        yield from (export_record(work, record) for record in told)
        work.session.expunge_all()


def _is_whole(work: Work) -> bool:
    return work.actor.kind is ActorKind.SYSTEM


def may_leave(work: Work, case: Case) -> bool:
    """Whether a case goes into a file for this actor: the archive's own holds all, others what may be taken along."""
    if _is_whole(work):
        return case.state in _LEAVE
    return case.state is CaseState.PUBLISHED and consent_of(case).allows(Use.EXPORT, work.today)


def _may_leave(work: Work, case: Case, language: str | None) -> bool:
    return may_leave(work, case) and (
        language is None or any(version.language == language for version in _versions(work, case))
    )


def export_case(work: Work, case: Case, *, language: str | None = None) -> dict[str, Any]:
    """One case as `wgsm-case/1`. What is empty is left out; the order of the keys is always the same."""
    facts = facts_of(case, with_private_sources=_is_whole(work))
    versions = _versions(work, case)
    original = next(version for version in versions if version.origin is Origin.ORIGINAL)
    form: dict[str, Any] = {
        "format": CASE_FORMAT,
        "id": _case_id(work, case),
        "state": "" if case.state is CaseState.PUBLISHED else str(case.state),
        **_facts(facts, case),
        "consent": _consent(work, case),
        "author": _full({"kind": facts.author.kind, "display": facts.author.display, "name": _name(work, case)}),
        "period": _period(facts.period),
        "terms": _terms(facts, _texts(work, original)),
        "relations": _case_relations(work, case),
        "versions": _version_forms(work, case, versions, original, language),
        "sources": [_source(work, source) for source in facts.sources],
    }
    return _full(form)


def _full(form: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in form.items() if value not in (None, "", [], (), {}, False)}


def _texts(work: Work, version: LanguageVersion) -> Mapping[str, str]:
    return current_texts(work, version) if _is_whole(work) else readable_texts(work, version)


def _case_id(work: Work, case: Case) -> str:
    # What the sender calls a story may say who sent it.
    return (case.sender_id or case.public_id) if _is_whole(work) else case.public_id


def _name(work: Work, case: Case) -> str:
    return case.author_name if _is_whole(work) else shown_author(case, work.today)


def _facts(facts: CaseFacts, case: Case) -> dict[str, Any]:
    plain = ("scale", "people_affected", "people_taking_part", "stage", "project_status", "consultation", "reaction")
    return {
        "illustrative": facts.illustrative,
        "type": str(facts.type),
        "original_language": case.original_language,
        "audience": str(AUDIENCE_OF[case.consent_level]),
        "licence": str(facts.licence),
        "pseudonymous_title": facts.pseudonymous_title,
        "countries": list(facts.countries),
        "region": facts.region,
        "precision": str(facts.precision),
        "area": [facts.area.latitude, facts.area.longitude] if facts.area else None,
        "setting": [str(value) for value in facts.setting],
        **{name: str(getattr(facts, name) or "") for name in plain},
        "tenure": [str(value) for value in facts.tenure],
        "overall": str(facts.overall or ""),
        "protocol_notices": [str(value) for value in facts.protocol_notices],
    }


def _consent(work: Work, case: Case) -> dict[str, Any]:
    """What may be done with the story. Who decided and how it was explained is not for everybody."""
    consent = consent_of(case)
    ticked = uses_of(consent)
    form: dict[str, Any] = {"level": str(consent.level)}
    form |= {use.value.replace("-", "_"): str(use) in ticked for use in Use if use is not Use.SEARCH_ENGINES}
    last = last_decision(work, case) if _is_whole(work) else None
    if last is not None:
        form["basis"] = str(last.basis)
        form |= {name: said for name in ("explained", "speaks_for") if (said := getattr(last, name))}
        form |= {"ask_again_on": last.ask_again_on.isoformat()} if last.ask_again_on else {}
        form |= {"narrowed": {name: str(reach) for name, reach in last.narrowed.items()}} if last.narrowed else {}
        form |= {"not_in": list(last.not_in)} if last.not_in else {}
    if consent.until is not None:
        form["until"] = consent.until.isoformat()
    return form


def _period(period: Period) -> dict[str, Any]:
    return _full({"start": str(period.start or ""), "end": str(period.end or ""), "ongoing": period.ongoing})


def _terms(facts: CaseFacts, texts: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, list[Any]] = {str(name): [] for name in VocabularyName}
    for use in facts.terms:
        how = texts.get(how_field(use.vocabulary, use.term))
        found[str(use.vocabulary)].append({"id": use.term, "how": how} if how else use.term)
    return _full(found)


def _source(work: Work, source: Any) -> dict[str, Any]:
    form = _full(
        {
            "type": str(source.type),
            "title": source.title,
            "url": source.url,
            "pages": source.pages,
            "supports": list(source.supports),
        }
    )
    return {**form, "public": source.public}


def _versions(work: Work, case: Case) -> list[LanguageVersion]:
    rows = work.session.scalars(
        select(LanguageVersion)
        .where(LanguageVersion.case_id == case.id, LanguageVersion.kind == VersionKind.STANDARD)
        .order_by(LanguageVersion.language)
    )
    return [row for row in rows if _is_whole(work) or row.state is VersionState.APPROVED]


def _version_forms(
    work: Work, case: Case, versions: Sequence[LanguageVersion], original: LanguageVersion, language: str | None
) -> dict[str, Any]:
    tags = {original.id: original.language} | {version.id: version.language for version in versions}
    wanted = _made_from(versions, language) if language else set(tags.values())
    slots = slots_of(work, case.id)
    forms = {original.language: original_form(_texts(work, original))}
    for version in in_order(versions, original):
        if version is not original and version.language in wanted:
            forms[version.language] = translation_form(work, version, slots, tags, with_drafts=_is_whole(work))
            if forms[version.language]["from"] not in forms:
                forms[version.language]["from"] = original.language
    return forms


def in_order(versions: Sequence[LanguageVersion], original: LanguageVersion) -> list[LanguageVersion]:
    """The versions, each behind the one it was made from; otherwise by their tags."""
    done, left = [original], [version for version in versions if version is not original]
    while left:
        tags = {version.language for version in done}
        waiting = {version.language for version in left}
        ready = [one for one in left if (one.source_language or "") in tags or one.source_language not in waiting]
        # Versions made from each other in a circle come by their tags.
        done += ready or left
        left = [version for version in left if version not in done]
    return done


def _made_from(versions: Sequence[LanguageVersion], language: str) -> Collection[str]:
    sources = {version.language: version.source_language for version in versions}
    wanted: list[str] = []
    tag: str | None = language
    while tag is not None and tag not in wanted:
        wanted.append(tag)
        tag = sources.get(tag)
    return wanted


def _case_relations(work: Work, case: Case) -> list[dict[str, str]]:
    rows = work.session.scalars(select(CaseRelation).where(CaseRelation.case_id == case.id)).all()
    others = {row.other_id: work.session.scalar(select(Case).where(Case.id == row.other_id)) for row in rows}
    return _sorted(
        {"kind": str(row.kind), "to": _case_id(work, other)}
        for row in rows
        if (other := others[row.other_id]) is not None and may_leave(work, other)
    )


def _sorted(relations: Iterator[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(relations, key=lambda row: (row["kind"], row["to"]))


def export_record(work: Work, record: Record) -> dict[str, Any]:
    """One record that is not a case, as `wgsm-record/1`."""
    languages = {row.language: _full({"title": row.title, "summary": row.summary}) for row in record.texts}
    tags = sorted(languages, key=lambda tag: (tag != record.language, tag))
    terms = {str(name): sorted(row.term for row in record.terms if row.vocabulary == name) for name in VocabularyName}
    return _full(
        {
            "format": RECORD_FORMAT,
            "id": _record_id(work, record),
            "type": str(record.type),
            "kind": record.kind,
            "audience": str(AudienceLevel.NETWORK) if record.label == NETWORK else "",
            "language": record.language,
            "countries": sorted(row.country for row in record.countries),
            "period": _full({"start": record.starts, "end": record.ends}),
            **{name: record.details.get(name) for name in ("authors", *LINES)},
            "alternative_titles": list(record.alternative_titles),
            "relations": _record_relations(work, record),
            "terms": _full(terms),
            "texts": {tag: languages[tag] for tag in tags},
            "sources": [
                _full({"type": row.type, "title": row.title, "url": row.url, "public": True}) for row in record.links
            ],
        }
    )


def _record_id(work: Work, record: Record) -> str:
    return (record.sender_id or record.public_id) if _is_whole(work) else record.public_id


def _record_relations(work: Work, record: Record) -> list[dict[str, str]]:
    found = []
    for row in work.session.scalars(select(RecordRelation).where(RecordRelation.record_id == record.id)):
        case = work.session.scalar(select(Case).where(Case.id == row.case_id))
        other = work.session.scalar(select(Record).where(Record.id == row.other_id))
        if case is not None and may_leave(work, case):
            found.append({"kind": str(row.kind), "to": _case_id(work, case)})
        if other is not None:
            found.append({"kind": str(row.kind), "to": _record_id(work, other)})
    return _sorted(iter(found))
