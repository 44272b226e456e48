"""`python -m docs.screenshots`: take the pictures that the README and the guides show, from the sample archive."""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from wgsm_archive.app import create_app, create_archive
from wgsm_archive.db.models import Case, Person
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.services.accounts.demo import make_demo_accounts
from wgsm_archive.services.accounts.sessions import start_session
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs.worker import Worker
from wgsm_archive.services.sharing.sample import load_sample
from wgsm_archive.settings import Settings
from wgsm_archive.web.current import SIGN_IN_COOKIE

HERE = Path(__file__).parent / "screenshots"
WIDTHS = (360, 768, 1280)
LANGUAGES = ("en", "ar")
OPEN_PAGES = {
    "home": "",
    "cases": "cases",
    "search": "search?q=water",
    "case": "cases/{case}",
    "contribute": "contribute",
    "map": "map",
    "themes": "vocabularies",
}
WORK_PAGES = {"review": ("facilitator", "review"), "translate": ("translator", "translate")}


def main() -> None:
    """Take all pictures, light and dark."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(instance=Path(place) / "instance")
        archive = create_archive(settings)
        migrate(archive.engine)
        load_sample(archive)
        Worker(archive, settings.instance / "worker.lock").heal()
        server = make_server("127.0.0.1", 0, create_app(settings, archive=archive), threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            _take(browser, f"http://127.0.0.1:{server.server_port}", archive, folder)
            browser.close()
        server.shutdown()


def _take(browser: Browser, address: str, archive: Archive, folder: Path) -> None:
    with archive.unit_of_work(SYSTEM) as work:
        case = work.session.scalar(select(Case.public_id).where(Case.sender_id == "sample-01-highland-consultation"))
    tokens = _tokens(archive)
    for scheme in ("light", "dark"):
        for width in WIDTHS:
            for language in LANGUAGES:
                for name, (role, path) in {**{n: ("", p) for n, p in OPEN_PAGES.items()}, **WORK_PAGES}.items():
                    context = browser.new_context(
                        viewport={"width": width, "height": 900},
                        color_scheme=scheme,  # type: ignore[arg-type]
                    )
                    if role:
                        context.add_cookies([{"name": SIGN_IN_COOKIE, "value": tokens[role], "url": address}])
                    page = context.new_page()
                    page.goto(f"{address}/{language}/{path.format(case=case)}")
                    suffix = "" if scheme == "light" else ".dark"
                    page.screenshot(path=folder / f"{name}.{language}.{width}{suffix}.png")
                    context.close()


def _tokens(archive: Archive) -> dict[str, str]:
    found = {}
    with archive.unit_of_work(SYSTEM, write=True) as work:
        for role, handle, _password in make_demo_accounts(work):
            person = work.session.scalars(select(Person).where(Person.handle == handle)).one()
            found[str(role)] = start_session(work, person)
    return found


if __name__ == "__main__":
    main()
