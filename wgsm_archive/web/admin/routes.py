"""Addresses of stewards: people, roles, invitations."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.errors import NotFound, Refused
from wgsm_archive.domain.text import clean_line
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import explanation, label, problem
from wgsm_archive.web import access, current, language
from wgsm_archive.web.admin import forms
from wgsm_archive.web.forms import ArchiveForm
from wgsm_archive.web.paging import PER_PAGE, page_number, paging
from wgsm_archive.web.templating import render

bp = Blueprint("admin", __name__, url_prefix=f"{language.PREFIX}/admin")
_LONGEST_SEARCH = 100


@bp.get("/")
@access.allow(access.stewards)
def people() -> str | Response:
    """Everybody with an account, or those whose names hold the words that were typed."""
    words = clean_line(request.args.get("q", ""))[:_LONGEST_SEARCH]
    number = page_number(request.args.get("page"))
    with current.reading() as work:
        found, total = work.admin.people(words, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
        waiting = len(work.admin.invitations())
    if total and not found:
        return redirect(url_for("admin.people", q=words or None, page=paging(number, total).pages))
    return render(
        "admin/people.html",
        people=found,
        total=total,
        waiting=waiting,
        words=words,
        paging=paging(number, total),
        label=label,
    )


@bp.get("/people/<public_id>")
@access.allow(access.stewards)
def person(public_id: str) -> Response:
    """One account."""
    return _person_page(public_id)


@bp.post("/people/<public_id>/roles")
@access.allow(access.stewards)
def roles(public_id: str) -> Response:
    """Give somebody roles, and take them."""
    wanted = forms.roles_from(request.form.getlist("roles"))
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            is_me = work.admin.person(public_id).is_me
            work.admin.set_roles(public_id, wanted)
    except Refused as refused:
        return _person_page(public_id, 422, error=_said(refused))
    flash(_("Saved. It holds from their next click on."), "done")
    if is_me and Role.STEWARD not in wanted:
        return redirect(url_for("accounts.profile"), 303)
    return redirect(url_for("admin.person", public_id=public_id), 303)


@bp.post("/people/<public_id>/organisation")
@access.allow(access.stewards)
def organisation(public_id: str) -> Response:
    """Say which organisation somebody belongs to."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.admin.set_organisation(public_id, request.form.get("organisation", ""))
    flash(_("Saved. It holds from their next click on."), "done")
    return redirect(url_for("admin.person", public_id=public_id), 303)


@bp.post("/people/<public_id>/close")
@access.allow(access.stewards)
def close(public_id: str) -> Response:
    """Close an account, or open it again."""
    disabled = request.form.get("disabled") == "yes"
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.admin.set_disabled(public_id, disabled=disabled)
    except Refused as refused:
        return _person_page(public_id, 422, error=_said(refused))
    flash(_("The account is closed, and its sessions have ended.") if disabled else _("The account is open."), "done")
    return redirect(url_for("admin.person", public_id=public_id), 303)


@bp.post("/people/<public_id>/reset")
@access.allow(access.stewards)
def reset(public_id: str) -> Response:
    """Make a link for choosing a new password; its address is shown once."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        token = work.admin.reset_link(public_id)
    return _person_page(public_id, address=_address(token))


@bp.get("/invitations")
@access.allow(access.stewards)
def invitations() -> Response:
    """Invite somebody, and what invitations are open."""
    return _invitations_page(forms.invitation_form()())


@bp.post("/invitations")
@access.allow(access.stewards)
def invite() -> Response:
    """Make an invitation; its address is shown once."""
    form = forms.invitation_form()(request.form)
    if not form.validate():
        return _invitations_page(form, 422)
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        token = work.admin.invite(forms.wanted_from(form))
    return _invitations_page(forms.invitation_form()(), address=_address(token))


@bp.post("/invitations/<int:number>/revoke")
@access.allow(access.stewards)
def revoke(number: int) -> Response:
    """Take an invitation back; doing it twice changes nothing."""
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.admin.revoke(number)
    except NotFound:
        flash(_("Somebody has followed this invitation already, or it has run out."), "info")
    else:
        flash(_("The invitation is taken back."), "done")
    return redirect(url_for("admin.invitations"), 303)


def _invitations_page(form: ArchiveForm, status: int = 200, address: str = "") -> Response:
    with current.reading() as work:
        found = work.admin.invitations()
    page = render(
        "admin/invitations.html", form=form, invitations=found, address=address, label=label, helps=_role_helps()
    )
    return _private(make_response(page, status))


def _person_page(public_id: str, status: int = 200, *, address: str = "", error: str = "") -> Response:
    with current.reading() as work:
        found = work.admin.person(public_id)
        choices = work.admin.organisations(current.reader_languages())
    belongs = forms.organisation_form(choices)(data={"organisation": found.organisation})
    form = forms.roles_form()(data={"roles": [str(role) for role in found.row.roles]})
    page = render(
        "admin/person.html",
        found=found,
        form=form,
        belongs=belongs,
        address=address,
        error=error,
        label=label,
        helps=_role_helps(),
    )
    return _private(make_response(page, status))


def _role_helps() -> dict[str, str]:
    return {str(role): explanation(role) for role in forms.GIVEN_ROLES}


def _said(refused: Refused) -> str:
    if "last-steward" in refused.problems.values():
        return _(
            "This is the only steward. Make somebody else a steward first, or nobody could look after the accounts."
        )
    return problem(next(iter(refused.problems.values())))


def _address(token: str) -> str:
    """The whole address of a one-time link: under the archive's own address where it is set."""
    base = current.settings().base_url.rstrip("/")
    if base:
        return base + url_for("accounts.link", link=token)
    return url_for("accounts.link", link=token, _external=True)


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
