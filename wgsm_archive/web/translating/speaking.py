"""Reading a story aloud at the workbench: sending recordings, and listening to those of others."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import NotNow, Refused, TooBusy, TooOften
from wgsm_archive.domain.ids import new_token
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import problem
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.services.media.reading_aloud import Sent, take_in
from wgsm_archive.web import access, current
from wgsm_archive.web.streaming import coming, takes_file
from wgsm_archive.web.templating import render
from wgsm_archive.web.translating.blueprint import bp
from wgsm_archive.web.translating.forms import tag_of
from wgsm_archive.web.translating.wording import CHANGED, place_name

_KEY_LENGTH = 80


@bp.get("/<public_id>/<target>/spoken")
@access.allow(access.translators)
def spoken(public_id: str, target: str) -> Response:
    """All parts, with what was read aloud of them."""
    return _page(public_id, tag_of(target))


@bp.post("/<public_id>/<target>/spoken")
@access.allow(access.translators)
@takes_file
def spoken_add(public_id: str, target: str) -> Response:
    """Take in a recording of a part. The same form sent twice is one recording."""
    tag, found, sent = tag_of(target), coming(), request.files.get("file")
    try:
        if found is None or sent is None or sent.stream is not found.handle:
            # First whether there is such a text: nobody else learns anything of the form.
            with current.reading() as work:
                work.translating.spoken(public_id, tag)
            raise Refused({"file": "file-empty"})
        take_in(
            current.archive(),
            current.actor(),
            Sent(
                public_id=public_id,
                language=tag,
                field=request.form.get("part", ""),
                part=found.part,
                name=sent.filename or "",
                length=found.length,
                form_key=request.form.get("form_key", "")[:_KEY_LENGTH] or new_token(),
                credit=request.form.get("credit", ""),
                agreed="agreed" in request.form,
            ),
        )
    except Refused as refused:
        return _page(public_id, tag, refused=refused)
    except (TooBusy, TooOften):
        return _page(
            public_id, tag, notice=_("Too much comes in at the moment. Please try again in a few minutes."), status=503
        )
    flash(_("Thank you. A second person listens before readers can hear it."), "done")
    return _back(public_id, tag)


@bp.post("/<public_id>/<target>/spoken/<recording_id>/<any(approve,confirm,remove):act>")
@access.allow(access.translators)
def spoken_act(public_id: str, target: str, recording_id: str, act: str) -> Response:
    """Approve a recording, say that it is still right, or take it out."""
    tag = tag_of(target)
    acts: dict[str, tuple[Callable[[BoundWork], None], str]] = {
        "approve": (
            lambda work: work.translating.approve_spoken(public_id, tag, recording_id),
            _("Readers can hear it now."),
        ),
        "confirm": (
            lambda work: work.translating.confirm_spoken(public_id, tag, recording_id),
            _("Noted: the recording is still right."),
        ),
        "remove": (
            lambda work: work.translating.remove_spoken(public_id, tag, recording_id),
            _("The recording is gone for good."),
        ),
    }
    step, done = acts[act]
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            step(work)
    except NotNow:
        return _page(public_id, tag, notice=str(CHANGED), status=409)
    except Refused as refused:
        return _page(public_id, tag, refused=refused)
    flash(done, "done")
    return _back(public_id, tag)


@bp.post("/<public_id>/<target>/spoken/<recording_id>/return")
@access.allow(access.translators)
def spoken_return(public_id: str, target: str, recording_id: str) -> Response:
    """Give a recording back with a note."""
    tag = tag_of(target)
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.translating.give_spoken_back(public_id, tag, recording_id, request.form.get("note", ""))
    except NotNow:
        return _page(public_id, tag, notice=str(CHANGED), status=409)
    except Refused as refused:
        return _page(public_id, tag, refused=refused, noted=recording_id)
    flash(_("It was given back. Whoever read it can see your note."), "done")
    return _back(public_id, tag)


def _back(public_id: str, tag: str) -> Response:
    return redirect(url_for(".spoken", public_id=public_id, target=tag), 303)


def _page(
    public_id: str, tag: str, *, refused: Refused | None = None, noted: str = "", notice: str = "", status: int = 0
) -> Response:
    with current.reading() as work:
        desk = work.translating.spoken(public_id, tag)
    problems = {name: problem(code) for name, code in refused.problems.items()} if refused else {}
    html = render(
        "translating/spoken.html",
        desk=desk,
        part_name=place_name,
        problems=problems,
        at=request.form.get("part", "") if problems else "",
        noted=noted,
        notice=notice,
        typed=request.form,
        new_key=new_token,
    )
    return make_response(html, status or (422 if problems else 200))
