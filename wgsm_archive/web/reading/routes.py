"""Addresses of readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, g, make_response, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from wgsm_archive.domain.case_study import RecordType
from wgsm_archive.domain.consent import Use
from wgsm_archive.domain.vocabulary import FACET_PARAMETERS, VocabularyName
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import PROMPTS, explanation, label
from wgsm_archive.ports.search import Sort
from wgsm_archive.services.disclosure.case_page import CasePage
from wgsm_archive.services.house_texts import ShownText, TextKind, shown_text
from wgsm_archive.services.reading.views import Found, Question
from wgsm_archive.web import access, current, language, security
from wgsm_archive.web.addresses import url_for
from wgsm_archive.web.answers import for_readers
from wgsm_archive.web.kept_pieces import piece
from wgsm_archive.web.paging import PER_PAGE, Paging, page_number, paging
from wgsm_archive.web.reading import asking
from wgsm_archive.web.templating import fragment, render

bp = Blueprint("reading", __name__, url_prefix=language.PREFIX)
_EXCHANGES = (RecordType.EXCHANGE, RecordType.GATHERING, RecordType.FACT_FINDING)


@bp.before_request
def _shorten() -> BaseResponse | None:
    """A question as long as a book is asked again with its beginning."""
    if request.method != "GET" or not (shorter := asking.shortened()):
        return None
    return redirect(shorter, 302)


@bp.get("/")
@access.allow(access.everyone)
def home() -> BaseResponse:
    """What this is, a search box, and the newest stories."""
    languages = current.reader_languages()
    with current.reading() as work:
        newest = work.reading.newest(languages)
        translated = work.reading.newly_translated(languages, besides=[card.case_id for card in newest])
        counts = work.reading.theme_counts()
        struggles = [term for term in work.reading.vocabulary(VocabularyName.THEMES) if counts.get(term.id)]
    struggles.sort(key=lambda term: -counts[term.id])
    return _page(
        "reading/home.html",
        newest=newest,
        translated=translated,
        facing=[(term, term.label(languages), term.description(languages)) for term in struggles[:8]],
    )


@bp.get("/cases/")
@access.allow(access.everyone)
def cases() -> BaseResponse:
    """All stories, to be narrowed."""
    return _search("reading/cases.html")


@bp.get("/search")
@access.allow(access.everyone)
def search() -> BaseResponse:
    """Search."""
    return _search("reading/search.html")


@bp.get("/cases/<public_id>/")
@bp.get("/cases/<public_id>/<slug>")
@access.allow(access.everyone)
def case(public_id: str, slug: str = "") -> BaseResponse:
    """One story."""
    languages = current.reader_languages()
    with current.reading() as work:
        found = work.reading.case(public_id, languages)
        related = work.reading.related(found, languages)
        missed = found.language != languages[0] and work.reading.may_wish(public_id, languages[0])
        titles = work.tools.vocabularies.names(languages)
    if slug != found.slug and found.slug:
        return redirect(url_for("reading.case", public_id=public_id, slug=found.slug), 301)
    g.alternates = alternates = _alternates(found)
    g.written_in = frozenset(version.language for version in found.versions)
    addresses = {tag: address for tag, _name, address in alternates}
    g.canonical = addresses[found.language]
    answer = _page(
        "reading/case.html",
        case=found,
        addresses=addresses,
        related=related,
        wish_for=languages[0] if missed else "",
        titles=titles,
        label=label,
        explanation=explanation,
    )
    if Use.SEARCH_ENGINES not in found.allowed:
        answer.headers["X-Robots-Tag"] = "noindex, noarchive"
    return answer


@bp.get("/vocabularies")
@access.allow(access.everyone)
def vocabularies() -> BaseResponse:
    """The lists of terms, with how many stories carry each."""
    languages = current.reader_languages()
    with current.reading() as work:
        counts = work.reading.term_counts()
        tools = work.tools.vocabularies
    lists = [
        (
            name,
            tools.name(name, languages),
            tools.explanation(name, languages),
            [
                (term.id, term.label(languages), counts.get((name, term.id), 0))
                for term in tools.terms(name, {one for vocabulary, one in counts if vocabulary == name})
            ],
        )
        for name in VocabularyName
    ]
    return _page("reading/vocabularies.html", lists=lists)


@bp.get("/terms/<vocabulary>/<term>")
@access.allow(access.everyone)
def term(vocabulary: str, term: str) -> BaseResponse:
    """A term and the stories that carry it."""
    languages = current.reader_languages()
    number = page_number(request.args.get("page"))
    facet = next((name for name, of in FACET_PARAMETERS.items() if of == vocabulary), "")
    with current.reading() as work:
        found = work.reading.term(vocabulary, term)
        if found.id != term:
            return redirect(url_for("reading.term", vocabulary=vocabulary, term=found.id), 301)
        asked = Question(
            filters={facet: (term,)}, sort=Sort.NEWEST, offset=Paging(number, number).offset, limit=PER_PAGE
        )
        answer = work.reading.find(asked, languages)
        list_name = work.tools.vocabularies.name(found.vocabulary, languages)
    return _page(
        "reading/term.html",
        term=found,
        title=found.label(languages),
        description=found.description(languages),
        list_name=list_name,
        found=answer,
        paging=paging(number, answer.total),
        page_address=lambda number: asking.address(page=number),
    )


@bp.get("/organisations/")
@access.allow(access.everyone)
def organisations() -> BaseResponse:
    """Organisations that wish to be found."""
    return _records("organisations", (RecordType.ORGANISATION,))


@bp.get("/exchanges/")
@access.allow(access.everyone)
def exchanges() -> BaseResponse:
    """Visits, gatherings and missions."""
    return _records("exchanges", _EXCHANGES)


@bp.get("/publications/")
@access.allow(access.everyone)
def publications() -> BaseResponse:
    """Publications and other sources of knowledge."""
    return _records("publications", (RecordType.PUBLICATION, RecordType.PORTAL))


@bp.get("/collections/")
@access.allow(access.everyone)
def collections() -> BaseResponse:
    """Records put together for learning."""
    return _records("collections", (RecordType.COLLECTION,))


@bp.get("/about")
@access.allow(access.everyone)
def about() -> BaseResponse:
    """What this archive is."""
    return _page("reading/about.html", own=_own(TextKind.ABOUT))


@bp.get("/safety")
@access.allow(access.everyone)
def safety() -> BaseResponse:
    """What is kept, what is not, and what to think of before telling."""
    return _page("reading/safety.html", own=_own(TextKind.SAFETY))


def _own(kind: TextKind) -> ShownText | None:
    with current.reading() as work:
        return shown_text(work, kind, current.reader_languages())


@bp.get("/leave")
@access.allow(access.everyone)
def leave() -> Response:
    """A blank page that tells nothing of where somebody was; the browser forgets what this site left."""
    answer = make_response("<!doctype html><title>.</title>")
    security.forget_all(answer)
    return answer


def _search(template: str) -> BaseResponse:
    asked, number = asking.question()
    asked = replace(asked, most_values=asking.SHOWN + 2, every_value_of=request.args.get("all", ""))
    with current.reading() as work:
        found = work.reading.find(asked, current.reader_languages(), helped=True)
        tools = work.tools.vocabularies
    called = tools.names(current.reader_languages())
    titles = {name: called[of] for name, of in FACET_PARAMETERS.items()}
    return _page(
        template,
        asked=asked,
        found=found,
        filters_block=_filters(asked, found, titles),
        chosen=asking.chosen(found, asked),
        address=asking.address,
        page_address=lambda number: asking.address(page=number),
        paging=paging(number, found.total),
        sorts=_sorts(asked),
        ways=asking.ways,
    )


def _filters(asked: Question, found: Found, titles: Mapping[str, str]) -> Markup:
    """What narrows a list: the same for every page of it, and for everybody who asks the same."""

    def make() -> str:
        facets, years = asking.facets(found), asking.others("from", "to")
        here = request.path
        return fragment("reading/_filters.html", facets=facets, titles=titles, years=years, asked=asked, here=here)

    if asked.words:  # Hardly anybody asks the same words twice.
        return Markup(make())  # noqa: S704 - it is made by a template
    view = (found.facets, titles, asked.year_from, asked.year_to)
    return piece((request.path, *asking.others()), view, make)


def _sorts(asked: Question) -> list[tuple[str, str, bool]]:
    """The orders a list can take as (words, address, whether it stands so now)."""
    words = {Sort.NEWEST: _("Newest first"), Sort.OLDEST: _("Oldest first"), Sort.TITLE: _("By title")}
    offered = {Sort.RELEVANCE: _("Best match first"), **words} if asked.words else words
    return [(said, asking.address(sort=sort, page=None), sort is asked.sort) for sort, said in offered.items()]


def _records(name: str, types: tuple[RecordType, ...]) -> BaseResponse:
    with current.reading() as work:
        found = work.reading.records(types, current.reader_languages())
    return _page("reading/records.html", name=name, records=found, label=label)


def _alternates(found: CasePage) -> list[tuple[str, str, str]]:
    slugs = {version.language: version.slug for version in found.versions}
    table = current.archive().tools.languages
    tags = dict.fromkeys([*current.interface_languages(), *slugs])
    return [
        (
            tag,
            table[tag].autonym if tag in table else tag,
            url_for("reading.case", public_id=found.public_id, slug=slugs.get(tag, found.slug), language=tag),
        )
        for tag in tags
    ]


def _page(template: str, **values: object) -> BaseResponse:
    """A page with a fingerprint, so that a browser that has it already is told so."""
    return for_readers(make_response(render(template, prompts=PROMPTS, **values)))
