"""From a place on Earth to a point on the archive's world map.

The map is drawn in the Equal Earth projection: countries keep their relative sizes, so that Africa and South
America are not made small. Source of the formula and its constants: B. Šavrič, T. Patterson and B. Jenny, "The
Equal Earth map projection", International Journal of Geographical Information Science 33(3), 2018.
"""

from __future__ import annotations

import math

MAP_WIDTH = 1000.0
MAP_HEIGHT = 487.0
# The map is cut in the Bering Strait (169 degrees west), where it divides no country.
CENTRAL_MERIDIAN = 11.0

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2
_HALF_WIDTH = math.pi / (_M * _A1)
_SCALE = MAP_WIDTH / (2 * _HALF_WIDTH)


def from_centre(longitude: float) -> float:
    """Degrees east of the map's middle, at least -180 and less than 180."""
    return (longitude - CENTRAL_MERIDIAN + 180.0) % 360.0 - 180.0


def project_from_centre(latitude: float, degrees_east: float) -> tuple[float, float]:
    """The point for a latitude and the degrees east of the map's middle; 180 is the right-hand edge."""
    theta = math.asin(_M * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    x = math.radians(degrees_east) * math.cos(theta) / (_M * slope)
    y = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return MAP_WIDTH / 2 + _SCALE * x, MAP_HEIGHT / 2 - _SCALE * y


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """The point of a place, in units of the map's view box: x grows to the east, y to the south.

    `latitude` and `longitude` are in degrees (WGS 84); the view box is `0 0 MAP_WIDTH MAP_HEIGHT`.

    Raises:
        ValueError: the latitude is outside -90 to 90, or a number is not finite.
    """
    if not (math.isfinite(longitude) and abs(latitude) <= 90):
        raise ValueError("not a place on Earth")
    return project_from_centre(latitude, from_centre(longitude))
