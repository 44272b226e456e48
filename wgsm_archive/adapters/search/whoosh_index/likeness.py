"""The cases that are most like another one, by the facet values that they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from wgsm_archive.adapters.search.whoosh_index.postings import Ints, Longs
from wgsm_archive.adapters.search.whoosh_index.preference import NOT_READ, preferences
from wgsm_archive.adapters.search.whoosh_index.snapshot import Snapshot
from wgsm_archive.ports.search import AlikeRequest

_SHIFT = 40  # bits that the number of a case has room in
_MOST = 2000  # answers that are kept, some hundred bytes each
_SPARE = 4  # units looked at for each case that is wanted: some cases have several


def alike(snapshot: Snapshot, request: AlikeRequest) -> Mapping[int, tuple[int, ...]]:
    """Cases of which the asker may see a version, by what they carry of the values that are asked for.

    The same as long as the shelf is the same: what was found is kept with it.
    """
    asked = (frozenset(request.weights.items()), request.held, request.languages, request.most)
    found = snapshot.likenesses.get(asked)
    if found is None:
        if len(snapshot.likenesses) >= _MOST:
            snapshot.likenesses.clear()
        units = _find(snapshot, request) if len(snapshot) and request.most > 0 else []
        found = snapshot.likenesses[asked] = _shown(snapshot, units, request)
    return found


def _shown(snapshot: Snapshot, units: Sequence[int], request: AlikeRequest) -> Mapping[int, tuple[int, ...]]:
    """The cases of these units, each once, with the version that the asker reads best, or all of them."""
    tongue, tongues = snapshot.tongues
    liked, visible = preferences(tongues, request.languages), snapshot.visibility.of(request.held).slots
    found: dict[int, tuple[int, ...]] = {}
    for unit in units:
        case = int(snapshot.unit_case[unit])
        if case in found or len(found) == request.most:
            continue
        end = snapshot.start[unit + 1] if unit + 1 < len(snapshot.start) else len(snapshot)
        slots = [slot for slot in range(snapshot.start[unit], end) if visible[slot]]
        best = max(slots, key=lambda slot: liked[tongue[slot]])
        named = [best] if liked[tongue[best]] > NOT_READ else slots
        found[case] = tuple(snapshot.version[named].tolist())
    return found


def _find(snapshot: Snapshot, request: AlikeRequest) -> list[int]:
    """Units, the most alike ones first."""
    facets = snapshot.facets
    carriers: list[Ints] = []
    for value, weight in request.weights.items():
        code = facets.codes.get(value)
        if code is not None:
            carriers += [facets.units[facets.start[code] : facets.start[code + 1]]] * weight
    if not carriers:
        return []
    # Counted once for each point: each step that numpy is asked for costs more than a few numbers more do.
    points: Longs = np.bincount(np.concatenate(carriers), minlength=len(snapshot.start))
    points *= snapshot.visibility.of(request.held).units
    keys = (points << _SHIFT) + snapshot.unit_case
    best: list[int] = keys.argpartition(-min(request.most * _SPARE, len(keys)))[-request.most * _SPARE :].tolist()
    found = sorted(zip(keys[best].tolist(), best, strict=True), reverse=True)
    return [unit for key, unit in found if key >> _SHIFT]
