"""Words for what is wrong with a name or a password."""

from __future__ import annotations

from wgsm_archive.domain.errors import Refused, TooOften
from wgsm_archive.i18n import _, n_
from wgsm_archive.i18n.wording import problem
from wgsm_archive.services.accounts.passwords import LONGEST, SHORTEST
from wgsm_archive.web.forms import ArchiveForm


def said(code: str) -> str:
    """What is wrong, and what to do now."""
    own = {
        "password-short": n_(
            "Please use at least %(num)s character: a short password can be guessed by trying all of them.",
            "Please use at least %(num)s characters: a short password can be guessed by trying all of them.",
            SHORTEST,
        ),
        "password-long": n_("Please use at most %(num)s character.", "Please use at most %(num)s characters.", LONGEST),
        "password-common": _("This password is among the first that are tried. Please choose another."),
        "password-is-name": _("The password holds your name for signing in. Please choose another."),
        "password-wrong": _("This is not your present password."),
        "name-taken": _("Somebody has this name already. Please choose another."),
        "unknown-person": _("Nobody signs in with this name. Please ask again how it is written."),
        "account-closed": _("This account is closed. A steward can open it again."),
        "steward-needed": _("This person is a facilitator or a steward. A steward has to help them."),
        "last-steward": _(
            "You are the only steward. Make somebody else a steward first, or nobody could look after the accounts."
        ),
    }
    return own.get(code) or problem(code)


def show_in(form: ArchiveForm, refused: Refused) -> None:
    """Put what was refused beside the fields it is about; what has no field here stands on top of the form."""
    for name, code in refused.problems.items():
        if name in form:
            form[name].errors = [*form[name].errors, said(code)]
        else:
            form.form_errors.append(said(code))


def wait(problem_: TooOften) -> str:
    """How long to wait after too many tries."""
    minutes = max(1, round(problem_.wait_seconds / 60))
    return n_(
        "There were too many tries. Please wait %(num)s minute, then try again.",
        "There were too many tries. Please wait %(num)s minutes, then try again.",
        minutes,
    )
