"""Reading whole blocks of postings must give what Whoosh's own searcher gives: the same documents, the same scores."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import index as whoosh_index
from whoosh import query as wq
from whoosh import scoring
from whoosh.filedb.filestore import FileStorage, copy_to_ram

from tests.adapters.search.making import document
from wgsm_archive.adapters.search.whoosh_index import WhooshIndex, codec
from wgsm_archive.adapters.search.whoosh_index.execution import Execution
from wgsm_archive.adapters.search.whoosh_index.plan import Beginning, Concept, Every, Plan, Some, Succession, Without
from wgsm_archive.adapters.search.whoosh_index.snapshot import K1, B, Snapshot
from wgsm_archive.ports.search import Shelf

FIELD = "text_eu"  # no stemmer's endings occur in the made-up words
WORDS = [a + b + c for a in "bdgkmptz" for b in "ou" for c in ("", "b", "bk", "do", "dok")]
WEIGHTS = [1 / (n + 1) for n in range(len(WORDS))]


class SameTelling(scoring.BM25F):
    """Whoosh's BM25F with our constants and inverse document frequency (see `Statistics`); all else is Whoosh's own."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(B=B, K1=K1)
        self._statistics = snapshot.statistics

    def idf(self, searcher: Any, fieldname: str, text: bytes) -> float:
        return self._statistics[fieldname].idf(searcher.doc_frequency(fieldname, text))


def text(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, WEIGHTS, k=rng.choice((3, 20, 45, 90))))


def make(root: Path, seed: int) -> WhooshIndex:
    """Several segments with deletions, blocks of all sizes."""
    rng = random.Random(seed)  # noqa: S311
    index = WhooshIndex(root)
    index.rebuild({Shelf.PUBLIC: [document(n, language="eu", title="z", body=text(rng)) for n in range(700)]})
    for n in range(5):
        some = [document(rng.randrange(800), language="eu", title="z", body=text(rng)) for _ in range(40)]
        index.apply(Shelf.PUBLIC, some, [rng.randrange(700) for _ in range(20 * n)])
    return index


class Both:
    """One question, asked of Whoosh's searcher and of ours."""

    def __init__(self, index: WhooshIndex) -> None:
        opened = index._fresh(Shelf.PUBLIC)
        self.snapshot = opened.snapshot
        folder = index._shelves.folder(opened.folder, Shelf.PUBLIC)
        self.searcher = whoosh_index.FileIndex(copy_to_ram(FileStorage(str(folder)))).searcher(
            weighting=SameTelling(self.snapshot)
        )

    def whoosh(self, query: Any) -> dict[int, float]:
        # Not by its hits: objects for each of a thousand documents take longer than finding them.
        return {docnum: score for score, docnum in self.searcher.search(query, limit=None, optimize=False).top_n}

    def ours(self, plan: Plan) -> dict[int, float]:
        found = Execution(self.snapshot, lambda mask: int(mask.sum())).run(plan)
        slots = np.flatnonzero(found.mask)
        return dict(
            zip(self.snapshot.documents[slots].tolist(), found.score[slots].astype(float).tolist(), strict=True)
        )


def term(word: str) -> tuple[Plan, Any]:
    return Concept(((FIELD, word),)), wq.Term(FIELD, word)


def some_words(rng: random.Random, count: int) -> list[str]:
    return rng.choices([*WORDS, "absent"], [*WEIGHTS, 0.2], k=count)


def question(rng: random.Random, depth: int = 2) -> tuple[Plan, Any]:
    """A random question in both forms."""
    kind = rng.choice(["term", "term", "phrase", "and", "or", "not"] if depth else ["term", "phrase"])
    if kind == "term":
        return term(*some_words(rng, 1))
    if kind == "phrase":
        words = some_words(rng, rng.randint(2, 3))
        places = tuple((i, (word,)) for i, word in enumerate(words))
        return Succession(((FIELD, places),)), wq.Phrase(FIELD, words)
    if kind == "not":
        (a, x), (b, y) = question(rng, depth - 1), question(rng, 0)
        return Every((a, Without(b))), wq.Require(x, wq.Not(y))  # AndNot lets the odd document through
    parts = [question(rng, depth - 1) for _ in range(rng.randint(2, 4))]
    plans, queries = tuple(p for p, _ in parts), [q for _, q in parts]
    return (Every(plans), wq.And(queries)) if kind == "and" else (Some(plans), wq.Or(queries))


@pytest.fixture(scope="module", autouse=True)
def small_blocks() -> Iterator[None]:
    """Blocks of 100 postings, so that common words need several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(codec, "BLOCK", 100)
        yield


@pytest.fixture(scope="module")
def both(tmp_path_factory, small_blocks) -> Both:
    return Both(make(tmp_path_factory.mktemp("whoosh"), seed=1))


def test_the_index_under_test_has_several_segments_and_deletions(both):
    assert len(both.snapshot.segments) > 2
    assert len(both.snapshot) < sum(s.size for s in both.snapshot.segments)
    assert both.snapshot.segments[0].find(FIELD, WORDS[0]).documents > 300


@pytest.mark.parametrize("seed", range(14))
def test_random_questions_are_answered_as_whoosh_answers_them(both, seed):
    rng = random.Random(seed)  # noqa: S311
    for _ in range(75):
        plan, query = question(rng)
        theirs, ours = both.whoosh(query), both.ours(plan)
        assert ours.keys() == theirs.keys(), query
        assert np.allclose([ours[docnum] for docnum in theirs], list(theirs.values()), rtol=1e-4, atol=0), query


@pytest.mark.parametrize("prefix", ["b", "ko", "zu", "mod", "absent"])
def test_beginnings_find_what_whoosh_finds(both, prefix):
    plan = Beginning(((FIELD, prefix),), Concept(()))
    assert both.ours(plan).keys() == both.whoosh(wq.Prefix(FIELD, prefix)).keys()


def test_whoosh_reads_the_places_of_words_as_we_wrote_them(both):
    for word in WORDS[::7]:
        matcher = both.searcher.reader().leaf_readers()[0][0].postings(FIELD, word.encode())
        segment = both.snapshot.segments[0]
        documents, counts, places = segment.places(segment.find(FIELD, word))
        documents = np.repeat(documents, counts)
        ours = zip(documents.tolist(), places.tolist(), strict=True)
        theirs = []
        while matcher.is_active():
            theirs += [(matcher.id(), place) for place in matcher.value_as("positions")]
            matcher.next()
        assert theirs == [(document, place) for document, place in ours if both.snapshot.slot[document] >= 0]


def test_merging_changes_no_answer(tmp_path):
    index = make(tmp_path / "index", seed=2)
    before = Both(index)
    questions = [question(random.Random(n)) for n in range(200)]  # noqa: S311

    def by_version(both: Both, plan: Plan) -> set[int]:
        found = Execution(both.snapshot, lambda mask: int(mask.sum())).run(plan)
        return set(both.snapshot.version[found.mask].tolist())

    answers = [by_version(before, plan) for plan, _ in questions]
    index.compact(Shelf.PUBLIC)
    after = Both(index)
    assert len(after.snapshot.segments) == 1
    assert [by_version(after, plan) for plan, _ in questions] == answers
    for plan, query in questions[:60]:
        theirs, ours = after.whoosh(query), after.ours(plan)
        assert ours.keys() == theirs.keys()
        assert list(ours.values()) == pytest.approx([theirs[d] for d in ours], rel=1e-4)
