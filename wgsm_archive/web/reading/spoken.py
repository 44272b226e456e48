"""A story read aloud."""

from __future__ import annotations

from flask import g, make_response, url_for
from werkzeug.wrappers import Response as BaseResponse

from wgsm_archive.i18n.wording import PROMPTS
from wgsm_archive.web import access, current
from wgsm_archive.web.answers import for_readers
from wgsm_archive.web.media.serving import give_out
from wgsm_archive.web.reading.routes import bp
from wgsm_archive.web.templating import render


@bp.get("/listen/<public_id>")
@access.allow(access.everyone)
def listen(public_id: str) -> BaseResponse:
    """The parts of a story that somebody read aloud, in the language that suits the reader best."""
    with current.reading() as work:
        found = work.reading.spoken(public_id, current.reader_languages())
    g.canonical = url_for("reading.listen", public_id=public_id, language=found.language)
    g.written_in = frozenset((found.language, *found.others))
    answer = make_response(render("reading/listen.html", spoken=found, prompts=PROMPTS))
    answer.headers["X-Robots-Tag"] = "noindex, noarchive"
    return for_readers(answer)


@bp.get("/spoken/<public_id>")
@access.allow(access.everyone)
def spoken(public_id: str) -> BaseResponse:
    """One recording, to whoever may hear it. Browsers ask each time whether they still may."""
    with current.reading() as work:
        found = work.reading.serve_spoken(public_id)
    return give_out(found)
