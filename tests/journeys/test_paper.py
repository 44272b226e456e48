"""A story on paper: the text and its sources, nothing to press."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Visits
from tests.journeys.house import House
from tests.journeys.pages import places
from tests.programs import needs

pytestmark = [needs("Chromium"), pytest.mark.timeout(300)]

UNPRINTED = (".main-nav", ".masthead-tools", ".quick-exit", ".skip", ".footer-links", ".demo")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_story_is_printed(full_house: House, visits: Visits, language: str) -> None:
    reader = visits(full_house, language)
    reader.go("cases/{case}/".format(**places(full_house)))
    told = reader.page.locator(".prose p").all_inner_texts()
    title = reader.page.locator("h1").inner_text()
    reader.page.emulate_media(media="print")
    for part in UNPRINTED:
        assert not any(one.is_visible() for one in reader.page.locator(part).all()), part
    printed = reader.page.locator("body").inner_text()
    assert title in printed
    assert told
    assert all(paragraph in printed for paragraph in told)
    assert reader.said("Sources") in printed
    for link in reader.page.locator('.prose a[href^="http"]').all():
        after = link.evaluate("link => getComputedStyle(link, '::after').content")
        assert str(link.get_attribute("href")) in after
    paper = reader.page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    assert 2 <= paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") + paper.count(b"/Type /Page/") <= 9
