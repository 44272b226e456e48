"""How well stories are found by questions, beside plain BM25 on stems of the same passages.

    python -m benchmarks.relevance CORPUS [--languages en,es,...]

CORPUS is a folder of `*.jsonl` with `lang`, `title` and `body_markdown`. Texts are cut into passages. Asked are
sentences of which words are left out and others bent to another form with the same stem, in the dress of a question;
and titles, of passages that are kept without them. The baseline is BM25 (k1 1.2, b 0.75, and 0.9, 0.4; the better one
counts) on title and text, in the one language alone; ours has all languages in one index, and finds as readers do.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import statistics
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import Stemmer

from wgsm_archive import data
from wgsm_archive.adapters.search.whoosh_index import WhooshIndex
from wgsm_archive.domain.language import chain
from wgsm_archive.domain.query import parse
from wgsm_archive.domain.query_wording import wording_of
from wgsm_archive.ports.search import SearchDocument, SearchRequest, Shelf

STEMMED = {"en": "english", "es": "spanish", "fr": "french", "pt": "portuguese", "ar": "arabic"}
LANGUAGES = (*STEMMED, "hi", "sw", "id")
WORDS = re.compile(r"[\w\u0300-\u036f\u0900-\u097f]+")
QUESTIONS = 150  # of a language, at most
OPENINGS = {
    "en": ("how did", "what happened when", "why was the", "who said that the"),
    "es": ("¿cómo es que", "¿qué pasó cuando", "¿por qué", "¿quién dice que"),
    "fr": ("comment est-ce que", "que s'est-il passé quand", "pourquoi est-ce que les", "qui a dit que"),
    "pt": ("como é que", "o que aconteceu quando", "por que", "quem disse que"),
    "ar": ("كيف تم", "ماذا حدث عندما", "لماذا كان", "من قال إن"),
    "hi": ("कैसे", "क्या हुआ जब", "क्यों", "किसने कहा कि"),
    "sw": ("jinsi gani", "nini kilitokea wakati", "kwa nini", "nani alisema kwamba"),
    "id": ("bagaimana", "apa yang terjadi ketika", "mengapa", "siapa yang mengatakan bahwa"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    number: int
    language: str
    source: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Asked:
    words: str
    right: frozenset[int]


def passages(corpus: Path) -> list[Passage]:
    found: list[Passage] = []
    for file in sorted(corpus.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            least = 8 if row["corpus"] == "udhr" else 70
            part: list[str] = []
            for block in [*re.split(r"\n\s*\n", row["body_markdown"]), None]:
                if part and (block is None or sum(len(one.split()) for one in part) >= least):
                    text = " ".join(part)
                    if len(text.split()) >= 8:
                        found.append(Passage(len(found) + 1, row["lang"], row["id"], row["title"], text))
                    part = []
                if block is not None and not block.lstrip().startswith("#"):
                    part.append(re.sub(r"[*_#>\\\[\]()]", " ", block).strip())
    return found


def words_of(text: str) -> list[str]:
    return [word.lower() for word in WORDS.findall(text)]


def stemmer_of(language: str) -> Callable[[str], str]:
    if language not in STEMMED:
        return lambda word: word
    made: Callable[[str], str] = Stemmer.Stemmer(STEMMED[language]).stemWord
    return made


def sentences(language: str, texts: Sequence[Passage]) -> list[Asked]:
    """Questions that one passage answers: a sentence of it, thinned and bent."""
    rng, stem = random.Random(language), stemmer_of(language)
    forms: dict[str, set[str]] = defaultdict(set)
    for passage in texts:
        for word in words_of(passage.body):
            forms[stem(word)].add(word)
    asked = []
    for passage in rng.sample(texts, len(texts)):
        parts = [part for part in re.split(r"[.;:!?؟।،]\s", passage.body) if 7 <= len(part.split()) <= 40]
        if not parts or len(asked) >= QUESTIONS:
            continue
        words = words_of(rng.choice(parts))
        words = [word for word in words if rng.random() < 0.6][:11] or words[:6]
        bent = [rng.choice(sorted(forms[stem(word)])) if rng.random() < 0.5 else word for word in words]
        asked.append(Asked(f"{rng.choice(OPENINGS[language])} {' '.join(bent)}?", frozenset({passage.number})))
    return asked


def titles(language: str, texts: Sequence[Passage]) -> list[Asked]:
    """Titles, which the passages of their text answer."""
    right: dict[str, set[int]] = defaultdict(set)
    title = {}
    for passage in texts:
        right[passage.source].add(passage.number)
        title[passage.source] = passage.title
    return [Asked(title[source], frozenset(numbers)) for source, numbers in right.items() if len(right) > 5]


class Plain:
    """BM25 over the stems of one language."""

    def __init__(self, language: str, texts: Sequence[tuple[int, str]], k1: float, b: float) -> None:
        self._stem, self._k1 = stemmer_of(language), k1
        counts = {number: Counter(map(self._stem, words_of(text))) for number, text in texts}
        average = sum(map(Counter.total, counts.values())) / max(1, len(counts))
        self._damp = {number: k1 * (1 - b + b * found.total() / average) for number, found in counts.items()}
        self._where: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, found in counts.items():
            for term, count in found.items():
                self._where[term].append((number, count))
        self._many = len(counts)

    def ranked(self, words: str) -> list[int]:
        scores: dict[int, float] = defaultdict(float)
        for term in map(self._stem, words_of(words)):
            where = self._where.get(term, [])
            idf = math.log(1 + (self._many - len(where) + 0.5) / (len(where) + 0.5))
            for number, count in where:
                scores[number] += idf * count * (self._k1 + 1) / (count + self._damp[number])
        return sorted(scores, key=lambda number: (-scores[number], number))[:100]


def measures(ranked: Sequence[int], right: frozenset[int]) -> tuple[float, float, float]:
    """nDCG@10, MRR@10 and recall@100."""
    gains = [1 / math.log2(place + 2) for place, number in enumerate(ranked[:10]) if number in right]
    ideal = sum(1 / math.log2(place + 2) for place in range(min(10, len(right))))
    first = next((1 / (place + 1) for place, number in enumerate(ranked[:10]) if number in right), 0.0)
    return sum(gains) / ideal, first, len(right & set(ranked[:100])) / len(right)


def mean(rows: Iterable[tuple[float, float, float]]) -> tuple[float, ...]:
    every = list(rows)
    return tuple(sum(column) / len(every) for column in zip(*every, strict=True))


def index_of(texts: Sequence[Passage], folder: Path, *, with_titles: bool) -> WhooshIndex:
    index = WhooshIndex(folder)
    made = (
        SearchDocument(
            one.number, one.number, 1, one.language, frozenset({"public"}), one.title if with_titles else "", one.body,
            (), {}, None, None, 730_000, "",
        )
        for one in texts
    )  # fmt: skip
    index.rebuild({Shelf.PUBLIC: made})
    return index


def compare(texts: Sequence[Passage], languages: Sequence[str]) -> None:
    """Print a line for each kind of question and language: ours and the baseline's, for each measure."""
    print(f"{'':34}{'nDCG@10':>16}{'MRR@10':>16}{'recall@100':>16}{'found':>8}")
    for kind, with_titles, make in (("sentences", True, sentences), ("titles", False, titles)):
        for language in languages:
            own = [one for one in texts if one.language == language]
            asked = make(language, own)
            if not asked:
                continue
            bodies = [(one.number, f"{one.title} {one.body}" if with_titles else one.body) for one in own]
            others = [Plain(language, bodies, k1, b) for k1, b in ((1.2, 0.75), (0.9, 0.4))]
            other = max(mean(measures(plain.ranked(one.words), one.right) for one in asked) for plain in others)
            for where, there in (("alone", own), ("among all", texts)):
                with tempfile.TemporaryDirectory() as folder:
                    mine, found = _ours(index_of(there, Path(folder), with_titles=with_titles), language, asked)
                cells = "".join(f"{a:8.3f}{b:8.3f}" for a, b in zip(mine, other, strict=True))
                print(f"{kind:10}{where:10} {language:4}{len(asked):5}{cells}{found:8.0f}")


def _ours(index: WhooshIndex, language: str, asked: Sequence[Asked]) -> tuple[tuple[float, ...], float]:
    """The means of our measures, and how many stories are found at the median."""
    table = data.languages()
    read = chain(language, lambda tag: table[tag].fallbacks if tag in table else ())
    rows, totals = [], []
    for one in asked:
        request = SearchRequest(parse(one.words, wording_of(language)), frozenset({"public"}), read, limit=100)
        found = index.search(Shelf.PUBLIC, request)
        rows.append(measures([hit.case_id for hit in found.hits], one.right))
        totals.append(found.total)
    return mean(rows), statistics.median(totals)


if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="python -m benchmarks.relevance")
    options.add_argument("corpus", type=Path)
    options.add_argument("--languages", default=",".join(LANGUAGES))
    chosen = options.parse_args()
    compare(passages(chosen.corpus), chosen.languages.split(","))
