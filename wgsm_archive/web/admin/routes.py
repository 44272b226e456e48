"""Addresses of stewards: people, roles, invitations."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.actor import Role
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import explanation, label
from wgsm_archive.web import access, current, language
from wgsm_archive.web.templating import render

bp = Blueprint("admin", __name__, url_prefix=f"{language.PREFIX}/admin")


@bp.get("/")
@access.allow(access.stewards)
def people() -> str:
    """Everybody with an account."""
    return _people("")


@bp.post("/invite")
@access.allow(access.stewards)
def invite() -> str:
    """Make an invitation; its address is shown once."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        token = work.admin.invite(_roles())
    return _people(url_for("accounts.link", token=token, _external=True))


@bp.post("/<public_id>/reset")
@access.allow(access.stewards)
def reset(public_id: str) -> str:
    """Make a link for choosing a new password; its address is shown once."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        token = work.admin.reset_link(public_id)
    return _people(url_for("accounts.link", token=token, _external=True))


@bp.post("/<public_id>/roles")
@access.allow(access.stewards)
def roles(public_id: str) -> Response:
    """Give somebody roles."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.admin.set_roles(public_id, _roles())
    flash(_("Saved."), "done")
    return redirect(url_for(".people"), 303)


@bp.post("/<public_id>/close")
@access.allow(access.stewards)
def close(public_id: str) -> Response:
    """Close an account, or open it again."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.admin.set_disabled(public_id, disabled=request.form.get("disabled") == "yes")
    flash(_("Saved."), "done")
    return redirect(url_for(".people"), 303)


def _people(shown_link: str) -> str:
    with current.archive().unit_of_work(current.actor()) as work:
        found, waiting = work.admin.people(), work.admin.open_invitations()
    return render(
        "admin/people.html",
        people=found,
        waiting=waiting,
        link=shown_link,
        roles=tuple(Role),
        label=label,
        explanation=explanation,
    )


def _roles() -> frozenset[Role]:
    return frozenset(Role(name) for name in request.form.getlist("role") if name in tuple(Role))
