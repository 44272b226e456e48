"""The glossary of translators: terms, and what they are called in each language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Refused
from wgsm_archive.domain.glossary import TermKind
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import explanation, label, problem
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.services.translating.glossary_desk import TypedTerm
from wgsm_archive.web import access, current
from wgsm_archive.web.templating import render
from wgsm_archive.web.translating.blueprint import bp
from wgsm_archive.web.translating.forms import language_choices


@bp.get("/glossary")
@access.allow(access.translators)
def glossary() -> Response:
    """All terms."""
    return _page()


@bp.post("/glossary")
@access.allow(access.facilitators)
def glossary_add() -> Response:
    """Write a term down."""
    form = request.form
    typed = TypedTerm(
        kind=form.get("kind", ""),
        language=form.get("language", ""),
        text=form.get("text", ""),
        definition=form.get("definition", ""),
        why=form.get("why", ""),
        story=form.get("story", ""),
    )
    return _act(lambda work: work.translating.glossary.add(typed), _("The term is written down."))


@bp.post("/glossary/<int:number>/texts")
@access.allow(access.translators)
def glossary_propose(number: int) -> Response:
    """Say what a term is called in a language."""
    language, text = request.form.get("to", ""), request.form.get("called", "")

    def propose(work: BoundWork) -> None:
        work.translating.glossary.propose(number, language, text)

    return _act(propose, _("Thank you. It is written down."), at=number)


@bp.post("/glossary/texts/<int:number>/agree")
@access.allow(access.translators)
def glossary_agree(number: int) -> Response:
    """Agree on what somebody else proposed."""
    return _act(lambda work: work.translating.glossary.agree(number), _("Agreed. Translations are held to it now."))


@bp.post("/glossary/texts/<int:number>/drop")
@access.allow(access.translators)
def glossary_drop(number: int) -> Response:
    """Take a proposal back."""
    return _act(lambda work: work.translating.glossary.drop(number), _("It is taken out."))


@bp.post("/glossary/<int:number>/remove")
@access.allow(access.facilitators)
def glossary_remove(number: int) -> Response:
    """Take a term out."""
    return _act(lambda work: work.translating.glossary.remove(number), _("It is taken out."))


def _act(step: Callable[[BoundWork], None], done: str, at: int = 0) -> Response:
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            step(work)
    except Refused as refused:
        return _page({name: problem(code) for name, code in refused.problems.items()}, at)
    flash(done, "done")
    return redirect(url_for(".glossary"), 303)


def _page(problems: Mapping[str, str] | None = None, at: int = 0) -> Response:
    with current.reading() as work:
        terms = work.translating.glossary.terms()
    html = render(
        "translating/glossary.html",
        terms=terms,
        kinds=tuple(TermKind),
        label=label,
        explanation=explanation,
        choices=language_choices(),
        mine=next(iter(current.actor().languages), current.language()),
        problems=problems or {},
        at=at,
        typed=request.form,
    )
    return make_response(html, 422 if problems else 200)
