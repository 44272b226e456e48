"""Woven bands: each case has its own cloth, so that lists have a face where photos would be unsafe.

A band is drawn from the case's id and terms alone: the first theme gives the colours, the first two strategies the
weaves, the id the rhythm. The same case has the same band on every machine. The weaves are the plain ways of crossing
threads that looms everywhere share; none is a people's own sign.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import groupby

from markupsafe import Markup, escape

CELL = 4  # pixels of one crossing of threads
HEIGHT = 8  # crossings after which every weave repeats downwards

_LEAST = 16  # crossings after which every weave repeats sideways

_Weave = Callable[[int, int], bool]

# Width of the repeat in crossings (its height is 8), and whether the warp lies on top at (x, y).
WEAVES: dict[str, tuple[int, _Weave]] = {
    "basket": (8, lambda x, y: (x // 2 + y // 2) % 2 == 0),
    "twill": (8, lambda x, y: (x + y) % 4 < 2),
    "steep-twill": (8, lambda x, y: (x + y // 2) % 4 < 2),
    "herringbone": (16, lambda x, y: ((x + y) if x < 8 else (15 - x + y)) % 4 < 2),
    "diamond": (16, lambda x, y: (abs(2 * x - 15) + abs(2 * y - 7)) // 2 % 4 < 2),
    "chevron": (16, lambda x, y: (abs(2 * x - 15) // 2 + y) % 8 < 4),
    "steps": (8, lambda x, y: (x // 2 + y // 2) % 4 < 2),
    "arrows": (8, lambda x, y: (x + abs(2 * y - 7) // 2) % 4 < 2),
    "hourglass": (8, lambda x, y: abs(2 * x - 7) <= abs(2 * y - 7)),
    "seeds": (8, lambda x, y: (x % 4, y % 4) in {(1, 1), (1, 2), (2, 1), (2, 2), (3, 3), (0, 3), (3, 0), (0, 0)}),
    "bars": (8, lambda x, y: y % 4 < 2 if x < 4 else y % 4 >= 2),
    "waves": (16, lambda x, y: (y + (0, 1, 2, 2, 2, 1, 0, 0)[x // 2]) % 4 < 2),
}

_INK, _PAPER, _SAND = "#1c1a17", "#f6eedd", "#dcc7a0"
_BRICK, _CLAY, _ROSE = "#a6321d", "#c8643f", "#e3a98f"
_MOSS, _LEAF, _SAGE = "#2f5d46", "#5f8a5c", "#b3c49a"
_OCHRE, _STRAW = "#b9791a", "#e3b65c"
_SLATE, _SKY, _RIVER = "#4a5560", "#9fb3bd", "#2c5a6e"

# Ground, first weave, second weave, fine stripes.
PALETTES: tuple[tuple[str, str, str, str], ...] = (
    (_BRICK, _PAPER, _INK, _STRAW),
    (_MOSS, _STRAW, _PAPER, _BRICK),
    (_RIVER, _PAPER, _SKY, _STRAW),
    (_OCHRE, _INK, _PAPER, _BRICK),
    (_INK, _CLAY, _STRAW, _PAPER),
    (_SLATE, _STRAW, _PAPER, _CLAY),
    (_PAPER, _BRICK, _MOSS, _INK),
    (_LEAF, _PAPER, _INK, _STRAW),
    (_CLAY, _INK, _SAND, _RIVER),
    (_SAND, _RIVER, _BRICK, _INK),
    (_SAGE, _MOSS, _INK, _BRICK),
    (_ROSE, _INK, _BRICK, _PAPER),
)

_PALETTE_OF_THEME = {
    "land": 1, "housing": 0, "water": 2, "food": 7, "forests": 10, "fisheries": 9, "extractives": 4, "energy": 3,
    "urban": 5, "displacement": 8, "work": 3, "indigenous": 6, "women-escr": 11, "race-caste": 4, "youth": 7,
    "climate": 10, "corporate": 5, "economic-policy": 4, "services": 2, "care": 11, "strategic-litigation": 5,
    "mechanisms": 2, "repression": 4, "conflict": 8, "leadership": 6, "alliances": 9, "women-participation": 11,
    "education": 6, "health": 10, "solidarity": 0, "other": 1,
}  # fmt: skip

# Widths of fine stripes between the weaves, in crossings; every second one is ground.
_RHYTHMS = ((1, 1, 1, 1, 1), (2, 1, 1, 1, 2), (1, 2, 3, 2, 1), (3, 1, 3), (1, 1, 4, 1, 1), (2, 2, 2), (4,))


def band(
    seed: str, themes: Sequence[str], strategies: Sequence[str], *, width: str = "100%", height: str = "64"
) -> Markup:
    """The band of a case as an SVG element of less than 2 KB, hidden from screen readers.

    `seed` is the case's public id, `themes` and `strategies` are ids of terms, weightiest first; either may be empty
    and unknown ids are welcome. `width` and `height` are SVG lengths; the cloth repeats to fill them.
    """
    return _woven(seed, tuple(themes), tuple(strategies), width, height)


@lru_cache(maxsize=2048)
def _woven(seed: str, themes: tuple[str, ...], strategies: tuple[str, ...], width: str, height: str) -> Markup:
    digest = sha256(seed.encode()).digest()
    ground, first, second, fine = PALETTES[_palette_index(themes, digest)]
    if digest[0] % 2:
        first, second = second, first
    names = _weave_names(strategies, digest)
    key = f"b{digest[1:4].hex()}"
    rhythm = _RHYTHMS[digest[4] % len(_RHYTHMS)]
    stripes, narrow = _stripes(rhythm), sum(rhythm) + 2
    parts = [f'<path fill="{fine}" d="M0 0{stripes}"/>']
    at = narrow
    for name, colour, repeats in ((names[0], first, 2 + digest[5] % 3), (names[1], second, 1 + digest[6] % 2)):
        parts.append(f'<path stroke="{colour}" d="M{at} 0{_threads(name, repeats)}"/>')
        at += repeats * _LEAST
        parts.append(f'<path fill="{fine}" d="M{at} 0{stripes}"/>')
        at += narrow
    shift = digest[7] % at * CELL
    parts.append(_relief(at))
    width, height = escape(width), escape(height)
    return Markup(  # noqa: S704 - made of numbers, of the colours above and of what was escaped
        f'<svg class="band" xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" aria-hidden="true" '
        f'focusable="false"><defs><pattern id="{key}" width="{at}" height="8" patternUnits="userSpaceOnUse" '
        f'patternTransform="translate(-{shift})scale({CELL})"><path fill="{ground}" d="M0 0h{at}v8H0z"/>'
        f'{"".join(parts)}</pattern></defs><rect width="100%" height="100%" fill="url(#{key})"/></svg>'
    )


def _palette_index(themes: Sequence[str], digest: bytes) -> int:
    known = (_PALETTE_OF_THEME[theme] for theme in themes if theme in _PALETTE_OF_THEME)
    return next(known, digest[8] % len(PALETTES))


def _weave_names(strategies: Sequence[str], digest: bytes) -> tuple[str, str]:
    names = list(WEAVES)
    wanted = [_number_of(strategy) % len(names) for strategy in strategies[:2]]
    wanted += [digest[9 + place] % len(names) for place in range(2 - len(wanted))]
    if wanted[0] == wanted[1]:
        wanted[1] = (wanted[1] + 1 + digest[11] % (len(names) - 1)) % len(names)
    return names[wanted[0]], names[wanted[1]]


@lru_cache(maxsize=1024)
def _number_of(strategy: str) -> int:
    return sha256(strategy.encode()).digest()[0]


@lru_cache(maxsize=len(_RHYTHMS))
def _stripes(rhythm: Sequence[int]) -> str:
    """Fine stripes as a path, from where its pen stands."""
    path, at, stood = [], 0, 0
    for place, wide in enumerate(rhythm):
        if place % 2 == 0:
            path.append(f"m{at + 1 - stood} 0h{wide}v8h-{wide}z")
            stood = at + 1
        at += wide
    return "".join(path)


@lru_cache(maxsize=256)
def _threads(name: str, repeats: int) -> str:
    """Where the warp lies on top, as a path to be stroked one crossing wide, from where its pen stands."""
    wide, on_top = WEAVES[name]
    path, pen_x, pen_y = [], 0, -0.5
    for y in range(HEIGHT):
        x = 0
        for is_up, run in groupby(on_top(x % wide, y) for x in range(repeats * _LEAST)):
            length = len(list(run))
            if is_up:
                path.append(f"m{x - pen_x} {y - pen_y:g}h{length}")
                pen_x, pen_y = x + length, float(y)
            x += length
    return "".join(path)


@lru_cache(maxsize=256)
def _relief(wide: int) -> str:
    """Fine shadows between the threads, which make cloth of coloured squares."""
    rows = "".join(f"M0 {y}h{wide}" for y in range(HEIGHT))
    return f'<path stroke="#000" stroke-opacity=".22" stroke-width=".22" d="{rows}"/>'
