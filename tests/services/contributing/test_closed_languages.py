"""Languages that a story must not be read in: no page, search, file, memory or workbench has it in them."""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import select

from tests.make import USES, Made, a_case, a_person, a_translation, index
from wgsm_archive.db.models import MemoryUnit
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role, teller
from wgsm_archive.domain.consent import Consent, ConsentLevel, is_closed_language, with_uses
from wgsm_archive.domain.errors import NotAllowed, NotFound, Refused
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.reading.views import Question
from wgsm_archive.services.sharing.going_out import export_all
from wgsm_archive.services.sharing.interchange import import_cases

ARRESTED = {"summary": "Le port fut arrêté."}
FRENCH = {"title": "La grève des pêcheurs", "summary": "Le port fut **arrêté** pendant neuf jours."}


@pytest.fixture
def made(archive: Archive) -> Made:
    made = a_case(archive)
    a_translation(archive, made.id, "fr", FRENCH)
    a_translation(archive, made.id, "en", {"title": "The strike", "summary": "Fishers stopped the port."})
    index(archive)
    return made


@pytest.fixture
def asha(archive: Archive) -> Actor:
    return a_person(archive, Role.TRANSLATOR, handle="asha")


def decide(archive: Archive, made: Made, *not_in: str) -> None:
    consent = with_uses(Consent(level=ConsentLevel.PUBLIC_SHARE, not_in=not_in), USES)
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.writing.decide(consent)


def languages(archive: Archive, made: Made, actor: Actor = ANONYMOUS) -> set[str]:
    with archive.unit_of_work(actor) as work:
        return {version.language for version in work.reading.case(made.public_id, ("fr", "es")).versions}


def found(archive: Archive, words: str) -> int:
    with archive.unit_of_work(ANONYMOUS) as work:
        return work.reading.find(Question(words=words), ("fr",)).total


def remembered(archive: Archive) -> set[str]:
    with archive.unit_of_work(SYSTEM) as work:
        return set(work.session.scalars(select(MemoryUnit.target_language)))


@pytest.mark.parametrize(
    ("tag", "closed", "is_closed"),
    [
        ("fr", ["fr"], True),
        ("fr-CA", ["fr"], True),
        ("fr", ["fr-CA"], False),
        ("fro", ["fr"], False),
        ("fr", [], False),
    ],
)
def test_a_language_is_closed_with_its_varieties(tag: str, closed: Collection[str], is_closed: bool):
    assert is_closed_language(tag, closed) is is_closed


def test_a_translation_is_gone_from_everywhere_at_once(archive: Archive, made: Made):
    assert languages(archive, made) == {"es", "fr", "en"}
    assert found(archive, "arrêté") == 1
    assert remembered(archive) == {"fr", "en"}
    decide(archive, made, "fr")
    assert languages(archive, made) == {"es", "en"}
    assert found(archive, "arrêté") == 0
    assert "fr" not in remembered(archive)
    index(archive)
    assert found(archive, "arrêté") == 0
    assert found(archive, "strike") == 1
    assert remembered(archive) == {"en"}
    with archive.unit_of_work(ANONYMOUS) as work:
        page = work.reading.case(made.public_id, ("fr", "es"))
        assert page.language != "fr"
        assert "arrêté" not in repr(page)


def test_tellers_and_facilitators_still_see_it_and_it_comes_back(archive: Archive, made: Made):
    decide(archive, made, "fr")
    facilitator = a_person(archive, Role.FACILITATOR, handle="fa")
    assert "fr" in languages(archive, made, facilitator)
    assert "fr" in languages(archive, made, teller(made.id))
    decide(archive, made)
    index(archive)
    assert languages(archive, made) == {"es", "fr", "en"}
    assert found(archive, "arrêté") == 1
    assert remembered(archive) == {"fr", "en"}


@pytest.mark.parametrize("tag", ["hi", "hi-Latn"])
def test_nobody_translates_into_it(archive: Archive, made: Made, asha: Actor, tag: str):
    decide(archive, made, "hi")
    with archive.unit_of_work(asha, write=True) as work, pytest.raises(Refused) as refused:
        work.translating.start(made.public_id, tag, "es")
    assert refused.value.problems == {"target": "language-closed"}
    with archive.unit_of_work(asha) as work:
        assert work.translating.wanted(tag, ("en",)).total == 0
        assert work.translating.wanted("pt", ("en",)).total == 1


def test_work_that_was_begun_stops(archive: Archive, made: Made, asha: Actor):
    with archive.unit_of_work(asha, write=True) as work:
        work.translating.start(made.public_id, "hi", "es")
    decide(archive, made, "hi")
    with archive.unit_of_work(asha) as work, pytest.raises(NotFound):
        work.translating.version(made.public_id, "hi")
    with archive.unit_of_work(a_person(archive, Role.FACILITATOR), write=True) as work, pytest.raises(NotAllowed):
        work.translating.save(made.public_id, "hi", "summary", {})


def test_files_leave_it_out_and_bring_the_decision_along(archive: Archive, made: Made):
    decide(archive, made, "fr")
    with archive.unit_of_work(SYSTEM) as work:
        (whole,) = export_all(work)
    assert whole["consent"]["not_in"] == ["fr"]
    with archive.unit_of_work(ANONYMOUS) as work:
        (public,) = export_all(work)
    assert set(public["versions"]) == {"es", "en"}
    assert "fr" not in repr(public["consent"])


def test_a_file_says_it_and_never_widens_it(archive: Archive):
    sent: dict[str, Any] = {
        "format": "wgsm-case/1",
        "id": "one",
        "original_language": "es",
        "audience": "public",
        "consent": {"level": "public-share", "translate": True, "not_in": ["fr", "hi"]},
        "versions": {
            "es": {
                "title": "La huelga",
                "origin": "original",
                "state": "approved",
                "sections": {"summary": "Pararon."},
            },
            "fr": {"title": "La grève", "origin": "human", "from": "es", "state": "approved", "sections": ARRESTED},
        },
    }
    import_cases(archive, [deepcopy(sent)], publish=True)
    index(archive)
    assert found(archive, "arrêté") == 0
    assert found(archive, "huelga") == 1
    sent["consent"].pop("not_in")
    import_cases(archive, [sent], publish=True)
    index(archive)
    assert found(archive, "arrêté") == 0


def test_a_file_that_closes_its_own_language_is_for_nobody(archive: Archive):
    sent = {
        "format": "wgsm-case/1",
        "id": "two",
        "original_language": "es",
        "consent": {"level": "public-share", "not_in": ["es"]},
        "versions": {"es": {"title": "La huelga", "origin": "original", "sections": {"summary": "Pararon."}}},
    }
    import_cases(archive, [sent], publish=True)
    index(archive)
    assert found(archive, "huelga") == 0
