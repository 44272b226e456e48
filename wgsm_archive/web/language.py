"""The language in the address, and the interface language that follows from it."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort, g, redirect, request, url_for
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as BaseResponse

from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.language import accepted_ranges, chain, choose, direction_of, read_tag, shorter
from wgsm_archive.i18n.language import SOURCE
from wgsm_archive.i18n.language import current as spoken
from wgsm_archive.services.own_words import PREVIEW
from wgsm_archive.web import current, place

PREFIX = "/<language:language>"
COOKIE = "wgsm_language"
PREVIEW_COOKIE = "wgsm_preview"


class LanguageConverter(BaseConverter):
    """A BCP 47 tag as the first step of an address."""

    regex = "[a-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,16}"


def install(app: Flask) -> None:
    """Take the language from each address, and put it into each address that is built."""
    app.url_map.converters["language"] = LanguageConverter
    app.url_value_preprocessor(_take)
    app.url_defaults(_give)
    app.before_request(_start_speaking)
    app.teardown_request(_stop_speaking)


def interface_language(tag: str) -> str:
    """The interface language for a language of reading: itself, or the first of its fallbacks that is offered."""
    offered = current.interface_languages()
    table = current.archive().tools.languages

    def fallbacks(of: str) -> tuple[str, ...]:
        known = table.get(of)
        return known.fallbacks if known else ()

    return choose([*chain(tag, fallbacks)], offered, fallbacks) or offered[0]


def previewed() -> str:
    """The language whose words are shown as far as they are translated, to a translator who asked for it; or empty."""
    asked = read_tag(request.cookies.get(PREVIEW_COOKIE, ""))
    works = current.actor().has(Role.TRANSLATOR, Role.FACILITATOR, Role.STEWARD)
    return asked if asked and works and asked in current.archive().tools.languages else ""


def set_preview(answer: BaseResponse, tag: str) -> None:
    """Show a language as far as it is translated, in this browser until it is closed; empty: no longer."""
    if tag:
        secure = current.settings().base_url.startswith("https:")
        answer.set_cookie(PREVIEW_COOKIE, tag, httponly=True, samesite="Lax", secure=secure)
    else:
        answer.delete_cookie(PREVIEW_COOKIE)


def direction(tag: str) -> str:
    """The writing direction of a language."""
    known = current.archive().tools.languages.get(tag)
    return known.direction if known else direction_of(tag)


def wanted_language() -> str:
    """What the browser asks for, of the languages the interface is offered in."""
    chosen = read_tag(request.cookies.get(COOKIE, ""))
    table = current.archive().tools.languages
    wanted = [*([chosen] if chosen else []), *accepted_ranges(request.headers.get("Accept-Language", ""))]
    offered = current.interface_languages()
    return choose(wanted, offered, lambda tag: table[tag].fallbacks if tag in table else ()) or offered[0]


def to_readers_language(endpoint: str) -> BaseResponse:
    """Send somebody who came without a language to the page in theirs."""
    answer = redirect(url_for(endpoint, language=wanted_language()))
    answer.headers["Vary"] = "Accept-Language, Cookie"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _take(endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.language = (values or {}).pop("language", None)


def _give(endpoint: str, values: dict[str, Any]) -> None:
    rule_wants = endpoint in _with_language()
    if "language" not in values and rule_wants:
        values["language"] = g.get("language") or g.get("interface", "en")


def _with_language() -> frozenset[str]:
    from flask import current_app  # noqa: PLC0415 - the app of this request, not of the import

    found: frozenset[str] | None = current_app.extensions.get("wgsm_language_endpoints")
    if found is None:
        found = frozenset(rule.endpoint for rule in current_app.url_map.iter_rules() if "language" in rule.arguments)
        current_app.extensions["wgsm_language_endpoints"] = found
    return found


def _stop_speaking(problem: BaseException | None) -> None:
    # The thread serves others afterwards, and not always through here.
    spoken.set(SOURCE)
    place.leave()


def _is_offered(tag: str) -> bool:
    """Whether pages stand under a tag: one that is known, a variety of one, or one that a story can be read in."""
    known = current.archive().tools.languages
    if tag in current.interface_languages() or any(cut in known for cut in shorter(tag)):
        return True
    with current.reading() as work:
        return work.translating.has_readers(tag)


def _language_of_path() -> str | None:
    """The language that an address names though there is nothing at it: its error page speaks it too."""
    step = read_tag(request.path.split("/", 2)[1]) if "/" in request.path else None
    return step if step in current.archive().tools.languages or step in current.interface_languages() else None


def _start_speaking() -> Response | BaseResponse | None:
    tag = g.get("language")
    if tag is None:
        g.language = _language_of_path() or wanted_language()
    else:
        usual = read_tag(tag)
        if usual is None or not _is_offered(usual):
            g.language = wanted_language()
            g.interface = interface_language(g.language)
            spoken.set(g.interface)
            abort(404)
        if usual != tag and request.method in ("GET", "HEAD"):
            return redirect(request.full_path.replace(f"/{tag}", f"/{usual}", 1).rstrip("?"), code=301)
        g.language = usual
    g.previewed = g.language if request.cookies.get(PREVIEW_COOKIE) and previewed() == g.language else ""
    g.interface = g.previewed or interface_language(g.language)
    spoken.set(g.interface + PREVIEW if g.previewed else g.interface)
    place.settle()
    return None
