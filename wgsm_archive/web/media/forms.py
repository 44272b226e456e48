"""Forms about files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import FileField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from wgsm_archive.domain.case_study import Section
from wgsm_archive.domain.media import Agreement
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import PROMPTS, label
from wgsm_archive.web.forms import ArchiveForm, Line

ACCEPT = ".jpg,.jpeg,.png,.webp,.gif,.mp3,.ogg,.opus,.m4a,.wav,.webm,.pdf,.docx,.odt"
WORDS = ("section", "caption", "alt", "people", "agreement")


def words_form(*, with_file: bool) -> type[ArchiveForm]:
    """What is said of a file; with the file itself where one is added."""
    fields: dict[str, Any] = {"form_key": HiddenField(), "story": HiddenField(), "back": HiddenField()}
    if with_file:
        fields["file"] = FileField(_("The file"))
    fields |= {
        "alt": Line(
            _("What can be seen or heard in it?"),
            description=_("For people who do not see the picture. Without it no reader is shown a photo."),
        ),
        "caption": Line(_("A line below it")),
        "agreement": RadioField(
            _("The people in it: did they agree that it is shown?"),
            choices=[SelectChoice(str(one), label(one)) for one in Agreement],
            default=str(Agreement.NOT_ASKED),
            validate_choice=False,
        ),
        "people": Line(
            _("Who is in it?"), description=_("Only facilitators read this. Leave out names that could harm somebody.")
        ),
        "section": SelectField(_("Where does it belong?"), choices=_sections(), default="", validate_choice=False),
    }
    return type("WordsForm", (ArchiveForm,), fields)


def _sections() -> Sequence[SelectChoice]:
    parts = [SelectChoice(str(one), str(PROMPTS[one].heading)) for one in Section]
    return [SelectChoice("", _("The whole story")), *parts]
