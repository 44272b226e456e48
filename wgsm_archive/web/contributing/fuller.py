"""Addresses of adding more: the list of all parts, and each part on a screen of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, make_response, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.case_study import SPOKEN_SECTIONS, TITLE, PhasePart, phase_field
from wgsm_archive.domain.errors import Conflict, NotFound, NotNow, Refused
from wgsm_archive.domain.place import Precision
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import PROMPTS, explanation, problem
from wgsm_archive.services.contributing.fuller import OTHER, FullRecord
from wgsm_archive.services.contributing.standing import mark_of
from wgsm_archive.services.fact_fields import MANY, ONE, PREFIX, as_texts, is_fact
from wgsm_archive.web import access, current
from wgsm_archive.web.contributing import forms, part_forms
from wgsm_archive.web.contributing.parts import GROUPS, HEADINGS, HOW, LEADS, LIST, Part, after, find
from wgsm_archive.web.contributing.routes import VOICE, bp, ended, revision_seen, to, token
from wgsm_archive.web.fact_words import FactWords
from wgsm_archive.web.forms import ArchiveForm
from wgsm_archive.web.templating import render

EXCERPT = 110


@dataclass(frozen=True, slots=True)
class Row:
    """A part in the list of all parts. `told` is the beginning of what it holds, `waits` that it is proposed."""

    name: str
    href: str
    heading: str
    told: str
    own_language: bool
    waits: bool


@bp.get("/contribute/more/")
@access.allow(access.everyone)
def more() -> Response:
    """All parts of the record, and what each holds."""
    if current.actor().case_id is None:
        return to("contributing.start")
    record = _record()
    if not record.may_change:
        return to("contributing.story")
    groups = [(group, [_row(part, record) for part in group.parts]) for group in GROUPS]
    return make_response(render("contributing/more.html", record=record, groups=groups))


@bp.get("/contribute/more/<section>")
@access.allow(access.everyone)
def part(section: str) -> Response:
    """One part.

    Raises:
        NotFound: the record has no such part.
    """
    found = _part(section)
    if current.actor().case_id is None:
        return to("contributing.start")
    record = _record()
    if not record.may_change:
        return to("contributing.story")
    if found.is_how and not _how_is_asked(found, record):
        return to("contributing.part", section=found.name.replace(HOW, LIST, 1))
    return make_response(_page(found, record, _form(found, record)))


@bp.post("/contribute/more/<section>")
@access.allow(access.everyone)
def save_part(section: str) -> Response:
    """Save a part and go on, or back to the list.

    Raises:
        NotFound: the record has no such part.
    """
    found = _part(section)
    if current.actor().case_id is None:
        return ended()
    record = _record()
    form = _form(found, record, read=True)
    if "more" in request.form:
        return make_response(_page(found, record, form))
    if not form.validate():
        return make_response(_page(found, record, form), 422)
    try:
        _save(found, record, form)
    except Refused as refused:
        _show_problems(form, refused)
        return make_response(_page(found, record, form), 422)
    except Conflict as conflict:
        form["based_on"].data = str(conflict.revision)
        return make_response(_page(found, _record(), form, conflict), 409)
    except NotNow:
        return ended(_("The text cannot be changed at the moment. Your words are still here: please copy them."), 409)
    return _onwards(found)


def _onwards(found: Part) -> Response:
    record = _record()
    if not record.is_draft:
        flash(_("Saved. A facilitator looks at it before others see it."), "done")
    if request.form.get("then") == VOICE:
        return to("contributing.voice", section=found.name)
    if request.form.get("then") == "list":
        return to("contributing.more", _anchor=found.name.replace(HOW, LIST, 1))
    if found.vocabulary and not found.is_how and _how_is_asked(found, record):
        return to("contributing.part", section=f"{HOW}{found.vocabulary}")
    following = after(found)
    return to("contributing.part", section=following.name) if following else to("contributing.more")


def _part(section: str) -> Part:
    found = find(section)
    if found is None:
        raise NotFound
    return found


def _record() -> FullRecord:
    with current.reading() as work:
        return work.contributing.fuller.record()


def _save(found: Part, record: FullRecord, form: ArchiveForm) -> None:
    words, facts = part_forms.words_in(found, form), part_forms.facts_in(found, form, record)
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.contributing.writing.stay(token())
        work.contributing.fuller.save(words, facts, based_on=revision_seen(form), seen=request.form.get("mark"))


def _form(found: Part, record: FullRecord, *, read: bool = False) -> ArchiveForm:
    names, extra = list(request.form), "more" in request.form
    shown = forms.phases_in(names) if found.name == "story" else part_forms.rows_in(names)
    lists = current.archive().tools.vocabularies
    made = part_forms.part_form(found, record, lists, current.reader_languages(), shown + extra)
    form: ArchiveForm = made(request.form if read else None, data=part_forms.standing(found, record))
    return form


def _show_problems(form: ArchiveForm, refused: Refused) -> None:
    for name, code in refused.problems.items():
        place = "end_year" if name == "period" else name
        if place in form:
            form[place].errors = [problem(code)]
        else:
            form.form_errors.append(problem(code))


def _facts(found: Part) -> set[str]:
    return {f"{PREFIX}{name}" for name in found.facts}


def _theirs(conflict: Conflict | None, form: ArchiveForm) -> dict[str, Any]:
    """What another window wrote meanwhile: answers as they are, structured fields in words."""
    changed = conflict.theirs if conflict else {}
    speaker = FactWords(current.archive().tools.vocabularies, current.reader_languages())
    return {
        "theirs": {name: text for name, text in changed.items() if name in form and not is_fact(name)},
        "their_facts": [
            (speaker.name(name), speaker.values(name, text)) for name, text in changed.items() if is_fact(name)
        ],
    }


def _page(found: Part, record: FullRecord, form: ArchiveForm, conflict: Conflict | None = None) -> str:
    following = after(found)
    lists, languages = current.archive().tools.vocabularies, current.reader_languages()
    # A page that is shown again for a mistake is as old as it was.
    stands = {name: text for name, text in record.beside.items() if not is_fact(name) or name in _facts(found)}
    mark = mark_of(stands) if conflict else request.form.get("mark", mark_of(stands))
    return render(
        "contributing/part.html",
        part=found,
        heading=_heading(found),
        lead=_lead(found),
        record=record,
        draft=record.draft,
        form=form,
        mark=mark,
        **_theirs(conflict, form),
        prompts=PROMPTS,
        may_speak=found.name in SPOKEN_SECTIONS,
        helps={**part_forms.term_helps(found, lists, languages), **_helps(found)},
        skip=url_for("contributing.part", section=following.name) if following else url_for("contributing.more"),
    )


def _helps(found: Part) -> dict[str, str]:
    kinds = [kind for name, kind in {**ONE, **MANY}.items() if name in found.facts]
    return {str(one): explanation(one) for kind in kinds for one in kind}


def _heading(found: Part) -> str:
    if found.vocabulary:
        name = current.archive().tools.vocabularies.name(found.vocabulary, current.reader_languages())
        return _("%(list)s: how does each apply?", list=name) if found.is_how else name
    if found.name in HEADINGS:
        return str(HEADINGS[found.name])
    return str(PROMPTS[found.name].heading)


def _lead(found: Part) -> str:
    if found.is_how:
        return _("One line for each is enough; you may leave any of them empty.")
    if found.vocabulary:
        return current.archive().tools.vocabularies.explanation(found.vocabulary, current.reader_languages())
    return str(LEADS[found.name]) if found.name in LEADS else ""


def _how_is_asked(found: Part, record: FullRecord) -> bool:
    return any(use.vocabulary == found.vocabulary and use.term != OTHER for use in record.facts.terms)


def _row(found: Part, record: FullRecord) -> Row:
    words = _told_words(found, record)
    facts = _told_facts(found, record)
    fields = {*found.words, *(PREFIX + name for name in found.facts)}
    waits = any(name in fields or (found.name == "story" and name.startswith("story.")) for name in record.proposed)
    href = url_for("contributing.part", section=found.name)
    if record.is_draft and found.name in forms.STEPS:
        href = url_for("contributing.step", name=found.name)
    told = facts or words
    cut = told if len(told) <= EXCERPT else told[:EXCERPT].rsplit(" ", 1)[0] + "…"
    return Row(found.name, href, _heading(found), cut, own_language=bool(words) and not facts, waits=waits)


def _told_words(found: Part, record: FullRecord) -> str:
    names = [name for name in found.words if name in record.texts]
    if found.name == "story":
        steps = range(1, forms.phases_in(list(record.texts)) + 1)
        asked = [one for one in PhasePart if one is not PhasePart.WHEN]
        names = [phase_field(number, one) for number in steps for one in asked]
    told = " ".join(record.texts.get(name, "") for name in names).strip()
    return told if found.name == TITLE else " ".join(told.split())


def _told_facts(found: Part, record: FullRecord) -> str:
    speaker = FactWords(current.archive().tools.vocabularies, current.reader_languages())
    stands = as_texts(record.facts)
    values: list[str] = []
    for name in found.facts:
        if name == "precision" and record.facts.precision is Precision.COUNTRY:
            continue  # what holds when nobody says anything
        values += speaker.values(PREFIX + name, stands[PREFIX + name])
    if found.name == "credit" and not record.facts.author.name:
        return ""
    return " · ".join(values)
