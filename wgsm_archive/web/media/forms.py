"""Forms about files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import FileField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from wgsm_archive.domain.case_study import Section
from wgsm_archive.domain.errors import Refused
from wgsm_archive.domain.media import Agreement, Box, read_box
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import PROMPTS, label
from wgsm_archive.web.forms import ArchiveForm, Line, Prose

ACCEPT = ".jpg,.jpeg,.png,.webp,.gif,.mp3,.ogg,.opus,.m4a,.wav,.webm,.pdf,.docx,.odt"
WORDS = ("section", "caption", "alt", "people", "agreement")
SPOKEN = ("transcript", "transcript_language")
GRID = 6
"""Fields along a side of the grid by which parts of a photo are covered without drawing."""


def boxes_of(form: MultiDict[str, str]) -> dict[str, object]:
    """What the form of the boxes shows: all fields of the grid, those among them that were chosen, and boxes drawn."""
    fields = _grid()
    sent = {text for text in form.getlist("box") if read_box(text) is not None}
    chosen = sent.intersection(box for _row, _column, box in fields)
    return {"grid": fields, "chosen": chosen, "drawn": sorted(sent - chosen)}


def _grid() -> list[tuple[int, int, str]]:
    """The fields of a photo: row and column, counted from one, and the box."""
    extent = f"{1 / GRID:.5f}"
    steps = [(row, column) for row in range(GRID) for column in range(GRID)]
    return [(row + 1, column + 1, f"{column / GRID:.5f},{row / GRID:.5f},{extent},{extent}") for row, column in steps]


def read_boxes(texts: Sequence[str]) -> list[Box]:
    """The boxes of a form. Raises `Refused`: one of them is none."""
    boxes = [box for text in texts if (box := read_box(text)) is not None]
    if len(boxes) < len(texts):
        raise Refused({"box": "out-of-range"})
    return boxes


def words_form(*, with_file: bool = False, spoken: Sequence[tuple[str, str]] = ()) -> type[ArchiveForm]:
    """What is said of a file; with the file itself where one is added.

    Of a recording also what is said in it, in one of the languages that are given as `spoken`.
    """
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
    if spoken:
        languages = [SelectChoice(tag, name) for tag, name in spoken]
        fields["transcript"] = Prose(_("What is said, in writing"))
        fields["transcript_language"] = SelectField(
            _("Language of this text"), choices=languages, validate_choice=False
        )
    return type("WordsForm", (ArchiveForm,), fields)


def _sections() -> Sequence[SelectChoice]:
    parts = [SelectChoice(str(one), str(PROMPTS[one].heading)) for one in Section]
    return [SelectChoice("", _("The whole story")), *parts]
