"""`python -m docs.screenshots [FOLDER]`: take the pictures that README and guides show, from the sample archive."""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select
from waitress import create_server

from wgsm_archive.app import create_app, create_archive
from wgsm_archive.bootstrap import CHROMIUM
from wgsm_archive.db.models import Case, LanguageVersion, Person
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.services.accounts.demo import make_demo_accounts
from wgsm_archive.services.accounts.sessions import start_session
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs.worker import Worker
from wgsm_archive.services.sharing.sample import load_sample
from wgsm_archive.settings import Settings
from wgsm_archive.web.current import SIGN_IN_COOKIE

HERE = Path(__file__).parent / "screenshots"
WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
LANGUAGES = ("en", "ar")
SHOWN = "sample-01-highland-consultation"
WAITING = "sample-09-oiled-creek"
OPEN_PAGES = {
    "home": "",
    "search": "search?q=water",
    "case": "cases/{case}/",
    "contribute": "contribute/",
}
WORK_PAGES = {
    "review": ("facilitator", "review/{waiting}/"),
    "translate": ("translator", "translate/{case}/{target}/story"),
}
# The README shows these; the others are taken for looking at them.
KEPT_WIDTHS, KEPT_SCHEMES = (360, 1280), ("light",)
TALLEST = 16_383
"""Pixels of a WebP picture; a taller page is cut off below."""


class Shot(NamedTuple):
    """A picture to take."""

    name: str
    language: str
    width: int
    scheme: str

    @property
    def file(self) -> str:
        return f"{self.name}.{self.language}.{self.width}{'.dark' if self.scheme == 'dark' else ''}.webp"


def main() -> None:
    """Take the pictures that are kept; with a folder take all of them there, the dark ones and whole pages too."""
    everything = len(sys.argv) > 1
    folder = Path(sys.argv[1]) if everything else HERE
    folder.mkdir(parents=True, exist_ok=True)
    widths, schemes = (WIDTHS, SCHEMES) if everything else (KEPT_WIDTHS, KEPT_SCHEMES)
    shots = [
        Shot(name, language, width, scheme)
        for name in (*OPEN_PAGES, *WORK_PAGES)
        for language in LANGUAGES
        for width in widths
        for scheme in schemes
    ]
    with _served() as (archive, address), sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, CHROMIUM))), args=["--no-sandbox"]
        )
        places, tokens = _places(archive), _tokens(archive)
        for shot in shots:
            (folder / shot.file).write_bytes(_take(browser, address, shot, places, tokens, whole=everything))
        browser.close()


@contextmanager
def _served() -> Iterator[tuple[Archive, str]]:
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(instance=Path(place) / "instance")
        archive = create_archive(settings)
        migrate(archive.engine)
        load_sample(archive)
        with archive.unit_of_work(SYSTEM, write=True) as work:
            case = work.session.scalars(select(Case).where(Case.sender_id == WAITING)).one()
            case.state, case.sent_on = CaseState.SUBMITTED, work.today
        Worker(archive, settings.instance / "worker.lock").heal()
        server = create_server(create_app(settings, archive=archive), host="127.0.0.1", port=0)
        threading.Thread(target=server.run, daemon=True).start()
        yield archive, f"http://127.0.0.1:{server.effective_port}"  # type: ignore[union-attr]


def _take(
    browser: Browser, address: str, shot: Shot, places: Mapping[str, str], tokens: Mapping[str, str], *, whole: bool
) -> bytes:
    context = browser.new_context(
        viewport={"width": shot.width, "height": 800},
        color_scheme=shot.scheme,  # type: ignore[arg-type]
        locale=shot.language,
    )
    role, path = WORK_PAGES.get(shot.name) or ("", OPEN_PAGES[shot.name])
    if role:
        context.add_cookies([{"name": SIGN_IN_COOKIE, "value": tokens[role], "url": address}])
    page = context.new_page()
    page.goto(f"{address}/{shot.language}/{path.format(**places)}")
    # Playwright itself knows no WebP; the browser does.
    asked: dict[str, object] = {"format": "webp", "quality": 80}
    browser_itself = context.new_cdp_session(page)
    if whole:
        size = browser_itself.send("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], TALLEST), "scale": 1}
        asked |= {"captureBeyondViewport": True, "clip": clip}
    answer = browser_itself.send("Page.captureScreenshot", asked)
    context.close()
    return b64decode(answer["data"])


def _places(archive: Archive) -> dict[str, str]:
    """What stands for the braces in the paths."""
    with archive.unit_of_work(SYSTEM) as work:
        case = work.session.scalars(select(Case).where(Case.sender_id == SHOWN)).one()
        waiting = work.session.scalars(select(Case).where(Case.sender_id == WAITING)).one()
        target = select(LanguageVersion.language).where(
            LanguageVersion.case_id == case.id, LanguageVersion.origin != Origin.ORIGINAL
        )
        found = work.session.scalars(target.order_by(LanguageVersion.language)).first()
        return {"case": case.public_id, "waiting": waiting.public_id, "target": found or "sw"}


def _tokens(archive: Archive) -> dict[str, str]:
    """A session for each of the accounts to try it with: role -> what its cookie holds."""
    found = {}
    with archive.unit_of_work(SYSTEM, write=True) as work:
        for role, handle, _password in make_demo_accounts(work):
            person = work.session.scalars(select(Person).where(Person.handle == handle)).one()
            found[str(role)] = start_session(work, person)
    return found


if __name__ == "__main__":
    main()
