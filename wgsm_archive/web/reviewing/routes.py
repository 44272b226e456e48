"""Addresses of the review."""

from __future__ import annotations

from flask import Blueprint, request

from wgsm_archive.i18n.wording import label
from wgsm_archive.web import access, current, language
from wgsm_archive.web.paging import PER_PAGE, Paging, page_number, paging
from wgsm_archive.web.templating import render

bp = Blueprint("reviewing", __name__, url_prefix=f"{language.PREFIX}/review")


@bp.get("/")
@access.allow(access.facilitators)
def queue() -> str:
    """What waits for facilitators."""
    number = page_number(request.args.get("page"))
    with current.archive().unit_of_work(current.actor()) as work:
        found = work.reviewing.queue(offset=Paging(number, number).offset, limit=PER_PAGE)
    return render("reviewing/queue.html", queue=found, label=label, paging=paging(number, found.total))


@bp.get("/<public_id>/")
@access.allow(access.facilitators)
def case(public_id: str) -> str:
    """One story in review."""
    return public_id
