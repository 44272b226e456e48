"""Hostile questions to a served archive: how long each takes, what memory it takes, and how the home page fares beside.

    python -m benchmarks.bench_hostile [CASES]

Each is asked alone, then eight at once while the home page is asked for. Targets: 1 s and 100 MB each; 0.5 s.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask import Flask

from benchmarks.archive_of import cases
from wgsm_archive.app import create_app, create_archive
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.services.jobs import indexing
from wgsm_archive.services.sharing.interchange import import_cases
from wgsm_archive.settings import Settings

QUESTIONS = {
    "10,000 wildcards": "*" * 10_000,
    "beginnings": " ".join(f"{a}{b}{c}*" for a in "bcdf" for b in "aeiou" for c in "lmn"),
    "nesting": "(" * 5000 + "water" + ")" * 5000,
    "megabyte": "word " * 200_000,
    "regular expression": "(a+)+$ (.*)* ^(([a-z])+.)+[A-Z]([a-z])+$",
    "direction marks": "\u202e\u2066" * 3000,
    "nul": "\x00" * 5000 + "water",
    "without spaces": "我们的土地权利" * 5000,
    "phrase": '"' + "bala babe " * 12 + '"',
    "slips": "balq babw cubaz dimoxa felize gatonu",
    "facts": "country:a theme:b language:c year:1999 " * 6,
}


def main(number: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        app = _served(Path(folder), number)
        _ask(app, "/en/search", "water")  # templates are compiled with the first page
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for name, words in QUESTIONS.items():
            took = _ask(app, "/en/search", words)
            suggested = _ask(app, "/en/suggest", words)
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak
            peak += grown
            times = f"search {took * 1000:7.0f} ms  suggest {suggested * 1000:6.0f} ms"
            print(f"{name:20} {times}  memory +{grown / 1024:.0f} MB")
        print(f"home page beside eight at once, at worst: {_home_beside(app) * 1000:.0f} ms")


def _served(folder: Path, number: int) -> Flask:
    settings = Settings(instance=folder / "instance")
    archive = create_archive(settings)
    migrate(archive.engine)
    import_cases(archive, list(cases(number)), publish=True)
    with archive.unit_of_work(SYSTEM) as work:
        indexing.rebuild(work)
    return create_app(settings, archive=archive)


def _ask(app: Flask, address: str, words: str) -> float:
    begun = time.perf_counter()
    answer = app.test_client().get(address, query_string={"q": words}, follow_redirects=True)
    assert answer.status_code == 200, (words[:20], answer.status_code)
    return time.perf_counter() - begun


def _home_beside(app: Flask) -> float:
    done, worst = threading.Event(), [0.0]

    def look() -> None:
        while not done.is_set():
            begun = time.perf_counter()
            app.test_client().get("/en/")
            worst.append(time.perf_counter() - begun)

    looking = threading.Thread(target=look)
    looking.start()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda words: _ask(app, "/en/search", words), [*QUESTIONS.values()] * 2))
    done.set()
    looking.join()
    return max(worst)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
