"""What facilitators decide on a file: readers may see it, parts of it are covered first, or nobody sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import flash, make_response, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Conflict, Refused, TooBusy
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import problem
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.services.media.taking_in import blur as take_out
from wgsm_archive.web import access, current
from wgsm_archive.web.media import answers
from wgsm_archive.web.media.blueprint import PREFIX, bp
from wgsm_archive.web.media.forms import boxes_of, read_boxes
from wgsm_archive.web.templating import render


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


@bp.get(f"{PREFIX}/<public_id>/cover")
@access.allow(access.facilitators)
def cover(public_id: str) -> Response:
    """A photo, to choose what is covered in it.

    Raises:
        NotFound: there is none.
    """
    return _cover_page(public_id)


@bp.post(f"{PREFIX}/<public_id>/cover")
@access.allow(access.facilitators)
def cover_it(public_id: str) -> Response:
    """Take what lies under the boxes out of a photo, for good."""
    try:
        take_out(current.archive(), current.actor(), public_id, read_boxes(request.form.getlist("box")))
    except Refused as refused:
        return _cover_page(public_id, [problem(code) for code in refused.problems.values()], 422)
    except TooBusy as busy:
        answer = _cover_page(public_id, [problem("cleaner-busy")], 503)
        answer.headers["Retry-After"] = str(busy.wait_seconds)
        return answer
    flash(_("Covered. What was there is gone for good. Look at it once more, then accept it."), "done")
    return answers.way_back(f"media-{public_id}")


def _cover_page(public_id: str, errors: Sequence[str] = (), status: int = 200) -> Response:
    with current.reading() as work:
        story, item = work.media.to_cover(public_id)
    page = render(
        "media/cover.html",
        item=item,
        link=answers.addresses(item),
        errors=errors,
        cover=url_for("media.cover_it", public_id=public_id),
        back=url_for("reviewing.case", public_id=story, _anchor="files"),
        **boxes_of(request.form),
    )
    return make_response(page, status)


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
