"""A story in easy words."""

from __future__ import annotations

from flask import g, make_response, url_for
from werkzeug.wrappers import Response as BaseResponse

from wgsm_archive.i18n.wording import PROMPTS
from wgsm_archive.web import access, current
from wgsm_archive.web.answers import for_readers
from wgsm_archive.web.reading.routes import bp
from wgsm_archive.web.templating import render


@bp.get("/easy/<public_id>")
@access.allow(access.everyone)
def easy(public_id: str) -> BaseResponse:
    """The story in short sentences, in the language that suits the reader best."""
    with current.reading() as work:
        found = work.reading.easy(public_id, current.reader_languages())
    g.canonical = url_for("reading.easy", public_id=public_id, language=found.language)
    g.written_in = frozenset((found.language, *found.others))
    answer = make_response(render("reading/easy.html", easy=found, prompts=PROMPTS))
    answer.headers["X-Robots-Tag"] = "noindex, noarchive"
    return for_readers(answer)
