"""Places, made coarse before they are stored: there is no exact point that could leak."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a place is told. Each level is a deterministic cell, never fresh noise (which averages out)."""

    COUNTRY = "country"
    REGION = "region"
    GRID_50KM = "grid-50km"
    GRID_10KM = "grid-10km"
    LOCAL = "local"


_CELL_DEGREES = {Precision.REGION: 2.0, Precision.GRID_50KM: 0.5, Precision.GRID_10KM: 0.1, Precision.LOCAL: 0.1}


@dataclass(frozen=True, slots=True)
class Area:
    """The middle of a grid cell, in degrees (WGS 84)."""

    latitude: float
    longitude: float


def coarsen(latitude: float, longitude: float, precision: Precision) -> Area | None:
    """The cell a point falls in; None at country level, where no point is kept at all.

    Cells keep their breadth in kilometres: where the meridians draw together they span more degrees.

    Raises:
        ValueError: the numbers are not a place on Earth.
    """
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError("not a place on Earth")
    cell = _CELL_DEGREES.get(precision)
    if cell is None:
        return None
    middle = _middle(latitude, cell)
    return Area(middle, max(-180.0, min(180.0, _middle(longitude, cell * _stretch(middle)))))


def _stretch(latitude: float) -> int:
    # A degree is 111 km at the equator: nine tenths of it are enough for the breadth that a cell's name promises.
    return math.ceil(0.9 / max(math.cos(math.radians(latitude)), 0.01))


def _middle(degrees: float, cell: float) -> float:
    # Rounding to the nearest multiple keeps a value that is already coarse where it is; adding 0 turns -0.0 into 0.0.
    return round(round(degrees / cell) * cell, 4) + 0.0
