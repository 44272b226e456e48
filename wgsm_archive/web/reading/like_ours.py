"""The page of "who has been in our situation?": four questions in the address, kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from flask import make_response, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import CheckboxInput, ListWidget

from wgsm_archive.data import Vocabularies
from wgsm_archive.domain.case_study import Stage
from wgsm_archive.domain.likeness import Danger, Situation
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import PROMPTS, label
from wgsm_archive.web import access, current
from wgsm_archive.web.answers import for_readers
from wgsm_archive.web.forms import ArchiveForm
from wgsm_archive.web.reading.routes import bp
from wgsm_archive.web.templating import render

__all__ = ["bp"]

MOST = 6
"""So many answers to one question are looked at; the others are passed over."""
_LISTS = {"struggle": VocabularyName.STRUGGLES, "constituency": VocabularyName.CONSTITUENCIES}
Kind = TypeVar("Kind", bound=StrEnum)


@bp.get("/like-ours")
@access.allow(access.everyone)
def like_ours() -> Response:
    """Four questions; once one is answered, what others did who were in that situation."""
    languages = current.reader_languages()
    with current.reading() as work:
        lists = work.tools.vocabularies
        asked = situation(lists)
        found = work.reading.alike(asked, languages) if asked.is_told else None
    return for_readers(
        make_response(
            render(
                "reading/like_ours.html",
                form=_form(lists, languages)(request.args),
                helps={
                    name: {one.id: one.description(languages) for one in lists.terms(of)} for name, of in _LISTS.items()
                },
                said=_said(lists, asked, languages),
                found=found,
                all_stories=_all_stories(asked),
                prompts=PROMPTS,
            )
        )
    )


def situation(lists: Vocabularies) -> Situation:
    """What the address says of a situation; nonsense is passed over, never an error."""
    terms = {
        name: tuple(
            dict.fromkeys(
                term.id
                for one in request.args.getlist(name)[:MOST]
                if (term := lists.find(vocabulary, one)) is not None
            )
        )
        for name, vocabulary in _LISTS.items()
    }
    return Situation(terms["struggle"], terms["constituency"], _member(Stage, "stage"), _member(Danger, "danger"))


def _all_stories(asked: Situation) -> str:
    """The search for all stories of these struggles and peoples."""
    named = [("struggle", asked.struggles), ("constituency", asked.constituencies)]
    query = urlencode([(name, one) for name, ids in named for one in ids])
    return f"{url_for('.search')}?{query}" if query else url_for(".search")


def _member(kind: type[Kind], name: str) -> Kind | None:
    typed = request.args.get(name)
    return next((one for one in kind if one == typed), None)


def _form(lists: Vocabularies, languages: tuple[str, ...]) -> type[ArchiveForm]:
    fields = {
        "struggle": _boxes(_("What are you facing?"), lists, VocabularyName.STRUGGLES, languages),
        "constituency": _boxes(_("Who are you?"), lists, VocabularyName.CONSTITUENCIES, languages),
        "stage": _one_of(_("How far has it gone?"), Stage),
        "danger": _one_of(_("How dangerous is it for you to organise?"), Danger),
    }
    return cast("type[ArchiveForm]", type("SituationForm", (ArchiveForm,), fields))


def _boxes(
    question: str, lists: Vocabularies, vocabulary: VocabularyName, languages: tuple[str, ...]
) -> SelectMultipleField:
    choices: list[Any] = [
        SelectChoice(
            term.id,
            term.label(languages),
            # A list without groups folds as one: it is too long for a phone.
            optgroup=lists.group(vocabulary, term.group, languages) or _("Choose from the list"),
        )
        for term in lists.terms(vocabulary)
        if term.id != "other"
    ]
    return SelectMultipleField(
        question, choices=choices, widget=ListWidget(), option_widget=CheckboxInput(), validate_choice=False
    )


def _one_of(question: str, kind: type[StrEnum]) -> RadioField:
    choices = [SelectChoice(str(one), label(one)) for one in kind]
    return RadioField(question, choices=[*choices, SelectChoice("", _("We leave this open"))], validate_choice=False)


def _said(lists: Vocabularies, asked: Situation, languages: tuple[str, ...]) -> Sequence[str]:
    """The answers in words."""
    named = [(VocabularyName.STRUGGLES, asked.struggles), (VocabularyName.CONSTITUENCIES, asked.constituencies)]
    terms = [term.label(languages) for of, ids in named for one in ids if (term := lists.find(of, one)) is not None]
    return [*terms, *(label(one) for one in (asked.stage, asked.danger) if one is not None)]
