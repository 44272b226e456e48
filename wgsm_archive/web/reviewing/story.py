"""The page of one story in review, and taking a step from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.case_study import Risk
from wgsm_archive.domain.checklist import Answer, Answered, Check
from wgsm_archive.domain.consent import Use
from wgsm_archive.domain.errors import NotNow, Refused
from wgsm_archive.domain.identifiers import Kind
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.domain.review import KeepReason, Verdict
from wgsm_archive.i18n.wording import PROMPTS, USE_NAMES, explanation, label, problem
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.services.reviewing.desk import Desk
from wgsm_archive.services.reviewing.rows import Hindrance
from wgsm_archive.services.reviewing.steps import Standing
from wgsm_archive.web import current
from wgsm_archive.web.fact_words import FactWords
from wgsm_archive.web.media.answers import addresses
from wgsm_archive.web.media.wording import standing as file_standing
from wgsm_archive.web.reviewing.forms import heading
from wgsm_archive.web.reviewing.mark_form import MarkForm
from wgsm_archive.web.reviewing.wording import AGAIN_IN, HINDRANCES, STEPS, TOO_LATE, standing, what_next
from wgsm_archive.web.templating import render


def _heading(name: str) -> str:
    return heading(name, {})


_OFFERED: Mapping[str, object] = {
    "checks": tuple(Check),
    "answers": tuple(Answer),
    "risks": tuple(Risk),
    "verdicts": tuple(Verdict),
    "keep_reasons": tuple(KeepReason),
    "kinds": tuple(Kind),
    "again_in": AGAIN_IN,
    "hindrances": HINDRANCES,
    "step_names": STEPS,
    "prompts": PROMPTS,
    "label": label,
    "label_all": lambda members: [label(one) for one in members],
    "use_names": lambda uses: [str(USE_NAMES[use]) for use in uses],
    "explanation": explanation,
    "standing": standing,
    "what_next": what_next,
    "heading": _heading,
    "file_addresses": addresses,
}
"""What the page of every story offers to choose from, and the words for it."""


def show(
    public_id: str,
    *,
    status: int = 200,
    errors: dict[str, str] | None = None,
    notice: str = "",
    given: dict[Check, Answered] | None = None,
    risk: Risk | None = None,
    words: MarkForm | None = None,
    unseen: Collection[str] = (),
) -> Response:
    """The page of a story. `given` are answers that could not be saved because others had saved meanwhile.

    `words` is what was chosen for marked words and could not be kept.
    """
    with current.reading() as work:
        found = work.reviewing.desk(public_id, current.reader_languages())
        files = work.media.items(public_id)
        reachable = work.reviewing.caring.may_be_reached(public_id)
    html = render(
        "reviewing/case.html",
        desk=found,
        files=files,
        unseen=unseen,
        reachable=reachable,
        conflict=given is not None,
        given=given if given is not None else found.answers,
        risk=risk if given is not None else found.risk,
        errors=errors or {},
        notice=notice,
        typed=request.form,
        form_key=request.form.get("form_key") or new_public_id(),
        words=words or MarkForm(),
        **_what_stands_out(found),
        **_OFFERED,
    )
    return make_response(html, status)


def _what_stands_out(desk: Desk) -> dict[str, object]:
    """Where the story stands and what comes next, read from its desk."""
    return {
        "next_step": next((one for one in desk.steps if one.standing is Standing.OPEN), None),
        "first_mark": next((mark.key for mark in desk.marks if mark.asked is None), ""),
        "parts_of_text": [(name, _heading(name)) for name in dict.fromkeys(desk.fields)],
        "file_standing": lambda item: file_standing(item, allowed=Use.MEDIA in desk.page.allowed),
        "fact_words": FactWords(current.archive().tools.vocabularies, current.reader_languages()),
    }


def act(public_id: str, step: Callable[[BoundWork], object], done: str, *, part: str | None = None) -> Response:
    """Take a step and go back to the story; what hinders it is said there, with all that was typed."""
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            step(work)
    except Refused as refused:
        hindrance = refused.problems.get("publish")
        notice = str(HINDRANCES[Hindrance(hindrance)]) if hindrance else ""
        errors = {name: problem(code) for name, code in refused.problems.items()}
        return show(public_id, status=422, errors=errors, notice=notice)
    except NotNow:
        return show(public_id, status=409, notice=str(TOO_LATE))
    flash(done, "done")
    return redirect(url_for(".case", public_id=public_id, _anchor=part), 303)
