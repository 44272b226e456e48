"""Questions made to keep the search busy: what one of them may look at is bounded, whatever is typed."""

from __future__ import annotations

import random

import pytest

from tests.adapters.search.making import document, request
from wgsm_archive.adapters.search.marking import mark
from wgsm_archive.adapters.search.whoosh_index import WhooshIndex, execution
from wgsm_archive.adapters.search.whoosh_index.plan import MAX_BEGINNINGS, MAX_CONCEPTS, lookups, plan
from wgsm_archive.adapters.search.whoosh_index.segment import Segment
from wgsm_archive.domain.query import parse
from wgsm_archive.ports.search import Shelf

LANGUAGES = ("ar", "en", "es", "fr", "hi", "pt", "sw", "th", "zh")
HOSTILE = {
    "wildcards": "*" * 10_000,
    "beginnings": " ".join(f"{a}{b}a*" for a in "bcdfghjklm" for b in "aeiou") * 200,
    "one beginning": "baa* " * 2000,
    "nesting": "(" * 5000 + "water" + ")" * 5000,
    "nested operators": "NOT (" * 2000 + "water OR -(" * 2000,
    "operators": "AND OR NOT " * 4000,
    "fields": "title:topic:title:" * 3000 + "x",
    "quotes": '"' * 5000,
    "phrase": '"' + "the of and " * 5000 + '"',
    "megabyte": "word" * 262_144,
    "regular expression": "(a+)+$ (.*)* [a-z]{1,9999} ^(([a-z])+.)+[A-Z]([a-z])+$",
    "ranges": "[a TO z] {* TO *} word^9999 word~99 te?t" * 50,
    "direction marks": "\u202e\u202d\u2066\u200f" * 3000 + "water",
    "nul": "\x00water\x00" * 2000,
    "half surrogates": "\ud800\udfff" * 1000,
    "accents": "a" + "\u0301" * 50_000,
    "ligatures": "\ufdfa" * 20_000,
    "without spaces": "我们的土地权利" * 5000,
    "clusters": "\u0e01\u0e34\u0e48" * 20_000,
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 5000,
}


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> WhooshIndex:
    """Texts with thousands of different words that begin alike, in several segments and languages."""
    rng = random.Random(7)  # noqa: S311
    made = WhooshIndex(tmp_path_factory.mktemp("hostile") / "index")
    made.rebuild({})
    for number, language in enumerate(LANGUAGES[:6]):
        words = ["baa" + "".join(rng.choices("abcdefgh", k=5)) for _ in range(1500)]
        made.apply(Shelf.PUBLIC, [document(number, language=language, body="the of and water " + " ".join(words))], [])
    return made


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_question_looks_at_is_bounded(busy: WhooshIndex, monkeypatch: pytest.MonkeyPatch, name: str):
    seen = {"terms": 0}
    real = Segment.beginning_with

    def counted(segment: Segment, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        found = real(segment, field, prefix, most)
        seen["terms"] += len(found)
        return found

    monkeypatch.setattr(Segment, "beginning_with", counted)
    monkeypatch.setattr(execution, "EXAMINED_IN_ALL", 3000)
    query = parse(HOSTILE[name])
    result = busy.search(Shelf.PUBLIC, request(query, languages=("en",), facets=("theme",)))
    assert result.total <= 6
    assert seen["terms"] <= 3000
    made = plan(query, LANGUAGES)
    wanted = list(lookups(made)) if made is not None else []
    # A word has at most some ten terms in a language, and stands in texts, titles and labels.
    assert len(wanted) <= MAX_CONCEPTS * len(LANGUAGES) * 20
    assert len({term for _, term in wanted if term.endswith("*")}) <= MAX_BEGINNINGS * 3
    for fragment in mark("the water of the land", "en", query):
        assert "".join(part.text for part in fragment.parts)
