"""Writing imported records that are not cases."""

from __future__ import annotations

from wgsm_archive.db.models import Record, RecordCountry, RecordLink, RecordTerm, RecordText
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.domain.text import slugify
from wgsm_archive.services.sharing.reading_record import RecordIn
from wgsm_archive.services.sharing.writing import Outcome
from wgsm_archive.services.work import Work


def write_record(work: Work, read: RecordIn, held: Record | None) -> tuple[Record, Outcome]:
    """Write a record, new or in place of what had its id before."""
    record = held or Record(public_id=new_public_id(), sender_id=read.sender_id)
    if held is not None and _told(held) == _sent(read):
        return held, Outcome.UNCHANGED
    if held is None:
        work.session.add(record)
    else:
        record.texts, record.links, record.countries, record.terms = [], [], [], []
        work.session.flush()
    record.type, record.kind, record.label, record.language = read.type, read.kind, read.label, read.language
    record.starts = str(read.period.start) if read.period.start else None
    record.ends = str(read.period.end) if read.period.end else None
    record.alternative_titles, record.details = read.alternative_titles, read.details
    record.texts = [_text(work, tag, title, summary) for tag, (title, summary) in read.texts.items()]
    record.countries = [RecordCountry(country=code) for code in read.countries]
    record.terms = [RecordTerm(vocabulary=use.vocabulary, term=use.term) for use in read.terms]
    record.links = [RecordLink(type=str(one.type), title=one.title, url=one.url) for one in read.sources]
    work.session.flush()
    work.record(Happened(Event.RECORD_SAVED, detail={"record": record.id}))
    return record, Outcome.NEW if held is None else Outcome.UPDATED


def _text(work: Work, tag: str, title: str, summary: str) -> RecordText:
    html = work.tools.markup.render(summary).html
    return RecordText(language=tag, title=title, slug=slugify(title), summary=summary, html=html)


def _told(record: Record) -> tuple[object, ...]:
    return (
        (record.type, record.kind, record.label, record.language, record.starts or "", record.ends or ""),
        list(record.alternative_titles),
        dict(record.details),
        {row.language: (row.title, row.summary) for row in record.texts},
        {row.country for row in record.countries},
        {(row.vocabulary, row.term) for row in record.terms},
        [(row.type, row.title, row.url) for row in record.links],
    )


def _sent(read: RecordIn) -> tuple[object, ...]:
    start, end = str(read.period.start or ""), str(read.period.end or "")
    return (
        (read.type, read.kind, read.label, read.language, start, end),
        read.alternative_titles,
        read.details,
        read.texts,
        set(read.countries),
        {(str(use.vocabulary), use.term) for use in read.terms},
        [(str(one.type), one.title, one.url) for one in read.sources],
    )
