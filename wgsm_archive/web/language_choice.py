"""Saying which languages one works in: boxes for the usual ones, and a line for any other, by name or code."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from wgsm_archive.domain.language import read_tag
from wgsm_archive.domain.text import fold
from wgsm_archive.i18n import _
from wgsm_archive.i18n.formats import autonym, language_name
from wgsm_archive.web import current
from wgsm_archive.web.forms import Line

MOST = 20
_BETWEEN = re.compile(r"[,;،؛、\n]")


def language_fields(question: str, held: Collection[str] = ()) -> dict[str, Any]:
    """The two fields of a form; what is held already has a box of its own."""
    offered = list(dict.fromkeys((*current.interface_languages(), *held)))
    return {
        "languages": SelectMultipleField(
            question,
            choices=[SelectChoice(tag, autonym(tag)) for tag in offered],
            validate_choice=False,
            widget=ListWidget(),
            option_widget=CheckboxInput(),
        ),
        "more_languages": Line(
            _("Other languages"),
            description=_("Their names or short codes, with commas between: Kiswahili, qu"),
            validators=[_all_known],
        ),
    }


def languages_line(question: str, description: str, validators: Sequence[Any] = ()) -> Line:
    """A line for languages, by their names or codes with commas between; `languages_in` reads it."""
    return Line(question, description=description, validators=[_all_known, *validators])


def languages_in(typed: str) -> tuple[str, ...]:
    """The tags of the languages in such a line, each once."""
    return tuple(dict.fromkeys(tag for name in _names(typed) if (tag := _tag_of(name))))[:MOST]


def chosen_languages(form: Any) -> tuple[str, ...]:
    """What was ticked and typed in a valid form, each once."""
    ticked = [read_tag(tag) for tag in form["languages"].data or ()]
    typed = [_tag_of(name) for name in _names(form["more_languages"].data or "")]
    return tuple(dict.fromkeys(tag for tag in (*ticked, *typed) if tag))[:MOST]


def _all_known(form: Any, field: Any) -> None:
    for name in _names(field.data or ""):
        if _tag_of(name) is None:
            raise ValidationError(_("We do not know the language “%(name)s”. Please write its short code.", name=name))


def _names(typed: str) -> list[str]:
    return [name.strip() for name in _BETWEEN.split(typed) if name.strip()]


def _tag_of(name: str) -> str | None:
    """The tag of a language by its own name, its name in English or in the language of the page, or by its tag."""
    known, wanted = current.archive().tools.languages, fold(name)
    for tag, language in known.items():
        if wanted in (fold(language.autonym), fold(language.name_en), fold(language_name(tag))):
            return tag
    code = read_tag(name)
    # A word of four letters or more is a name that we do not know, not a code.
    return code if code is not None and len(code.split("-")[0]) <= 3 else None
