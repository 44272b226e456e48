"""A tiny file of every kind. Reading them once brings along what libraries load only when they first need it."""

from __future__ import annotations

from collections.abc import Iterator

from wgsm_archive.adapters.offline.writing import WRITERS
from wgsm_archive.ports.offline import Parcel, Unit, Words

_UNIT = Unit("s-0123456789ab", "señora {1}", "es", ("[^1]",), "lady {1}", "draft", "")


def files() -> Iterator[bytes]:
    """Their contents."""
    parcel = Parcel("0123456789ab", "Uno", 1, "es", "en", (_UNIT,))
    for write in WRITERS.values():
        yield write(parcel, Words("es", "en", {}))
