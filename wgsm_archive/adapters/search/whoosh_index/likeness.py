"""The cases that are most like another one, by the facet values that they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from wgsm_archive.adapters.search.whoosh_index.postings import Longs
from wgsm_archive.adapters.search.whoosh_index.snapshot import Snapshot

_SHIFT = 40  # bits that the number of a case has room in
_MOST = 2000  # answers that are kept, some hundred bytes each
_SPARE = 4  # units looked at for each case that is wanted: some cases have several


def alike(snapshot: Snapshot, weights: Mapping[tuple[str, str], int], held: frozenset[str], most: int) -> Sequence[int]:
    """Cases of which somebody who holds these labels may see a version, by what of these values they carry.

    The same as long as the shelf is the same: what was found is kept with it.
    """
    asked = (frozenset(weights.items()), held, most)
    found = snapshot.likenesses.get(asked)
    if found is None:
        if len(snapshot.likenesses) >= _MOST:
            snapshot.likenesses.clear()
        found = snapshot.likenesses[asked] = _find(snapshot, weights, held, most)
    return found


def _find(snapshot: Snapshot, weights: Mapping[tuple[str, str], int], held: frozenset[str], most: int) -> Sequence[int]:
    if not len(snapshot) or most < 1:
        return ()
    facets = snapshot.facets
    shared = [(facets.codes[value], weight) for value, weight in weights.items() if value in facets.codes]
    if not shared:
        return ()
    carriers = [facets.units[facets.start[code] : facets.start[code + 1]] for code, _ in shared]
    each = np.repeat([weight for _, weight in shared], [len(units) for units in carriers])
    points = np.bincount(np.concatenate(carriers), weights=each, minlength=len(snapshot.start))
    found: Longs = np.flatnonzero(points * snapshot.visibility.of(held).units)
    keys = (points[found].astype(np.int64) << _SHIFT) + snapshot.unit_case[found]
    if len(found) > most * _SPARE:
        best = keys.argpartition(-most * _SPARE)[-most * _SPARE :]
        found, keys = found[best], keys[best]
    cases = snapshot.unit_case[found[(-keys).argsort()]].tolist()
    return list(dict.fromkeys(cases))[:most]
