"""Forms of the review: reading what was sent, and the fields to show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import CheckboxInput, ListWidget

from wgsm_archive.data import Vocabularies
from wgsm_archive.domain.case_study import (
    OVERALL_WHY,
    TITLE,
    CaseFacts,
    Consultation,
    Overall,
    People,
    PhasePart,
    ProjectStatus,
    ProtocolNotice,
    Reaction,
    Risk,
    Scale,
    Section,
    Setting,
    Stage,
    Tenure,
    TermUse,
    how_field,
    is_field,
    ordered_fields,
    phase_field,
    read_phase_field,
    section_of,
)
from wgsm_archive.domain.checklist import Answer, Answered, Check
from wgsm_archive.domain.dates import Period, read_date
from wgsm_archive.domain.place import Precision
from wgsm_archive.domain.text import clean_text
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.i18n import _
from wgsm_archive.i18n.formats import countries
from wgsm_archive.i18n.wording import PHASE_PROMPTS, PROMPTS, label
from wgsm_archive.services.fact_fields import PREFIX, TERMS, as_texts
from wgsm_archive.services.reviewing.desk import OwnWords
from wgsm_archive.web.fact_words import NAMES
from wgsm_archive.web.forms import ArchiveForm, Line, whole_number

TEXT = "text."
"""What the names of a text's fields begin with in the form."""
Member = TypeVar("Member", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class TextField:
    """A field of the text as the form shows it."""

    name: str
    heading: str
    value: str
    line: bool
    error: str = ""
    minor: bool = False


@dataclass(frozen=True, slots=True)
class TextGroup:
    """The fields of one section. `is_told` says whether any of them holds something."""

    name: str
    heading: str
    fields: tuple[TextField, ...]

    @property
    def is_told(self) -> bool:
        """Whether anything is told here, or wrong."""
        return any(field.value or field.error for field in self.fields)


def grouped(fields: Iterable[TextField]) -> list[TextGroup]:
    """Fields section by section, in their order."""
    groups: dict[str, list[TextField]] = {}
    for field in fields:
        groups.setdefault(section_of(field.name), []).append(field)
    return [TextGroup(name, _section_heading(name), tuple(found)) for name, found in groups.items()]


def _section_heading(name: str) -> str:
    return _("How the themes and other terms apply") if name == "how" else str(PROMPTS[name].heading)


def number_of(typed: str | None) -> int:
    """A whole number from a hidden field; -1, which fits nothing, for anything else."""
    found = whole_number(typed)
    return -1 if found is None else found


def member(kind: type[Member], typed: str | None) -> Member | None:
    """A member of an enum by its value; None for anything else."""
    return next((one for one in kind if one == typed), None)


def checklist_of(form: MultiDict[str, str]) -> tuple[dict[Check, Answered], Risk | None]:
    """The answers that were given, and how dangerous telling is."""
    answers = {}
    for check in Check:
        given = member(Answer, form.get(f"answer.{check}"))
        if given is not None:
            answers[check] = Answered(given, clean_text(form.get(f"note.{check}", ""))[:2000])
    return answers, member(Risk, form.get("risk"))


def texts_of(form: MultiDict[str, str]) -> tuple[dict[str, str], set[str]]:
    """The text that was sent, and the fields whose change is a small correction."""
    texts = {name.removeprefix(TEXT): clean_text(value) for name, value in form.items() if name.startswith(TEXT)}
    return {name: value for name, value in texts.items() if is_field(name)}, set(form.getlist("minor"))


def text_fields(
    texts: Mapping[str, str],
    terms: Iterable[tuple[str, str, str]],
    problems: Mapping[str, str],
    minor: Iterable[str] = (),
) -> list[TextField]:
    """All fields of a text in reading order, with one more step of the story; `terms` are (list, id, label)."""
    steps = [told[0] for name in texts if (told := read_phase_field(name))]
    names = {TITLE, OVERALL_WHY, *(section for section in Section if section is not Section.STORY), *texts}
    names |= {phase_field(max(steps, default=0) + 1, part) for part in PhasePart}
    hows = {how_field(vocabulary, term): words for vocabulary, term, words in terms}
    chosen = set(minor)
    return [
        TextField(
            name=name,
            heading=heading(name, hows),
            value=texts.get(name, ""),
            line=name == TITLE or name.endswith(".when") or name.startswith("how."),
            error=problems.get(name, ""),
            minor=name in chosen,
        )
        for name in ordered_fields(names | hows.keys())
    ]


def heading(name: str, hows: Mapping[str, str]) -> str:
    """What a field is called."""
    head, *rest = name.split(".")
    if head == Section.STORY and len(rest) == 2:
        part = str(PHASE_PROMPTS[PhasePart(rest[1])].heading)
        return _("Step %(number)s: %(part)s", number=rest[0], part=part)
    if head == "how":
        return _("How this applies: %(term)s", term=hows.get(name, rest[-1]))
    return str(PROMPTS[name].heading)


class Countries(SelectMultipleField):
    """Countries, each chosen in a list of its own; what is left empty is no choice."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was chosen."""
        super().process_formdata([value for value in valuelist if value])


class FactsForm(ArchiveForm):
    """The structured fields of a case; the lists of terms are read beside it by `terms_of`."""

    countries = Countries()
    region = Line()
    precision = SelectField()
    setting = SelectMultipleField(widget=ListWidget(), option_widget=CheckboxInput())
    period_start = StringField()
    period_end = StringField()
    ongoing = BooleanField()
    scale = SelectField()
    people_affected = SelectField()
    people_taking_part = SelectField()
    stage = SelectField()
    project_status = SelectField()
    consultation = SelectField()
    reaction = SelectField()
    tenure = SelectMultipleField(widget=ListWidget(), option_widget=CheckboxInput())
    overall = SelectField()
    protocol_notices = SelectMultipleField(widget=ListWidget(), option_widget=CheckboxInput())


_ENUMS: Mapping[str, type[StrEnum]] = {
    "precision": Precision,
    "setting": Setting,
    "scale": Scale,
    "people_affected": People,
    "people_taking_part": People,
    "stage": Stage,
    "project_status": ProjectStatus,
    "consultation": Consultation,
    "reaction": Reaction,
    "tenure": Tenure,
    "overall": Overall,
    "protocol_notices": ProtocolNotice,
}


def facts_form(facts: CaseFacts, sent: MultiDict[str, str] | None = None) -> FactsForm:
    """The form over what stands, or over what was sent."""
    start = {name: getattr(facts, name) for name in _ENUMS} | {
        "countries": list(facts.countries),
        "region": facts.region,
        "period_start": str(facts.period.start or ""),
        "period_end": str(facts.period.end or ""),
        "ongoing": facts.period.ongoing,
    }
    form = FactsForm(sent, data={name: "" if value is None else value for name, value in start.items()})
    _name_fields(form)
    form.countries.choices = [SelectChoice(code, name) for code, name in countries()]
    for name, kind in _ENUMS.items():
        field: Any = form[name]
        empty = [SelectChoice("", _("Not told"))] if name != "precision" and field.type == "SelectField" else []
        field.choices = [*empty, *(SelectChoice(str(one), label(one)) for one in kind)]
    return form


def _name_fields(form: FactsForm) -> None:
    for field in form:
        field.label.text = str(NAMES[field.name])


def terms_of(form: MultiDict[str, str]) -> tuple[TermUse, ...]:
    """The terms that were ticked, list by list."""
    return tuple(TermUse(name, term) for name in VocabularyName for term in form.getlist(f"terms.{name}"))


def facts_of(form: FactsForm, terms: tuple[TermUse, ...]) -> tuple[CaseFacts, dict[str, str]]:
    """The facts as they were sent, and what could not be read: field -> code."""
    problems = {
        name: "date-shape"
        for name in ("period_start", "period_end")
        if form[name].data and read_date(form[name].data) is None
    }
    one = {name: member(kind, form[name].data) for name, kind in _ENUMS.items() if form[name].type == "SelectField"}
    many = {
        name: tuple(found for value in form[name].data or () if (found := member(_ENUMS[name], value)) is not None)
        for name in ("setting", "tenure", "protocol_notices")
    }
    one["precision"] = one["precision"] or Precision.COUNTRY
    chosen: dict[str, object] = {**one, **many}
    start, end = read_date(form.period_start.data or ""), read_date(form.period_end.data or "")
    facts = CaseFacts(
        countries=tuple(form.countries.data or ()),
        region=form.region.data or "",
        period=Period(start, None if form.ongoing.data else end, ongoing=bool(form.ongoing.data)),
        terms=terms,
        **chosen,  # type: ignore[arg-type]
    )
    return facts, problems


def differing(now: CaseFacts, sent: CaseFacts) -> list[tuple[str, str]]:
    """The fields of the form where what was sent differs from what stands now: name and what stands, as texts."""
    stands, wanted = as_texts(now), as_texts(sent)
    asked = (f"{PREFIX}period", f"{PREFIX}region", TERMS, *(f"{PREFIX}{name}" for name in ("countries", *_ENUMS)))
    return [
        (name, stands.get(name, ""))
        for name in dict.fromkeys((*stands, *wanted))
        if name.startswith(asked) and stands.get(name, "") != wanted.get(name, "")
    ]


@dataclass(frozen=True, slots=True)
class TermGroup:
    """A group of terms within a list, each (id, label, description, chosen)."""

    label: str
    terms: tuple[tuple[str, str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class TermList:
    """A list of terms to tick."""

    name: VocabularyName
    label: str
    explanation: str
    groups: tuple[TermGroup, ...]
    chosen: int
    own_words: tuple[OwnWords, ...]


def term_lists(
    vocabularies: Vocabularies,
    chosen: Iterable[TermUse],
    own_words: Mapping[str, tuple[OwnWords, ...]],
    languages: tuple[str, ...],
) -> list[TermList]:
    """All lists with their terms in the reader's language, and beside them what the tellers wrote on terms."""
    held = {(use.vocabulary, use.term) for use in chosen}
    lists = []
    for name in VocabularyName:
        groups: dict[str, list[tuple[str, str, str, bool]]] = {}
        for term in vocabularies.terms(name, {one for vocabulary, one in held if vocabulary == name}):
            row = (term.id, term.label(languages), term.description(languages), (name, term.id) in held)
            groups.setdefault(term.group, []).append(row)
        lists.append(
            TermList(
                name,
                vocabularies.name(name, languages),
                vocabularies.explanation(name, languages),
                tuple(TermGroup(vocabularies.group(name, key, languages), tuple(rows)) for key, rows in groups.items()),
                sum(vocabulary == name for vocabulary, _term in held),
                own_words.get(name, ()),
            )
        )
    return lists
