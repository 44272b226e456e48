"""How the places of a word in a text are packed into Whoosh's posting blocks.

Whoosh keeps a block of postings as a pickled triple (document steps, weights, values) and reads each part like a
list. Long blocks keep numbers in arrays, which numpy reads without a loop, and all places of the block in one array.
Whoosh itself reads both.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from whoosh import fields, formats

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class Places(formats.Format):  # type: ignore[misc]
    """Whoosh format of the places of a term: two or four bytes each, after one byte that says which."""

    def __init__(self) -> None:
        super().__init__(field_boost=1.0)

    def decode_positions(self, value: bytes) -> list[int]:
        """The places in one posting."""
        return [int(place) for place in unpack_places(value)]

    def decode_frequency(self, value: bytes) -> int:
        """How often the term stands in the text."""
        return (len(value) - 1) // (4 if value[:1] == b"I" else 2)

    def decode_weight(self, value: bytes) -> float:
        """The frequency as Whoosh's weight."""
        return float(self.decode_frequency(value))


class TermText(fields.FieldType):  # type: ignore[misc]
    """A field that is given finished terms with their places; lengths are kept for BM25."""

    def __init__(self) -> None:
        super().__init__(format=Places(), analyzer=None, scorable=True)

    def clean(self) -> None:
        """Whoosh asks each field to tidy up before it pickles the schema; there is nothing to tidy."""


class TermSet(fields.FieldType):  # type: ignore[misc]
    """A field that knows only which terms a document has."""

    def __init__(self) -> None:
        super().__init__(format=formats.Existence(), analyzer=None, scorable=False)

    def clean(self) -> None:
        """See `TermText.clean`."""


WIDTHS = (b"H", b"I")
"""What stands before places of two bytes each, and before those of four."""


def each(places: bytes, counts: Sequence[int], *, wide: bool) -> Iterator[bytes]:
    """The values of postings one by one, of their places and how many each has."""
    begin = 0
    for count in counts:
        end = begin + count * (4 if wide else 2)
        yield WIDTHS[wide] + places[begin:end]
        begin = end


def joined(parts: Sequence[tuple[bytes, bool]]) -> tuple[bytes, bool]:
    """Places one after the other, and whether they are wide, which all are when some are."""
    if not any(wide for _, wide in parts):
        return b"".join(places for places, _ in parts), False
    return b"".join(places if wide else _widened(places) for places, wide in parts), True


def _widened(places: bytes) -> bytes:
    return np.frombuffer(places, np.uint16).astype(np.uint32).tobytes()


def unpack_places(value: bytes) -> Ints:
    """The places in one posting."""
    return np.frombuffer(value, dtype=np.dtype(chr(value[0])), offset=1).astype(np.int32)


class PackedPlaces(Sequence[bytes]):
    """The values of a whole block: every place in one array, and how many belong to each posting."""

    __slots__ = ("_counts", "_each", "raw", "wide")

    def __init__(self, wide: bool, counts: array[int], raw: bytes) -> None:  # noqa: FBT001 - given by pickle
        self.wide = wide  # whether places take four bytes
        self.raw = raw
        self._counts = counts  # how many places each posting has
        self._each: list[bytes] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return PackedPlaces, (self.wide, self._counts, self.raw)

    def __len__(self) -> int:
        return len(self._counts)

    def places(self) -> Ints:
        """All places of the block, posting after posting."""
        return np.frombuffer(self.raw, np.uint32 if self.wide else np.uint16).astype(np.int32)

    def __getitem__(self, index: Any) -> Any:
        if self._each is None:  # only Whoosh itself asks for one value after another
            self._each = list(each(self.raw, self._counts, wide=self.wide))
        return self._each[index]


def small_array(numbers: Sequence[int]) -> array[int]:
    """Numbers in the narrowest array that holds them."""
    top = max(numbers)
    return array("B" if top < 256 else "H" if top < 65536 else "I", numbers)


def ids_of(steps: Any) -> Ints:
    """Document numbers from the steps of a block."""
    return cast(Ints, np.cumsum(np.array(steps, dtype=np.int32), dtype=np.int32))


def weights_of(weights: Any, count: int) -> Floats:
    """Frequencies of a block, which leaves them out when they are all alike."""
    if weights is None:
        return np.ones(count, dtype=np.float32)
    if isinstance(weights, float):
        return np.full(count, weights, dtype=np.float32)
    return np.array(weights, dtype=np.float32)
