"""Addresses for answering a question and deciding on a suggested change, with a code."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, make_response, request
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Conflict, NotNow, Refused
from wgsm_archive.domain.ids import new_token
from wgsm_archive.domain.text import MAX_FIELD
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import problem
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.web import access, current
from wgsm_archive.web.contributing import forms
from wgsm_archive.web.contributing.receipt import story_page
from wgsm_archive.web.contributing.routes import bp, ended, to, token


@bp.post("/receipt/question/<int:question>")
@access.allow(access.everyone)
def answer_question(question: int) -> Response:
    """Answer one question of the facilitators."""
    if current.actor().case_id is None:
        return ended()
    text, key = request.form.get("text", ""), request.form.get("form_key", "")[:80] or new_token()
    if not 0 < len(text.strip()) <= MAX_FIELD:
        said = problem("too-long" if text.strip() else "required")
        return _again(said, 422, question=question)
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.contributing.writing.stay(token())
        work.contributing.returning.answer(text, key, question_id=question)
    flash(_("Thank you. A facilitator will read your answer."), "done")
    return to("contributing.story")


@bp.post("/receipt/suggestion/<int:suggestion>")
@access.allow(access.everyone)
def decide_suggestion(suggestion: int) -> Response:
    """Accept a suggested change, or leave the text as it is."""
    if current.actor().case_id is None:
        return ended()
    if request.form.get("action") == "accept":
        return _settle(
            suggestion, lambda work: work.contributing.settling.accept(suggestion), _("The text was changed.")
        )
    note = request.form.get("note", "")
    done = _("The text stays as it is. A facilitator will read why.")
    return _settle(suggestion, lambda work: work.contributing.settling.decline(suggestion, note), done)


def _settle(suggestion: int, step: Callable[[BoundWork], None], done: str) -> Response:
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.contributing.writing.stay(token())
            step(work)
    except Conflict:
        said = _("The text has changed meanwhile, so this change no longer fits. A facilitator will look at it.")
        return _again(said, 409, suggestion=suggestion)
    except NotNow:
        return _again(_("This was decided already."), 409)
    except Refused as refused:
        return _again(problem(next(iter(refused.problems.values()))), 422, suggestion=suggestion)
    flash(done, "done")
    return to("contributing.story")


def _again(said: str, status: int, *, question: int = 0, suggestion: int = 0) -> Response:
    """The page of the story with what was typed, and what is wrong with it."""
    form = forms.answer_form()(data={"form_key": new_token()})
    page = story_page(form, notice=said, at_question=question, at_suggestion=suggestion)
    return make_response(page, status)
