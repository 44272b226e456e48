"""Search as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from wgsm_archive.domain.actor import ANONYMOUS
from wgsm_archive.domain.case_study import RecordType
from wgsm_archive.domain.language import accepted_ranges, choose, read_tag
from wgsm_archive.i18n import _
from wgsm_archive.i18n.formats import country, language_name
from wgsm_archive.i18n.language import current as spoken
from wgsm_archive.i18n.wording import label
from wgsm_archive.services.feeding.views import Entry
from wgsm_archive.services.reading.views import FacetValue, Found
from wgsm_archive.web import current, language, place
from wgsm_archive.web.paging import PER_PAGE, paging
from wgsm_archive.web.sharing import asking
from wgsm_archive.web.sharing.answers import absolute, answer, story_address

PROBLEM = "application/problem+json"
PROBLEMS = "problems"
"""Where the page on these interfaces tells of mistakes in a question."""


def search() -> BaseResponse:
    """The answer to the question in the address, or what is wrong with it (RFC 9457)."""
    tag, problem = _language()
    g.language, g.interface = tag, language.interface_language(tag)
    spoken.set(g.interface)
    place.settle()
    with current.archive().unit_of_work(ANONYMOUS) as work:
        asked = asking.read(request.args, work.tools.vocabularies)
        problems = [*problem, *asked.problems]
        if problems:
            return _refused(problems)
        languages = work.language_chain(tag)
        found = work.reading.find(asked.question, languages)
        entries = work.feeding.entries([hit.card for hit in found.hits], languages)
    return _sent(_body(asked, found, entries, tag), 200, "application/json")


def _language() -> tuple[str, list[asking.Problem]]:
    """The language of labels: what `lang` says, else what the program accepts, else the archive's first."""
    table, offered = current.archive().tools.languages, current.interface_languages()

    def fallbacks(tag: str) -> tuple[str, ...]:
        return table[tag].fallbacks if tag in table else ()

    accepted = accepted_ranges(request.headers.get("Accept-Language", ""))
    usual = choose(accepted, offered, fallbacks) or offered[0]
    typed = request.args.get("lang", "").strip()
    if not typed:
        return usual, []
    tag = read_tag(typed)
    if tag is None or (tag not in table and tag not in offered):
        return usual, [asking.Problem("lang", _("This archive does not know that language."))]
    return tag, []


def _refused(problems: list[asking.Problem]) -> BaseResponse:
    body = {
        "type": f"{absolute('sharing.interfaces', language=g.interface)}#{PROBLEMS}",
        "title": _("Something in the question was not understood."),
        "status": 400,
        "errors": [{"parameter": one.parameter, "detail": one.detail} for one in problems],
    }
    return _sent(body, 400, PROBLEM)


def _sent(body: Mapping[str, Any], status: int, mimetype: str) -> BaseResponse:
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    made = answer(written, mimetype) if status == 200 else Response(written, status, mimetype=mimetype)
    made.headers["Content-Language"] = g.interface
    made.headers["Vary"] = "Accept-Language"
    return made


def _body(asked: asking.Asked, found: Found, entries: list[Entry], tag: str) -> dict[str, Any]:
    pages = paging(asked.page, found.total).pages
    return {
        "total": found.total,
        "page": asked.page,
        "pages": pages,
        "per_page": PER_PAGE,
        "language": tag,
        "complete": not found.plain,
        "links": {
            "self": _address(asked.page),
            "previous": _address(min(asked.page - 1, pages)) if asked.page > 1 else None,
            "next": _address(asked.page + 1) if asked.page < pages else None,
        },
        "items": [_item(entry) for entry in entries],
        "facets": {name: [_value(name, value) for value in values] for name, values in found.facets.items()},
    }


def _address(page: int) -> str:
    pairs = [pair for pair in request.args.items(multi=True) if pair[0] != "page"]
    return absolute("sharing.search", [*pairs, ("page", str(page))])


def _item(entry: Entry) -> dict[str, Any]:
    card = entry.card
    return {
        "id": card.public_id,
        "url": story_address(card.public_id, card.language, card.slug),
        "title": card.title,
        "language": card.language,
        "direction": card.direction,
        "original_language": card.original_language,
        "languages": list(entry.languages),
        # Who lets a story be read here only does not let it be taken away.
        "summary": card.summary if entry.shared else None,
        "told_by": entry.told_by or None,
        "countries": list(card.countries),
        "period": {
            "start": str(card.period.start) if card.period.start else None,
            "end": str(card.period.end) if card.period.end else None,
            "ongoing": card.period.ongoing,
        },
        "outcome": card.overall,
        "terms": {
            name: [{"id": term.id, "label": term.label} for term in terms] for name, terms in entry.terms.items()
        },
        "licence": entry.licence,
        "may_be_copied": entry.shared,
        "made_up": card.illustrative,
        "published": f"{entry.updated:%Y-%m}",
        "band": absolute("sharing.band", public_id=card.public_id),
    }


def _value(facet: str, value: FacetValue) -> dict[str, Any]:
    words = value.label
    if facet == "country":
        words = country(value.value)
    elif facet == "language":
        words = language_name(value.value)
    elif facet == "type":
        words = label(RecordType(value.value))
    return {"id": value.value, "label": words, "count": value.stories, "chosen": value.chosen}
