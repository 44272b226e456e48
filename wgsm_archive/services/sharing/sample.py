"""The sample archive: made-up stories, and the working group's own activities as records with their sources."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any

from sqlalchemy import select

from wgsm_archive import data
from wgsm_archive.db.models import InstanceFact, Record, RecordCountry, RecordLink, RecordTerm, RecordText
from wgsm_archive.domain.access import PUBLIC
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.domain.case_study import RecordType
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.domain.text import slugify
from wgsm_archive.services.sharing.interchange import Opens, Report, import_cases
from wgsm_archive.services.work import Work

_FACT = "sample"


def has_sample(work: Work) -> bool:
    """Whether this instance holds the sample archive."""
    return work.session.get(InstanceFact, _FACT) is not None


def load_sample(archive: Opens) -> Report:
    """Load the sample archive; loading it again changes nothing but what the software brought anew."""
    report = import_cases(archive, _files("cases"), publish=True)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        for sent in _files("records"):
            import_record(work, sent)
        if not has_sample(work):
            work.session.add(InstanceFact(name=_FACT, value="1"))
    return report


def import_record(work: Work, sent: Mapping[str, Any]) -> Record:
    """Write one `wgsm-record/1` object, new or in place of what had its id before."""
    record = work.session.scalar(select(Record).where(Record.sender_id == sent["id"]))
    if record is None:
        record = Record(public_id=new_public_id(), sender_id=sent["id"])
        work.session.add(record)
    else:
        record.texts, record.links, record.countries, record.terms = [], [], [], []
        work.session.flush()
    period = sent.get("period", {})
    record.type, record.kind = RecordType(sent["type"]), str(sent.get("kind", ""))
    record.label, record.language = PUBLIC, str(sent.get("language", "en"))
    start, end = period.get("start") or sent.get("year"), period.get("end")
    record.starts, record.ends = str(start) if start else None, str(end) if end else None
    record.alternative_titles = list(sent.get("alternative_titles", ()))
    details = ("authors", "publisher", "place", "isbn", "pages")
    record.details = {name: sent[name] for name in details if name in sent}
    record.texts = [_text(work, tag, text) for tag, text in sent.get("texts", {}).items()]
    record.countries = [RecordCountry(country=code) for code in sent.get("countries", ())]
    record.terms = [
        RecordTerm(vocabulary=name, term=term)
        for name, terms in sent.get("terms", {}).items()
        for term in terms
        if work.tools.vocabularies.find(name, term)
    ]
    record.links = [
        RecordLink(type=str(row.get("type", "")), title=str(row.get("title", "")), url=str(row.get("url", "")))
        for row in sent.get("sources", ())
        if row.get("public", True)
    ]
    return record


def _text(work: Work, tag: str, text: Mapping[str, Any]) -> RecordText:
    summary = str(text.get("summary", ""))
    return RecordText(
        language=tag,
        title=str(text["title"]),
        slug=slugify(str(text["title"])),
        summary=summary,
        html=work.tools.markup.render(summary).html,
    )


def _files(folder: str) -> Iterator[dict[str, Any]]:
    found: list[Traversable] = list(data.folder().joinpath("sample", folder).iterdir())
    for file in sorted(found, key=lambda one: one.name):
        if file.name.endswith(".toml"):
            yield tomllib.loads(file.read_text(encoding="utf-8"))
