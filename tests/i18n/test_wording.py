"""Everything the domain names has words, and the words are in every language that must be complete."""

import importlib
import inspect
import pkgutil
from enum import StrEnum

import pytest

from wgsm_archive import domain
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ActorKind
from wgsm_archive.domain.case_study import OVERALL_WHY, TITLE, PhasePart, Section
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.domain.dates import DateProblem
from wgsm_archive.domain.media import Format, Size
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.i18n import wording
from wgsm_archive.i18n.language import speaking
from wgsm_archive.i18n.wording import consent, problems, work

# Not said to people, or said elsewhere: prompts, problems, and the packaged vocabularies.
SAID_ELSEWHERE = {Section, PhasePart, DateProblem, VocabularyName}
NEVER_SAID = {ActorKind, Format, Size}
PACKAGES = [
    module for module in pkgutil.iter_modules(domain.__path__) if not module.name.startswith(("query", "segments"))
]
ENUMS = {
    thing
    for module in PACKAGES
    for _, thing in inspect.getmembers(importlib.import_module(f"wgsm_archive.domain.{module.name}"), inspect.isclass)
    if issubclass(thing, StrEnum) and thing is not StrEnum
}


@pytest.mark.parametrize("enum", sorted(ENUMS - SAID_ELSEWHERE - NEVER_SAID, key=str))
def test_every_member_is_called_something(enum: type[StrEnum]):
    for member in enum:
        assert wording.label(member)


@pytest.mark.parametrize("enum", sorted(wording.EXPLANATIONS, key=str))
def test_what_is_explained_is_explained_throughout(enum: type[StrEnum]):
    assert all(wording.explanation(member) for member in enum)


def test_every_section_asks_a_question():
    assert set(wording.PROMPTS) == {TITLE, *Section, OVERALL_WHY}
    assert set(wording.PHASE_PROMPTS) == set(PhasePart)
    for prompt in [*wording.PROMPTS.values(), *wording.PHASE_PROMPTS.values()]:
        assert str(prompt.heading)
        assert str(prompt.question).endswith("?")


def test_where_a_name_or_a_place_may_slip_out_the_help_says_so():
    for section in (Section.PEOPLE, Section.PLACE, Section.STORY, Section.STRATEGY, Section.HARD, Section.NEXT):
        assert "eave out" in str(wording.PROMPTS[section].help)


def test_each_level_of_consent_shows_what_it_means():
    for level in ConsentLevel:
        assert str(consent.LEVEL_EXAMPLES[level]).startswith("For example")


def test_tellers_and_facilitators_read_the_state_each_in_their_way():
    for state in CaseState:
        assert wording.state_for_tellers(state) == str(work.STATES_FOR_TELLERS[state])
        assert wording.label(state) != wording.state_for_tellers(state)


@pytest.mark.parametrize("code", [*problems.PROBLEMS, *DateProblem, "never-heard-of"])
def test_every_problem_has_words(code: str):
    assert wording.problem(code).endswith(".")


def test_words_are_said_in_the_present_language():
    with speaking("ar"):
        assert wording.label(CaseState.PUBLISHED) == "منشورة"
        assert wording.problem("date-future") == "هذا التاريخ لم يأتِ بعد. يرجى التحقق منه."
    with speaking("ay"):
        assert wording.label(CaseState.PUBLISHED) == "Publicada"
