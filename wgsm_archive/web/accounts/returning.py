"""Addresses of one-time links: joining by invitation, and coming back in when a password is forgotten."""

from __future__ import annotations

from flask import flash, g, make_response, redirect, url_for
from flask import request as asked
from werkzeug.wrappers import Response

from wgsm_archive.domain.actor import ANONYMOUS
from wgsm_archive.domain.errors import NotFound, Refused, TooOften
from wgsm_archive.i18n import _
from wgsm_archive.services.accounts import doors, letters, passwords
from wgsm_archive.services.one_time_links import INVITE
from wgsm_archive.web import access, current
from wgsm_archive.web.accounts import forms, words
from wgsm_archive.web.accounts.routes import bp, home_of, let_in, place, private, token
from wgsm_archive.web.forms import ArchiveForm
from wgsm_archive.web.templating import render

helpers = access.Allowed(
    "facilitators and stewards", lambda actor: access.facilitators.holds(actor) or access.stewards.holds(actor)
)


@bp.get("/link/<link>")
@access.allow(access.everyone)
def link(link: str) -> Response:
    """Join, or choose a new password."""
    purpose = _purpose(link)
    if purpose is None:
        return _over()
    return _link_page(purpose, _link_form(purpose)())


@bp.post("/link/<link>")
@access.allow(access.everyone)
def follow_link(link: str) -> Response:
    """Use a one-time link."""
    purpose = _purpose(link)
    if purpose is None:
        return _over()
    form = _link_form(purpose)(asked.form)
    if not form.validate():
        return _link_page(purpose, form, 422)
    name = str(form["handle"].data) if "handle" in form else ""
    try:
        opened = doors.follow_link(current.archive(), link, name, str(form["password"].data), token())
    except Refused as refused:
        words.show_in(form, refused)
        return _link_page(purpose, form, 422)
    except NotFound:
        return _over()
    if purpose == INVITE:
        flash(_("Welcome. Say here how other members see you, and which languages you work in."), "done")
        return let_in(redirect(url_for("accounts.profile"), 303), opened)
    flash(_("Your new password holds, and you are signed out everywhere else."), "done")
    return let_in(redirect(home_of(opened), 303), opened)


@bp.get("/forgotten")
@access.allow(access.everyone)
def forgotten() -> str:
    """What to do when the password is forgotten."""
    return _forgotten_page(forms.letter_form()())


@bp.post("/forgotten")
@access.allow(access.everyone)
def ask_for_letter() -> Response:
    """Ask for a letter with a link; the answer is the same whether an account has the address or not."""
    form = forms.letter_form()(asked.form)
    if not form.validate():
        return make_response(_forgotten_page(form), 422)
    address = str(form["email"].data)
    try:
        with current.archive().unit_of_work(ANONYMOUS, write=True) as work:
            work.accounts.count_asking(address, place())
    except TooOften as often:
        form["email"].errors = [words.wait(often)]
        answer = make_response(_forgotten_page(form), 429)
        answer.headers["Retry-After"] = str(often.wait_seconds)
        return answer
    with current.archive().unit_of_work(ANONYMOUS, write=True) as work:
        letters.ask_for_letter(work, address, g.interface)
    return make_response(render("accounts/letter_sent.html"))


@bp.get("/help")
@access.allow(helpers)
def help_somebody() -> Response:
    """Help somebody who forgot their password."""
    return _help_page(forms.help_form()())


@bp.post("/help")
@access.allow(helpers)
def make_reset() -> Response:
    """Make a link for them; its address is shown once."""
    form = forms.help_form()(asked.form)
    if not form.validate():
        return _help_page(form, 422)
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            made = work.accounts.help_in(str(form["handle"].data))
    except Refused as refused:
        words.show_in(form, refused)
        return _help_page(form, 422)
    base = current.settings().base_url.rstrip("/")
    address = (
        base + url_for("accounts.link", link=made) if base else url_for("accounts.link", link=made, _external=True)
    )
    return _help_page(form, 200, address)


def _purpose(link: str) -> str | None:
    try:
        with current.archive().unit_of_work(ANONYMOUS) as work:
            return work.accounts.link(link)
    except NotFound:
        return None


def _link_form(purpose: str) -> type[ArchiveForm]:
    return forms.join_form() if purpose == INVITE else forms.reset_form()


def _link_page(purpose: str, form: ArchiveForm, status: int = 200) -> Response:
    lists = current.archive().tools.receipt_words
    spoken = g.interface if g.interface in lists else "en"
    page = render(
        "accounts/link.html",
        joining=purpose == INVITE,
        form=form,
        suggestion=passwords.passphrase(lists[spoken]),
        suggestion_language=spoken,
    )
    return private(make_response(page, status))


def _over() -> Response:
    return private(make_response(render("accounts/link_over.html"), 404))


def _forgotten_page(form: ArchiveForm) -> str:
    with current.archive().unit_of_work(ANONYMOUS) as work:
        by_letter = work.accounts.letters_can_be_sent
    return render("accounts/forgotten.html", form=form, by_letter=by_letter)


def _help_page(form: ArchiveForm, status: int = 200, address: str = "") -> Response:
    return private(make_response(render("accounts/help.html", form=form, address=address), status))
