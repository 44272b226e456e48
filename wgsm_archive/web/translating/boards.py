"""Addresses of the boards: the archive in all languages, titles and summaries, what changed, and one's own work."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Conflict, Refused
from wgsm_archive.domain.language import read_tag
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import problem
from wgsm_archive.services.translating.typed import Typed
from wgsm_archive.web import access, current
from wgsm_archive.web.forms import whole_number
from wgsm_archive.web.paging import PER_PAGE, Paging, page_number, paging
from wgsm_archive.web.templating import render
from wgsm_archive.web.translating.blueprint import bp
from wgsm_archive.web.translating.forms import language_choices, tag_of, typed_of
from wgsm_archive.web.translating.wording import field_name, part_name


@bp.get("/languages")
@access.allow(access.everyone)
def languages() -> str:
    """How far the archive is in each language."""
    with current.reading() as work:
        lines = work.translating.boards.progress()
    return render("translating/languages.html", lines=lines)


@bp.get("/changed")
@access.allow(access.translators)
def changed() -> str:
    """What changed under one's translations."""
    number = page_number(request.args.get("page"))
    with current.reading() as work:
        found = work.translating.boards.changed(offset=Paging(number, number).offset, limit=PER_PAGE)
    return render("translating/changed.html", found=found, paging=paging(number, found.total), part_name=part_name)


@bp.get("/mine")
@access.allow(access.translators)
def mine() -> str:
    """What one has translated."""
    number = page_number(request.args.get("page"))
    with current.reading() as work:
        done = work.translating.boards.mine(offset=Paging(number, number).offset, limit=PER_PAGE)
    return render("translating/mine.html", done=done, paging=paging(number, done.stories.total))


@bp.post("/noted")
@access.allow(access.translators)
def note_news() -> Response:
    """What is new has been seen."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.translating.boards.note_news(whole_number(request.form.get("upto"), digits=15) or 0)
    return redirect(url_for(".board"), 303)


@bp.get("/sprint")
@access.allow(access.translators)
def sprint() -> Response:
    """Title and summary of one story after another."""
    actor = current.actor()
    tag = read_tag(request.args.get("to", "")) or next(iter(actor.languages), current.language())
    return _sprint_page(tag, skip=whole_number(request.args.get("skip")) or 0)


@bp.post("/sprint/<target>/<public_id>")
@access.allow(access.translators)
def save_sprint(target: str, public_id: str) -> Response:
    """Save title and summary of a story, and go on to the next."""
    tag, typed = tag_of(target), typed_of(request.form)
    skip = whole_number(request.form.get("skip")) or 0
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            changed = work.translating.boards.save_sprint(public_id, tag, request.form.get("from", ""), typed)
    except Refused as refused:
        return _sprint_page(tag, skip=skip, public_id=public_id, typed=typed, problems=refused.problems, status=422)
    except Conflict as conflict:
        return _sprint_page(tag, skip=skip, public_id=public_id, typed=typed, theirs=conflict.theirs, status=409)
    flash(_("Saved. Here is the next one.") if changed else _("Nothing has changed."), "done" if changed else "info")
    return redirect(url_for(".sprint", to=tag, skip=skip or None), 303)


def _sprint_page(
    tag: str,
    *,
    skip: int,
    public_id: str = "",
    typed: Mapping[int, Typed] | None = None,
    problems: Mapping[str, str] | None = None,
    theirs: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    with current.reading() as work:
        desk = work.translating.boards.sprint(tag, current.reader_languages(), skip=skip, public_id=public_id)
    skip = skip % desk.total if desk.total else 0
    html = render(
        "translating/sprint.html",
        desk=desk,
        tag=tag,
        skip=skip,
        after=(skip + 1) % desk.total if desk.total else 0,
        typed=typed or {},
        problems=problems or {},
        theirs=theirs or {},
        problem=problem,
        field_name=field_name,
        choices=language_choices(),
    )
    return make_response(html, status)
