"""Addresses of one's own account: how others see one, sessions, password, address, taking one's data, leaving."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.errors import NotFound, Refused, TooOften
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import explanation, label
from wgsm_archive.services.accounts import doors
from wgsm_archive.services.accounts.leaving import own_data
from wgsm_archive.services.accounts.use_cases import Profile
from wgsm_archive.web import access, current, language, security
from wgsm_archive.web.accounts import forms, words
from wgsm_archive.web.accounts.routes import bp, forget_browser, place, private, token
from wgsm_archive.web.forms import ArchiveForm
from wgsm_archive.web.templating import render

WISHES, PASSWORD, ADDRESS, LEAVING = "wishes", "password", "address", "leaving"


@bp.get("/profile")
@access.allow(access.signed_in)
def profile() -> Response:
    """One's own account."""
    return _page({})


@bp.post("/profile")
@access.allow(access.signed_in)
def change_profile() -> Response:
    """Change how others see one, which languages one works in, and the language of the pages."""
    mine = _mine()
    form = forms.profile_form(mine.wishes, **_letters(mine))(request.form)
    if not form.validate():
        return _page({WISHES: form}, 422)
    wishes = forms.wishes_from(form)
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.accounts.change_profile(wishes)
    flash(_("Saved."), "done")
    answer = redirect(url_for("accounts.profile", language=wishes.menu_language or current.language()), 303)
    if wishes.menu_language:
        security.set_cookie(answer, language.COOKIE, wishes.menu_language)
    else:
        answer.delete_cookie(language.COOKIE)
    return answer


@bp.post("/password")
@access.allow(access.signed_in)
def change_password() -> Response:
    """Choose a new password; all other sessions end."""
    form = forms.password_form()(request.form)
    opened: list[str] = []

    def change() -> None:
        old, new = str(form["old"].data), str(form["password"].data)
        opened.append(doors.change_password(current.archive(), current.actor(), old, new, place()))

    refused = _try(PASSWORD, form, change)
    if refused is not None:
        return refused
    flash(_("The password is changed, and you are signed out everywhere else."), "done")
    answer = redirect(url_for("accounts.profile"), 303)
    security.set_cookie(answer, current.SIGN_IN_COOKIE, opened[0])
    return answer


@bp.post("/address")
@access.allow(access.signed_in)
def change_address() -> Response:
    """Say where a letter for coming back in may go."""
    form = forms.address_form()(request.form)

    def change() -> None:
        typed = str(form["email"].data or "")
        doors.change_address(current.archive(), current.actor(), str(form["old"].data), typed, place())

    refused = _try(ADDRESS, form, change)
    if refused is not None:
        return refused
    flash(_("Saved."), "done")
    return redirect(url_for("accounts.profile"), 303)


@bp.post("/sessions")
@access.allow(access.signed_in)
def end_sessions() -> Response:
    """Sign out everywhere else, or everywhere."""
    everywhere = request.form.get("which") != "others"
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.accounts.end_sessions(keep="" if everywhere else token())
    if everywhere:
        return forget_browser(redirect(url_for("accounts.sign_in"), 303))
    flash(_("You are signed out everywhere else."), "done")
    return redirect(url_for("accounts.profile"), 303)


@bp.post("/sessions/<key>")
@access.allow(access.signed_in)
def end_session(key: str) -> Response:
    """Sign out on one device; pressing it twice changes nothing."""
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.accounts.end_session(key)
    except NotFound:
        flash(_("This session had ended already."), "info")
    else:
        flash(_("The session has ended."), "done")
    return redirect(url_for("accounts.profile"), 303)


@bp.get("/my-data")
@access.allow(access.signed_in)
def my_data() -> Response:
    """Everything the archive holds of one, as a file."""
    with current.reading() as work:
        found = own_data(work)
    answer = make_response(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    answer.mimetype = "application/json"
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return private(answer)


@bp.post("/delete")
@access.allow(access.signed_in)
def delete_account() -> Response:
    """Leave for good."""
    form = forms.leaving_form()(request.form)

    def change() -> None:
        doors.delete_account(current.archive(), current.actor(), str(form["old"].data), place())

    refused = _try(LEAVING, form, change)
    if refused is not None:
        return refused
    flash(_("Your account is deleted. Thank you for what you gave to this archive."), "done")
    return forget_browser(redirect(url_for("reading.home"), 303))


def _try(name: str, form: ArchiveForm, change: Callable[[], None]) -> Response | None:
    """Do what a form asks for; the page again when something in it is not right."""
    if not form.validate():
        return _page({name: form}, 422)
    try:
        change()
    except Refused as refused:
        words.show_in(form, refused)
        return _page({name: form}, 422)
    except TooOften as often:
        form["old"].errors = [words.wait(often)]
        answer = _page({name: form}, 429)
        answer.headers["Retry-After"] = str(often.wait_seconds)
        return answer
    return None


def _mine() -> Profile:
    with current.reading() as work:
        return work.accounts.profile(token())


def _letters(mine: Profile) -> dict[str, bool]:
    return {
        "letters": mine.mail_works and Role.FACILITATOR in mine.roles,
        "digest": mine.mail_works and Role.TRANSLATOR in mine.roles,
    }


def _page(typed: dict[str, ArchiveForm], status: int = 200) -> Response:
    mine = _mine()
    wishes = mine.wishes
    shown: dict[str, ArchiveForm] = {
        WISHES: forms.profile_form(wishes, **_letters(mine))(
            data={
                "shown_name": wishes.shown_name,
                "credit": wishes.credit,
                "languages": list(wishes.languages),
                "menu_language": wishes.menu_language,
                "letters": "yes" if wishes.letters else "no",
                "digest": str(wishes.digest or ""),
            }
        ),
        PASSWORD: forms.password_form()(),
        ADDRESS: forms.address_form()(data={"email": mine.email}),
        LEAVING: forms.leaving_form()(),
        **typed,
    }
    page = render("accounts/profile.html", profile=mine, shown=shown, label=label, explanation=explanation)
    return private(make_response(page, status))
