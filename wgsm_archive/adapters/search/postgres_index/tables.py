"""The tables of the index, in a schema of their own: the index is a cache and no part of what migrations keep.

    wgsm_search.state                   for each make and shelf: which table is in use, and how often it was changed
    wgsm_search.<shelf>_<make>_<number> one row for each language version

Lexemes of the `tokens` are `field/term/count`: our own analysis decides what a term is, and an index lookup tells in
which documents a term stands and how often, without opening a single document. Positions serve phrases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from wgsm_archive.adapters.search.whoosh_index.layout import MAKE
from wgsm_archive.ports.search import Shelf

SCHEMA = "wgsm_search"
STATE = Table(
    "state",
    MetaData(schema=SCHEMA),
    Column("make", Text, primary_key=True),
    Column("shelf", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("generation", BigInteger, nullable=False),
)
COUNTS = (1, 2, 3, 4, 6, 9, 13, 20)
"""How often a term stands in a text, rounded down to one of these: beyond a few it hardly counts any more."""
_LAST_PLACE = 16383  # PostgreSQL numbers no place beyond
_MOST_PLACES = 255  # and keeps no more of one lexeme
_MOST_BYTES = 1_000_000  # of 1,048,575 that it holds of one text's lexemes and places together


def documents(shelf: Shelf, number: int) -> Table:
    """The table of a shelf by its number."""
    name = f"{shelf}_{MAKE.replace('.', '_')}_{number}"
    return Table(
        name,
        MetaData(schema=SCHEMA),
        Column("version", BigInteger, primary_key=True, autoincrement=False),
        Column("case", BigInteger, nullable=False),
        Column("revision", BigInteger, nullable=False),
        Column("published", Integer, nullable=False),
        Column("profile", LargeBinary, nullable=False),
        Column("kind", LargeBinary, nullable=False),
        Column("title_key", LargeBinary, nullable=False),
        Column("lengths", JSONB, nullable=False),
        Column("tokens", TSVECTOR, nullable=False),
        Index(f"{name}_tokens", "tokens", postgresql_using="gin"),
    )


def lexeme(field: str, term: str, count: int) -> str:
    """How a term of a field that stands so often is written."""
    return f"{field}/{term}/{max(known for known in COUNTS if known <= count)}"


def any_count(field: str, term: str) -> str:
    """A query for a term however often it stands; a star at the end of the term stands for any ending."""
    return f"{_quoted(f'{field}/{term[:-1]}' if term.endswith('*') else f'{field}/{term}/')}:*"


def so_often(field: str, term: str, count: int) -> str:
    """A query for a term that stands so often, to the next of `COUNTS`."""
    return _quoted(f"{field}/{term}/{count}")


def tokens(texts: Mapping[str, Mapping[str, Sequence[int]]], labels: Sequence[str], labels_field: str) -> str:
    """A `tsvector` as it is written: every term with its places, which PostgreSQL counts from one.

    Labels, then title and text from their beginning, as far as a `tsvector` can hold them.
    """
    parts = []
    left = _MOST_BYTES
    for written, places in chain(
        ((lexeme(labels_field, term, 1), list[int]()) for term in labels),
        (
            (lexeme(field, term, len(places)), places[:_MOST_PLACES])
            for field, terms in texts.items()
            for term, found in terms.items()
            if (places := [place for place in found if place < _LAST_PLACE] or [_LAST_PLACE - 1])
        ),
    ):
        # Besides the word itself: up to a byte of filling, a number of places, and each place.
        left -= len(written.encode()) + 3 + 2 * len(places)
        if left < 0:
            break
        parts.append(
            f"{_quoted(written)}:{','.join(str(place + 1) for place in places)}" if places else _quoted(written)
        )
    return " ".join(parts)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
