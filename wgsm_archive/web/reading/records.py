"""Pages of records that are not stories: organisations, visits, gatherings, publications."""

from __future__ import annotations

from flask import Blueprint, g, make_response, redirect
from werkzeug.wrappers import Response as BaseResponse

from wgsm_archive.domain.case_study import RecordType, SourceType
from wgsm_archive.i18n.wording import label
from wgsm_archive.services.reading.records import RecordPage
from wgsm_archive.web import access, current, language
from wgsm_archive.web.addresses import url_for
from wgsm_archive.web.answers import for_readers
from wgsm_archive.web.templating import render

bp = Blueprint("records", __name__, url_prefix=language.PREFIX)
_SOURCE_TYPES = frozenset(map(str, SourceType))


@bp.get("/records/<public_id>/")
@bp.get("/records/<public_id>/<slug>")
@access.allow(access.everyone)
def record(public_id: str, slug: str = "") -> BaseResponse:
    """One record."""
    return _page(".record", public_id, slug)


@bp.get("/organisations/<public_id>/")
@bp.get("/organisations/<public_id>/<slug>")
@access.allow(access.everyone)
def organisation(public_id: str, slug: str = "") -> BaseResponse:
    """One organisation, and the stories that it tells under its name."""
    return _page(".organisation", public_id, slug)


def _endpoint_of(kind: RecordType) -> str:
    """Under which address a record of this type stands."""
    return "records.organisation" if kind is RecordType.ORGANISATION else "records.record"


def _page(asked: str, public_id: str, slug: str) -> BaseResponse:
    languages = current.reader_languages()
    with current.reading() as work:
        found = work.reading.record(public_id, languages)
        titles = {name: work.tools.vocabularies.name(name, languages) for name in found.terms}
    endpoint = _endpoint_of(found.record.type)
    if slug != found.record.slug or not endpoint.endswith(asked):
        return redirect(url_for(endpoint, public_id=public_id, slug=found.record.slug or None), 301)
    slugs = {text.language: text.slug for text in found.texts}
    g.alternates = _alternates(endpoint, found, slugs)
    shown = found.record.language
    g.canonical = url_for(endpoint, public_id=public_id, slug=slugs[shown] or None, language=shown)
    answer = make_response(
        render(
            "reading/record.html",
            found=found,
            record=found.record,
            titles=titles,
            label=label,
            source_label=_source_label,
            endpoint_of=_endpoint_of,
        )
    )
    return for_readers(answer)


def _alternates(endpoint: str, found: RecordPage, slugs: dict[str, str]) -> list[tuple[str, str, str]]:
    table = current.archive().tools.languages
    return [
        (
            tag,
            table[tag].autonym if tag in table else tag,
            url_for(
                endpoint,
                public_id=found.record.public_id,
                slug=slugs.get(tag, found.record.slug) or None,
                language=tag,
            ),
        )
        for tag in dict.fromkeys([*current.interface_languages(), *slugs])
    ]


def _source_label(kind: str) -> str:
    return label(SourceType(kind)) if kind in _SOURCE_TYPES else ""
