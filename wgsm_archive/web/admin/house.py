"""The archive's own texts: its page on safety, who runs it, and how stories can be told without writing here."""

from __future__ import annotations

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Conflict, NotFound, Refused
from wgsm_archive.domain.language import read_tag
from wgsm_archive.i18n import Lazy, _, lazy_
from wgsm_archive.i18n.wording import problem
from wgsm_archive.services.house_texts import TextKind
from wgsm_archive.web import access, current, language
from wgsm_archive.web.admin.routes import bp
from wgsm_archive.web.forms import whole_number
from wgsm_archive.web.templating import render

NAMES: dict[TextKind, Lazy] = {
    TextKind.SAFETY: lazy_("What this archive says on safety"),
    TextKind.ABOUT: lazy_("Who runs this archive"),
    TextKind.OTHER_WAYS: lazy_("How stories can be told without writing here"),
}


@bp.get("/texts")
@access.allow(access.stewards)
def texts() -> str:
    """All texts with the languages they are written in."""
    with current.reading() as work:
        written = {kind: work.admin.house.written_in(kind) for kind in TextKind}
    tags = current.interface_languages()
    rows = [(kind, str(NAMES[kind]), [*tags, *sorted(written[kind] - set(tags))], written[kind]) for kind in TextKind]
    return render("admin/texts.html", rows=rows)


@bp.get("/texts/<kind>/<tag>")
@access.allow(access.stewards)
def text(kind: str, tag: str) -> Response:
    """One text in one language, and its older wordings."""
    return _page(kind, tag)


@bp.post("/texts/<kind>/<tag>")
@access.allow(access.stewards)
def write_text(kind: str, tag: str) -> Response:
    """Save a wording."""
    based_on = whole_number(request.form.get("based_on")) or 0
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.admin.house.write(_kind(kind), tag, request.form.get("text", ""), based_on=based_on)
    except Refused as refused:
        return _page(kind, tag, problem(next(iter(refused.problems.values()))))
    except Conflict:
        return _page(kind, tag, problem("changed-meanwhile"), status=409)
    flash(_("Saved. Readers see it from now on."), "done")
    return redirect(url_for("admin.text", kind=kind, tag=tag), 303)


def _kind(name: str) -> TextKind:
    if name not in tuple(TextKind):
        raise NotFound
    return TextKind(name)


def _page(name: str, tag: str, error: str = "", *, status: int = 422) -> Response:
    kind = _kind(name)
    if read_tag(tag) != tag or tag not in current.archive().tools.languages:
        raise NotFound
    with current.reading() as work:
        history = work.admin.house.history(kind, tag)
    stands = history[0] if history else None
    page = render(
        "admin/text.html",
        kind=kind,
        name=str(NAMES[kind]),
        tag=tag,
        direction=language.direction(tag),
        history=history,
        typed=request.form.get("text", stands.text if stands else "") if error else (stands.text if stands else ""),
        conflict=bool(error) and status == 409,
        error=error,
    )
    return make_response(page, status if error else 200)
