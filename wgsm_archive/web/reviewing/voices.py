"""Answers that were given by voice, for facilitators: to hear them, and to write down what is said."""

from __future__ import annotations

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Conflict, NotNow, Refused
from wgsm_archive.domain.media import MediaKind
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import PROMPTS, label, problem
from wgsm_archive.services.media.voices import transcribe
from wgsm_archive.web import access, current
from wgsm_archive.web.reviewing.blueprint import bp
from wgsm_archive.web.reviewing.wording import TOO_LATE
from wgsm_archive.web.templating import render


@bp.get("/<public_id>/voices")
@access.allow(access.facilitators)
def voices(public_id: str) -> Response:
    """The recordings of a story."""
    return _page(public_id)


@bp.post("/<public_id>/voices/<media_id>")
@access.allow(access.facilitators)
def write_down(public_id: str, media_id: str) -> Response:
    """Keep what is said in a recording, in writing."""
    names = {"text": "transcript", "language": "transcript_language", "seen": "seen"}
    typed = {"id": media_id} | {name: request.form.get(field, "") for name, field in names.items()}
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            transcribe(work, media_id, typed["text"], typed["language"], seen=request.form.get("seen"))
    except Refused as refused:
        return _page(public_id, typed, problem(next(iter(refused.problems.values()))), 422)
    except Conflict as conflict:
        # Now they see the other text, so the next save may take its place.
        typed |= {"theirs": conflict.theirs.get("transcript", ""), "seen": ""}
        said = _("Somebody else wrote it down meanwhile. Both texts are here: put them together and save again.")
        return _page(public_id, typed, said, 409)
    except NotNow:
        return _page(public_id, typed, str(TOO_LATE), 409)
    flash(_("The text is saved."), "done")
    return redirect(url_for(".voices", public_id=public_id, _anchor=f"media-{media_id}"), 303)


def _page(public_id: str, typed: dict[str, str] | None = None, error: str = "", status: int = 200) -> Response:
    with current.reading() as work:
        items = work.media.items(public_id)
        story = work.reviewing.text(public_id, current.reader_languages())
    page = render(
        "reviewing/voices.html",
        public_id=public_id,
        story=story,
        recordings=[one for one in items if one.kind is MediaKind.AUDIO],
        prompts=PROMPTS,
        label=label,
        languages=current.known_languages(),
        typed=typed or {},
        error=error,
    )
    return make_response(page, status)
