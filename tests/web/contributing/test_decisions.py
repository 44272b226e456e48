"""What facilitators decide is told to the tellers, in plain words and with the reason."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make import Made, a_case, a_person, sign_in
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.contributing import tellers
from wgsm_archive.web.current import TELLER_COOKIE

REASON = "Your <lawyer> asks to wait."


class Two:
    """A facilitator's and a teller's browser over one story in review."""

    def __init__(self, app: Flask, archive: Archive, made: Made) -> None:
        self.facilitator, self.teller = app.test_client(), app.test_client()
        self.address = f"/en/review/{made.public_id}/"
        sign_in(self.facilitator, archive, a_person(archive, Role.FACILITATOR))
        with archive.unit_of_work(SYSTEM, write=True) as work:
            token = tellers.open_session(work, made.id, draft=False)
        self.teller.set_cookie(TELLER_COOKIE, token, domain="localhost")

    def decide(self, step: str, **fields: str) -> int:
        page = self.facilitator.get(self.address).get_data(as_text=True)
        token = re.findall(r'name="csrf_token" value="([^"]*)"', page)[0]
        return self.facilitator.post(self.address + step, data={"csrf_token": token, **fields}).status_code

    def told(self) -> str:
        return re.sub(r"\s+", " ", self.teller.get("/en/receipt/story").get_data(as_text=True))


@pytest.fixture
def two(app: Flask, archive: Archive) -> Two:
    return Two(app, archive, a_case(archive, state=CaseState.SUBMITTED))


def test_a_story_that_is_not_published(two: Two) -> None:
    assert two.decide("decline", reason="") == 422
    assert two.decide("decline", reason=REASON) == 303
    page = two.told()
    assert "It was not published." in page
    assert page.count("Your &lt;lawyer&gt; asks to wait.") == 2  # where it stands, and among the messages
    assert "A facilitator decided not to publish it." in page
    assert two.decide("reopen") == 303
    assert "took it back into review" in two.told()


def test_a_story_that_is_kept_among_members(two: Two, client: FlaskClient) -> None:
    assert two.decide("restrict", restrict="") == 422
    assert two.decide("restrict", restrict=REASON) == 303
    page = two.told()
    assert "for now only member movements may read it, although you allow more" in page
    assert "Your &lt;lawyer&gt; asks to wait." in page
    assert two.decide("restrict", restrict=REASON) == 409
    assert two.decide("restrict", action="lift") == 303
    assert "although you allow more" not in two.told()
    assert "lifted that again" in two.told()


def test_other_steps_are_told_in_plain_words(two: Two) -> None:
    two.decide("claim", action="claim")
    two.decide("ask", text="When was it?", form_key="k")
    two.decide("claim", action="release")
    page = two.told()
    for words in ("looks after it from now on", "A facilitator wrote to you", "left it to others"):
        assert words in page, words
    assert "case:" not in page
