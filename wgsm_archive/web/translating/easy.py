"""Easy-read at the workbench: each part of a story beside its easy wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, make_response, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.errors import Conflict, NotFound, NotNow, Refused
from wgsm_archive.i18n import _, n_
from wgsm_archive.i18n.wording import problem
from wgsm_archive.services.translating.easy import EasyPart, Saved, TypedPart
from wgsm_archive.services.whole_parts import PARTS
from wgsm_archive.web import access, current
from wgsm_archive.web.forms import whole_number
from wgsm_archive.web.templating import render
from wgsm_archive.web.translating.blueprint import bp
from wgsm_archive.web.translating.forms import tag_of
from wgsm_archive.web.translating.wording import CHANGED, place_name


@dataclass(frozen=True, slots=True)
class Row:
    """A part with what was typed for it; `theirs` is what somebody else saved meanwhile."""

    part: EasyPart
    text: str
    problem: str
    theirs: str | None


@bp.get("/<public_id>/<target>/easy")
@access.allow(access.translators)
def easy(public_id: str, target: str) -> Response:
    """All parts."""
    return _page(public_id, tag_of(target))


@bp.post("/<public_id>/<target>/easy")
@access.allow(access.translators)
def easy_save(public_id: str, target: str) -> Response:
    """Save what was typed."""
    tag, typed = tag_of(target), _typed(request.form)
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        ready = request.form.get("go") == "ready"
        outcome = work.translating.save_easy(public_id, tag, typed, ready=ready)
    if outcome.problems or outcome.theirs:
        return _page(public_id, tag, typed=typed, outcome=outcome)
    if outcome.saved:
        flash(n_("%(num)s part was saved.", "%(num)s parts were saved.", outcome.saved), "done")
    else:
        flash(_("Nothing has changed."), "info")
    return redirect(url_for(".easy", public_id=public_id, target=tag), 303)


@bp.post("/<public_id>/<target>/easy/approve")
@access.allow(access.translators)
def easy_approve(public_id: str, target: str) -> Response:
    """Let readers see the parts that were ticked."""
    tag = tag_of(target)
    numbers = {name: whole_number(request.form.get(f"number.{name}")) or 0 for name in PARTS}
    chosen = {name: numbers[name] for name in request.form.getlist("approve") if name in numbers}
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            approved = work.translating.approve_easy(public_id, tag, chosen)
    except Conflict:
        return _page(public_id, tag, notice=str(CHANGED), status=409)
    except Refused as refused:
        outcome = Saved(problems=dict(refused.problems))
        return _page(public_id, tag, outcome=outcome)
    if approved:
        flash(n_("%(num)s part is approved.", "%(num)s parts are approved.", approved), "done")
    return redirect(url_for(".easy", public_id=public_id, target=tag), 303)


@bp.post("/<public_id>/<target>/easy/return")
@access.allow(access.translators)
def easy_return(public_id: str, target: str) -> Response:
    """Give a part back with a note."""
    tag, name = tag_of(target), request.form.get("part", "")
    if name not in PARTS:
        raise NotFound
    number, note = whole_number(request.form.get("number")) or 0, request.form.get("note", "")
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.translating.give_easy_back(public_id, tag, name, number=number, note=note)
    except Refused as refused:
        return _page(public_id, tag, note_problem={name: problem(refused.problems[name])})
    except (Conflict, NotNow):
        return _page(public_id, tag, notice=str(CHANGED), status=409)
    flash(_("It was given back. Whoever writes it can read your note."), "done")
    return redirect(url_for(".easy", public_id=public_id, target=tag), 303)


def _typed(form: MultiDict[str, str]) -> dict[str, TypedPart]:
    confirmed = form.get("confirm", "")
    return {
        name: TypedPart(form[f"text.{name}"], whole_number(form.get(f"number.{name}")) or 0, name == confirmed)
        for name in PARTS
        if f"text.{name}" in form
    }


def _page(
    public_id: str,
    tag: str,
    *,
    typed: Mapping[str, TypedPart] | None = None,
    outcome: Saved | None = None,
    note_problem: Mapping[str, str] | None = None,
    notice: str = "",
    status: int = 0,
) -> Response:
    with current.reading() as work:
        desk = work.translating.easy(public_id, tag)
    found = outcome or Saved()
    rows = [
        Row(
            part,
            typed[part.field].text if typed and part.field in typed else part.text,
            problem(found.problems[part.field]) if part.field in found.problems else "",
            found.theirs.get(part.field),
        )
        for part in desk.parts
    ]
    html = render(
        "translating/easy.html",
        desk=desk,
        rows=rows,
        part_name=place_name,
        VersionState=VersionState,
        notice=notice,
        outcome=found,
        note_problem=note_problem or {},
        typed=request.form,
    )
    code = status or (409 if found.theirs else 422 if found.problems or note_problem else 200)
    return make_response(html, code)
