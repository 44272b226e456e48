"""What people do on the way of a story, each as one act in their own browser."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus

from tests.journeys.browser import Visitor
from tests.journeys.stories import Telling
from wgsm_archive.domain.checklist import Answer, Check
from wgsm_archive.domain.review import KeepReason, Verdict

SENT_WITHIN = 30
"""Seconds from sending to the page that says so."""
FOUND_WITHIN = 20
"""Seconds from publishing to finding: a second or two where nobody else keeps the machine busy."""
DOORS = ("/{language}/feed.atom", "/{language}/search.atom?q={word}", "/api/v1/search?q={word}")
"""Where programs learn of a story."""
STEPS = ("title", "summary", "story", "strategy", "change", "advice")


def at(visitor: Visitor, path: str) -> bool:
    """Whether the visitor is on this page of their language."""
    return visitor.page.url.split("#")[0] == f"{visitor.address}/{visitor.language}/{path}"


def begin(teller: Visitor) -> None:
    """Begin a story in the language of the pages."""
    teller.go("contribute/")
    teller.press("Begin")
    assert at(teller, "contribute/title")


def answer_questions(teller: Visitor, telling: Telling, steps: Sequence[str] = STEPS) -> None:
    """Answer these questions, one page after another."""
    for step in steps:
        assert at(teller, f"contribute/{step}"), teller.main()
        assert not teller.scrolls_sideways()
        teller.write(telling.answers[step])
        if step == "title":
            teller.page.locator('[name="countries"]').first.select_option(telling.country)
        teller.press("Save and go on")


def decide_with_a_mistake(teller: Visitor, telling: Telling) -> None:
    """Choose who may read it, with a day that nobody can read at first: nothing chosen or typed is lost."""
    teller.choose("level", "public-share")
    for use in ("translate", "quote", "export"):
        teller.choose(use, "y")
    teller.choose("basis", "assembly")
    teller.write({"until": telling.wrong_day})
    teller.press("Save and go on")
    assert teller.said("Something needs another look. Nothing you wrote is lost.") in teller.main()
    assert teller.value("until") == telling.wrong_day
    for name, value in (("level", "public-share"), ("basis", "assembly"), ("translate", "y"), ("quote", "y")):
        assert teller.page.locator(f'[name="{name}"][value="{value}"]').is_checked()
    assert not teller.page.locator('[name="ai-training"]').is_checked()
    teller.write({"until": ""})
    teller.press("Save and go on")
    assert at(teller, "contribute/naming")
    teller.press("Save and go on")


def send_twice(teller: Visitor, telling: Telling) -> str:
    """Look at the preview, send it with a double press, go back and look at the code again; the one code there is."""
    assert at(teller, "contribute/preview")
    preview = teller.main()
    for text in telling.texts:
        for paragraph in text.split("\n\n"):
            assert paragraph in preview
    teller.button("Send it").dblclick()
    # Asked from outside: the second press ends the way that the first began, which the browser's own waiting may
    # take for the end of all.
    until = time.monotonic() + SENT_WITHIN
    while not at(teller, "contribute/sent"):
        assert time.monotonic() < until, teller.page.url
        teller.page.wait_for_timeout(50)
    teller.page.wait_for_load_state()
    code = receipt(teller)
    teller.page.go_back()
    assert not teller.button("Send it").count()
    teller.follow("Your code")
    assert receipt(teller) == code
    return code


def receipt(teller: Visitor) -> str:
    """The words of the code on the page."""
    words = teller.page.locator("ol.receipt li").all_inner_texts()
    assert len(words) == 6
    return " ".join(words)


def come_back(teller: Visitor, code: str) -> None:
    """Open the story with its code."""
    teller.go("receipt/")
    teller.write({"code": code})
    teller.press("Open my story")
    assert at(teller, "receipt/story")


def find_in_queue(facilitator: Visitor, title: str) -> str:
    """Open the one story that waits; its public id."""
    facilitator.go("review/")
    queue = facilitator.page.locator(".queue-item")
    assert queue.count() == 1
    facilitator.open(queue.get_by_role("link", name=title))
    found = re.search(r"/review/([^/]+)/", facilitator.page.url)
    assert found is not None
    return found[1]


def choose_theme(facilitator: Visitor, theme: str) -> None:
    """Put the story under a theme."""
    facilitator.follow("Choose themes and facts")
    folded = facilitator.page.locator("details", has=facilitator.page.locator(f"#themes-{theme}")).first
    if folded.get_attribute("open") is None:
        folded.locator("summary").first.click()
    facilitator.choose("terms.themes", theme)
    facilitator.press("Save the facts")


def keep_marked_words(facilitator: Visitor) -> None:
    """Find that the words which may lead to somebody lead to nobody."""
    marks = facilitator.page.locator("fieldset.mark").all()
    for mark in marks:
        key = str(mark.get_attribute("id")).removeprefix("mark-")
        facilitator.choose(f"verdict.{key}", Verdict.KEEP)
        facilitator.page.locator(f'[name="reason.{key}"]').select_option(KeepReason.NO_PERSON)
    if marks:
        facilitator.press("Keep these decisions")
    assert facilitator.said("Nothing is marked that nobody has decided on.") in facilitator.main()


def fill_in_checklist(facilitator: Visitor) -> None:
    """Find nothing that endangers anybody."""
    for check in Check:
        facilitator.choose(f"answer.{check}", Answer.FINE)
    facilitator.choose("risk", "low")
    facilitator.press("Save the checklist")


def read_again_until(visitor: Visitor, holds: Callable[[], bool]) -> None:
    """Load the page again until something holds on it; the worker needs a moment, and the test's own patience ends."""
    for _ in range(200):
        visitor.page.reload()
        if holds():
            return
    raise AssertionError(f"it never came about: {visitor.page.url}")


def found_by_words(reader: Visitor, word: str, texts: Sequence[str], country: str) -> None:
    """Find a story by a word of the reader's language, soon after it was opened, with a piece of it and a count."""
    since = time.monotonic()
    reader.go(f"search?q={word}")
    hit = reader.page.locator(".results .case-card")
    read_again_until(reader, lambda: hit.count() == 1)
    assert time.monotonic() - since < FOUND_WITHIN
    assert texts[0] in hit.inner_text()
    assert hit.locator("mark").first.inner_text() in " ".join(texts[1:])
    reader.page.locator(".filters-fold summary").first.click()
    count = reader.page.locator(f'.facet a[href*="country={country}"] .count')
    assert int(count.inner_text()) == 1
    assert not reader.scrolls_sideways()


def found_by_theme(reader: Visitor, telling: Telling) -> None:
    """Find it under its theme, whose name is in the reader's language."""
    reader.go("vocabularies")
    entry = reader.page.locator("#themes li", has=reader.page.locator(".count"))
    assert telling.theme_word in entry.inner_text()
    reader.open(entry.get_by_role("link"))
    assert telling.title in reader.main()


def reads_well(reader: Visitor, public_id: str, texts: Sequence[str]) -> None:
    """Read all of a story on its page, in the direction of the reader's language."""
    reader.go(f"cases/{public_id}/")
    article = reader.page.locator("#main article").first
    assert article.get_attribute("lang") == reader.language
    direction = "rtl" if reader.language == "ar" else "ltr"
    for part in (article, article.locator(".prose").first, reader.page.locator("h1")):
        assert part.evaluate("part => getComputedStyle(part).direction") == direction
    shown = article.inner_text()
    for text in texts:
        assert all(paragraph in shown for paragraph in text.split("\n\n"))
    assert not reader.scrolls_sideways()


def translate(translator: Visitor, public_id: str, telling: Telling) -> None:
    """Translate a story part by part, each paragraph beside its source, and give it to a second reader."""
    translator.go(f"translate/{public_id}/start?to={telling.into}")
    translator.press("Begin")
    parts = translator.page.locator(".contents a")
    for number in range(parts.count()):
        translator.open(parts.nth(number))
        rows = translator.page.locator(".bitext-row")
        for row in rows.all():
            source = row.locator(".bitext-source .diff").first.inner_text().strip()
            row.locator("textarea").fill(translation_of(source, telling))
        assert not translator.scrolls_sideways()
        translator.press("Save")
        assert rows.count() == rows.locator("textarea:not(:empty)").count()
        translator.go(f"translate/{public_id}/{telling.into}/")
    translator.press("It is ready to be read")
    assert not translator.button("Approve").count()


def translation_of(source: str, telling: Telling) -> str:
    """A paragraph in the other language; years stay as they are."""
    return next((text for begin, text in telling.translated.items() if source.startswith(begin)), source)


def approve(second: Visitor, public_id: str, telling: Telling) -> None:
    """Find the translation on the board, read the whole page, and let readers see it."""
    second.go(f"translate/?to={telling.into}")
    second.open(second.page.locator(f'#ready a[href*="{public_id}"]').first)
    second.follow("See the whole page as readers would")
    shown = second.main()
    assert all(text in shown for text in telling.translated.values())
    second.go(f"translate/{public_id}/{telling.into}/")
    second.press("Approve")


def correct(teller: Visitor, code: str, facilitator: Visitor, public_id: str, telling: Telling) -> None:
    """Come back with the code and correct an answer; a facilitator takes it over."""
    come_back(teller, code)
    teller.go("receipt/text")
    teller.write({"strategy": telling.corrected})
    teller.press("Propose this change")
    facilitator.go(f"review/{public_id}/")
    assert telling.corrected.split("\n")[0] in facilitator.main()
    facilitator.press("Accept the change")


def marked_as_outdated(reader: Visitor, public_id: str, telling: Telling) -> None:
    """See which paragraph of the translation is older than the original, and only that one."""
    reader.go(f"cases/{public_id}/")
    marked = reader.page.locator(".tr-outdated")
    assert marked.count() == 1
    before = telling.answers["strategy"]["strategy"]
    assert translation_of(before, telling) in marked.inner_text()


def nothing_is_known(reader: Visitor, public_id: str, telling: Telling) -> None:
    """A neutral sign stands where the story stood, and no other page knows of it, from this request on."""
    assert reader.go(f"cases/{public_id}/") == HTTPStatus.GONE
    assert reader.said("This story was taken back") in reader.main()
    told = [telling.title, *telling.texts, *telling.translated.values()]
    assert not any(text in reader.page.content() for text in told)
    told.append(public_id)
    for path in ("", "cases/", f"search?q={telling.word}", "search", f"terms/themes/{telling.theme}", "map"):
        assert reader.go(path) == HTTPStatus.OK, path
        assert not any(text in reader.page.content() for text in told), path
        assert not reader.page.locator(".facet .count, .case-card, #main td").count(), path
    reader.go("vocabularies")
    assert not reader.page.locator("#main .count").count()
    for path in (*DOORS, "/sitemap.xml", "/sitemap-stories-1.xml"):
        assert not any(text in at_a_door(reader, path, telling) for text in told), path


def known_to_programs(reader: Visitor, public_id: str, telling: Telling) -> None:
    """The doors for programs know the story while it is open."""
    for path in DOORS:
        assert public_id in at_a_door(reader, path, telling), path


def at_a_door(reader: Visitor, path: str, telling: Telling) -> str:
    """What a program reads at an address."""
    return reader.context.request.get(reader.address + path.format(language=reader.language, word=telling.word)).text()
