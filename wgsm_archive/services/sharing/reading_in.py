"""From one `wgsm-case/1` object to what the archive keeps, with every problem named and the rest kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wgsm_archive.data import Vocabularies
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import (
    Author,
    AuthorDisplay,
    AuthorKind,
    CaseFacts,
    Consultation,
    Licence,
    Overall,
    People,
    ProjectStatus,
    ProtocolNotice,
    Reaction,
    RecordType,
    RelationKind,
    Scale,
    Section,
    Setting,
    Source,
    SourceType,
    Stage,
    Tenure,
    TermUse,
    how_field,
)
from wgsm_archive.domain.consent import (
    AUDIENCE_OF,
    AudienceLevel,
    Consent,
    ConsentBasis,
    ConsentLevel,
    Reach,
    Use,
    is_closed_language,
    with_uses,
)
from wgsm_archive.domain.dates import DateProblem, LooseDate, Period, period_problem, read_date
from wgsm_archive.domain.language import read_tag
from wgsm_archive.domain.narrowing import NARROWABLE
from wgsm_archive.domain.place import Area, Precision, coarsen
from wgsm_archive.domain.text import clean_line
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.services.case_rows import COUNTRIES
from wgsm_archive.services.sharing.node import Node
from wgsm_archive.services.sharing.problems import Code, Problem, Unreadable
from wgsm_archive.services.sharing.reading_texts import VersionIn, read_versions

FORMAT = "wgsm-case/1"
MAX_ID = 200
_TYPES = (RecordType.CASE, RecordType.STRATEGY_NOTE, RecordType.REFLECTION)
_STATES = (CaseState.PUBLISHED, CaseState.SUBMITTED, CaseState.DECLINED)


@dataclass(frozen=True, slots=True)
class RelationIn:
    """How a record stands to another one, named by the other's id; `place` is where the file says so."""

    kind: RelationKind
    to: str
    place: str


@dataclass(slots=True)
class CaseIn:
    """A case as it was sent. `problems` name what was left out; `state` is the widest it may get."""

    sender_id: str | None
    language: str
    state: CaseState
    facts: CaseFacts
    consent: Consent
    versions: list[VersionIn]
    relations: list[RelationIn]
    problems: list[Problem]


def read_case(sent: Mapping[str, Any], vocabularies: Vocabularies, today: dt.date) -> CaseIn:
    """Read one object.

    Raises:
        Unreadable: another form, an id that is none, or no original version with a title.
    """
    problems: list[Problem] = []
    record = Node(sent, "", problems)
    if record.raw("format") != FORMAT:
        raise Unreadable(Code.FORMAT, "format", record.raw("format"))
    sender_id = read_id(record, is_needed=False)
    tag = record.raw("original_language")
    language = read_tag(tag) if isinstance(tag, str) else None
    if language is None:
        raise Unreadable(Code.LANGUAGE, "original_language", tag)
    hows: dict[str, str] = {}
    terms = read_terms(record, vocabularies, hows)
    facts = _facts(record, terms, today)
    consent = _consent(record)
    state = record.one(CaseState, "state", CaseState.PUBLISHED, CaseState.SUBMITTED)
    relations = read_relations(record)
    versions = read_versions(record.node("versions"), language, hows)
    record.close()
    return CaseIn(
        sender_id,
        language,
        state if state in _STATES else CaseState.SUBMITTED,
        facts,
        consent,
        versions,
        relations,
        problems,
    )


def read_id(record: Node, *, is_needed: bool) -> str | None:
    """The sender's own id of a record.

    Raises:
        Unreadable: it is no line of text, too long, or missing where it is needed.
    """
    value = record.raw("id")
    if value is None and not is_needed:
        return None
    if not isinstance(value, str) or not value or len(value) > MAX_ID or clean_line(value) != value:
        raise Unreadable(Code.ID, "id", value)
    return value


def _facts(record: Node, terms: tuple[TermUse, ...], today: dt.date) -> CaseFacts:
    precision = record.one(Precision, "precision", Precision.COUNTRY, Precision.COUNTRY)
    kind = record.one(RecordType, "type", RecordType.CASE, RecordType.CASE)
    if kind not in _TYPES:
        record.tell(Code.VALUE, "type", kind)
        kind = RecordType.CASE
    return CaseFacts(
        type=kind,
        author=_author(record.node("author")),
        pseudonymous_title=record.flag("pseudonymous_title"),
        countries=read_countries(record),
        region=record.title("region"),
        precision=precision,
        area=_area(record, precision),
        setting=record.many(Setting, "setting"),
        period=read_period(record.node("period"), today).to_months(),
        scale=record.maybe(Scale, "scale"),
        people_affected=record.maybe(People, "people_affected"),
        people_taking_part=record.maybe(People, "people_taking_part"),
        stage=record.maybe(Stage, "stage"),
        project_status=record.maybe(ProjectStatus, "project_status"),
        consultation=record.maybe(Consultation, "consultation"),
        reaction=record.maybe(Reaction, "reaction"),
        tenure=record.many(Tenure, "tenure"),
        overall=record.maybe(Overall, "overall"),
        terms=terms,
        sources=tuple(read_source(row) for row in record.nodes("sources")),
        protocol_notices=record.many(ProtocolNotice, "protocol_notices"),
        licence=record.one(Licence, "licence", Licence.READ_ONLY, Licence.READ_ONLY),
        illustrative=record.flag("illustrative"),
    )


def _author(sent: Node) -> Author:
    author = Author(
        sent.one(AuthorKind, "kind", AuthorKind.MOVEMENT, AuthorKind.MOVEMENT),
        sent.one(AuthorDisplay, "display", AuthorDisplay.ANONYMOUS, AuthorDisplay.ANONYMOUS),
        sent.title("name"),
    )
    sent.close()
    return author


def read_countries(record: Node) -> tuple[str, ...]:
    """Codes of countries, each once."""
    found = []
    for code in record.words("countries"):
        if code in COUNTRIES:
            found.append(code)
        else:
            record.tell(Code.COUNTRY, "countries", code)
    return tuple(dict.fromkeys(found))


def _area(record: Node, precision: Precision) -> Area | None:
    """A point, made coarse at once: nothing finer is ever held."""
    rows = record.rows("area")
    if not rows:
        return None
    try:
        if len(rows) != 2 or not all(isinstance(row, int | float) and not isinstance(row, bool) for row in rows):
            raise ValueError("not two numbers")
        return coarsen(float(rows[0]), float(rows[1]), precision)
    except (ValueError, OverflowError):
        record.tell(Code.PLACE, "area")
        return None


def read_period(sent: Node, today: dt.date) -> Period:
    """When it took place; dates that lie ahead and an end before the start are left out."""
    start, end = _date(sent, "start", today), _date(sent, "end", today)
    ongoing = sent.flag("ongoing")
    sent.close()
    if end is not None and ongoing:
        sent.tell(Code.DATE_ORDER, "end", "ongoing")
        end = None
    if period_problem(Period(start, end), today) is DateProblem.ORDER:
        sent.tell(Code.DATE_ORDER, "end", end)
        end = None
    return Period(start, end, ongoing)


def _date(sent: Node, key: str, today: dt.date) -> LooseDate | None:
    written = sent.date(key)
    date = read_date(written)
    if date is None:
        if written:
            sent.tell(Code.DATE, key, sent.raw(key))
        return None
    if period_problem(Period(date), today) is DateProblem.FUTURE:
        sent.tell(Code.DATE_FUTURE, key, date)
        return None
    return date


def read_source(row: Node) -> Source:
    """Where something can be read or heard; public only where that is said."""
    supports = row.words("supports")
    for name in supports:
        if name not in tuple(Section):
            row.tell(Code.VALUE, "supports", name)
    source = Source(
        row.one(SourceType, "type", SourceType.OWN_TESTIMONY, SourceType.OWN_TESTIMONY),
        row.line("title"),
        row.address("url"),
        row.title("pages"),
        row.flag("public"),
        tuple(name for name in dict.fromkeys(supports) if name in tuple(Section)),
    )
    row.close()
    return source


def read_terms(record: Node, vocabularies: Vocabularies, hows: dict[str, str] | None = None) -> tuple[TermUse, ...]:
    """Controlled terms; where `hows` is given, the lines on how they apply are put there."""
    sent, found = record.node("terms"), []
    for name in VocabularyName:
        for number, row in enumerate(sent.rows(name), 1):
            if isinstance(row, str) and (known := vocabularies.find(name, row)) is not None:
                found.append(TermUse(name, known.id))
                continue
            within = Node(row if isinstance(row, dict) else {"id": row}, f"{sent.at(name)}.{number}", sent.problems)
            term = within.line("id")
            how = within.title("how") if hows is not None else ""
            within.close()
            known = vocabularies.find(name, term)
            if known is None:
                if term:
                    within.tell(Code.TERM, detail=term)
            else:
                found.append(TermUse(name, known.id))
                if hows is not None and how:
                    hows.setdefault(how_field(name, known.id), how)
    sent.close()
    return tuple(dict.fromkeys(found))


def read_relations(record: Node) -> list[RelationIn]:
    """How the record stands to others."""
    found = []
    for row in record.nodes("relations"):
        kind, to = row.maybe(RelationKind, "kind"), row.line("to")
        row.close()
        if kind is not None and to:
            found.append(RelationIn(kind, to, row.place))
    return found


_WIDTH = (AudienceLevel.AUTHORS, AudienceLevel.CIRCLE, AudienceLevel.NETWORK, AudienceLevel.PUBLIC)
_LEVEL_OF = {AudienceLevel.CIRCLE: ConsentLevel.CIRCLE, AudienceLevel.NETWORK: ConsentLevel.NETWORK}
_UNSAID = ConsentLevel.PRIVATE


def _consent(record: Node) -> Consent:
    """What the tellers agreed to. Without a word on it, or with one that is not understood, nothing may be read."""
    sent = record.node("consent")
    if not sent.has("level"):
        sent.tell(Code.NO_CONSENT)
    until, is_clear = _day(sent, "until")
    ask_again_on, _is_clear = _day(sent, "ask_again_on")
    level = sent.one(ConsentLevel, "level", _UNSAID, _UNSAID)
    uses = [use for use in Use if use is not Use.SEARCH_ENGINES and sent.flag(use.value.replace("-", "_"))]
    narrowed, is_known = _narrowed_sections(sent)
    not_in, are_tags = _closed_languages(sent, read_tag(str(record.raw("original_language"))) or "")
    consent = Consent(
        level=_narrowed(record, level) if is_clear and is_known and are_tags else _UNSAID,
        basis=sent.one(ConsentBasis, "basis", ConsentBasis.PERSON, ConsentBasis.PERSON),
        explained=sent.line("explained"),
        until=until,
        speaks_for=sent.line("speaks_for"),
        ask_again_on=ask_again_on,
        narrowed=narrowed,
        not_in=not_in,
    )
    sent.close()
    return with_uses(consent, uses)


def _narrowed_sections(sent: Node) -> tuple[dict[str, Reach], bool]:
    """Sections for fewer readers, and whether all are known. An unknown reach closes one to all but facilitators."""
    if not sent.has("narrowed"):
        return {}, True
    node, told = sent.node("narrowed"), len(sent.problems)
    found = {
        str(section): node.one(Reach, str(section), Reach.FACILITATORS, Reach.FACILITATORS)
        for section in NARROWABLE
        if node.has(str(section))
    }
    node.close()
    return found, node.keys() != [] and len(found) == len(node.keys()) and told == len(sent.problems)


def _closed_languages(sent: Node, told_in: str) -> tuple[tuple[str, ...], bool]:
    """Languages that the story must not be read in, and whether all of them are understood and none is its own."""
    told = len(sent.problems)
    tags = set()
    for one in sent.words("not_in"):
        tag = read_tag(one)
        if tag is None:
            sent.tell(Code.CONSENT, "not_in", one)
        else:
            tags.add(tag)
    if is_closed_language(told_in, tags):
        sent.tell(Code.CONSENT, "not_in", told_in)
    return tuple(sorted(tags)), told == len(sent.problems)


def _day(sent: Node, name: str) -> tuple[dt.date | None, bool]:
    """A day in a consent, and whether what was said of it is clear."""
    written = sent.date(name)
    if not written:
        return None, True
    try:
        return dt.date.fromisoformat(written), True
    except ValueError:
        sent.tell(Code.CONSENT, name, written)
        return None, False


def _narrowed(record: Node, level: ConsentLevel) -> ConsentLevel:
    widest = record.one(AudienceLevel, "audience", AUDIENCE_OF[level], AudienceLevel.AUTHORS)
    if _WIDTH.index(widest) >= _WIDTH.index(AUDIENCE_OF[level]):
        return level
    record.tell(Code.NARROWER, "audience", f"{widest}, {level}")
    return _LEVEL_OF.get(widest, _UNSAID)
