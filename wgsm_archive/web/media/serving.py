"""Giving out the bytes of a file, in a way that no browser takes for anything else than it is."""

from __future__ import annotations

from flask import request, send_file
from werkzeug.wrappers import Response

from wgsm_archive.domain.media import MediaKind
from wgsm_archive.services.media.use_cases import Served
from wgsm_archive.web import access, current
from wgsm_archive.web.media.blueprint import bp


@bp.get("/media/<public_id>/<size>")
@access.allow(access.everyone)
def file(public_id: str, size: str) -> Response:
    """A file, to whoever may see it. Browsers ask each time whether they still may.

    Raises:
        NotFound: there is none, or none that is open to who asks.
    """
    with current.reading() as work:
        found = work.media.serve(public_id, size)
    return give_out(found)


def give_out(found: Served) -> Response:
    """The bytes of a file, for this request only."""
    answer = send_file(
        found.handle,
        mimetype=found.media_type,
        as_attachment=found.kind is MediaKind.DOCUMENT,
        # The names of photos and recordings are the tellers' own: readers do not learn them.
        download_name=found.name if found.kind is MediaKind.DOCUMENT else None,
        conditional=False,
        etag=found.etag,
    )
    answer.content_length = found.length
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex, noarchive"
    by_range = found.kind is MediaKind.AUDIO
    return answer.make_conditional(request, accept_ranges=by_range, complete_length=found.length if by_range else None)
