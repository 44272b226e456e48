"""What all forms share: text cleaned on the way in, our own words for every mistake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import Form, StringField, TextAreaField
from wtforms.validators import ValidationError

from wgsm_archive.domain.text import MAX_FIELD, clean_line, clean_text
from wgsm_archive.i18n import _, n_


class ArchiveForm(Form):
    """A form of the archive. WTForms' own messages are never shown: every validator brings its words."""

    class Meta:
        """WTForms' catalogs cover few of our languages and are left out."""

        locales = ()

        def get_translations(self, form: Form) -> None:
            """No catalogs of WTForms."""


class Line(StringField):
    """One line of text."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Clean what was typed."""
        self.data = clean_line(str(valuelist[0])) if valuelist else ""


class Prose(TextAreaField):
    """Several lines of text in Markdown."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Clean what was typed; what is too long is kept whole, so that nothing is lost while it is shortened."""
        self.data = clean_text(str(valuelist[0])) if valuelist else ""


def whole_number(typed: str | None, *, digits: int = 9) -> int | None:
    """A number of at most so many ASCII digits from a field that nobody types into; None for anything else."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) <= digits else None


def required() -> Callable[[Form, Any], None]:
    """Something must be given."""

    def check(form: Form, field: Any) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            raise ValidationError(_("Please fill this in."))

    # WTForms reads this from the validator; the page then does not say that the field may stay empty.
    check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check


def at_most(limit: int = MAX_FIELD) -> Callable[[Form, Any], None]:
    """No more than so many characters."""

    def check(form: Form, field: Any) -> None:
        if field.data and len(field.data) > limit:
            raise ValidationError(
                n_(
                    "This is too long: please use at most %(num)s character.",
                    "This is too long: please use at most %(num)s characters.",
                    limit,
                )
            )

    return check
