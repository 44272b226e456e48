"""Forms of the tellers, one for each step. Text fields carry the names of the answers they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from wgsm_archive.domain.case_study import (
    MAX_PHASES,
    TITLE,
    AuthorDisplay,
    PhasePart,
    Section,
    is_field,
    phase_field,
    read_phase_field,
)
from wgsm_archive.domain.text import MAX_FIELD, MAX_TITLE
from wgsm_archive.i18n import _
from wgsm_archive.i18n.formats import countries
from wgsm_archive.i18n.wording import PHASE_PROMPTS, PROMPTS, label, problem
from wgsm_archive.services.case_rows import COUNTRIES
from wgsm_archive.web.forms import ArchiveForm, Line, Prose, at_most, required

TEXT_STEPS: Mapping[str, tuple[str, ...]] = {
    "title": (TITLE,),
    **{str(name): (str(name),) for name in (Section.SUMMARY, Section.STRATEGY, Section.CHANGE, Section.ADVICE)},
}
STEPS = ("title", "summary", "story", "strategy", "change", "advice", "consent", "naming")
EMPTY_PHASES = 3


def is_text_field(name: str) -> bool:
    """Whether a field of a form holds one of the answers of a story."""
    return is_field(name)


def line(name: str) -> Line:
    """The field of a one-line answer."""
    return Line(str(PROMPTS[name].question), validators=[at_most(MAX_TITLE)], description=str(PROMPTS[name].help or ""))


def prose(name: str) -> Prose:
    """The field of a long answer."""
    prompt = PROMPTS[name]
    return Prose(
        str(prompt.question), validators=[at_most()], description=str(prompt.help or ""), render_kw={"rows": 10}
    )


def make_form(fields: Mapping[str, Any]) -> type[ArchiveForm]:
    """A form of these fields that knows the revision its page was made from."""
    return cast("type[ArchiveForm]", type("StepForm", (ArchiveForm,), {**fields, "based_on": HiddenField()}))


def text_form(names: Sequence[str]) -> type[ArchiveForm]:
    """A form of these answers."""
    return make_form({name: _text_field(name) for name in names})


def _text_field(name: str) -> Line | Prose:
    if name.startswith(f"{Section.STORY}."):
        return phase_text(PhasePart(name.rsplit(".", 1)[1]))
    return line(name) if name == TITLE else prose(name)


def phase_text(part: PhasePart) -> Line | Prose:
    """The field of one part of a step of the story."""
    prompt = PHASE_PROMPTS[part]
    made, limit = (Line, MAX_TITLE) if part is PhasePart.WHEN else (Prose, MAX_FIELD)
    return made(str(prompt.question), validators=[at_most(limit)], description=str(prompt.help or ""))


def title_form() -> type[ArchiveForm]:
    """What the story is called and where it lies."""
    return make_form({TITLE: line(TITLE), "countries": countries_field()})


class Countries(SelectMultipleField):
    """Countries, each chosen in a list of its own (`contributing/_countries.html`); what is left empty is no choice."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was chosen."""
        super().process_formdata([value for value in valuelist if value])


def countries_field() -> Countries:
    """The question where a story lies."""
    return Countries(
        _("In which country or countries?"),
        choices=[SelectChoice(code, name) for code, name in countries()],
        description=_("You may leave this empty if it puts people in danger."),
        validate_choice=False,
        validators=[_known_countries],
    )


def _known_countries(form: object, field: Any) -> None:
    if any(code not in COUNTRIES for code in field.data or ()):
        raise ValidationError(problem("unknown-country"))


def story_form(phases: int) -> type[ArchiveForm]:
    """The story in so many steps."""
    return make_form(story_fields(phases))


def story_fields(phases: int) -> dict[str, Any]:
    """The fields of so many steps of a story."""
    numbers = range(1, min(phases, MAX_PHASES) + 1)
    return {phase_field(number, part): phase_text(part) for number in numbers for part in PhasePart}


def phases_in(names: Sequence[str]) -> int:
    """How many steps of the story these fields speak of."""
    return max((told[0] for name in names if (told := read_phase_field(name))), default=0)


def one_of(members: Sequence[object]) -> Any:
    """A validator: one of these was chosen."""

    def check(form: object, field: Any) -> None:
        if field.data not in [str(member) for member in members]:
            raise ValidationError(problem("choose"))

    return check


def naming_form(*, signed_in: bool) -> type[ArchiveForm]:
    """How the tellers are named. Only who is signed in may use a full name or tie the story to the account."""
    kinds = [AuthorDisplay.ANONYMOUS, AuthorDisplay.PSEUDONYM, AuthorDisplay.ORGANISATION]
    kinds += [AuthorDisplay.NAMED] if signed_in else []
    fields: dict[str, Any] = {
        "display": RadioField(
            _("How shall we name those who tell?"),
            choices=[SelectChoice(str(kind), label(kind)) for kind in kinds],
            default=str(AuthorDisplay.ANONYMOUS),
            validate_choice=False,
            validators=[one_of(kinds)],
        ),
        "name": Line(_("The name to show"), validators=[at_most(MAX_TITLE), _name_where_shown]),
    }
    if signed_in:
        fields["link"] = BooleanField(_("Tie this story to my account, so that I can reach it after signing in."))
    return make_form(fields)


def _name_where_shown(form: Any, field: Any) -> None:
    if form["display"].data != AuthorDisplay.ANONYMOUS and not field.data:
        raise ValidationError(problem("required"))


def language_form(choices: Sequence[tuple[str, str]]) -> type[ArchiveForm]:
    """In which language the story is told."""
    field = SelectField(
        _("In which language will you tell it?"),
        choices=[SelectChoice(tag, name) for tag, name in choices],
        validate_choice=False,
        validators=[one_of([tag for tag, name in choices])],
    )
    return make_form({"language": field, "form_key": HiddenField()})


def code_form() -> type[ArchiveForm]:
    """The six words of a receipt code."""
    text = _("Capital letters, accents and the signs between the words do not matter.")
    kept_out = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
    return make_form(
        {"code": Line(_("The words of your code"), description=text, validators=[required()], render_kw=kept_out)}
    )


def answer_form() -> type[ArchiveForm]:
    """A message to the facilitators."""
    words = Prose(_("Write to the facilitator"), validators=[required(), at_most()], render_kw={"rows": 5})
    return make_form({"text": words, "form_key": HiddenField()})
