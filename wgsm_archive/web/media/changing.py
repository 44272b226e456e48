"""Words on a file, blurring parts of a photo, removing a file."""

from __future__ import annotations

from flask import flash, request
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Conflict, NotFound, NotNow, Refused, TooBusy
from wgsm_archive.i18n import _
from wgsm_archive.services.disclosure.media import MediaItem
from wgsm_archive.services.media.describing import FIELDS
from wgsm_archive.services.media.taking_in import blur as take_out
from wgsm_archive.web import access, current
from wgsm_archive.web.media import answers, pages
from wgsm_archive.web.media.blueprint import PREFIX, bp
from wgsm_archive.web.media.forms import read_boxes


@bp.post(f"{PREFIX}/<public_id>/about")
@access.allow(access.everyone)
def describe(public_id: str) -> Response:
    """Keep what is said of a file; fields that are left out stay as they are."""
    if not current.may_tell():
        return pages.ended()
    words, seen = {name: request.form[name] for name in FIELDS if name in request.form}, request.form.get("seen")
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            item = work.media.describe(public_id, words, seen=seen)
            pages.stay(work)
    except Refused as refused:
        return answers.problems(refused) if answers.wants_json() else pages.one_again(public_id, refused)
    except Conflict as conflict:
        if answers.wants_json():
            return answers.told(409, theirs=dict(conflict.theirs))
        return pages.one_again(public_id, Refused({}), 409, conflict.theirs)
    except NotFound:
        return pages.ended()
    except NotNow:
        return pages.not_now()
    return _done(item, _("Saved."))


@bp.post(f"{PREFIX}/<public_id>/blur")
@access.allow(access.everyone)
def blur(public_id: str) -> Response:
    """Take what lies under the boxes out of a photo, for good."""
    if not current.may_tell():
        return pages.ended()
    try:
        item = take_out(current.archive(), current.actor(), public_id, read_boxes(request.form.getlist("box")))
    except Refused as refused:
        return answers.problems(refused) if answers.wants_json() else pages.one_again(public_id, refused)
    except NotFound:
        return pages.ended()
    except NotNow:
        return pages.not_now()
    except TooBusy as problem:
        return pages.later(problem, public_id)
    return _done(item, _("Blurred. What was there is gone for good."))


@bp.post(f"{PREFIX}/<public_id>/remove")
@access.allow(access.everyone)
def remove(public_id: str) -> Response:
    """Delete a file for good."""
    if not current.may_tell():
        return pages.ended()
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.media.remove(public_id)
            pages.stay(work)
    except NotFound:
        return pages.ended()
    except NotNow:
        return pages.not_now()
    if answers.wants_json():
        return answers.told(200)
    flash(_("The file is deleted. Nothing of it is left."), "done")
    return answers.way_back()


def _done(item: MediaItem, said: str) -> Response:
    if answers.wants_json():
        return answers.told(200, media=answers.as_json(item))
    flash(said, "done")
    return answers.way_back(f"media-{item.id}")
