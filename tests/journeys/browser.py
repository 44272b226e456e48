"""Somebody at a browser: what they press and read, and a watch over what no page may ever do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from wgsm_archive.i18n.catalogs import catalogs

if TYPE_CHECKING:
    # The driver is installed only where there is a browser; this file is read everywhere.
    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Locator,
        Page,
        Request,
        Response,
        Route,
        WebError,
    )

from tests.journeys.house import PASSWORD

PHONE = {"width": 360, "height": 740}
PATIENCE = 30_000
"""Milliseconds until something that should come is given up: the machine may be busy with other tests."""


class Watch:
    """Notes requests to other places, errors of pages and of the console, and files that do not come."""

    def __init__(self, address: str, context: BrowserContext) -> None:
        self.address = address
        self.problems: list[str] = []
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", self._error)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", f"blob:{self.address}/", "data:")):
            self.problems.append(f"asked another place: {request.url}")

    def _response(self, response: Response) -> None:
        is_page = response.request.is_navigation_request()
        if response.status >= (500 if is_page else 400):
            self.problems.append(f"{response.status} from {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        # Browsers write a line about pages with a status of 4xx; whether they are right is for each test to say.
        of_a_page = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not of_a_page:
            self.problems.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.problems.append(f"error in {error.page and error.page.url}: {error.error}")


class Visitor:
    """Somebody with a browser of their own, who reads the pages in one language."""

    def __init__(self, address: str, language: str, browser: Browser, **wishes: Any) -> None:
        self.address, self.language = address, language
        self.context = browser.new_context(**{"viewport": PHONE, "locale": language, **wishes})
        self.context.set_default_timeout(PATIENCE)
        self.watch = Watch(address, self.context)
        self.page: Page = self.context.new_page()

    def said(self, sentence: str, **values: object) -> str:
        """A sentence of the pages in this visitor's language."""
        return catalogs().find(self.language, None, sentence) % values

    def go(self, path: str) -> int:
        """Open a page of the language; its status."""
        answer = self.page.goto(f"{self.address}/{self.language}/{path}")
        assert answer is not None
        return answer.status

    def button(self, sentence: str) -> Locator:
        """A button with these words."""
        return self.page.get_by_role("button", name=self.said(sentence), exact=True)

    def press(self, sentence: str) -> None:
        """Press the button with these words and wait for what comes."""
        with self.page.expect_navigation():
            self.button(sentence).first.click()

    def follow(self, sentence: str) -> None:
        """Follow the link in the page's main part that has these words."""
        self.open(self.page.locator("#main").get_by_role("link", name=self.said(sentence), exact=True).first)

    def open(self, link: Locator) -> None:
        """Follow a link."""
        with self.page.expect_navigation():
            link.click()

    def write(self, texts: Mapping[str, str]) -> None:
        """Fill in fields by their names."""
        for name, text in texts.items():
            self.page.locator(f'[name="{name}"]').fill(text)

    def choose(self, name: str, value: str) -> None:
        """Choose one of several, or tick a box, by pressing its label as a thumb would."""
        box = self.page.locator(f'[name="{name}"][value="{value}"]')
        self.page.locator(f'label[for="{box.get_attribute("id")}"]').click()

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.page.locator(f'[name="{name}"]').input_value()

    def comes_to_hold(self, name: str, words: str) -> None:
        """Wait until a field holds these words: a script may still be bringing them back."""
        from playwright.sync_api import expect  # noqa: PLC0415 - installed only where there is a browser

        expect(self.page.locator(f'[name="{name}"]')).to_have_value(words, timeout=PATIENCE)

    def main(self) -> str:
        """The words of the page's main part, as they are shown."""
        return self.page.locator("#main").inner_text()

    def sign_in(self, handle: str) -> None:
        """Come in by the door."""
        self.go("account/login")
        self.write({"handle": handle, "password": PASSWORD})
        self.press("Sign in")

    @contextmanager
    def dropped_line(self, *, arrived: bool) -> Iterator[None]:
        """Let no form through; with `arrived` the archive receives it and only its answer is lost."""

        def drop(route: Route) -> None:
            if route.request.method != "POST":
                route.fallback()
                return
            if arrived:
                route.fetch(max_redirects=0)
            route.abort("internetdisconnected")

        from playwright.sync_api import expect  # noqa: PLC0415 - installed only where there is a browser

        self.context.route("**/*", drop)
        yield
        expect(self.page).to_have_url(re.compile("^chrome-error:"), timeout=PATIENCE)
        self.context.unroute("**/*", drop)

    def scrolls_sideways(self) -> bool:
        """Whether the page is wider than the window."""
        width = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return bool(width > 0)
