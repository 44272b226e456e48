"""Make countries.json, the shapes of the world map, from the TopoJSON of the npm package world-atlas.

    python wgsm_archive/data/world/build_map.py package/countries-50m.json

README.md beside this file says where the input comes from and what was decided about borders. The TopoJSON
format is described at https://github.com/topojson/topojson-specification.
"""

from __future__ import annotations

import heapq
import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel.core import get_global

from wgsm_archive.domain.projection import (
    CENTRAL_MERIDIAN,
    MAP_HEIGHT,
    MAP_WIDTH,
    from_centre,
    project,
    project_from_centre,
)

Point = tuple[float, float]
Ring = list[Point]

# A corner is left out when the triangle it makes with its neighbours is smaller than this (square map units).
SMALLEST_CORNER = 0.35
# An island is left out when it is smaller than this (square map units), unless it is the largest of its country.
SMALLEST_ISLAND = 0.8
_UNITS_PER_DEGREE = MAP_WIDTH / 360

# Shapes without a number of ISO 3166-1 in the source, and the country whose colour they take.
WITHOUT_NUMBER = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY"}
# Parts of France and Norway that have a code of their own: south, west, north, east (degrees).
OWN_CODE = {
    "GF": (1.0, -56.0, 7.0, -50.0),
    "GP": (15.7, -62.0, 16.7, -60.9),
    "MQ": (14.2, -61.4, 15.1, -60.6),
    "RE": (-22.0, 55.0, -20.5, 56.2),
    "YT": (-13.2, 44.8, -12.4, 45.5),
    "SJ": (74.0, 5.0, 82.0, 40.0),
}
# Countries and territories too small for the source: latitude and longitude of their middle.
ONLY_POINTS = {
    "BQ": (12.2, -68.3),
    "CC": (-12.2, 96.8),
    "CX": (-10.5, 105.6),
    "GI": (36.1, -5.3),
    "TK": (-9.2, -171.8),
    "TV": (-8.5, 179.2),
}


def read_arcs(topology: dict[str, Any]) -> list[Ring]:
    """The lines that countries share, as (degrees east of the map's middle, latitude), with few corners."""
    scale_x, scale_y = topology["transform"]["scale"]
    shift_x, shift_y = topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        line: Ring = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            line.append((from_centre(x * scale_x + shift_x), y * scale_y + shift_y))
        arcs.append(fewer_corners(unwrap(line)))
    return arcs


def unwrap(line: Ring) -> Ring:
    """The line without jumps of a whole turn, so that it may leave the map at one side."""
    out = line[:1]
    for x, y in line[1:]:
        out.append((x + 360 * round((out[-1][0] - x) / 360), y))
    return out


def fewer_corners(line: Ring) -> Ring:
    """The line without its smallest corners (Visvalingam and Whyatt 1993); its ends stay."""
    before, after = list(range(-1, len(line) - 1)), list(range(1, len(line) + 1))
    sizes = [math.inf] * len(line)
    for i in range(1, len(line) - 1):
        sizes[i] = corner(line[i - 1], line[i], line[i + 1])
    waiting = [(size, i) for i, size in enumerate(sizes)]
    heapq.heapify(waiting)
    left = len(line)
    # A closed line needs three corners to be an area.
    fewest = 4 if line[0] == line[-1] else 2
    while waiting and waiting[0][0] < SMALLEST_CORNER and left > fewest:
        size, i = heapq.heappop(waiting)
        if size != sizes[i]:
            continue
        sizes[i] = -1.0
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if 0 < j < len(line) - 1:
                sizes[j] = max(size, corner(line[before[j]], line[j], line[after[j]]))
                heapq.heappush(waiting, (sizes[j], j))
    return [point for point, size in zip(line, sizes, strict=True) if size >= 0]


def corner(a: Point, b: Point, c: Point) -> float:
    """The size of the triangle of three points, in square map units."""
    doubled = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]))
    return doubled / 2 * math.cos(math.radians(b[1])) * _UNITS_PER_DEGREE**2


def ring_of(indexes: list[int], arcs: list[Ring]) -> Ring:
    """The ring that joins these lines; a negative number means the line backwards (TopoJSON 2.1.4)."""
    ring: Ring = []
    for index in indexes:
        line = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(line[1:] if ring else line)
    return unwrap(ring)


def split_at_edges(ring: Ring) -> list[Ring]:
    """The parts of a ring on the map; what sticks out at one edge comes back in at the other."""
    parts = []
    for turn in (-360.0, 0.0, 360.0):
        moved = [(x + turn, y) for x, y in ring]
        part = clip(clip(moved, 180.0, 1), -180.0, -1)
        if len(part) > 2:
            parts.append(part)
    return parts


def clip(ring: Ring, edge: float, side: int) -> Ring:
    """The ring up to a meridian (Sutherland and Hodgman 1974); side 1 keeps the west of it, -1 the east."""
    out: Ring = []
    for (ax, ay), (bx, by) in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        a_in, b_in = side * (edge - ax) >= 0, side * (edge - bx) >= 0
        if a_in != b_in:
            out.append((edge, ay + (by - ay) * (edge - ax) / (bx - ax)))
        if b_in:
            out.append((bx, by))
    return out


def area(ring: Ring) -> float:
    """The size of a ring on the map, in square map units."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def middle(ring: Ring) -> Point:
    """A point well inside the ring: the middle of its longest crossing near its middle height."""
    low, high = min(y for _, y in ring), max(y for _, y in ring)
    best = (0.0, ring[0])
    for share in (0.5, 0.42, 0.58, 0.34, 0.66):
        level = low + (high - low) * share
        crossings = sorted(
            ax + (bx - ax) * (level - ay) / (by - ay)
            for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True)
            if (ay > level) != (by > level)
        )
        for left, right in zip(crossings[::2], crossings[1::2], strict=True):
            # A crossing away from the middle must be clearly longer to be preferred.
            best = max(best, ((right - left) * (1 - abs(share - 0.5)), ((left + right) / 2, level)))
    return best[1]


def number(value: float) -> str:
    """A number with at most one decimal, as short as SVG allows."""
    return f"{value:.1f}".removesuffix(".0").replace("-0.", "-.").removeprefix("0") or "0"


def path_of(rings: list[Ring]) -> str:
    """The rings as SVG path data: each begins at a place and goes on in steps, which compress well."""
    out = []
    for ring in rings:
        # Rounding places and not steps lets neighbours meet exactly.
        places = [(round(x * 10), round(y * 10)) for x, y in ring]
        steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(places) if (ax, ay) != (bx, by)]
        if steps and places[0] == places[-1]:
            steps.pop()
        if not steps:
            # Smaller than the map can draw.
            continue
        words = [number(part / 10) for pair in steps for part in pair]
        x, y = places[0]
        line = "".join(w if w[0] == "-" else " " + w for w in words)
        out.append(f"M{number(x / 10)} {number(y / 10)}l{line.strip()}z")
    return "".join(out)


def code_of(geometry: dict[str, Any]) -> str | None:
    """The country of a shape (ISO 3166-1 alpha-2); CLDR knows which number is which country."""
    if "id" not in geometry:
        return WITHOUT_NUMBER.get(geometry["properties"]["name"])
    aliases = get_global("territory_aliases")
    return str(aliases[geometry["id"]][0]) if geometry["id"] in aliases else None


def own_code(code: str, ring: Ring) -> str:
    """The code of a part that is far from its country, or the country's."""
    if code not in {"FR", "NO"}:
        return code
    x, y = ring[0][0] + CENTRAL_MERIDIAN, ring[0][1]
    inside = (c for c, (south, west, north, east) in OWN_CODE.items() if south < y < north and west < x < east)
    return next(inside, code)


def read_shapes(topology: dict[str, Any]) -> dict[str, list[Ring]]:
    """The rings of each country on the map; Antarctica, where nobody lives, is left out."""
    arcs = read_arcs(topology)
    shapes: dict[str, list[Ring]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = code_of(geometry)
        if code in {None, "AQ"}:
            continue
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        for indexes in (indexes for polygon in polygons for indexes in polygon):
            ring = ring_of(indexes, arcs)
            for part in split_at_edges(ring):
                projected = [project_from_centre(y, x) for x, y in part]
                shapes.setdefault(own_code(str(code), ring), []).append(projected)
    return shapes


def build(topology: dict[str, Any]) -> dict[str, Any]:
    """Everything that countries.json holds."""
    countries: dict[str, dict[str, Any]] = {}
    for code, rings in read_shapes(topology).items():
        rings.sort(key=area, reverse=True)
        shown = [rings[0], *(ring for ring in rings[1:] if area(ring) >= SMALLEST_ISLAND)]
        x, y = middle(rings[0])
        countries[code] = {"d": path_of(shown), "x": round(x, 1), "y": round(y, 1)}
    for code, place in ONLY_POINTS.items():
        x, y = project(*place)
        countries[code] = {"d": "", "x": round(x, 1), "y": round(y, 1)}
    edge = [project_from_centre(y, 180.0) for y in range(-90, 91, 5)]
    edge += [project_from_centre(y, -180.0) for y in range(90, -91, -5)]
    return {
        "viewbox": f"0 0 {MAP_WIDTH:.0f} {MAP_HEIGHT:.0f}",
        "outline": path_of([edge]),
        "countries": dict(sorted(countries.items())),
    }


def main() -> None:
    """Read the TopoJSON named on the command line and write countries.json beside this file."""
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    text = json.dumps(build(topology), separators=(",", ":"))
    Path(__file__).with_name("countries.json").write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
