"""Whole result pages from the search index: hits, counts of six facets, twenty marked snippets.

    python -m benchmarks.bench_search_index VERSIONS [FOLDER]

Texts are made up (600 to 1,200 words, Zipfian, six languages, three versions to a case). A folder that already holds
an index of that size is used again. Times are CPU milliseconds, medians. "Cold" is with no scores of words kept from
before, as FTS5 keeps none; FTS5 is given the archive's own arrays for counting and ordering, and its marking. The ratio
is of whole pages, marks included, cold: below 1, the archive is ahead.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.fts5 import Fts5
from wgsm_archive.adapters.search.marking import mark
from wgsm_archive.adapters.search.whoosh_index import WhooshIndex
from wgsm_archive.domain.query import parse
from wgsm_archive.ports.search import SearchDocument, SearchRequest, Shelf, Sort

LANGUAGES = ("en", "es", "fr", "pt", "ar", "hi")
SYLLABLES = {
    "ar": ["تا", "لي", "مو", "را", "سي", "نا", "دو", "حق", "أر", "عم", "كل", "فا", "بي", "شا"],
    "hi": ["का", "मा", "रा", "धि", "जी", "नो", "दे", "सा", "वि", "ली", "पु", "ता", "हा", "गो"],
}
FACETS = {"theme": 24, "country": 90, "strategy": 40, "right": 25, "outcome": 20, "type": 4}


def vocabulary(language: str, size: int = 20_000) -> list[str]:
    rng = random.Random(language)
    parts = SYLLABLES.get(language) or [c + v for c in "bcdfglmnprstv" for v in "aeiou"]
    ends = ["", "s", "es", "ción", "ment"] if language not in SYLLABLES else [""]
    return ["".join(rng.choices(parts, k=rng.randint(2, 4))) + rng.choice(ends) for _ in range(size)]


class Made:
    """The made-up archive: document i can be made again at any time."""

    def __init__(self) -> None:
        self.words = {language: vocabulary(language) for language in LANGUAGES}
        self.weights = [0.0]
        for rank in range(1, 20_001):
            self.weights.append(self.weights[-1] + 1 / rank**0.95)
        del self.weights[0]
        rng = random.Random("labels")
        self.labels = {
            (facet, str(n)): tuple((x, " ".join(rng.choices(self.words[x], k=2))) for x in LANGUAGES)
            for facet, count in FACETS.items()
            for n in range(count)
        }

    def body(self, i: int) -> str:
        rng = random.Random(i)
        language = LANGUAGES[i % 3] if i % 9 else LANGUAGES[3 + i // 9 % 3]
        found = rng.choices(self.words[language], cum_weights=self.weights, k=rng.randint(600, 1200))
        return " ".join(found)

    def document(self, i: int, revision: int = 1) -> SearchDocument:
        case = i // 3
        rng = random.Random(f"case {case}")
        facets = {
            facet: tuple({str(min(count - 1, int(rng.expovariate(6 / count)))) for _ in range(rng.randint(1, 4))})
            for facet, count in FACETS.items()
        }
        language = LANGUAGES[i % 3] if i % 9 else LANGUAGES[3 + i // 9 % 3]
        labels = tuple(one for facet, values in facets.items() for value in values for one in self.labels[facet, value])
        body = self.body(i)
        year = rng.randint(1975, 2024)
        return SearchDocument(
            i + 1, case + 1, revision, language, frozenset({"public"}), body[:60], body, labels,
            facets | {"language": LANGUAGES[:3]}, year, year + 3, 730_000 + case % 4000, body[:60],
        )  # fmt: skip


def documents(made: Made, count: int) -> Iterator[SearchDocument]:
    return (made.document(i) for i in range(count))


def timed(work: Callable[[], object], rounds: int = 15) -> float:
    found = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        found.append((time.process_time() - begin) * 1000)
    return statistics.median(found)


def main(count: int, folder: Path) -> None:
    made = Made()
    index = WhooshIndex(folder)
    if not (folder / "built").exists():
        begin = time.process_time()
        index.rebuild({Shelf.PUBLIC: documents(made, count)})
        print(f"built in {time.process_time() - begin:.0f} s CPU, making texts included")
        (folder / "built").touch()
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6
    begin = time.process_time()
    index.search(Shelf.PUBLIC, SearchRequest(parse("x"), frozenset({"public"}), facets=tuple(FACETS)))
    print(f"{size:.0f} MB on disk; opened in {(time.process_time() - begin) * 1000:.0f} ms")
    other = Fts5(folder)
    if not other.built:
        other.build(documents(made, count))
    pages(made, index, other)
    begin = time.process_time()
    index.apply(Shelf.PUBLIC, [made.document(7, revision=2)], [])
    index.search(Shelf.PUBLIC, SearchRequest(parse("x"), frozenset({"public"}), facets=tuple(FACETS)))
    print(f"one edit written and found: {(time.process_time() - begin) * 1000:.0f} ms")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def pages(made: Made, index: WhooshIndex, other: Fts5) -> None:
    words = made.words["en"]
    # What is asked here, and what of FTS5 to find as much: of six words it is enough to have some.
    six = [words[i] for i in (3, 50, 300, 800, 2000, 5000)]
    queries = {
        "nothing asked": ("", ""),
        "common word": (words[0], words[0]),
        "1-10 % word": (words[60], words[60]),
        "rare word": (words[6000], words[6000]),
        "two words": (f"{words[5]} {words[40]}", f"{words[5]} {words[40]}"),
        "six words": (" ".join(six), " OR ".join(six)),
        "or of three": (f"{words[5]} OR {words[40]} OR {words[200]}", f"{words[5]} OR {words[40]} OR {words[200]}"),
        "phrase of commons": (f'"{words[0]} {words[1]}"', f'"{words[0]} {words[1]}"'),
        "prefix": (f"{words[60][:3]}*", f"{words[60][:3]}*"),
    }
    facets = tuple(FACETS)
    for name, (text, match) in queries.items():
        query = parse(text)
        request = SearchRequest(query, frozenset({"public"}), ("en",), facets=facets)

        def search(request: SearchRequest = request) -> object:
            return index.search(Shelf.PUBLIC, request)

        def fts5(request: SearchRequest = request, match: str = match) -> object:
            return other.search(index._fresh(Shelf.PUBLIC).snapshot, request, match)  # noqa: SLF001

        def cold(request: SearchRequest = request) -> object:
            index._fresh(Shelf.PUBLIC).snapshot._cache.clear()  # noqa: SLF001
            return index.search(Shelf.PUBLIC, request)

        found = index.search(Shelf.PUBLIC, request)
        texts = [(made.body(hit.found_in - 1), hit.language) for hit in found.hits]

        def marked(texts: list[tuple[str, str]] = texts, text: str = text) -> object:
            query = parse(text)
            return [mark(body, language, query) for body, language in texts]

        marking, hot, first = timed(marked), timed(search), timed(cold)
        compared = ""
        if match:
            theirs = timed(fts5)
            compared = f"  FTS5 {theirs:6.2f}  ratio {(first + marking) / (theirs + marking):5.2f}"
        print(f"{name:18} {found.total:6} cases  search {hot:6.2f}  cold {first:6.2f}  marks {marking:6.2f}{compared}")
    query = parse(words[0])
    deep = SearchRequest(query, frozenset({"public"}), offset=1500, facets=facets)
    print(f"page 75: {timed(lambda: index.search(Shelf.PUBLIC, deep)):.2f}")
    for sort in (Sort.NEWEST, Sort.TITLE):
        other = SearchRequest(query, frozenset({"public"}), sort=sort, facets=facets)
        print(f"sort by {sort.value}: {timed(lambda other=other: index.search(Shelf.PUBLIC, other)):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp()))
