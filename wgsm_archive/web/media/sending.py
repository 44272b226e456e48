"""Sending a whole file in one form, without a script."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import NotFound, NotNow, Refused, TooBusy, TooOften
from wgsm_archive.domain.ids import new_token
from wgsm_archive.services.media.describing import FIELDS
from wgsm_archive.services.media.taking_in import Incoming, take_in
from wgsm_archive.web import access, current
from wgsm_archive.web.media import answers, pages
from wgsm_archive.web.media.blueprint import PREFIX, bp
from wgsm_archive.web.streaming import coming, takes_file

_KEY_LENGTH = 80


@bp.post(f"{PREFIX}/")
@access.allow(access.everyone)
@takes_file
def add() -> Response:
    """Take in a file of a form. The same form sent twice is one file."""
    if not current.may_tell():
        return pages.ended()
    found = coming()
    try:
        # First whose story it is: nobody else learns anything of the file.
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.media.require_open(request.form.get("story", ""))
            pages.stay(work)
        sent = request.files.get("file")
        if found is None or sent is None or sent.stream is not found.handle:
            raise Refused({"file": "file-empty"})
        item = take_in(
            current.archive(),
            current.actor(),
            Incoming(
                part=found.part,
                name=sent.filename or "",
                length=found.length,
                form_key=request.form.get("form_key", "")[:_KEY_LENGTH] or new_token(),
                story=request.form.get("story", ""),
                words={name: request.form[name] for name in FIELDS if name in request.form},
            ),
        )
    except Refused as refused:
        return answers.problems(refused) if answers.wants_json() else pages.files_again(refused)
    except NotFound:
        return pages.ended()
    except NotNow:
        return pages.not_now()
    except (TooBusy, TooOften) as problem:
        return pages.later(problem)
    return (
        answers.told(201, media=answers.as_json(item)) if answers.wants_json() else answers.way_back(f"media-{item.id}")
    )
