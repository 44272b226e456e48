"""From one `wgsm-record/1` object (an organisation, an exchange, a publication ...) to what the archive keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wgsm_archive.data import Vocabularies
from wgsm_archive.domain.access import NETWORK, PUBLIC
from wgsm_archive.domain.case_study import RecordType, Source, TermUse
from wgsm_archive.domain.consent import AudienceLevel
from wgsm_archive.domain.dates import Period
from wgsm_archive.domain.language import read_tag
from wgsm_archive.services.sharing.node import Node
from wgsm_archive.services.sharing.problems import Code, Problem, Unreadable
from wgsm_archive.services.sharing.reading_in import (
    RelationIn,
    read_countries,
    read_id,
    read_period,
    read_relations,
    read_source,
    read_terms,
)
from wgsm_archive.services.texts import tidy

FORMAT = "wgsm-record/1"
_KIND_LENGTH = 40
LINES = ("publisher", "place", "isbn", "pages")


@dataclass(slots=True)
class RecordIn:
    """A record as it was sent. `label` says who may read it; `texts` are title and summary by language."""

    sender_id: str
    type: RecordType
    kind: str
    label: str
    language: str
    period: Period
    countries: tuple[str, ...]
    terms: tuple[TermUse, ...]
    alternative_titles: list[str]
    details: dict[str, Any]
    texts: dict[str, tuple[str, str]]
    sources: list[Source]
    relations: list[RelationIn]
    problems: list[Problem] = field(default_factory=list)


def read_record(sent: Mapping[str, Any], vocabularies: Vocabularies, today: dt.date) -> RecordIn:
    """Read one object.

    Raises:
        Unreadable: another form, no id, an unknown type, or no title.
    """
    record = Node(sent, "", [])
    if record.raw("format") != FORMAT:
        raise Unreadable(Code.FORMAT, "format", record.raw("format"))
    sender_id = read_id(record, is_needed=True) or ""
    kind = record.maybe(RecordType, "type")
    if kind is None or kind is RecordType.CASE:
        raise Unreadable(Code.VALUE, "type", record.raw("type"))
    texts = _texts(record.node("texts"))
    language = read_tag(record.line("language") or "en")
    if language not in texts:
        raise Unreadable(Code.NO_TITLE, "texts", language or "")
    audience = record.one(AudienceLevel, "audience", AudienceLevel.PUBLIC, AudienceLevel.NETWORK)
    read = RecordIn(
        sender_id=sender_id,
        type=kind,
        kind=record.line("kind", _KIND_LENGTH),
        label=PUBLIC if audience is AudienceLevel.PUBLIC else NETWORK,
        language=language,
        period=_period(record, today),
        countries=read_countries(record),
        terms=read_terms(record, vocabularies),
        alternative_titles=record.words("alternative_titles"),
        details=_details(record),
        texts=texts,
        sources=[source for source in map(read_source, record.nodes("sources")) if source.public],
        relations=read_relations(record),
        problems=record.problems,
    )
    record.close()
    return read


def _period(record: Node, today: dt.date) -> Period:
    if not record.has("year"):
        return read_period(record.node("period"), today)
    return read_period(Node({"start": record.raw("year")}, "year", record.problems), today)


def _details(record: Node) -> dict[str, Any]:
    found: dict[str, Any] = {"authors": record.words("authors")}
    found |= {name: record.line(name) for name in LINES}
    return {name: value for name, value in found.items() if value}


def _texts(sent: Node) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for key in sent.keys():  # noqa: SIM118 - not a mapping
        tag, text = read_tag(key), sent.node(key)
        if tag is None or tag in found:
            sent.tell(Code.LANGUAGE if tag is None else Code.LANGUAGE_AGAIN, key)
            continue
        title, summary = text.title("title"), tidy("summary", text.prose("summary"))
        text.close()
        if title:
            found[tag] = title, summary
        else:
            text.tell(Code.NO_TITLE)
    return found
