"""What facilitators decide on a file: readers may see it, or nobody does."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, request
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Conflict, Refused
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import problem
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.web import access, current
from wgsm_archive.web.media import answers
from wgsm_archive.web.media.blueprint import PREFIX, bp


@bp.post(f"{PREFIX}/<public_id>/accept")
@access.allow(access.facilitators)
def accept(public_id: str) -> Response:
    """A facilitator has looked at a file, as it was on their page."""
    seen = request.form.get("seen", "")
    return _decided(public_id, lambda work: work.media.accept(public_id, seen=seen), _("Accepted."))


@bp.post(f"{PREFIX}/<public_id>/hold-back")
@access.allow(access.facilitators)
def hold_back(public_id: str) -> Response:
    """Let no reader see a file."""
    return _decided(public_id, lambda work: work.media.hold_back(public_id), _("Held back: no reader sees it."))


def _decided(public_id: str, act: Callable[[BoundWork], None], said: str) -> Response:
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            act(work)
    except Refused as refused:
        if answers.wants_json():
            return answers.problems(refused)
        flash(problem(next(iter(refused.problems.values()))), "problem")
        return answers.way_back(f"media-{public_id}")
    except Conflict:
        if answers.wants_json():
            return answers.told(409)
        flash(_("It was changed after you opened the page. Please look at it again."), "problem")
        return answers.way_back(f"media-{public_id}")
    if answers.wants_json():
        return answers.told(200)
    flash(said, "done")
    return answers.way_back(f"media-{public_id}")
