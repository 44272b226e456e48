"""Who has been in our situation: which stories are found, in which order, and what is told of them."""

from __future__ import annotations

import pytest

from tests.make import TEXTS, Made, a_case, a_person, a_translation, hide, index
from wgsm_archive.db.models import Case
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from wgsm_archive.domain.case_study import Overall, Stage
from wgsm_archive.domain.consent import ConsentLevel, Reach
from wgsm_archive.domain.likeness import Danger, Situation
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.reading.alike import Alike

MINE = ("struggles", "mine")
SPOKEN = {"how.strategies.strike": "Nueve días sin que saliera un barco.", "hard": "Nos siguieron a casa."}


def a_story(archive: Archive, *terms: tuple[str, str], stage: Stage | None = None, overall: Overall | None = None,
            texts: dict[str, str] | None = None, **values: object) -> Made:  # fmt: skip
    made = a_case(archive, terms=terms, texts={**TEXTS, **(texts or {})}, **values)  # type: ignore[arg-type]
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = work.session.get_one(Case, made.id)
        case.stage, case.overall = stage, overall
    return made


def ask(archive: Archive, **asked: object) -> Alike:
    with archive.unit_of_work(ANONYMOUS) as work:
        return work.reading.alike(Situation(**asked), ("es",))  # type: ignore[arg-type]


def order(found: Alike) -> list[int]:
    return [card.case_id for card in found.stories]


def test_the_most_alike_come_first(archive: Archive):
    kin = a_story(archive, ("struggles", "oil-gas"))
    both = a_story(archive, MINE, ("constituencies", "peasants"))
    same = a_story(archive, MINE)
    a_story(archive, ("struggles", "eviction"))
    people = a_story(archive, ("constituencies", "peasants"))
    found = ask(archive, struggles=("mine",), constituencies=("peasants",))
    assert order(found) == [both.id, same.id, people.id, kin.id]
    assert found.total == 4


def test_stage_and_danger_decide_between_equals(archive: Archive):
    late = a_story(archive, MINE, ("challenges", "violence-killing"), stage=Stage.LONG_AFTER)
    near = a_story(archive, MINE, ("challenges", "surveillance"), stage=Stage.OPERATION)
    exact = a_story(archive, MINE, ("outcomes", "repression-up"), stage=Stage.PLANNING)
    untold = a_story(archive, MINE)
    asked = ask(archive, struggles=("mine",), stage=Stage.PLANNING, danger=Danger.THREATENED)
    assert order(asked) == [exact.id, near.id, untold.id, late.id]


def test_danger_alone_finds_stories_of_that_danger(archive: Archive):
    calm, hard = a_story(archive, MINE), a_story(archive, MINE, ("challenges", "violence-killing"))
    assert order(ask(archive, danger=Danger.OPEN)) == [calm.id]
    assert order(ask(archive, danger=Danger.ATTACKED)) == [hard.id]


def test_strategies_come_with_the_words_of_those_who_used_them(archive: Archive):
    a_story(archive, MINE, ("strategies", "strike"), ("strategies", "other"), texts=SPOKEN, overall=Overall.GAIN)
    a_story(archive, MINE, ("strategies", "strike"), overall=Overall.LOSS)
    (strike,) = ask(archive, struggles=("mine",)).strategies
    assert (strike.term.id, strike.stories, strike.won, strike.lost) == ("strike", 2, 1, 1)
    told = ask(archive, struggles=("mine",)).strategies[0].telling
    assert told.how is None or told.how.text == SPOKEN["how.strategies.strike"]
    assert [one.field for one in told.lessons][:2] == ["strategy", "advice"]


def test_each_strategy_is_told_by_another_story_where_there_is_one(archive: Archive):
    a_story(archive, MINE, ("strategies", "strike"), ("strategies", "march"))
    a_story(archive, MINE, ("strategies", "strike"), ("strategies", "march"))
    found = ask(archive, struggles=("mine",))
    assert len({one.telling.card.case_id for one in found.strategies}) == 2


def test_a_lost_struggle_is_told_with_what_went_wrong(archive: Archive):
    lost = a_story(archive, MINE, overall=Overall.LOSS, texts={"failed": "Esperamos " + "demasiado " * 40})
    won = a_story(archive, MINE, overall=Overall.GAIN)
    found = ask(archive, struggles=("mine",))
    assert order(found) == [won.id]
    (lesson,) = found.lost
    assert lesson.card.case_id == lost.id
    assert lesson.words is not None
    assert lesson.words.more
    assert lesson.words.text.endswith("demasiado")
    assert len(lesson.words.text) <= 260


@pytest.mark.parametrize("level", [ConsentLevel.PRIVATE, ConsentLevel.NETWORK])
def test_what_may_not_be_read_is_not_counted(archive: Archive, level: ConsentLevel):
    a_story(archive, MINE, ("strategies", "strike"), level=level)
    assert ask(archive, struggles=("mine",)) == Alike(0, (), (), ())


def test_members_find_what_is_for_members(archive: Archive):
    made = a_story(archive, MINE, level=ConsentLevel.NETWORK)
    with archive.unit_of_work(a_person(archive)) as work:
        assert order(work.reading.alike(Situation(("mine",)), ("es",))) == [made.id]


def test_a_story_that_waits_is_not_found_by_its_facilitators(archive: Archive):
    a_story(archive, MINE, state=CaseState.SUBMITTED)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.reading.alike(Situation(("mine",)), ("es",)).total == 0


def test_a_hidden_story_is_gone_at_once(archive: Archive):
    made = a_story(archive, MINE, ("strategies", "strike"))
    hide(archive, made)
    assert ask(archive, struggles=("mine",)).total == 0


def test_a_section_for_fewer_is_quoted_to_these_only(archive: Archive):
    apart = {"hard": Reach.MEMBERS}
    a_story(archive, MINE, ("strategies", "strike"), texts=SPOKEN, narrowed=apart)
    member = a_person(archive)
    for actor, told in ((ANONYMOUS, False), (member, True)):
        with archive.unit_of_work(actor) as work:
            (strike,) = work.reading.alike(Situation(("mine",)), ("es",)).strategies
        assert ("hard" in [one.field for one in strike.telling.lessons]) is told


def test_words_come_in_the_language_of_the_reader(archive: Archive):
    made = a_story(archive, MINE, ("strategies", "strike"), texts=SPOKEN)
    a_translation(archive, made.id, "en", {"title": "The strike", "hard": "They followed us home."})
    with archive.unit_of_work(ANONYMOUS) as work:
        (strike,) = work.reading.alike(Situation(("mine",)), ("en",)).strategies
    said = {one.field: one for one in strike.telling.lessons}
    assert (said["hard"].text, said["hard"].language) == ("They followed us home.", "en")
    assert said["strategy"].language == "es"


def related(archive: Archive, made: Made, actor: Actor = ANONYMOUS) -> list[int]:
    with archive.unit_of_work(actor) as work:
        return [card.case_id for card in work.reading.related(work.reading.case(made.public_id, ("es",)), ("es",))]


def test_more_like_a_story_are_those_that_share_most_with_it(archive: Archive):
    strike, other = ("strategies", "strike"), ("strategies", "other")
    shown = a_story(archive, MINE, strike, other, ("themes", "land"))
    one = a_story(archive, strike)
    both = a_story(archive, MINE, strike)
    a_story(archive, other, ("themes", "water"))
    closed = a_story(archive, MINE, strike, level=ConsentLevel.NETWORK)
    a_story(archive, MINE, strike, state=CaseState.SUBMITTED)
    index(archive)
    assert related(archive, shown) == [both.id, one.id]
    assert related(archive, shown, a_person(archive, Role.FACILITATOR)) == [closed.id, both.id, one.id]
    hide(archive, both)
    assert related(archive, shown) == [one.id]


def test_while_the_index_is_made_anew_nothing_is_like_a_story(archive: Archive):
    shown = a_story(archive, MINE)
    a_story(archive, MINE)
    assert related(archive, shown) == []
    index(archive)
    assert len(related(archive, shown)) == 1


def test_a_story_without_terms_has_none_like_it(archive: Archive):
    assert related(archive, a_story(archive)) == []
