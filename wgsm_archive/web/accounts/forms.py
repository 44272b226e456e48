"""Forms of accounts."""

from __future__ import annotations

from typing import Any, cast

from wtforms import PasswordField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from wgsm_archive.domain.rhythm import Rhythm
from wgsm_archive.i18n import _, n_
from wgsm_archive.i18n.formats import autonym
from wgsm_archive.i18n.wording import label
from wgsm_archive.services.accounts.passwords import SHORTEST
from wgsm_archive.services.accounts.people import MAX_NAME
from wgsm_archive.services.accounts.use_cases import Wishes
from wgsm_archive.web import current
from wgsm_archive.web.forms import ArchiveForm, Line, at_most, required
from wgsm_archive.web.language_choice import chosen_languages, language_fields

_NAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
_MAIL = {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false", "inputmode": "email"}


def _form(**fields: Any) -> type[ArchiveForm]:
    return cast("type[ArchiveForm]", type("AccountForm", (ArchiveForm,), fields))


def _new_password(question: str) -> PasswordField:
    return PasswordField(
        question,
        description=n_(
            "At least %(num)s character. Several words are easier to remember than signs.",
            "At least %(num)s characters. Several words are easier to remember than signs.",
            SHORTEST,
        ),
        validators=[required()],
        render_kw={"autocomplete": "new-password"},
    )


def _present_password(id_: str) -> PasswordField:
    return PasswordField(
        _("Your present password"), id=id_, validators=[required()], render_kw={"autocomplete": "current-password"}
    )


def join_form() -> type[ArchiveForm]:
    """Joining by invitation."""
    name = Line(
        _("Name you sign in with"),
        description=_("It need not be your own name. Other members do not see it."),
        validators=[required(), at_most(MAX_NAME)],
        render_kw=_NAME,
    )
    return _form(handle=name, password=_new_password(_("Password")))


def reset_form() -> type[ArchiveForm]:
    """Choosing a new password with a link."""
    return _form(password=_new_password(_("New password")))


def password_form() -> type[ArchiveForm]:
    """Choosing a new password, knowing the old one."""
    return _form(old=_present_password("old"), password=_new_password(_("New password")))


def address_form() -> type[ArchiveForm]:
    """Where a letter for coming back in may go."""
    address = Line(
        _("E-mail address"),
        description=_(
            "For a link when you forget your password, and for letters to facilitators. You may leave it empty."
        ),
        render_kw=_MAIL,
    )
    return _form(email=address, old=_present_password("old-for-address"))


def leaving_form() -> type[ArchiveForm]:
    """Deleting one's account."""
    return _form(old=_present_password("old-for-leaving"))


def letter_form() -> type[ArchiveForm]:
    """Asking for a letter."""
    return _form(email=Line(_("E-mail address of your account"), validators=[required()], render_kw=_MAIL))


def help_form() -> type[ArchiveForm]:
    """Helping somebody back in."""
    kept_out = {**_NAME, "autocomplete": "off"}
    return _form(handle=Line(_("The name they sign in with"), validators=[required()], render_kw=kept_out))


def profile_form(wishes: Wishes, *, letters: bool, digest: bool) -> type[ArchiveForm]:
    """What somebody says of themselves; `letters`, `digest`: also which of them they want."""
    offered = current.interface_languages()
    fields: dict[str, Any] = {
        "shown_name": Line(
            _("Name that other members see"), validators=[at_most(MAX_NAME)], render_kw={"autocomplete": "nickname"}
        ),
        "credit": Line(
            _("Name under your translations"),
            description=_("It is public. Leave it empty to be credited to nobody."),
            validators=[at_most(MAX_NAME)],
            render_kw={"autocomplete": "off"},
        ),
        **language_fields(_("Languages you read and write"), wishes.languages),
        "menu_language": SelectField(
            _("Language of the pages when you sign in"),
            choices=[
                SelectChoice("", _("The one your browser asks for")),
                *(SelectChoice(tag, autonym(tag)) for tag in offered),
            ],
            validate_choice=False,
        ),
    }
    if letters:
        fields["letters"] = SelectField(
            _("Letters about stories that wait for you"),
            description=_("They say how many things wait, and never a word of a story."),
            choices=[SelectChoice("yes", _("Send them")), SelectChoice("no", _("Send me none"))],
            validate_choice=False,
        )
    if digest:
        fields["digest"] = SelectField(
            _("Letters about your translations"),
            description=_("They say how much changed, was approved or is wanted, and never a word of a story."),
            choices=[SelectChoice(str(one), label(one)) for one in Rhythm],
            validate_choice=False,
        )
    return _form(**fields)


def wishes_from(form: ArchiveForm) -> Wishes:
    """What a valid form says."""
    menu = str(form["menu_language"].data or "")
    rhythm = str(form["digest"].data or "") if "digest" in form else ""
    return Wishes(
        shown_name=form["shown_name"].data or "",
        credit=form["credit"].data or "",
        languages=chosen_languages(form),
        menu_language=menu if menu in current.interface_languages() else "",
        letters=form["letters"].data != "no" if "letters" in form else None,
        digest=Rhythm(rhythm) if rhythm in list(Rhythm) else None,
    )
