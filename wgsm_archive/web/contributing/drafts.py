"""Addresses of several drafts at once: a browser's own and an account's; go on with one, delete one, a code for one."""

from __future__ import annotations

from collections.abc import Iterable

from flask import flash, g, make_response
from werkzeug.wrappers import Response

from wgsm_archive.i18n import _
from wgsm_archive.web import access, current, security
from wgsm_archive.web.contributing.routes import bp, to, token
from wgsm_archive.web.contributing.shelf import put_aside, shelved
from wgsm_archive.web.templating import render


def _tokens() -> list[str]:
    return [one for one in (token(), *shelved()) if one]


@bp.get("/contribute/drafts")
@access.allow(access.everyone)
def drafts() -> str:
    """The drafts of this browser and of one's account."""
    with current.reading() as work:
        lines = work.contributing.drafts.lines(_tokens(), current=token())
    return render("contributing/drafts.html", drafts=lines, words=[], words_language="")


@bp.post("/contribute/drafts/<public_id>/open")
@access.allow(access.everyone)
def open_draft(public_id: str) -> Response:
    """Go on with one of them; the one that was open is put aside.

    Raises:
        NotFound: it is not among them.
    """
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        opened = work.contributing.drafts.open(_tokens(), public_id)
    answer = to("contributing.step", name="title")
    security.set_cookie(answer, current.TELLER_COOKIE, opened)
    put_aside(answer, (one for one in _tokens() if one != opened))
    return answer


@bp.post("/contribute/drafts/<public_id>/delete")
@access.allow(access.everyone)
def delete_draft(public_id: str) -> Response:
    """Delete one of them for good.

    Raises:
        NotFound: it is not among them.
    """
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.contributing.drafts.throw_away(_tokens(), public_id)
    flash(_("The draft is deleted. Nothing of it is left."), "done")
    return to("contributing.drafts")


@bp.post("/contribute/drafts/code")
@access.allow(access.everyone)
def draft_code() -> Response:
    """A code with which the draft that is open can be gone on with elsewhere.

    Raises:
        NotFound: none is open.
    """
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.contributing.drafts.keep_code(token())
    return to("contributing.show_draft_code")


@bp.get("/contribute/drafts/code")
@access.allow(access.everyone)
def show_draft_code() -> Response:
    """The words of that code.

    Raises:
        NotFound: there is none.
    """
    with current.reading() as work:
        code = work.contributing.drafts.code(token())
        lines = work.contributing.drafts.lines(_tokens(), current=token())
    lists = current.archive().tools.receipt_words
    tag = g.interface if g.interface in lists else "en"
    words: Iterable[str] = code.words(lists[tag])
    return make_response(render("contributing/drafts.html", drafts=lines, words=words, words_language=tag))
