"""Stories side by side, and folders: the ids stand in the address, and in a cookie only where somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.i18n.wording import PROMPTS
from wgsm_archive.services.reading.comparing import IN_FOLDER, ids_of_stories
from wgsm_archive.web import access, current, security
from wgsm_archive.web.answers import for_readers
from wgsm_archive.web.reading.routes import bp
from wgsm_archive.web.templating import render

__all__ = ["bp"]

COOKIE = "wgsm_folder"


@bp.get("/compare")
@access.allow(access.everyone)
def compare() -> Response:
    """Up to four stories side by side."""
    languages = current.reader_languages()
    with current.reading() as work:
        found = work.reading.compare(ids_of_stories(request.args.getlist("case")), languages)
        titles = {name: work.tools.vocabularies.name(name, languages) for name in VocabularyName}
    answer = render(
        "reading/compare.html",
        found=found,
        titles=titles,
        prompts=PROMPTS,
        address=_address,
        ids=[case.public_id for case in found.cases],
    )
    return for_readers(make_response(answer))


@bp.get("/folder")
@access.allow(access.everyone)
def folder() -> Response:
    """A folder of stories: the one in the address, else the one that this browser keeps."""
    named, kept = ids_of_stories(request.args.getlist("case")), _kept()
    ids = named or kept
    with current.reading() as work:
        found = work.reading.folder(ids, current.reader_languages())
    answer = make_response(
        render(
            "reading/folder.html",
            found=found,
            ids=[card.public_id for card in found.cards],
            is_kept=not named or named == kept,
            kept=len(kept),
            most=IN_FOLDER,
            address=_address,
        )
    )
    # What a browser keeps is nobody else's: no cache between it and here may hold the page.
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post("/folder")
@access.allow(access.everyone)
def keep_folder() -> Response:
    """Let the browser keep these stories, besides those it keeps already."""
    return _keep([*_kept(), *ids_of_stories(request.form.getlist("case"))])


@bp.post("/folder/take-out")
@access.allow(access.everyone)
def take_out() -> Response:
    """Let the browser keep all but these."""
    gone = set(ids_of_stories(request.form.getlist("case")))
    return _keep([one for one in _kept() if one not in gone])


@bp.post("/folder/forget")
@access.allow(access.everyone)
def forget_folder() -> Response:
    """Let the browser forget its folder."""
    return _keep([])


def _keep(ids: Iterable[str]) -> Response:
    answer = redirect(url_for(".folder"), 303)
    kept = list(dict.fromkeys(ids))[:IN_FOLDER]
    if kept:
        security.set_cookie(answer, COOKIE, ".".join(kept), lasting=True)
    else:
        answer.delete_cookie(COOKIE, httponly=True, samesite="Lax")
    return answer


def _kept() -> list[str]:
    return ids_of_stories(request.cookies.get(COOKIE, "").split(".")[:IN_FOLDER])


def _address(endpoint: str, ids: Sequence[str], without: str = "", **values: Any) -> str:
    """The address of a page about these stories, all but one."""
    query = urlencode([("case", one) for one in ids if one != without])
    return f"{url_for(endpoint, **values)}?{query}" if query else url_for(endpoint, **values)
