"""How the places of a word in a text are packed into Whoosh's posting blocks.

Whoosh keeps a block of postings as a pickled triple (document steps, weights, values) and reads each part like a
list. Long blocks keep numbers in arrays, which numpy reads without a loop, and all places of the block in one
compressed array, which a search that is not for a phrase never unpacks. Whoosh itself reads both.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from whoosh import fields, formats

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


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


def pack_places(places: Sequence[int]) -> bytes:
    """Ascending places as bytes."""
    code = "H" if places[-1] < 65536 else "I"
    return code.encode() + array(code, places).tobytes()


def unpack_places(value: bytes) -> Ints:
    """The places in one posting."""
    return np.frombuffer(value, dtype=np.dtype(chr(value[0])), offset=1).astype(np.int32)


class PackedPlaces(Sequence[bytes]):
    """The values of a whole block: every place in one array, and how many belong to each posting."""

    __slots__ = ("_blob", "_counts", "_each", "_wide")

    def __init__(self, wide: bool, counts: array[int], blob: bytes) -> None:  # noqa: FBT001 - given by pickle
        self._wide = wide
        self._counts = counts
        self._blob = blob
        self._each: list[bytes] | None = None

    @classmethod
    def of(cls, values: Sequence[bytes], counts: array[int]) -> PackedPlaces:
        """Pack the values of a block; `counts` says how many places each has."""
        wide = any(v[:1] == b"I" for v in values)
        if wide:
            raw = b"".join(unpack_places(v).astype(np.uint32).tobytes() for v in values)
        else:
            raw = b"".join(v[1:] for v in values)
        return cls(wide, counts, zlib.compress(raw, 1))

    def __reduce__(self) -> tuple[Any, ...]:
        return PackedPlaces, (self._wide, self._counts, self._blob)

    def __len__(self) -> int:
        return len(self._counts)

    def places(self) -> Ints:
        """All places of the block, posting after posting."""
        return np.frombuffer(zlib.decompress(self._blob), np.uint32 if self._wide else np.uint16).astype(np.int32)

    def each(self) -> list[bytes]:
        """The values of the postings one by one."""
        ends = np.cumsum(np.array(self._counts))[:-1]
        code = b"I" if self._wide else b"H"
        kind = np.uint32 if self._wide else np.uint16
        return [code + part.astype(kind).tobytes() for part in np.split(self.places(), ends)]

    def __getitem__(self, index: Any) -> Any:
        if self._each is None:  # only Whoosh itself asks for one value after another
            self._each = self.each()
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
