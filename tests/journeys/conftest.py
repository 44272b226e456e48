"""A browser, and an archive that is served as in life."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.browser import Visitor
from tests.journeys.house import House, made, opened
from tests.make import a_case
from tests.programs import find
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PEOPLE = (
    ("faiza", Role.FACILITATOR),
    ("tomas", Role.TRANSLATOR),
    ("amina", Role.TRANSLATOR),
    ("stella", Role.STEWARD),
)

Visits = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - installed only where there is a browser

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=find("Chromium"),
            # No name but this machine's own is found, whatever a page asks for.
            # The microphone hears beeps. Nobody is there to be asked whether a page may use it: it may.
            args=[
                "--no-sandbox",
                # One process less to start and to speak with.
                "--in-process-gpu",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def with_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with a few people who have accounts."""
    instance = tmp_path_factory.mktemp("people") / "instance"
    made(instance, PEOPLE)
    return instance


@pytest.fixture
def house(with_people: Path, tmp_path: Path) -> Iterator[House]:
    """An empty archive with a few people who have accounts."""
    with opened(with_people, tmp_path) as archive:
        yield archive


@pytest.fixture(scope="session")
def full_house(with_people: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The sample archive, with a story that waits for review; tests that use it change nothing of it."""
    with opened(with_people, tmp_path_factory.mktemp("full"), sample=True) as archive:
        a_case(archive.archive, state=CaseState.SUBMITTED)
        yield archive


@pytest.fixture
def visits(browser: Browser) -> Iterator[Visits]:
    """Make visitors: `visits(house, language, **wishes of the browser)`. Their pages are watched to the end."""
    here: list[Visitor] = []

    def visit(house: House, language: str, **wishes: Any) -> Visitor:
        here.append(Visitor(house.address, language, browser, **wishes))
        return here[-1]

    yield visit
    for visitor in here:
        visitor.context.close()
    problems = [problem for visitor in here for problem in visitor.watch.problems]
    assert not problems, "\n".join(problems)
