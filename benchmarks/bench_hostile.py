"""Hostile questions to a served archive: how long each takes, what memory it takes, and how the home page fares beside.

    python -m benchmarks.bench_hostile [CASES]

Each is asked alone, then eight at once while the home page is asked for. Targets: 1 s and 100 MB each; 0.5 s.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeAlias
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

from benchmarks.archive_of import cases
from benchmarks.memory import free_port, serving
from wgsm_archive.app import create_archive
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.services.jobs import indexing
from wgsm_archive.services.sharing.interchange import import_cases
from wgsm_archive.settings import Settings

_Ask: TypeAlias = Callable[..., tuple[float, int]]

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
        settings, port = _made(Path(folder), number), free_port()
        with serving(settings, port) as served:
            ask = partial(_ask, f"http://127.0.0.1:{port}")
            ask("/en/search", "water")  # templates are compiled with the first page
            peak = _peak(served.pid)
            for name, words in QUESTIONS.items():
                took, status = ask("/en/search", words)
                suggested, _ = ask("/en/suggest", words)
                grown, peak = _peak(served.pid) - peak, _peak(served.pid)
                times = f"search {took * 1000:7.0f} ms  suggest {suggested * 1000:6.0f} ms"
                print(f"{name:20} {times}  memory +{grown:.0f} MB  answered {status}")
            print(f"home page beside eight at once, at worst: {_home_beside(ask) * 1000:.0f} ms")


def _made(folder: Path, number: int) -> Settings:
    settings = Settings(instance=folder / "instance", sample=False)
    archive = create_archive(settings)
    migrate(archive.engine)
    import_cases(archive, list(cases(number)), publish=True)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        indexing.rebuild(work)
    archive.engine.dispose()
    return settings


def _ask(base: str, path: str, words: str = "") -> tuple[float, int]:
    """Seconds until the whole answer is there, and its status: addresses of more than 256 KB are refused (431)."""
    address = f"{base}{path}?{urlencode({'q': words})}" if words else f"{base}{path}"
    begun = time.perf_counter()
    try:
        with urlopen(address, timeout=30) as answer:  # noqa: S310 - our own
            answer.read()
            status = answer.status
    except HTTPError as refused:
        status = refused.code
    assert status in (200, 431), (words[:20], status)
    return time.perf_counter() - begun, status


def _home_beside(ask: _Ask) -> float:
    done, worst = threading.Event(), [0.0]

    def look() -> None:
        while not done.is_set():
            worst.append(ask("/en/")[0])

    looking = threading.Thread(target=look)
    looking.start()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda words: ask("/en/search", words), [*QUESTIONS.values()] * 2))
    done.set()
    looking.join()
    return max(worst)


def _peak(pid: int) -> float:
    """The most memory that a process has had in use, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
