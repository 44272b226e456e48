"""What a first visit costs: bytes over the wire and requests, and what telling a whole story costs."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.journeys import acts
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Visits
from tests.journeys.house import House
from tests.journeys.pages import places
from tests.journeys.stories import SPANISH
from tests.programs import needs

pytestmark = [needs("Chromium"), pytest.mark.timeout(300)]

PAGE, REQUESTS, STYLES, SCRIPTS = 50_000, 8, 20_000, 15_000
SUBMISSION = 100_000
"""A whole short story with all its pages and files, a mistake included."""


def count(visitor: Visitor) -> Counter[str]:
    """Bytes that come over the wire from now on, by the kind of what was asked for, and how many requests.

    The browser's own count: what it takes from its cache costs nothing.
    """
    weights: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    # The browser's own page about a line that is cut has the number of what was asked, but no answer of ours.
    ours: set[str] = set()
    wire = visitor.context.new_cdp_session(visitor.page)

    def asked(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event.get("type", "Other")
        before = event.get("redirectResponse")
        weights["Document"] += int(before["encodedDataLength"]) if before else 0

    def answered(event: dict[str, Any]) -> None:
        if event["response"]["url"].startswith(visitor.address):
            ours.add(event["requestId"])

    def came(event: dict[str, Any]) -> None:
        if event["requestId"] in ours:
            weights[kinds[event["requestId"]]] += int(event["encodedDataLength"])
            weights["requests"] += 1

    wire.on("Network.requestWillBeSent", asked)
    wire.on("Network.responseReceived", answered)
    wire.on("Network.loadingFinished", came)
    wire.send("Network.enable")
    return weights


def total(weights: Counter[str]) -> int:
    """All bytes that came."""
    return weights.total() - weights["requests"]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", ["", "cases/{case}/", "search?q=water", "contribute/"])
def test_a_first_visit_is_light(full_house: House, visits: Visits, path: str, language: str) -> None:
    reader = visits(full_house, language)
    weights = count(reader)
    reader.go(path.format(**places(full_house)))
    reader.page.wait_for_load_state("networkidle")
    assert total(weights) <= PAGE, weights
    assert weights["requests"] <= REQUESTS, weights
    assert weights["Stylesheet"] <= STYLES, weights
    assert weights["Script"] <= SCRIPTS, weights


def test_a_whole_submission_is_light(house: House, visits: Visits) -> None:
    teller = visits(house, "es", java_script_enabled=False)
    weights = count(teller)
    acts.begin(teller)
    acts.answer_questions(teller, SPANISH)
    acts.decide_with_a_mistake(teller, SPANISH)
    teller.press("Send it")
    assert acts.receipt(teller)
    assert total(weights) <= SUBMISSION, weights
