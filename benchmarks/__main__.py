"""`python -m benchmarks [--cases 2000]`: import, index and serve a made-up archive, and say what it cost.

Processor time, so that other work on the machine counts little; medians. Beside each figure stands what it should be
at most (at about 6,000 language versions), and how many times the floor it is: the least that this stack can do.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.archive_of import cases
from benchmarks.memory import of_two_started_apart, of_two_workers
from wgsm_archive.app import create_app, create_archive
from wgsm_archive.cli.serving import set_aside
from wgsm_archive.db.models import Case, Job, LanguageVersion, RenderedVersion
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs import indexing
from wgsm_archive.services.jobs.worker import Worker
from wgsm_archive.services.reading.views import Question
from wgsm_archive.services.sharing.interchange import import_cases
from wgsm_archive.settings import Settings
from wgsm_archive.web.access import allow, everyone

ROUNDS = 30
EDITS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured; `target` is the most it should be, `floors` how many times the floor it is."""

    value: float
    target: float | None = None
    floors: float | None = None


@dataclass(slots=True)
class _Chosen:
    """Addresses to ask for, one after another; `others` are stories that nothing is measured with."""

    stories: list[str]
    others: list[str]
    rarer: list[str] = field(default_factory=list)
    common: list[str] = field(default_factory=list)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m benchmarks")
    options.add_argument("--cases", type=int, default=2000)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), chosen.cases)
    if chosen.json:
        json.dump({name: figure.value for name, figure in figures.items()}, sys.stdout, indent=1)
        return
    print(f"{'':<48}{'measured':>10}{'at most':>10}{'floors':>10}")
    for name, figure in figures.items():
        beside = "".join(f"{'' if one is None else format(one, '.1f'):>10}" for one in (figure.target, figure.floors))
        print(f"{name:<48}{figure.value:>10.2f}{beside}")


def measure(folder: Path, number: int) -> dict[str, Figure]:
    """Everything, in one run on one machine."""
    settings = Settings(instance=folder / "instance", sample=False)
    archive = create_archive(settings)
    migrate(archive.engine)
    made = list(cases(number))
    cpu = time.process_time()
    import_cases(archive, made, publish=True)
    imported = time.process_time() - cpu
    cpu = time.process_time()
    with archive.unit_of_work(SYSTEM, write=True) as work:
        indexing.rebuild(work)
        versions = work.session.scalar(select(func.count()).select_from(LanguageVersion)) or 1
        # What the import left to be indexed is in the index now.
        for job in work.session.scalars(select(Job)):
            work.session.delete(job)
    indexed = time.process_time() - cpu
    figures = {
        "cases": Figure(number),
        "language versions": Figure(versions),
        "one version imported: CPU ms": Figure(imported / versions * 1000),
        "one version indexed: CPU ms": Figure(indexed / versions * 1000),
        "one version imported and indexed: CPU ms": Figure((imported + indexed) / versions * 1000, 8),
    }
    set_aside()
    figures |= _pages(archive, settings)
    figures["one edit saved and findable: CPU s"] = Figure(_edit(archive, made, settings), 0.15)
    # As an archive is from its second start on: the words that it offers are made once, which takes minutes.
    Worker(archive, settings.instance / "worker.lock").heal()
    figures["memory of serve --workers 2: MiB"] = Figure(of_two_workers(settings, "/en/search?q=ba"), 200)
    figures["memory of two started apart: MiB"] = Figure(of_two_started_apart(settings, "/en/search?q=ba"))
    return figures


def _pages(archive: Archive, settings: Settings) -> dict[str, Figure]:
    client = create_app(settings, archive=archive).test_client()
    floor = statistics.median(_times(_floor(archive).test_client(), [f"/{one}" for one in _versions(archive)]))
    figures = {"floor (one view, query and template): CPU ms": Figure(floor)}
    chosen = _chosen(archive)
    asked: dict[str, tuple[list[str], float | None]] = {
        "home": (["/en/"], None),
        "list page with facets": ([f"/en/cases/?page={page}" for page in range(1, 6)], 5),
        "case page": (chosen.stories, 3),
        "archive in all languages": (["/en/translate/languages"], 300),
        "search page, word in 1-10 %": (chosen.rarer, 8),
        "search page, common word": (chosen.common, 12),
    }
    # As with a server that has been running for a while: what many pages have alike was needed before, no story was.
    for address in chosen.others:
        client.get(address)
    for name, (addresses, target) in asked.items():
        if addresses:
            found = statistics.median(_times(client, addresses))
            figures[f"{name}: CPU ms"] = Figure(found, target, found / floor)
    found = statistics.median(_repeats(client, chosen.stories))
    figures["repeat with ETag: CPU ms"] = Figure(found, 0.4, found / floor)
    return figures


def _versions(archive: Archive) -> list[int]:
    with archive.unit_of_work(ANONYMOUS) as work:
        return list(work.session.scalars(select(LanguageVersion.id).limit(ROUNDS)))


def _chosen(archive: Archive) -> _Chosen:
    """Stories, and searches for words of their titles that so many of all stories hold."""
    with archive.unit_of_work(ANONYMOUS) as work:
        rows = work.session.execute(
            select(Case.public_id, LanguageVersion.slug, LanguageVersion.title)
            .join(LanguageVersion, LanguageVersion.case_id == Case.id)
            .where(LanguageVersion.language == "en")
            .limit(2 * ROUNDS)
        ).all()
        stories = [f"/en/cases/{row.public_id}/{row.slug}" for row in rows]
        rows, chosen = rows[:ROUNDS], _Chosen(stories[:ROUNDS], stories[ROUNDS:])
        every = work.reading.find(Question(), ("en",)).total
        words = dict.fromkeys(word.lower() for row in rows for word in row.title.split())
        totals = {word: work.reading.find(Question(words=word), ("en",)).total for word in words}
    chosen.rarer = [f"/en/search?q={word}" for word, total in totals.items() if 0.01 <= total / every <= 0.1][:ROUNDS]
    chosen.common = [f"/en/search?q={max(totals, key=lambda word: totals[word])}"]
    return chosen


def _times(client: FlaskClient, addresses: list[str]) -> Iterator[float]:
    for at in range(ROUNDS + 3):
        address = addresses[at % len(addresses)]
        begun = time.process_time()
        answer = client.get(address)
        took = (time.process_time() - begun) * 1000
        assert answer.status_code == 200, (address, answer.status_code)
        if at >= 3:  # templates are compiled with the first
            yield took


def _repeats(client: FlaskClient, addresses: list[str]) -> Iterator[float]:
    for at in range(ROUNDS):
        address = addresses[at % len(addresses)]
        # Fingerprints are forgotten every few seconds, at a moment drawn by lot: asked for just before.
        held = {"If-None-Match": client.get(address).headers["ETag"]}
        begun = time.process_time()
        answer = client.get(address, headers=held)
        took = (time.process_time() - begun) * 1000
        assert answer.status_code == 304, (address, answer.status_code)
        yield took


def _edit(archive: Archive, made: list[dict[str, Any]], settings: Settings) -> float:
    """Seconds from sending a changed story until a search finds the word that is new in it."""
    worker = Worker(archive, settings.instance / "worker.lock")
    worker.run_once()
    with archive.unit_of_work(SYSTEM, write=True) as work:
        # A served archive knows the words of its stories: an edit takes those out that are in the text no longer.
        ids = work.session.scalars(select(Case.id).order_by(Case.id).limit(EDITS)).all()
        indexing.keep_words(work, indexing.index_cases(work, ids))
    found = []
    for number, story in enumerate(made[:EDITS]):
        word = f"quixotl{'abcdefgh'[number]}"
        story["versions"][story["original_language"]]["sections"]["summary"] += f" {word}"
        begun = time.process_time()
        import_cases(archive, [story], publish=True)
        worker.run_once()
        with archive.unit_of_work(ANONYMOUS) as work:
            assert work.reading.find(Question(words=word), ("en",)).total == 1
        found.append(time.process_time() - begun)
    return statistics.median(found)


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
