"""Adding a language, and describing it: how it is called, written and counted, and what its readers read next."""

from __future__ import annotations

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.digits import DIGITS
from wgsm_archive.domain.errors import Conflict, NotFound, Refused
from wgsm_archive.i18n import _
from wgsm_archive.i18n.catalogs import numbers_of_forms
from wgsm_archive.i18n.wording import problem
from wgsm_archive.services.admin.tongues import MOST_FALLBACKS, TongueDesk, TypedLanguage
from wgsm_archive.web import access, current
from wgsm_archive.web.admin.routes import bp
from wgsm_archive.web.forms import whole_number
from wgsm_archive.web.templating import render


@bp.get("/languages")
@access.allow(access.stewards)
def languages_known() -> Response:
    """The languages that were added, and a form for another one."""
    return _list_page()


@bp.post("/languages")
@access.allow(access.stewards)
def add_language() -> Response:
    """Begin with a language: its tag."""
    try:
        with current.reading() as work:
            desk = work.admin.tongues.desk(request.form.get("tag", ""))
    except Refused as refused:
        return _list_page(problem(refused.problems["tag"]))
    return redirect(url_for("admin.language_known", tag=desk.language.tag), 303)


@bp.get("/languages/<tag>")
@access.allow(access.stewards)
def language_known(tag: str) -> Response:
    """What is known of a language."""
    return _language_page(tag)


@bp.post("/languages/<tag>")
@access.allow(access.stewards)
def describe_language(tag: str) -> Response:
    """Save what a steward says of a language."""
    form = request.form
    typed = TypedLanguage(
        autonym=form.get("autonym", ""),
        name_en=form.get("name_en", ""),
        direction=form.get("direction", ""),
        dates_like=form.get("dates_like", ""),
        counts_like=form.get("counts_like", ""),
        fallbacks=tuple(form.getlist("fallbacks")),
        digits=form.get("digits", ""),
    )
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            usual = work.admin.tongues.describe(tag, typed, based_on=whole_number(form.get("based_on")) or 0)
    except Refused as refused:
        if "tag" in refused.problems:
            raise NotFound from None
        return _language_page(tag, {name: problem(code) for name, code in refused.problems.items()})
    except Conflict:
        return _language_page(tag, {"autonym": problem("changed-meanwhile")}, status=409)
    flash(_("Saved. Its words can be translated now."), "done")
    return redirect(
        url_for("translating.words_language", tag=usual) if _translates() else url_for(".languages_known"), 303
    )


def _translates() -> bool:
    return access.translators.holds(current.actor())


def _list_page(error: str = "") -> Response:
    with current.reading() as work:
        own = work.admin.tongues.own()
    page = render("admin/languages.html", own=own, error=error, typed=request.form.get("tag", ""))
    return make_response(page, 422 if error else 200)


def _language_page(tag: str, problems: dict[str, str] | None = None, *, status: int = 422) -> Response:
    try:
        with current.reading() as work:
            desk = work.admin.tongues.desk(tag)
    except Refused:
        raise NotFound from None
    known = current.known_languages()
    page = render(
        "admin/language.html",
        desk=desk,
        known=[pair for pair in known if pair[0] != desk.language.tag],
        rules=_rules(known),
        rule=_like(desk, [tag for tag, _name in known], "plural"),
        dates=_like(desk, [tag for tag, _name in known], "format_locale"),
        digits=DIGITS,
        digits_now=next((script for script, ten in DIGITS.items() if ten == desk.language.digits), ""),
        fallbacks=[*(one for one in desk.language.fallbacks if one != "en"), *[""] * MOST_FALLBACKS][:MOST_FALLBACKS],
        typed=request.form,
        problems=problems or {},
    )
    return make_response(page, status if problems else 200)


def _like(desk: TongueDesk, tags: list[str], trait: str) -> str:
    """The first language that is alike in a trait; English where none is."""
    table = current.archive().tools.languages
    wanted = getattr(desk.language, trait)
    same = [tag for tag in tags if getattr(table[tag], trait) == wanted]
    return desk.language.tag if desk.language.tag in same else next(iter(same), "en")


def _rules(known: list[tuple[str, str]]) -> list[tuple[str, str, tuple[tuple[int, ...], ...]]]:
    """Each way of counting once: a language that counts so, the names of some that do, and numbers for each form."""
    table = current.archive().tools.languages
    by_rule: dict[str, list[tuple[str, str]]] = {}
    for tag, name in known:
        by_rule.setdefault(table[tag].plural, []).append((tag, name))
    found = []
    for rule, speakers in by_rule.items():
        names = ", ".join(name for _tag, name in speakers[:3])
        found.append((speakers[0][0], names, numbers_of_forms(rule)))
    return sorted(found, key=lambda one: len(one[2]))
