"""Forms of the full record: the fields of a part, what stands in them, and what was typed as texts to be saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from wgsm_archive.data import Vocabularies
from wgsm_archive.domain.case_study import (
    AuthorDisplay,
    AuthorKind,
    Source,
    SourceType,
    how_field,
)
from wgsm_archive.domain.dates import EARLIEST_YEAR, LooseDate, Period
from wgsm_archive.domain.text import MAX_TITLE
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.i18n import Lazy, _, lazy_
from wgsm_archive.i18n.formats import month_name
from wgsm_archive.i18n.wording import label, problem
from wgsm_archive.services.contributing.fuller import OTHER, FullRecord
from wgsm_archive.services.fact_fields import MANY, ONE, PREFIX, as_texts, member, period_text, sources_text
from wgsm_archive.web.contributing import forms
from wgsm_archive.web.contributing.parts import Part
from wgsm_archive.web.forms import ArchiveForm, Line, at_most

OWN = "own_words"
EMPTY_SOURCES, MAX_SOURCES, MAX_ADDRESS = 1, 40, 2000
_SEASONS: Mapping[int, Lazy] = {
    21: lazy_("Spring"),
    22: lazy_("Summer"),
    23: lazy_("Autumn"),
    24: lazy_("Winter"),
}

QUESTIONS: Mapping[str, Lazy] = {
    "region": lazy_("Which part of the country?"),
    "precision": lazy_("How exactly may the place be shown?"),
    "setting": lazy_("What kind of place is it?"),
    "scale": lazy_("How far did it reach?"),
    "people_affected": lazy_("How many people did it touch?"),
    "people_taking_part": lazy_("How many people took part?"),
    "stage": lazy_("Where did things stand when you began to organise?"),
    "project_status": lazy_("If there is a project you resist: where does it stand?"),
    "consultation": lazy_("Did anybody ask you?"),
    "reaction": lazy_("What did the community answer?"),
    "tenure": lazy_("How is the land or the home held?"),
    "overall": lazy_("What came of it, all in all?"),
    "licence": lazy_("How may others use the text?"),
    "protocol_notices": lazy_("What do you wish from those who read it?"),
    "author.kind": lazy_("Who is speaking here?"),
    "author.display": lazy_("How shall we name those who tell?"),
    "author.name": lazy_("The name to show"),
}


def part_form(part: Part, record: FullRecord, vocabularies: Vocabularies, languages: tuple[str, ...], more: int) -> Any:
    """The class of a part's form. `more` says how many rows of sources the sent form had."""
    if part.is_how:
        return forms.make_form(_how_fields(part, record, vocabularies, languages))
    fields: dict[str, Any] = {}
    if part.name in ("title", "story"):
        fields |= _asked_fields(part, record, more)
    elif part.name != "outcome":
        fields |= {name: forms.prose(name) for name in part.words}
    for name in part.facts:
        fields |= _fact_fields(name, record, vocabularies, languages, more)
    if part.name == "outcome":
        fields |= {name: forms.prose(name) for name in part.words}
    return forms.make_form(fields)


def _asked_fields(part: Part, record: FullRecord, more: int) -> dict[str, Any]:
    if part.name == "title":
        return {"title": forms.line("title")}
    return forms.story_fields(max(forms.phases_in(list(record.texts)), more, forms.EMPTY_PHASES))


def _fact_fields(
    name: str, record: FullRecord, vocabularies: Vocabularies, languages: tuple[str, ...], more: int
) -> dict[str, Any]:
    if name == "period":
        return _period_fields()
    if name == "sources":
        return _source_fields(max(len(record.facts.sources) + EMPTY_SOURCES, more))
    if name.startswith("terms."):
        held = frozenset(use.term for use in record.facts.terms if f"terms.{use.vocabulary}" == name)
        return _term_fields(name, vocabularies, languages, held)
    if name == "countries":
        return {name: forms.countries_field()}
    if name in ("region", "author.name"):
        checks = [at_most(MAX_TITLE), *([_name_where_shown] if name == "author.name" else [])]
        return {name: Line(str(QUESTIONS[name]), validators=checks)}
    if name in MANY:
        return {name: _boxes(str(QUESTIONS[name]), MANY[name])}
    kinds: Mapping[str, type[StrEnum]] = {**ONE, "author.kind": AuthorKind, "author.display": AuthorDisplay}
    return {name: _one_of(str(QUESTIONS[name]), kinds[name], empty=name in ONE and name not in _ALWAYS)}


_ALWAYS = frozenset({"precision", "licence"})


def _one_of(question: str, kind: type[StrEnum], *, empty: bool) -> RadioField:
    choices = [SelectChoice(str(one), label(one)) for one in kind]
    if empty:
        choices.append(SelectChoice("", _("We do not say")))
    return RadioField(question, choices=choices, validate_choice=False, validators=[_among([c.value for c in choices])])


def _boxes(question: str, kind: type[StrEnum]) -> SelectMultipleField:
    choices = [SelectChoice(str(one), label(one)) for one in kind]
    return _many(question, choices)


def _many(question: str, choices: list[Any]) -> SelectMultipleField:
    values = [choice.value for choice in choices]
    return SelectMultipleField(
        question,
        choices=choices,
        widget=ListWidget(),
        option_widget=CheckboxInput(),
        validate_choice=False,
        validators=[_all_among(values)],
    )


def _term_fields(
    name: str, vocabularies: Vocabularies, languages: tuple[str, ...], held: frozenset[str]
) -> dict[str, Any]:
    vocabulary = VocabularyName(name.removeprefix("terms."))
    choices = []
    for term in vocabularies.terms(vocabulary, held):
        if term.id != OTHER:
            group = vocabularies.group(vocabulary, term.group, languages) or None
            choices.append(SelectChoice(term.id, term.label(languages), optgroup=group))
    boxes = _many(vocabularies.name(vocabulary, languages), choices)
    own = Line(
        _("In your own words"),
        description=_("If nothing fits, or if you call it something else. A facilitator reads it."),
        validators=[at_most(MAX_TITLE)],
    )
    return {name: boxes, OWN: own}


def term_helps(part: Part, vocabularies: Vocabularies, languages: tuple[str, ...]) -> dict[str, str]:
    """The one-line description of every term of a part's list."""
    name = part.vocabulary
    return {term.id: term.description(languages) for term in vocabularies.terms(name)} if name else {}


def _how_fields(
    part: Part, record: FullRecord, vocabularies: Vocabularies, languages: tuple[str, ...]
) -> dict[str, Any]:
    fields = {}
    for use in record.facts.terms:
        term = vocabularies.find(use.vocabulary, use.term)
        if use.vocabulary == part.vocabulary and term is not None and use.term != OTHER:
            name = how_field(use.vocabulary, use.term)
            fields[name] = Line(term.label(languages), validators=[at_most(MAX_TITLE)])
    return fields


def _period_fields() -> dict[str, Any]:
    months = [SelectChoice("", _("Only the year"))]
    months += [SelectChoice(str(number), str(name)) for number, name in _SEASONS.items()]
    months += [SelectChoice(str(number), month_name(number)) for number in range(1, 13)]

    def year(question: str) -> Line:
        kept = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}
        return Line(question, validators=[_year], description=_("For example 2011"), render_kw=kept)

    def season(question: str) -> SelectField:
        return SelectField(question, choices=months, validate_choice=False, validators=[_among_choices])

    return {
        "start_year": year(_("In which year did it begin?")),
        "start_month": season(_("Month or season of the beginning")),
        "ongoing": BooleanField(_("It is still going on")),
        "end_year": year(_("In which year did it end?")),
        "end_month": season(_("Month or season of the end")),
    }


def _source_fields(rows: int) -> dict[str, Any]:
    kinds = [SelectChoice(str(one), label(one)) for one in SourceType]
    fields: dict[str, Any] = {}
    for number in range(1, min(rows, MAX_SOURCES) + 1):
        fields[f"source.{number}.title"] = Line(_("What is it?"), validators=[at_most(MAX_TITLE), _titled])
        fields[f"source.{number}.type"] = SelectField(
            _("Kind"),
            choices=kinds,
            default=str(SourceType.OWN_TESTIMONY),
            validate_choice=False,
            validators=[_among_choices],
        )
        fields[f"source.{number}.url"] = Line(
            _("Address on the web"), validators=[at_most(MAX_ADDRESS), _address], render_kw={"inputmode": "url"}
        )
        fields[f"source.{number}.closed"] = BooleanField(_("Only facilitators may see this source"))
    return fields


def rows_in(names: Iterable[str]) -> int:
    """How many rows of sources these fields speak of."""
    numbers = [name.split(".")[1] for name in names if name.startswith("source.")]
    return max((int(number) for number in numbers if number.isascii() and number.isdigit()), default=0)


def standing(part: Part, record: FullRecord) -> dict[str, Any]:
    """What stands in the fields of a part."""
    facts = {name.removeprefix(PREFIX): text for name, text in as_texts(record.facts).items()}
    # `sources` is the name of a text as well as of rows, which have fields of their own.
    single = {name: text for name, text in facts.items() if name not in part.words}
    values: dict[str, Any] = {**single, **record.texts, "based_on": str(record.draft.revision)}
    for name in (*MANY, "countries", *(f"terms.{one}" for one in VocabularyName)):
        values[name] = facts[name].split()
    if part.vocabulary:
        values[OWN] = record.texts.get(how_field(part.vocabulary, OTHER), "")
    values |= _period_values(record.facts.period)
    for number, source in enumerate(record.facts.sources, 1):
        row = {"title": source.title, "type": str(source.type), "url": source.url, "closed": not source.public}
        values |= {f"source.{number}.{name}": value for name, value in row.items()}
    return values


def _period_values(period: Period) -> dict[str, Any]:
    values: dict[str, Any] = {"ongoing": period.ongoing}
    for name, told in (("start", period.start), ("end", period.end)):
        values[f"{name}_year"] = str(told.year) if told else ""
        values[f"{name}_month"] = str(told.month or "") if told else ""
    return values


def words_in(part: Part, form: ArchiveForm) -> dict[str, str]:
    """The answers of a valid form."""
    texts = {field.name: field.data or "" for field in form if forms.is_text_field(field.name)}
    if OWN in form and part.vocabulary:
        texts[how_field(part.vocabulary, OTHER)] = form[OWN].data or ""
    return texts


def facts_in(part: Part, form: ArchiveForm, record: FullRecord) -> dict[str, str]:
    """The structured fields of a valid form, as texts."""
    found: dict[str, str] = {}
    for name in part.facts:
        if name == "period":
            found[name] = period_text(_period_in(form, record.facts.period))
        elif name == "sources":
            found[name] = sources_text(_sources_in(form, record.facts.sources))
        elif name.startswith("terms."):
            found[name] = " ".join([*(form[name].data or ()), *([OTHER] if form[OWN].data else [])])
        else:
            given = form[name].data
            found[name] = given if isinstance(given, str) else " ".join(given or ())
    return {PREFIX + name: text for name, text in found.items()}


def _period_in(form: ArchiveForm, before: Period) -> Period:
    ongoing = bool(form["ongoing"].data)
    end = None if ongoing else _date_in(form, "end", before.end)
    return Period(_date_in(form, "start", before.start), end, ongoing=ongoing)


def _date_in(form: ArchiveForm, name: str, before: LooseDate | None) -> LooseDate | None:
    year, month = form[f"{name}_year"].data, form[f"{name}_month"].data
    if not year:
        return None
    # `int` reads the numerals of every script.
    told = LooseDate(int(year), int(month) if month else None)
    # Somebody gave a day, which this form does not ask for: it stays while year and month do.
    same = before is not None and (before.year, before.month) == (told.year, told.month)
    return before if same else told


def _sources_in(form: ArchiveForm, before: tuple[Source, ...]) -> tuple[Source, ...]:
    found = []
    for number in range(1, rows_in([field.name for field in form]) + 1):
        title, url = form[f"source.{number}.title"].data or "", form[f"source.{number}.url"].data or ""
        if title:
            old = before[number - 1] if number <= len(before) else None
            kind = member(SourceType, form[f"source.{number}.type"].data or "") or SourceType.OWN_TESTIMONY
            public = not form[f"source.{number}.closed"].data
            found.append(Source(kind, title, url, old.pages if old else "", public, old.supports if old else ()))
    return tuple(found)


def _among(values: Iterable[str]) -> Callable[[object, Field], None]:
    allowed = frozenset(values)

    def check(form: object, field: Field) -> None:
        if (field.data or "") not in allowed:
            raise ValidationError(problem("choose"))

    return check


def _all_among(values: Iterable[str]) -> Callable[[object, Field], None]:
    allowed = frozenset(values)

    def check(form: object, field: Field) -> None:
        if not allowed.issuperset(field.data or ()):
            raise ValidationError(problem("unknown-term"))

    return check


def _among_choices(form: object, field: Any) -> None:
    if (field.data or "") not in [choice.value for choice in field.choices]:
        raise ValidationError(problem("choose"))


def _year(form: object, field: Any) -> None:
    typed = field.data or ""
    if not typed:
        return
    if not (typed.isdecimal() and len(typed) == len(str(EARLIEST_YEAR)) and int(typed) >= EARLIEST_YEAR):
        raise ValidationError(_("Please write the year with four numerals, such as 2011."))
    if int(typed) > dt.datetime.now(dt.UTC).year:
        raise ValidationError(problem("date-future"))


def _titled(form: Any, field: Any) -> None:
    if form[field.name.replace(".title", ".url")].data and not field.data:
        raise ValidationError(_("Please say what stands at this address."))


def _address(form: object, field: Any) -> None:
    if field.data and not field.data.startswith(("https://", "http://")):
        raise ValidationError(problem("not-an-address"))


def _name_where_shown(form: Any, field: Any) -> None:
    if form["author.display"].data != AuthorDisplay.ANONYMOUS and not field.data:
        raise ValidationError(problem("required"))
