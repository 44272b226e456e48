"""What every template can use: the page at hand, filters for dates, numbers and names, addresses of assets."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request

from wgsm_archive.domain.actor import Actor
from wgsm_archive.i18n import binding as i18n
from wgsm_archive.i18n.language import language_of
from wgsm_archive.web import (
    addresses,
    bands,
    cards,
    chips,
    current,
    facet_rows,
    framing,
    kept_pieces,
    language,
    maps,
    security,
    snippets,
)


@dataclass(frozen=True, slots=True)
class Page:
    """What the frame around every page shows. `alternates` are (tag, own name, address) of its other languages.

    `base` is where the archive stands, as its settings say (empty where they do not): engines want the whole address.
    `written_in` are the languages its content exists in, where those are fewer than the menus speak.
    """

    language: str
    direction: str
    actor: Actor
    alternates: Sequence[tuple[str, str, str]] = field(default_factory=tuple)
    canonical: str = ""
    base: str = ""
    written_in: Collection[str] | None = None
    demo: bool = False
    csrf: str = ""
    previewed: str = ""

    @property
    def written(self) -> Sequence[tuple[str, str, str]]:
        """The languages that engines are told of: those that its content exists in."""
        return [one for one in self.alternates if self.written_in is None or one[0] in self.written_in]


def install(app: Flask) -> None:
    """Fit out the template environment."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    i18n.bind(app)
    addresses.install(app)
    framing.install(app)
    kept_pieces.install(app)
    chips.install(app)
    cards.install(app)
    facet_rows.install(app)
    snippets.install(app)
    app.jinja_env.globals.update(asset=asset, band=bands.band, world_map=maps.world_map)
    app.context_processor(_page)
    app.after_request(_keep_for_good)


def render(template: str, **values: Any) -> str:
    """A page."""
    return render_template(template, **values)


def fragment(template: str, **values: Any) -> str:
    """A part of a page that is given all it shows: nothing of the request at hand is looked up for it."""
    return current_app.jinja_env.get_template(template).render(values)


def asset(name: str) -> str:
    """The address of a static file, with a fingerprint so that browsers may keep it for good."""
    return addresses.url_for("static", filename=name, v=_fingerprint(name))


@lru_cache(maxsize=256)
def _fingerprint(name: str) -> str:
    file = Path(__file__).parent / "static" / name
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10]


def _keep_for_good(answer: Response) -> Response:
    """Let browsers keep what stands at an address with its fingerprint: each page then costs one answer, not five."""
    name = (request.view_args or {}).get("filename", "")
    if request.endpoint == "static" and answer.status_code < 400 and request.args.get("v") == _fingerprint(name):
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def _page() -> dict[str, Any]:
    tag = g.get("interface", "en")
    return {
        "page": Page(
            language=tag,
            direction=language.direction(tag),
            actor=current.actor(),
            alternates=g.get("alternates") or _alternates(),
            canonical=g.get("canonical", ""),
            base=current.settings().base_url.rstrip("/"),
            written_in=g.get("written_in"),
            demo=bool(current_app.config.get("DEMO")),
            csrf=security.csrf_token(),
            previewed=g.get("previewed", ""),
        )
    }


def _alternates() -> list[tuple[str, str, str]]:
    endpoint, values = request.endpoint, dict(request.view_args or {})
    if endpoint is None or request.url_rule is None or "language" not in request.url_rule.arguments:
        endpoint, values = "reading.home", {}
    # A filter of the search is called `language` as well: the query is put on by hand.
    query = request.query_string.decode("ascii", "ignore") if endpoint == request.endpoint else ""
    tail = f"?{query}" if query else ""
    return [
        (tag, language_of(tag).autonym, addresses.url_for(endpoint, **{**values, "language": tag}) + tail)
        for tag in current.interface_languages()
    ]
