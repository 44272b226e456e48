"""Addresses for programs. Whoever asks, and whatever cookies come along, the answer is what anybody may see."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, abort, g, make_response, request
from werkzeug.wrappers import Response as BaseResponse

from wgsm_archive.domain.actor import ANONYMOUS
from wgsm_archive.domain.case_study import Licence
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import explanation, label
from wgsm_archive.ports.search import Sort
from wgsm_archive.services.reading.views import Question
from wgsm_archive.web import access, current, language
from wgsm_archive.web.bands import band as weave
from wgsm_archive.web.paging import paging
from wgsm_archive.web.sharing import api, asking, atom
from wgsm_archive.web.sharing import opensearch as description
from wgsm_archive.web.sharing import sitemap as maps
from wgsm_archive.web.sharing.answers import absolute, answer, base_address
from wgsm_archive.web.templating import render

bp = Blueprint("sharing", __name__)
NEWEST = 30
"""Entries in the feed of what is new."""
_NOT_FOR_PROGRAMS = frozenset({"sharing.interfaces"})
_BAND_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


@bp.get("/api/v1/search")
@access.allow(access.everyone)
def search() -> BaseResponse:
    """Search, as JSON."""
    return api.search()


@bp.get(f"{language.PREFIX}/feed.atom")
@access.allow(access.everyone)
def feed() -> BaseResponse:
    """What is new."""
    with current.archive().unit_of_work(ANONYMOUS) as work:
        entries = work.feeding.newest(work.language_chain(current.language()), NEWEST)
        month = work.month
    address = absolute("sharing.feed")
    head = atom.Feed(
        title=_("Movements’ Archive"),
        subtitle=_("New stories and new translations"),
        identity=address,
        address=address,
        page=absolute("reading.home"),
        language=g.interface,
        updated=month,
    )
    return answer(atom.write(head, entries), atom.MIMETYPE)


@bp.get(f"{language.PREFIX}/search.atom")
@access.allow(access.everyone)
def search_feed() -> BaseResponse:
    """The answer to a question as a feed, newest stories first unless another order is asked for."""
    with current.archive().unit_of_work(ANONYMOUS) as work:
        asked = asking.read(request.args, work.tools.vocabularies)
        languages = work.language_chain(current.language())
        found = work.reading.find(_newest_first(asked.question), languages)
        entries = work.feeding.entries([hit.card for hit in found.hits], languages)
        month = work.month
    pairs = [pair for pair in request.args.items(multi=True) if pair[0] in (*asking.FACETS, *asking.SINGLE)]
    plain = [pair for pair in pairs if pair[0] != "page"]
    pages = {"first": 1, "last": paging(asked.page, found.total).pages}
    pages |= {"previous": min(asked.page - 1, pages["last"])} if asked.page > 1 else {}
    pages |= {"next": asked.page + 1} if asked.page < pages["last"] else {}
    words = asked.question.words
    head = atom.Feed(
        title=_("Search: %(words)s", words=words) if words else _("Search"),
        subtitle=_("Movements’ Archive"),
        identity=absolute("sharing.search_feed", plain),
        address=absolute("sharing.search_feed", pairs),
        page=absolute("reading.search", pairs),
        language=g.interface,
        updated=month,
        links=[
            (name, absolute("sharing.search_feed", [*plain, ("page", str(number))])) for name, number in pages.items()
        ],
    )
    return answer(atom.write(head, [entry for entry in entries if entry.shared]), atom.MIMETYPE)


@bp.get(f"{language.PREFIX}/opensearch.xml")
@bp.get("/opensearch.xml")
@access.allow(access.everyone)
def opensearch() -> BaseResponse:
    """How a browser's own search box can ask here."""
    made = answer(description.write(g.interface), description.MIMETYPE)
    if request.path == "/opensearch.xml":
        made.headers["Vary"] = "Accept-Language, Cookie"
    return made


@bp.get("/sitemap.xml")
@access.allow(access.everyone)
def sitemaps() -> BaseResponse:
    """The list of the maps of this site."""
    with current.archive().unit_of_work(ANONYMOUS) as work:
        return answer(maps.index(work), "application/xml", found_by_engines=True)


@bp.get("/sitemap-<any(pages,stories,records):kind>-<int(min=1, max=9999):number>.xml")
@access.allow(access.everyone)
def sitemap(kind: str, number: int) -> BaseResponse:
    """One map of this site."""
    with current.archive().unit_of_work(ANONYMOUS) as work:
        found = maps.places(work, kind, number, current.interface_languages())
    if not found:
        abort(404)
    return answer(maps.write(found), "application/xml", found_by_engines=True)


@bp.get("/robots.txt")
@access.allow(access.everyone)
def robots() -> BaseResponse:
    """What crawlers are asked to leave alone."""
    return answer(maps.robots(), "text/plain", found_by_engines=True)


@bp.get("/band/<public_id>.svg")
@access.allow(access.everyone)
def band(public_id: str) -> BaseResponse:
    """The woven band of a story as a picture for link previews, in their usual size."""
    with current.archive().unit_of_work(ANONYMOUS) as work:
        card = work.feeding.band(public_id, work.language_chain(current.language()))
    cloth = weave(card.public_id, card.band_themes, card.band_strategies, width="1200", height="630")
    made = answer(cloth, "image/svg+xml")
    made.headers["Content-Security-Policy"] = _BAND_POLICY
    return made


@bp.get(f"{language.PREFIX}/interfaces")
@access.allow(access.everyone)
def interfaces() -> BaseResponse:
    """What programs may ask for, and on what terms."""
    return make_response(
        render(
            "sharing/interfaces.html",
            licences=tuple(Licence),
            licence_pages=atom.LICENCE_PAGES,
            label=label,
            explanation=explanation,
            absolute=absolute,
            base=base_address(current.settings()),
            problems=api.PROBLEMS,
        )
    )


@bp.after_request
def _open_to_other_sites(answered: Response) -> Response:
    """Pages of other sites may read these answers (Fetch standard, CORS): they are the same for everybody."""
    if request.endpoint not in _NOT_FOR_PROGRAMS:
        answered.headers["Access-Control-Allow-Origin"] = "*"
        answered.headers["Access-Control-Expose-Headers"] = "ETag"
        answered.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if request.method == "OPTIONS":
            answered.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            answered.headers["Access-Control-Allow-Headers"] = "If-None-Match"
            answered.headers["Access-Control-Max-Age"] = "86400"
    return answered


def _newest_first(question: Question) -> Question:
    return question if request.args.get("sort") in tuple(Sort) else replace(question, sort=Sort.NEWEST)
