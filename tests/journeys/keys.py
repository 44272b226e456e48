"""Working with a keyboard alone, and always seeing where one is."""

from __future__ import annotations

import time

from tests.journeys.browser import Visitor

MOST_KEYS = 160
MOMENTS = 3.0
"""Seconds in which a page rolls to what has the focus."""
SEEN = """() => {
    const here = document.activeElement, box = here.getBoundingClientRect();
    const ringed = one => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    };
    const around = [here, here.closest(".option"), here.closest(".card")].filter(Boolean);
    return around.some(ringed) && box.bottom > 0 && box.top < innerHeight && box.width > 0;
}"""
"""Whether what has the focus is in the window, with a ring around it or around the whole choice or card."""


def tab_to(person: Visitor, selector: str) -> None:
    """Press the tabulator until the focus is there; it can be seen at each stop."""
    for _ in range(MOST_KEYS):
        person.page.keyboard.press("Tab")
        _comes_into_sight(person)
        if person.page.evaluate("chosen => document.activeElement.matches(chosen)", selector):
            return
    raise AssertionError(f"no way to {selector} on {person.page.url}")


def _comes_into_sight(person: Visitor) -> None:
    """What has the focus is drawn with its ring; a busy machine may need some moments to roll the page to it."""
    # Asked from outside, again and again: the browser's own waiting never looks twice where scripts are off.
    until = time.monotonic() + MOMENTS
    while not person.page.evaluate(SEEN):
        assert time.monotonic() < until, person.page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
        person.page.wait_for_timeout(50)


def choose_by_arrows(person: Visitor, name: str, place: int) -> None:
    """Go to a group of radio buttons and choose one by its place, counted from 0."""
    tab_to(person, f'[name="{name}"]')
    person.page.keyboard.press("Space")
    for _ in range(place):
        person.page.keyboard.press("ArrowDown")


def enter(person: Visitor) -> None:
    """Press the enter key, and wait for the page that it brings."""
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
