"""A story's whole way: told without an account on a phone, reviewed, read, found, translated, and taken back."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import func, select

from tests.journeys import acts
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Visits
from tests.journeys.house import House
from tests.journeys.stories import ARABIC, SPANISH, Telling
from tests.programs import needs
from wgsm_archive.db.models import Case
from wgsm_archive.domain.actor import SYSTEM

pytestmark = [needs("Chromium"), pytest.mark.timeout(600)]


@pytest.mark.parametrize("telling", [SPANISH, ARABIC], ids=["es-without-javascript", "ar"])
def test_a_story_goes_all_the_way(house: House, visits: Visits, telling: Telling) -> None:
    visit = partial(visits, house, java_script_enabled=telling.javascript)
    teller = visit(telling.language)
    acts.begin(teller)
    acts.answer_questions(teller, telling)
    acts.decide_with_a_mistake(teller, telling)
    code = acts.send_twice(teller, telling)

    facilitator = visit(telling.language)
    facilitator.sign_in("faiza")
    public_id = acts.find_in_queue(facilitator, telling.title)
    assert house_has_one_story(house)
    reviewed(facilitator, teller, telling, code)
    assert visit("en").go(f"cases/{public_id}/") == 404
    facilitator.go(f"review/{public_id}/")
    facilitator.press("Publish")

    reader = visit(telling.language)
    acts.found_by_words(reader, telling.word, telling.texts, telling.country)
    acts.found_by_theme(visit(telling.theme_reader), telling)
    acts.reads_well(reader, public_id, telling.texts)
    assert not any(text in reader.main() for text in (telling.question, telling.answer))
    acts.known_to_programs(reader, public_id, telling)

    translator, second = visit(telling.language), visit(telling.into)
    translator.sign_in("tomas")
    acts.translate(translator, public_id, telling)
    second.sign_in("amina")
    acts.approve(second, public_id, telling)
    stranger, texts = visit(telling.into), [*telling.translated.values()]
    acts.found_by_words(stranger, telling.translated_word, texts, telling.country)
    acts.reads_well(stranger, public_id, texts)
    acts.correct(teller, code, facilitator, public_id, telling)
    acts.marked_as_outdated(stranger, public_id, telling)

    acts.come_back(teller, code)
    teller.press("Hide now")
    for one in (reader, stranger):
        acts.nothing_is_known(one, public_id, telling)


def house_has_one_story(house: House) -> bool:
    """Whether sending twice made one story only."""
    with house.archive.unit_of_work(SYSTEM) as work:
        return work.session.scalar(select(func.count()).select_from(Case)) == 1


def reviewed(facilitator: Visitor, teller: Visitor, telling: Telling, code: str) -> None:
    """Read, ask, be answered through the code, answer the checklist; the trail names no teller."""
    shown = facilitator.main()
    assert all(text.split("\n")[0] in shown for text in telling.texts)
    facilitator.press("Look after this story")
    acts.choose_theme(facilitator, telling.theme)
    facilitator.write({"text": telling.question})
    facilitator.press("Send the question")

    teller.context.clear_cookies()
    acts.come_back(teller, code)
    assert telling.question in teller.main()
    teller.page.locator("#questions textarea").fill(telling.answer)
    teller.press("Send the answer")
    assert telling.answer in teller.main()

    facilitator.page.reload()
    assert telling.answer in facilitator.main()
    facilitator.press("It is settled")
    assert not facilitator.button("Publish").count()
    acts.keep_marked_words(facilitator)
    acts.fill_in_checklist(facilitator)
    facilitator.follow("What happened so far")
    assert facilitator.said("The trail is whole: no step was changed or taken out.") in facilitator.main()
    assert facilitator.page.locator(".timeline li").count() >= 5
