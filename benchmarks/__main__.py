"""`python -m benchmarks [--cases 2000]`: import, index and serve a made-up archive, and say what it cost."""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.archive_of import cases
from wgsm_archive.app import create_app, create_archive
from wgsm_archive.db.models import Case, LanguageVersion, RenderedVersion
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs import indexing
from wgsm_archive.services.sharing.interchange import import_cases
from wgsm_archive.settings import Settings
from wgsm_archive.web.access import allow, everyone

ROUNDS = 30


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m benchmarks")
    options.add_argument("--cases", type=int, default=2000)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), chosen.cases)
    if chosen.json:
        json.dump(figures, sys.stdout, indent=1)
    else:
        for name, value in figures.items():
            print(f"{name:<52}{value:>12.2f}")


def measure(folder: Path, number: int) -> dict[str, float]:
    """Everything, in one run on one machine."""
    settings = Settings(instance=folder / "instance")
    archive = create_archive(settings)
    migrate(archive.engine)
    made = list(cases(number))
    begun, cpu = time.perf_counter(), time.process_time()
    import_cases(archive, made, publish=True)
    imported, imported_cpu = time.perf_counter() - begun, time.process_time() - cpu
    begun, cpu = time.perf_counter(), time.process_time()
    with archive.unit_of_work(SYSTEM) as work:
        indexing.rebuild(work)
        versions = work.session.scalar(select(func.count()).select_from(LanguageVersion)) or 1
    indexed, indexed_cpu = time.perf_counter() - begun, time.process_time() - cpu
    figures = {
        "cases": float(number),
        "language versions": float(versions),
        "cases imported per second": number / imported,
        "CPU ms per version imported": imported_cpu / versions * 1000,
        "cases indexed per second": number / indexed,
        "CPU ms per version indexed": indexed_cpu / versions * 1000,
    }
    figures |= _pages(archive, settings)
    figures["memory at the most, MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def _pages(archive: Archive, settings: Settings) -> dict[str, float]:
    app = create_app(settings, archive=archive)
    with archive.unit_of_work(ANONYMOUS) as work:
        rows = work.session.execute(
            select(Case.public_id, LanguageVersion.slug, LanguageVersion.id, LanguageVersion.title)
            .join(LanguageVersion, LanguageVersion.case_id == Case.id)
            .where(LanguageVersion.language == "en")
            .limit(ROUNDS)
        ).all()
    client, floor = app.test_client(), _floor(archive).test_client()
    words = [row.title.split()[0] for row in rows]
    asked: dict[str, Callable[[int], str]] = {
        "home": lambda at: "/en/",
        "browse": lambda at: f"/en/cases/?page={at % 5 + 1}",
        "case": lambda at: f"/en/cases/{rows[at % len(rows)].public_id}/{rows[at % len(rows)].slug}",
        "search with facets": lambda at: f"/en/search?q={words[at % len(words)]}&country=PE",
        "search, common word": lambda at: "/en/search?q=" + words[0],
    }
    figures: dict[str, float] = {}
    bare = _times(floor, lambda at: f"/{rows[at % len(rows)].id}")
    figures["floor (one view, one query, one template): median ms"] = statistics.median(bare)
    for name, address in asked.items():
        found = _times(client, address)
        figures[f"{name}: median ms"] = statistics.median(found)
        figures[f"{name}: p95 ms"] = sorted(found)[int(len(found) * 0.95)]
        figures[f"{name}: times the floor"] = statistics.median(found) / statistics.median(bare)
    return figures


def _times(client: FlaskClient, address: Callable[[int], str]) -> list[float]:
    for at in range(3):
        client.get(address(at))
    found = []
    for at in range(ROUNDS):
        begun = time.process_time()
        answer = client.get(address(at))
        found.append((time.process_time() - begun) * 1000)
        assert answer.status_code == 200, (address(at), answer.status_code)
    return found


def _floor(archive: Archive) -> Flask:
    """The least that this stack can do: no language, no access rule, no related stories."""
    bare = Flask("floor", static_folder=None)
    template = "<!doctype html><title>{{ title }}</title>{% for row in fields %}{{ row.html|safe }}{% endfor %}"
    compiled = bare.jinja_env.from_string(template)

    @bare.get("/<int:version_id>")
    @allow(everyone)
    def show(version_id: int) -> str:
        with Session(archive.engine) as session:
            title, sections = session.execute(
                select(LanguageVersion.title, RenderedVersion.sections)
                .join(RenderedVersion, RenderedVersion.version_id == LanguageVersion.id)
                .where(LanguageVersion.id == version_id)
            ).one()
        return compiled.render(title=title, fields=sections["fields"])

    return bare


if __name__ == "__main__":
    main()
