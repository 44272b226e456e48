"""Notes on paragraphs, from translators for all who translate a story."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Refused
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import problem
from wgsm_archive.services.translating.noting import TypedNote
from wgsm_archive.web import access, current
from wgsm_archive.web.forms import whole_number
from wgsm_archive.web.templating import render
from wgsm_archive.web.translating.blueprint import bp
from wgsm_archive.web.translating.forms import tag_of
from wgsm_archive.web.translating.wording import part_name


@bp.get("/<public_id>/<target>/<section>/notes")
@access.allow(access.translators)
def notes(public_id: str, target: str, section: str) -> Response:
    """The notes on a part, and a form for another one."""
    return _page(public_id, target, section)


@bp.post("/<public_id>/<target>/<section>/notes")
@access.allow(access.translators)
def write_note(public_id: str, target: str, section: str) -> Response:
    """Write a note down."""
    tag, form = tag_of(target), request.form
    slot_id = whole_number(form.get("paragraph", "")) or 0
    typed = TypedNote(slot_id, form.get("about", ""), form.get("text", ""), current.language())
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.translating.write_note(public_id, tag, section, typed)
    except Refused as refused:
        return _page(public_id, target, section, {name: problem(code) for name, code in refused.problems.items()})
    flash(_("The note stands beside the paragraph now, in every language."), "done")
    return redirect(f"{url_for('.part', public_id=public_id, target=tag, section=section)}#p{slot_id}", 303)


@bp.post("/<public_id>/<target>/<section>/notes/<int:number>/remove")
@access.allow(access.translators)
def take_note_out(public_id: str, target: str, section: str, number: int) -> Response:
    """Take a note out."""
    tag = tag_of(target)
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.translating.take_note_out(public_id, tag, number)
    flash(_("The note is taken out."), "done")
    return redirect(url_for(".notes", public_id=public_id, target=tag, section=section), 303)


def _page(public_id: str, target: str, section: str, problems: Mapping[str, str] | None = None) -> Response:
    with current.reading() as work:
        part = work.translating.part(public_id, tag_of(target), section, current.reader_languages())
        helps = work.translating.help(part, current.reader_languages())
    html = render(
        "translating/notes.html",
        part=part,
        desk=part.desk,
        helps=helps,
        part_name=part_name,
        problems=problems or {},
        typed=request.form,
        at=whole_number(request.form.get("paragraph", "") or request.args.get("at", "")),
    )
    return make_response(html, 422 if problems else 200)
