"""The world map, drawn on the server: which countries stories come from, as areas and never as points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from wgsm_archive.data import world
from wgsm_archive.i18n import _, formats, n_

# Nothing but sea lies below this line (see data/world/README.md), and nothing but ice above the first.
_TOP, _BOTTOM = 0, 440

# From how many stories on; each step has its own shade and its own mark, so that colour is not needed.
_STEPS = (1, 2, 5, 10)
_MARKS = (
    "M{x} {y}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M{x} {y}m-6 5h12l-6-11z",
    "M{x} {y}m-6-6h12v12h-12z",
    "M{x} {y}m0-9l9 9l-9 9l-9-9z",
)


@dataclass(frozen=True, slots=True)
class _Shapes:
    outline: str
    paths: Mapping[str, str]
    middles: Mapping[str, tuple[float, float]]


def world_map(counts: Mapping[str, int], href: Callable[[str], str]) -> Markup:
    """The map with its legend. Countries with stories are links; a table of the same belongs beneath it.

    `counts` are numbers of stories by ISO 3166-1 alpha-2 code; `href` gives the address of a country's stories.
    Codes that the map does not know, and counts below one, are left out.
    """
    shapes = _shapes()
    shown = {code: count for code, count in counts.items() if count > 0 and code in shapes.paths}
    land = "".join(path for code, path in shapes.paths.items() if code not in shown)
    # The greatest come last and so lie on top.
    links = Markup("").join(
        _country(shapes, code, count, href(code)) for code, count in sorted(shown.items(), key=lambda pair: pair[1])
    )
    return Markup(
        '<figure><svg class="map" viewBox="0 {top} 1000 {height}" role="group" aria-labelledby="map-title map-about">'
        '<title id="map-title">{title}</title><desc id="map-about">{about}</desc>'
        '<path class="map-sea" d="{sea}"/><path class="map-land" fill-rule="evenodd" d="{land}"/>{links}</svg>'
        "{legend}</figure>"
    ).format(
        top=_TOP,
        height=_BOTTOM - _TOP,
        title=_("Map of the world"),
        about=_("Countries that stories come from are darker the more there are. The table below says the same."),
        sea=shapes.outline,
        land=land,
        links=links,
        legend=_legend({_step(count) for count in shown.values()}),
    )


def _country(shapes: _Shapes, code: str, count: int, href: str) -> Markup:
    label = _(
        "%(country)s: %(stories)s",
        country=formats.country(code),
        stories=n_("%(num)s story", "%(num)s stories", count),
    )
    step = _step(count)
    x, y = shapes.middles[code]
    return Markup(
        '<a href="{href}" aria-label="{label}"><title>{label}</title>'
        '<path class="map-{number}" fill-rule="evenodd" d="{path}"/><path class="map-mark" d="{mark}"/></a>'
    ).format(
        href=href, label=label, number=step + 1, path=shapes.paths[code], mark=_MARKS[step].format(x=x, y=y)
    )  # fmt: skip


def _step(count: int) -> int:
    return max(place for place, least in enumerate(_STEPS) if count >= least)


def _legend(steps: Iterable[int]) -> Markup:
    swatch = Markup(
        '<li><svg class="map map-swatch" viewBox="0 0 32 24" width="32" height="24" aria-hidden="true" '
        'focusable="false"><path class="map-{number}" d="M1 1h30v22H1z"/><path class="map-mark" d="{mark}"/></svg>'
        "{words}</li>"
    )
    items = Markup("").join(
        swatch.format(number=step + 1, mark=_MARKS[step].format(x=16, y=12), words=_range_in_words(step))
        for step in sorted(steps)
    )
    return Markup('<figcaption><ul class="map-legend">{items}</ul></figcaption>').format(items=items)


def _range_in_words(step: int) -> str:
    least = _STEPS[step]
    if step == len(_STEPS) - 1:
        return n_("%(num)s story or more", "%(num)s stories or more", least)
    most = _STEPS[step + 1] - 1
    if least == most:
        return n_("%(num)s story", "%(num)s stories", least)
    return n_("%(least)s to %(num)s story", "%(least)s to %(num)s stories", most, least=least)


@cache
def _shapes() -> _Shapes:
    drawn = world()
    countries = drawn["countries"]
    return _Shapes(
        outline=drawn["outline"],
        paths={code: country["d"] for code, country in countries.items()},
        middles={code: (country["x"], country["y"]) for code, country in countries.items()},
    )
