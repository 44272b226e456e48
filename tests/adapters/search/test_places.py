"""Words in order: what two ascending lists of places have in common, whichever of them is the longer."""

import numpy as np
import pytest

from wgsm_archive.adapters.search.whoosh_index.placed import _common


@pytest.mark.parametrize(("one", "other"), [(0, 5), (5, 0), (3, 400), (400, 3), (300, 310)])
def test_common_places_are_those_of_both(one, other):
    chance = np.random.default_rng(one * 1000 + other)
    these, those = (np.unique(chance.integers(0, 500, count)) for count in (one, other))
    assert _common(these, those).tolist() == sorted(set(these.tolist()) & set(those.tolist()))
