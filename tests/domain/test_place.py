"""A place is never kept more exactly than its level allows."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgsm_archive.domain.place import Area, Precision, coarsen

LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)
POINTS = [level for level in Precision if level is not Precision.COUNTRY]
LEAST_KM = {Precision.REGION: 200, Precision.GRID_50KM: 50, Precision.GRID_10KM: 10, Precision.LOCAL: 10}


@given(LATITUDES, LONGITUDES)
def test_a_country_has_no_point(latitude: float, longitude: float) -> None:
    assert coarsen(latitude, longitude, Precision.COUNTRY) is None


@given(LATITUDES, LONGITUDES, st.sampled_from(POINTS))
def test_coarsening_again_changes_nothing_and_stays_on_earth(
    latitude: float, longitude: float, level: Precision
) -> None:
    once = coarsen(latitude, longitude, level)
    assert once is not None
    assert abs(once.latitude) <= 90
    assert abs(once.longitude) <= 180
    assert coarsen(once.latitude, once.longitude, level) == once


@given(st.floats(-80, 80), st.floats(-170, 170), st.sampled_from(POINTS))
def test_a_cell_is_as_broad_as_its_name_says(latitude: float, longitude: float, level: Precision) -> None:
    """Whoever reads the cell knows no more than: somewhere within so many kilometres, to each side."""
    found = coarsen(latitude, longitude, level)
    assert found is not None
    half = LEAST_KM[level] / 2 * 0.99
    east = half / (111.19 * math.cos(math.radians(found.latitude)))
    north = half / 111.19
    for side in (-1, 1):
        assert coarsen(found.latitude, found.longitude + side * east, level) == found
        assert coarsen(found.latitude + side * north, found.longitude, level).latitude == found.latitude  # type: ignore[union-attr]


def test_neighbours_share_a_cell_in_the_far_north_too() -> None:
    # Two houses of one village, three kilometres apart.
    assert coarsen(69.01, 23.03, Precision.GRID_10KM) == coarsen(69.02, 23.09, Precision.GRID_10KM)


def test_nobody_reads_a_minus_nothing() -> None:
    assert str(coarsen(-0.01, -0.01, Precision.GRID_10KM)) == str(Area(0.0, 0.0))


@pytest.mark.parametrize("pair", [(91, 0), (0, 181), (math.nan, 0), (0, math.inf), (-90.1, -180.1)])
def test_what_lies_nowhere_is_refused(pair: tuple[float, float]) -> None:
    for level in Precision:
        with pytest.raises(ValueError, match="not a place"):
            coarsen(*pair, level)
