"""The form in which tellers decide who may read their story, and earlier decisions in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from wgsm_archive.domain.case_study import section_of
from wgsm_archive.domain.consent import (
    ASK_AGAIN_AFTER,
    OFFERED_LEVELS,
    Consent,
    ConsentBasis,
    ConsentLevel,
    Reach,
    Use,
    is_closed_language,
    with_uses,
)
from wgsm_archive.domain.narrowing import NARROWABLE
from wgsm_archive.domain.text import MAX_TITLE
from wgsm_archive.i18n import _
from wgsm_archive.i18n.formats import language_name
from wgsm_archive.i18n.wording import PROMPTS, USE_NAMES, explanation, label, problem
from wgsm_archive.i18n.wording.consent import LEVEL_EXAMPLES, USE_EXAMPLES
from wgsm_archive.services.consenting import Decision
from wgsm_archive.web.contributing.forms import make_form, one_of
from wgsm_archive.web.forms import ArchiveForm, Line, at_most
from wgsm_archive.web.language_choice import languages_in, languages_line

USES = tuple(use for use in Use if use is not Use.SEARCH_ENGINES)
PART = "part."


def consent_form(sections: Iterable[str], today: dt.date, told_in: str) -> type[ArchiveForm]:
    """Who may read it and what may be done with it.

    `sections` are those that can be for fewer readers, `told_in` is the language of the original.
    """
    fields = {**_readers_and_uses(), **{f"{PART}{section}": _part(section) for section in sections}}
    fields["not_in"] = languages_line(
        _("Languages that it must not be read in"),
        _("Their names or short codes, with commas between. Leave it empty if every language is good."),
        [_other_than(told_in)],
    )
    return make_form({**fields, **_deciders(today)})


def _readers_and_uses() -> dict[str, Any]:
    levels = [SelectChoice(str(level), label(level)) for level in OFFERED_LEVELS]
    level = RadioField(
        _("Who may read your story?"), choices=levels, validate_choice=False, validators=[one_of(OFFERED_LEVELS)]
    )
    return {"level": level, **{str(use): BooleanField(label(use)) for use in USES}}


def _other_than(told_in: str) -> Any:
    def check(form: object, field: Any) -> None:
        if is_closed_language(told_in, languages_in(field.data or "")):
            raise ValidationError(
                _(
                    "It was told in %(language)s. If nobody should read it in that, choose above who may read it.",
                    language=language_name(told_in),
                )
            )

    return check


def _part(section: str) -> SelectField:
    choices = [SelectChoice("", _("Whoever reads the story")), *(SelectChoice(str(one), label(one)) for one in Reach)]
    return SelectField(
        str(PROMPTS[section].heading),
        choices=choices,
        default="",
        validate_choice=False,
        validators=[one_of(("", *Reach))],
    )


def _deciders(today: dt.date) -> dict[str, Any]:
    bases = [SelectChoice(str(basis), label(basis)) for basis in ConsentBasis]
    return {
        "basis": RadioField(
            _("Who decided this?"),
            choices=bases,
            default=str(ConsentBasis.PERSON),
            validate_choice=False,
            validators=[one_of(tuple(ConsentBasis))],
        ),
        "speaks_for": Line(
            _("If a group decided: who may speak for it?"),
            description=_("For example: the women's committee, any two of the five elders. Please write no names."),
            validators=[at_most(MAX_TITLE)],
        ),
        "explained": Line(
            _("How was it explained to everyone?"),
            description=_("For example: read aloud in our language at the assembly, with time for questions."),
            validators=[at_most(MAX_TITLE)],
        ),
        "until": Line(
            _("Until when does this hold?"),
            description=_("A day such as 2030-12-31; empty means that no end is set. After that day it is hidden."),
            validators=[_day_from(today)],
        ),
        "ask_again": BooleanField(
            _("Ask me again in a year"),
            description=_(
                "In a year you are asked here, after typing your code. Until you answer, your decision goes on to hold."
            ),
        ),
    }


def _day_from(today: dt.date) -> Any:
    def check(form: object, field: Any) -> None:
        if not field.data:
            return
        try:
            day = dt.date.fromisoformat(field.data)
        except ValueError:
            raise ValidationError(problem("date-shape")) from None
        if day < today:
            raise ValidationError(problem("date-over"))

    return check


def sections_to_narrow(texts: Mapping[str, str], consent: Consent) -> list[str]:
    """The sections that were told, or were narrowed before, in the order of the story."""
    told = {section_of(name) for name, text in texts.items() if text.strip()} | set(consent.narrowed)
    return [str(section) for section in NARROWABLE if section in told]


def consent_from(form: ArchiveForm, today: dt.date, before: Consent) -> Consent:
    """The decision that a valid form holds. A day on which to ask again stays as it was, if it is still to come."""
    until, asks = form["until"].data, bool(form["ask_again"].data)
    kept = before.ask_again_on if before.ask_again_on and before.ask_again_on > today else today + ASK_AGAIN_AFTER
    consent = Consent(
        level=ConsentLevel(form["level"].data),
        not_in=tuple(sorted(languages_in(form["not_in"].data or ""))),
        basis=ConsentBasis(form["basis"].data),
        explained=form["explained"].data or "",
        speaks_for=form["speaks_for"].data or "",
        until=dt.date.fromisoformat(until) if until else None,
        ask_again_on=kept if asks else None,
        narrowed={
            field.name.removeprefix(PART): Reach(field.data)
            for field in form
            if field.name.startswith(PART) and field.data
        },
    )
    return with_uses(consent, [str(use) for use in USES if form[str(use)].data])


def consent_values(consent: Consent, *, decided: bool) -> dict[str, Any]:
    """A decision as the form shows it; nothing is chosen before tellers have chosen."""
    if not decided:
        return {}
    return {
        "level": str(consent.level),
        "basis": str(consent.basis),
        "explained": consent.explained,
        "speaks_for": consent.speaks_for,
        "until": str(consent.until or ""),
        "ask_again": consent.ask_again_on is not None,
        "not_in": ", ".join(language_name(tag) for tag in consent.not_in),
        **{str(use): bool(getattr(consent, use.value.replace("-", "_"))) for use in USES},
        **{f"{PART}{section}": str(reach) for section, reach in consent.narrowed.items()},
    }


def in_template() -> dict[str, Any]:
    """What the template of the fields needs beside the form."""
    return {
        "uses": USES,
        "use_helps": {use: f"{explanation(use)} {USE_EXAMPLES[use]}" for use in USES},
        "level_helps": {str(one): f"{explanation(one)} {LEVEL_EXAMPLES[one]}" for one in OFFERED_LEVELS},
        "part_prefix": PART,
    }


@dataclass(frozen=True, slots=True)
class Told:
    """One decision in words."""

    day: dt.date
    level: str
    basis: str
    speaks_for: str
    explained: str
    uses: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    not_in: tuple[str, ...]
    until: dt.date | None
    ask_again_on: dt.date | None


def in_words(made: Sequence[Decision]) -> list[Told]:
    """Decisions for the history that tellers see."""
    return [
        Told(
            day=one.day,
            level=label(one.consent.level),
            basis=label(one.consent.basis),
            speaks_for=one.consent.speaks_for,
            explained=one.consent.explained,
            uses=tuple(str(USE_NAMES[use]) for use in USES if getattr(one.consent, use.value.replace("-", "_"))),
            parts=tuple(
                (str(PROMPTS[section].heading), label(reach)) for section, reach in one.consent.narrowed.items()
            ),
            not_in=one.consent.not_in,
            until=one.consent.until,
            ask_again_on=one.consent.ask_again_on,
        )
        for one in made
    ]
