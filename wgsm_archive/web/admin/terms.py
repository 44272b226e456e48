"""The lists of terms at work."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.data import INTERFACE_LANGUAGES
from wgsm_archive.domain.errors import Conflict, NotFound, Refused
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.i18n import _, n_
from wgsm_archive.i18n.wording import problem
from wgsm_archive.web import access, current
from wgsm_archive.web.admin.routes import bp
from wgsm_archive.web.forms import whole_number
from wgsm_archive.web.templating import render


@bp.get("/terms")
@access.allow(access.stewards)
def term_lists() -> str:
    """The lists."""
    languages = current.reader_languages()
    with current.reading() as work:
        lists = [
            (name, work.tools.vocabularies.name(name, languages), work.admin.terms.list(name, _languages()))
            for name in VocabularyName
        ]
    return render("admin/term_lists.html", lists=lists)


@bp.get("/terms/<vocabulary>")
@access.allow(access.stewards)
def term_list(vocabulary: str) -> Response:
    """One list, and a form for a new term."""
    return _list_page(vocabulary)


@bp.post("/terms/<vocabulary>")
@access.allow(access.stewards)
def add_term(vocabulary: str) -> Response:
    """Add a term."""
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            key = work.admin.terms.add(vocabulary, request.form.get("id", ""), _typed("label"), _typed("description"))
    except Refused as refused:
        return _list_page(vocabulary, refused)
    flash(_("The term is there. It is offered from the next click of everybody on."), "done")
    return redirect(url_for("admin.own_term", vocabulary=vocabulary, term=key), 303)


@bp.get("/terms/<vocabulary>/<term>")
@access.allow(access.stewards)
def own_term(vocabulary: str, term: str) -> Response:
    """One term."""
    return _term_page(vocabulary, term)


@bp.post("/terms/<vocabulary>/<term>/words")
@access.allow(access.stewards)
def translate_term(vocabulary: str, term: str) -> Response:
    """Save the words of a term."""
    based_on = whole_number(request.form.get("based_on")) or 0
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.admin.terms.translate(vocabulary, term, _typed("label"), _typed("description"), based_on=based_on)
    except Refused as refused:
        return _term_page(vocabulary, term, refused)
    except Conflict as conflict:
        return _term_page(vocabulary, term, theirs=conflict.theirs)
    flash(_("Saved. It holds from the next click of everybody on."), "done")
    return redirect(url_for("admin.own_term", vocabulary=vocabulary, term=term), 303)


@bp.post("/terms/<vocabulary>/<term>/retire")
@access.allow(access.stewards)
def retire_term(vocabulary: str, term: str) -> Response:
    """Offer a term no more, or again."""
    retired = request.form.get("retired") == "yes"
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.admin.terms.retire(vocabulary, term, retired=retired)
    except Refused as refused:
        return _term_page(vocabulary, term, refused)
    flash(_("Saved. It holds from the next click of everybody on."), "done")
    return redirect(url_for("admin.own_term", vocabulary=vocabulary, term=term), 303)


@bp.post("/terms/<vocabulary>/<term>/merge")
@access.allow(access.stewards)
def merge_term(vocabulary: str, term: str) -> Response:
    """Let another term take the place of this one."""
    into = request.form.get("into", "")
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            followed = work.admin.terms.merge(vocabulary, term, into)
    except Refused as refused:
        return _term_page(vocabulary, term, refused)
    flash(n_("Done. %(num)s story followed.", "Done. %(num)s stories followed.", followed), "done")
    return redirect(url_for("admin.own_term", vocabulary=vocabulary, term=into), 303)


def _languages() -> tuple[str, ...]:
    return tuple(dict.fromkeys([*INTERFACE_LANGUAGES, *current.interface_languages()]))


def _typed(kind: str) -> dict[str, str]:
    return {tag: request.form.get(f"{kind}_{tag}", "") for tag in _languages()}


def _words(refused: Refused | None) -> Mapping[str, str]:
    return {name: problem(code) for name, code in refused.problems.items()} if refused else {}


def _list_page(vocabulary: str, refused: Refused | None = None) -> Response:
    if vocabulary not in tuple(VocabularyName):
        raise NotFound
    name, languages = VocabularyName(vocabulary), current.reader_languages()
    with current.reading() as work:
        lines = work.admin.terms.list(name, _languages())
        title = work.tools.vocabularies.name(name, languages)
    page = render(
        "admin/term_list.html",
        vocabulary=vocabulary,
        title=title,
        lines=lines,
        reader=languages,
        languages=_languages(),
        problems=_words(refused),
    )
    return make_response(page, 422 if refused else 200)


def _term_page(
    vocabulary: str, term: str, refused: Refused | None = None, theirs: Mapping[str, str] | None = None
) -> Response:
    reader = current.reader_languages()
    with current.reading() as work:
        desk = work.admin.terms.desk(vocabulary, term)
        others = work.tools.vocabularies.terms(desk.term.vocabulary)
        title = work.tools.vocabularies.name(desk.term.vocabulary, reader)
    page = render(
        "admin/term.html",
        desk=desk,
        title=title,
        reader=reader,
        others=[(one.id, one.label(reader)) for one in others if one.id not in (term, "other")],
        languages=_languages(),
        problems=_words(refused),
        theirs=theirs or {},
    )
    return make_response(page, 422 if refused else 409 if theirs else 200)
