"""Forms of stewards."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, cast

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import CheckboxInput, ListWidget

from wgsm_archive.domain.actor import Role
from wgsm_archive.i18n import _, n_
from wgsm_archive.i18n.wording import label
from wgsm_archive.services.admin.use_cases import DAYS_OFFERED, Wanted
from wgsm_archive.web.forms import ArchiveForm, Line, at_most
from wgsm_archive.web.language_choice import chosen_languages, language_fields

GIVEN_ROLES = tuple(role for role in Role if role is not Role.MEMBER)
"""Roles that are given; everybody is a member."""


def _form(**fields: Any) -> type[ArchiveForm]:
    return cast("type[ArchiveForm]", type("AdminForm", (ArchiveForm,), fields))


def _roles_field() -> SelectMultipleField:
    return SelectMultipleField(
        _("Roles"),
        choices=[SelectChoice(str(role), label(role)) for role in GIVEN_ROLES],
        validate_choice=False,
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )


def roles_form() -> type[ArchiveForm]:
    """The roles of somebody."""
    return _form(roles=_roles_field())


def organisation_form(choices: Sequence[tuple[str, str]]) -> type[ArchiveForm]:
    """The organisation somebody belongs to."""
    return _form(
        organisation=SelectField(
            _("Organisation"),
            choices=[SelectChoice("", _("None")), *(SelectChoice(one, name) for one, name in choices)],
            description=_("Stories that an organisation shares only among its own people open to them."),
            validate_choice=False,
        )
    )


def invitation_form() -> type[ArchiveForm]:
    """An invitation."""
    days = RadioField(
        _("How long it holds"),
        choices=[SelectChoice(str(days), n_("%(num)s day", "%(num)s days", days)) for days in DAYS_OFFERED],
        default="7",
        validate_choice=False,
    )
    note = Line(
        _("A note for stewards"),
        description=_("To know the invitation again while it is open, such as “translator from the May meeting”."),
        validators=[at_most(80)],
    )
    return _form(roles=_roles_field(), **language_fields(_("Languages they work in")), days=days, note=note)


def roles_from(values: Collection[str]) -> frozenset[Role]:
    """The roles among what was ticked."""
    return frozenset(Role(name) for name in values if name in tuple(Role))


def wanted_from(form: ArchiveForm) -> Wanted:
    """What a valid form asks for."""
    days = str(form["days"].data)
    return Wanted(
        roles=roles_from(form["roles"].data or ()),
        languages=chosen_languages(form),
        days=int(days) if days in {str(one) for one in DAYS_OFFERED} else 7,
        note=form["note"].data or "",
    )
