"""From one `wgsm-case/1` object to what the archive keeps, with every problem named and the rest kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from wgsm_archive.data import Vocabularies
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import (
    Author,
    AuthorDisplay,
    AuthorKind,
    CaseFacts,
    Consultation,
    Licence,
    Origin,
    Overall,
    People,
    PhasePart,
    ProjectStatus,
    ProtocolNotice,
    Reaction,
    RecordType,
    Scale,
    Section,
    Setting,
    Source,
    SourceType,
    Stage,
    Tenure,
    TermUse,
    how_field,
    phase_field,
)
from wgsm_archive.domain.consent import (
    AUDIENCE_OF,
    AudienceLevel,
    Consent,
    ConsentBasis,
    ConsentLevel,
    Use,
    with_uses,
)
from wgsm_archive.domain.dates import Period, read_date
from wgsm_archive.domain.language import read_tag
from wgsm_archive.domain.place import Area, Precision
from wgsm_archive.domain.vocabulary import VocabularyName

FORMAT = "wgsm-case/1"
_KEYS = frozenset(
    {
        "format",
        "id",
        "illustrative",
        "type",
        "original_language",
        "audience",
        "licence",
        "countries",
        "region",
        "precision",
        "area",
        "setting",
        "scale",
        "people_affected",
        "people_taking_part",
        "stage",
        "project_status",
        "consultation",
        "reaction",
        "tenure",
        "overall",
        "protocol_notices",
        "consent",
        "author",
        "period",
        "terms",
        "versions",
        "sources",
        "pseudonymous_title",
    }
)
E = TypeVar("E", bound=StrEnum)


class Unreadable(ValueError):
    """An object that cannot be imported at all; the message says why."""


@dataclass
class VersionIn:
    """One language version as it was sent."""

    language: str
    origin: Origin
    source: str
    state: VersionState
    credit: str
    texts: dict[str, str] = field(default_factory=dict)
    outdated: list[tuple[str, int, str]] = field(default_factory=list)


@dataclass
class CaseIn:
    """A case as it was sent. `problems` name what was left out."""

    sender_id: str | None
    language: str
    facts: CaseFacts
    consent: Consent
    versions: list[VersionIn]
    problems: list[str]


def read_case(sent: Mapping[str, Any], vocabularies: Vocabularies) -> CaseIn:
    """Read one object.

    Raises:
        Unreadable: another format, or no original version.
    """
    if sent.get("format") != FORMAT:
        raise Unreadable(f"format is not {FORMAT}")
    problems = [f"unknown key {key}" for key in sent if key not in _KEYS]
    language = read_tag(str(sent.get("original_language", "")))
    if language is None or language not in sent.get("versions", {}):
        raise Unreadable("there is no version in original_language")
    hows: dict[str, str] = {}
    terms = _terms(sent.get("terms", {}), vocabularies, problems, hows)
    versions = [_version(tag, found, language, problems) for tag, found in sent["versions"].items()]
    original = next(version for version in versions if version.language == language)
    original.texts |= hows
    return CaseIn(
        sender_id=str(sent["id"]) if sent.get("id") else None,
        language=language,
        facts=_facts(sent, terms, problems),
        consent=_consent(sent.get("consent", {}), sent.get("audience"), problems),
        versions=sorted(versions, key=lambda version: version.language != language),
        problems=problems,
    )


def _one(kind: type[E], value: object, problems: list[str]) -> E | None:
    if value in (None, ""):
        return None
    try:
        return kind(str(value))
    except ValueError:
        problems.append(f"unknown value {value!r} for {kind.__name__}")
        return None


def _many(kind: type[E], values: object, problems: list[str]) -> tuple[E, ...]:
    listed = values if isinstance(values, list) else [values] if values else []
    found = (_one(kind, value, problems) for value in listed)
    return tuple(value for value in found if value is not None)


def _facts(sent: Mapping[str, Any], terms: tuple[TermUse, ...], problems: list[str]) -> CaseFacts:
    author, period, area = sent.get("author", {}), sent.get("period", {}), sent.get("area")
    start, end = (read_date(str(period.get(name) or "")) for name in ("start", "end"))
    return CaseFacts(
        type=_one(RecordType, sent.get("type"), problems) or RecordType.CASE,
        author=Author(
            _one(AuthorKind, author.get("kind"), problems) or AuthorKind.MOVEMENT,
            _one(AuthorDisplay, author.get("display"), problems) or AuthorDisplay.ANONYMOUS,
            str(author.get("name", "")),
        ),
        pseudonymous_title=bool(sent.get("pseudonymous_title")),
        countries=tuple(sent.get("countries", ())),
        region=str(sent.get("region", "")),
        precision=_one(Precision, sent.get("precision"), problems) or Precision.COUNTRY,
        area=Area(float(area[0]), float(area[1])) if area else None,
        setting=_many(Setting, sent.get("setting"), problems),
        period=Period(start, end, bool(period.get("ongoing"))),
        scale=_one(Scale, sent.get("scale"), problems),
        people_affected=_one(People, sent.get("people_affected"), problems),
        people_taking_part=_one(People, sent.get("people_taking_part"), problems),
        stage=_one(Stage, sent.get("stage"), problems),
        project_status=_one(ProjectStatus, sent.get("project_status"), problems),
        consultation=_one(Consultation, sent.get("consultation"), problems),
        reaction=_one(Reaction, sent.get("reaction"), problems),
        tenure=_many(Tenure, sent.get("tenure"), problems),
        overall=_one(Overall, sent.get("overall"), problems),
        terms=terms,
        sources=tuple(_source(row, problems) for row in sent.get("sources", ())),
        protocol_notices=_many(ProtocolNotice, sent.get("protocol_notices"), problems),
        licence=_one(Licence, sent.get("licence"), problems) or Licence.READ_ONLY,
        illustrative=bool(sent.get("illustrative")),
    )


def _source(row: Mapping[str, Any], problems: list[str]) -> Source:
    return Source(
        _one(SourceType, row.get("type"), problems) or SourceType.OWN_TESTIMONY,
        str(row.get("title", "")),
        str(row.get("url", "")),
        str(row.get("pages", "")),
        row.get("public") is True,
        tuple(row.get("supports", ())),
    )


def _terms(
    sent: Mapping[str, Any], vocabularies: Vocabularies, problems: list[str], hows: dict[str, str]
) -> tuple[TermUse, ...]:
    found = []
    for name in VocabularyName:
        for row in sent.get(name, ()):
            term = row["id"] if isinstance(row, Mapping) else str(row)
            if vocabularies.find(name, term) is None:
                problems.append(f"unknown term {name}/{term}")
                continue
            found.append(TermUse(name, term))
            if isinstance(row, Mapping) and row.get("how"):
                hows[how_field(name, term)] = str(row["how"])
    return tuple(found)


def _consent(sent: Mapping[str, Any], audience: object, problems: list[str]) -> Consent:
    until = sent.get("until")
    # Without a word on consent nothing may be read.
    level = _one(ConsentLevel, sent.get("level"), problems) or ConsentLevel.PRIVATE
    widest = _one(AudienceLevel, audience, problems) if audience else AUDIENCE_OF[level]
    if widest is None or _WIDTH.index(widest) < _WIDTH.index(AUDIENCE_OF[level]):
        problems.append("audience and consent.level differ: the narrower holds")
        level = _LEVEL_OF.get(widest or AudienceLevel.AUTHORS, ConsentLevel.PRIVATE)
    names = {use: use.value.replace("-", "_") for use in Use}
    problems += [f"consent.{name} is not true or false" for name in names.values() if _is_no_choice(sent.get(name))]
    consent = Consent(
        level=level,
        basis=_one(ConsentBasis, sent.get("basis"), problems) or ConsentBasis.PERSON,
        explained=str(sent.get("explained", "")),
        until=dt.date.fromisoformat(str(until)) if until else None,
    )
    # Only a plain `true` grants a use: the word "false" is not a no to Python.
    return with_uses(consent, [use for use, name in names.items() if sent.get(name) is True])


def _is_no_choice(value: object) -> bool:
    return value is not None and not isinstance(value, bool)


_WIDTH = (AudienceLevel.AUTHORS, AudienceLevel.CIRCLE, AudienceLevel.NETWORK, AudienceLevel.PUBLIC)
_LEVEL_OF = {AudienceLevel.CIRCLE: ConsentLevel.CIRCLE, AudienceLevel.NETWORK: ConsentLevel.NETWORK}


def _version(tag: str, sent: Mapping[str, Any], original: str, problems: list[str]) -> VersionIn:
    texts = {"title": str(sent.get("title", ""))}
    for name, value in sent.get("sections", {}).items():
        if name not in tuple(Section):
            problems.append(f"unknown section {tag}/{name}")
        elif name == Section.STORY:
            texts |= _story(value)
        else:
            texts[name] = str(value)
    for name, line in sent.get("how", {}).items():
        texts[f"how.{name}"] = str(line)
    return VersionIn(
        language=read_tag(tag) or tag,
        origin=Origin.ORIGINAL if tag == original else _one(Origin, sent.get("origin"), problems) or Origin.HUMAN,
        source=str(sent.get("from") or original),
        state=_one(VersionState, sent.get("state") or "approved", problems) or VersionState.DRAFT,
        credit=str(sent.get("translator", "")),
        texts=texts,
        outdated=[(row["section"], int(row["paragraph"]), str(row["was"])) for row in sent.get("outdated", ())],
    )


def _story(value: object) -> dict[str, str]:
    phases = value if isinstance(value, list) else [{"we": str(value)}]
    return {
        phase_field(number, part): str(phase[part])
        for number, phase in enumerate(phases, 1)
        for part in PhasePart
        if phase.get(part)
    }
