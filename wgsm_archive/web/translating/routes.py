"""Addresses of translators."""

from __future__ import annotations

from flask import Blueprint

from wgsm_archive.web import access, current, language
from wgsm_archive.web.templating import render

bp = Blueprint("translating", __name__, url_prefix=f"{language.PREFIX}/translate")


@bp.get("/")
@access.allow(access.everyone)
def board() -> str:
    """What is wanted in the language of the address."""
    tag, languages = current.language(), current.reader_languages()
    with current.archive().unit_of_work(current.actor()) as work:
        wanted = work.translating.wanted(tag, languages)
        behind = work.translating.behind(tag, languages)
    return render("translating/board.html", tag=tag, wanted=wanted, behind=behind)
