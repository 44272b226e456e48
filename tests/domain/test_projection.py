"""The world map's projection: where places come to lie."""

import math

import pytest

from wgsm_archive.domain.projection import MAP_HEIGHT, MAP_WIDTH, project, project_from_centre


def test_the_middle_of_the_map_is_on_the_equator() -> None:
    assert project(0, 11) == pytest.approx((MAP_WIDTH / 2, MAP_HEIGHT / 2))


def test_the_globe_fills_the_view_box() -> None:
    left, _ = project_from_centre(0, -180)
    right, _ = project_from_centre(0, 180)
    _, top = project(90, 0)
    _, bottom = project(-90, 0)
    assert (left, right) == pytest.approx((0, MAP_WIDTH))
    assert (top, bottom) == pytest.approx((0, MAP_HEIGHT), abs=0.2)


def test_north_is_up_and_east_is_right() -> None:
    lima, nairobi = project(-12, -77), project(-1, 37)
    assert lima[0] < nairobi[0]
    assert lima[1] > nairobi[1]


def test_both_sides_of_the_date_line_are_neighbours() -> None:
    west, east = project(-17, 179.9), project(-17, -179.9)
    assert math.dist(west, east) < 1


@pytest.mark.parametrize("latitude", [-75, -40, 0, 25, 60, 80])
def test_equal_areas_stay_equal(latitude: float) -> None:
    def size(at: float) -> float:
        (ax, ay), (bx, by) = project(at, 10.5), project(at, 11.5)
        _, north = project(at + 0.5, 11)
        _, south = project(at - 0.5, 11)
        assert ay == pytest.approx(by)
        return (bx - ax) * (south - north) / math.cos(math.radians(at))

    assert size(latitude) == pytest.approx(size(10), rel=0.005)


@pytest.mark.parametrize(("latitude", "longitude"), [(90.1, 0), (math.nan, 0), (0, math.inf)])
def test_what_is_no_place_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="not a place"):
        project(latitude, longitude)
