"""Addresses for changing a story: its text, its facts, and what its tellers propose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.case_study import ProtocolNotice, TermUse
from wgsm_archive.domain.errors import Conflict, NotNow, Refused
from wgsm_archive.domain.place import Precision
from wgsm_archive.i18n import Lazy, _, n_
from wgsm_archive.i18n.wording import explanation, problem
from wgsm_archive.web import access, current
from wgsm_archive.web.fact_words import FactWords
from wgsm_archive.web.reviewing.blueprint import bp
from wgsm_archive.web.reviewing.forms import (
    FactsForm,
    differing,
    facts_form,
    facts_of,
    grouped,
    number_of,
    term_lists,
    terms_of,
    text_fields,
    texts_of,
)
from wgsm_archive.web.reviewing.story import act
from wgsm_archive.web.reviewing.wording import TOO_LATE
from wgsm_archive.web.templating import render


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with facts that were sent: field -> code; and what others saved meanwhile, field and text."""

    problems: Mapping[str, str]
    theirs: Sequence[tuple[str, str]] = ()


@bp.get("/<public_id>/text")
@access.allow(access.facilitators)
def text(public_id: str) -> Response:
    """The text of a story for changing it."""
    return _text_page(public_id)


@bp.post("/<public_id>/text")
@access.allow(access.facilitators)
def save_text(public_id: str) -> Response:
    """Save a changed text."""
    texts, minor = texts_of(request.form)
    if request.form.get("action") == "suggest":
        return _suggest(public_id, texts)
    proposal = max(number_of(request.form.get("proposal")), 0)
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.reviewing.editing.save_text(
                public_id,
                texts,
                based_on=number_of(request.form.get("based_on")),
                minor=minor,
                proposal_id=proposal or None,
            )
    except Refused as refused:
        problems = {name: problem(code) for name, code in refused.problems.items()}
        return _text_page(public_id, texts, problems=problems, status=422, proposal=proposal)
    except Conflict:
        return _text_page(public_id, texts, status=409, proposal=proposal)
    except NotNow:
        # The story was decided on, or the proposal: what was typed is kept on the page.
        return _text_page(public_id, texts, status=409, notice=TOO_LATE)
    flash(_("The text was saved. Please look at the checklist again."), "done")
    return redirect(url_for(".case", public_id=public_id), 303)


def _suggest(public_id: str, texts: Mapping[str, str]) -> Response:
    """Suggest a changed text to the tellers instead of saving it."""
    why = request.form.get("why", "")
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            count = work.reviewing.editing.suggest(
                public_id, texts, based_on=number_of(request.form.get("based_on")), why=why
            )
    except Refused as refused:
        problems = {name: problem(code) for name, code in refused.problems.items()}
        return _text_page(public_id, texts, problems=problems, status=422)
    except Conflict:
        return _text_page(public_id, texts, status=409)
    except NotNow:
        return _text_page(public_id, texts, status=409, notice=TOO_LATE)
    said = n_("%(num)s change is suggested to the tellers.", "%(num)s changes are suggested to the tellers.", count)
    flash(said, "done")
    return redirect(url_for(".case", public_id=public_id, _anchor="changes"), 303)


@bp.post("/<public_id>/suggestion/<int:suggestion>")
@access.allow(access.facilitators)
def take_back(public_id: str, suggestion: int) -> Response:
    """Suggest a change no longer."""
    done = _("The change is no longer suggested.")
    return act(public_id, lambda work: work.reviewing.editing.take_back(public_id, suggestion), done, part="changes")


@bp.post("/<public_id>/proposal/<int:proposal>")
@access.allow(access.facilitators)
def decide_proposal(public_id: str, proposal: int) -> Response:
    """Take over what the tellers propose, or not."""
    if request.form.get("action") == "refuse":
        reason = request.form.get("reason", "")
        done = _("The text stays as it is. The tellers can read your reason.")
        return act(public_id, lambda work: work.reviewing.editing.refuse(public_id, proposal, reason), done)
    try:
        done = _("The text was changed as the tellers proposed.")
        return act(public_id, lambda work: work.reviewing.editing.accept(public_id, proposal), done)
    except Conflict:
        with current.reading() as work:
            proposed = work.reviewing.proposed(public_id, proposal)
        return _text_page(public_id, proposed, status=409, proposal=proposal)


@bp.get("/<public_id>/facts")
@access.allow(access.facilitators)
def facts(public_id: str) -> Response:
    """The terms and structured fields of a story for changing them."""
    with current.reading() as work:
        found, revision = work.reviewing.facts(public_id)
    return make_response(_facts_page(public_id, facts_form(found), found.terms, revision))


@bp.post("/<public_id>/facts")
@access.allow(access.facilitators)
def save_facts(public_id: str) -> Response:
    """Save terms and structured fields."""
    with current.reading() as work:
        before, revision = work.reviewing.facts(public_id)
    form, terms = facts_form(before, request.form), terms_of(request.form)
    changed, problems = facts_of(form, terms)
    based_on, status = number_of(request.form.get("based_on")), 422
    try:
        if not problems:
            with current.archive().unit_of_work(current.actor(), write=True) as work:
                work.reviewing.editing.save_facts(public_id, changed, based_on=based_on)
            flash(_("The facts were saved. Please look at the checklist again."), "done")
            return redirect(url_for(".case", public_id=public_id), 303)
    except Refused as refused:
        problems = dict(refused.problems)
    except (Conflict, NotNow):
        problems, status = {"facts": "changed-meanwhile"}, 409
    _show_problems(form, problems)
    # After a conflict both stand on the page: whoever sends it again has seen what stands now.
    theirs = differing(before, changed) if status == 409 else ()
    return make_response(_facts_page(public_id, form, terms, revision, Trouble(problems, theirs)), status)


def _facts_page(
    public_id: str,
    form: FactsForm,
    terms: tuple[TermUse, ...],
    revision: int,
    trouble: Trouble | None = None,
) -> str:
    trouble = trouble or Trouble({})
    with current.reading() as work:
        own_words = work.reviewing.own_words(public_id)
    lists = term_lists(current.archive().tools.vocabularies, terms, own_words, current.reader_languages())
    return render(
        "reviewing/facts.html",
        public_id=public_id,
        form=form,
        lists=lists,
        labels={(lst.name, term[0]): term[1] for lst in lists for group in lst.groups for term in group.terms},
        based_on=revision,
        problems={name: problem(code) for name, code in trouble.problems.items()},
        theirs=trouble.theirs,
        fact_words=FactWords(current.archive().tools.vocabularies, current.reader_languages()),
        helps={str(one): explanation(one) for one in (*Precision, *ProtocolNotice)},
    )


def _show_problems(form: FactsForm, problems: Mapping[str, str]) -> None:
    for name, code in problems.items():
        place = "period_end" if name == "period" else name
        if place in form:
            form[place].errors = [problem(code)]


def _text_page(
    public_id: str,
    typed: Mapping[str, str] | None = None,
    *,
    problems: Mapping[str, str] | None = None,
    status: int = 200,
    proposal: int = 0,
    notice: Lazy | None = None,
) -> Response:
    """The form over what stands, or over what was typed. After a conflict (409) both stand side by side."""
    with current.reading() as work:
        found = work.reviewing.text(public_id, current.reader_languages())
    conflict = status == 409
    sent = number_of(request.form.get("based_on"))
    html = render(
        "reviewing/text.html",
        public_id=public_id,
        desk=found,
        groups=grouped(
            text_fields(
                typed if typed is not None else found.texts,
                [(term.vocabulary, term.id, term.label) for terms in found.page.terms.values() for term in terms],
                problems or {},
                request.form.getlist("minor"),
            )
        ),
        problems=problems or {},
        conflict=conflict,
        # Both texts are on the page: whoever sends it again has seen what stands now.
        based_on=found.revision if conflict or sent < 0 else sent,
        proposal=proposal,
        notice=notice,
        withheld=found.withheld if problems else (),
        why=request.form.get("why", ""),
    )
    return make_response(html, status)
