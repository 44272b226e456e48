"""The workbench: one part of a translation, each paragraph beside its source."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Conflict, NotFound, Refused
from wgsm_archive.domain.language import read_tag
from wgsm_archive.i18n import _, n_
from wgsm_archive.i18n.wording import problem
from wgsm_archive.services.translating.saving import Typed
from wgsm_archive.web import access, current
from wgsm_archive.web.templating import render
from wgsm_archive.web.translating.blueprint import bp
from wgsm_archive.web.translating.forms import rows_of, typed_of, without_place
from wgsm_archive.web.translating.wording import STANDINGS, part_name


@bp.get("/<public_id>/<target>/<section>")
@access.allow(access.translators)
def part(public_id: str, target: str, section: str) -> Response:
    """One part for working on it."""
    return _page(public_id, target, section)


@bp.post("/<public_id>/<target>/<section>")
@access.allow(access.translators)
def save(public_id: str, target: str, section: str) -> Response:
    """Save what was typed."""
    typed = typed_of(request.form)
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            changed = work.translating.save(public_id, read_tag(target) or "", section, typed)
            after = work.translating.part(public_id, read_tag(target) or "", section, current.reader_languages()).after
    except Refused as refused:
        return _page(public_id, target, section, typed=typed, problems=refused.problems, status=422)
    except Conflict as conflict:
        return _page(public_id, target, section, typed=typed, theirs=conflict.theirs, status=409)
    _say(changed, confirmed=bool(request.form.get("confirm")))
    goes_on = request.form.get("go") == "next" and after
    source = request.form.get("from") or None
    where = url_for(".part", public_id=public_id, target=target, section=after if goes_on else section, source=source)
    anchor = request.form.get("confirm", "")
    return redirect(f"{where}#p{anchor}" if anchor.isdigit() and not goes_on else where, 303)


def _say(changed: int, *, confirmed: bool) -> None:
    if changed:
        flash(n_("%(num)s paragraph was saved.", "%(num)s paragraphs were saved.", changed), "done")
    elif confirmed:
        flash(_("Noted: the translation is still correct."), "done")
    else:
        flash(_("Nothing has changed."), "info")


def _page(
    public_id: str,
    target: str,
    section: str,
    *,
    typed: Mapping[int, Typed] | None = None,
    problems: Mapping[str, str] | None = None,
    theirs: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    tag = read_tag(target)
    if tag is None:
        raise NotFound
    source = read_tag(request.form.get("from", "") or request.args.get("source", "")) or ""
    with current.archive().unit_of_work(current.actor()) as work:
        found = work.translating.part(public_id, tag, section, current.reader_languages(), source=source)
    html = render(
        "translating/part.html",
        part=found,
        desk=found.desk,
        rows=rows_of(found, typed or {}, problems or {}, theirs or {}),
        lost=without_place(found, typed or {}, theirs or {}),
        problem=problem,
        conflict=status == 409,
        part_name=part_name,
        standings=STANDINGS,
    )
    return make_response(html, status)
