"""The request at hand: whose it is, in which language, and the archive behind it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import cast

from flask import Flask, Request, current_app, g, request

from wgsm_archive.domain.actor import ANONYMOUS, Actor, teller
from wgsm_archive.domain.language import chain
from wgsm_archive.services.accounts import sessions
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.services.contributing import tellers
from wgsm_archive.settings import Settings

_ARCHIVE, _SETTINGS, _READ = "wgsm_archive", "wgsm_settings", "languages_read"
_WITHOUT_DATABASE = frozenset({"static", "healthz"})
SIGN_IN_COOKIE, TELLER_COOKIE = "wgsm_session", "wgsm_story"


def install(app: Flask, archive_: Archive, settings_: Settings) -> None:
    """Tie the archive to the app."""
    app.extensions[_ARCHIVE] = archive_
    app.extensions[_SETTINGS] = settings_
    app.before_request(_find_actor)


def archive() -> Archive:
    """The archive."""
    return cast("Archive", current_app.extensions[_ARCHIVE])


def settings() -> Settings:
    """How this instance runs."""
    return cast("Settings", current_app.extensions[_SETTINGS])


def interface_languages() -> tuple[str, ...]:
    """The languages that the menus are offered in: those that stewards switched on, or those of the settings."""
    return archive().remembered.languages or settings().languages


def app_settings(app: Flask) -> Settings:
    """How an app's instance runs, before there is any request."""
    return cast("Settings", app.extensions[_SETTINGS])


def actor() -> Actor:
    """Whose request it is."""
    return cast("Actor", g.get("actor", ANONYMOUS))


def reading() -> AbstractContextManager[BoundWork]:
    """A unit of work of whoever asks, in which nothing is written."""
    return archive().unit_of_work(actor(), said=g.get("data_version"))


def may_tell() -> bool:
    """Whether somebody may have a story: it is open in their browser, or tied to their account."""
    return actor().case_id is not None or actor().is_signed_in


def language() -> str:
    """The language of the address: what the reader asked for."""
    return cast("str", g.get("language", "en"))


def reader_languages() -> tuple[str, ...]:
    """What the reader can read, best first: the language of the address, its fallbacks, those of their account."""
    known = g.get(_READ)
    asked = (language(), *actor().languages)
    if known is None or known[0] != asked:
        known = asked, _read_by(asked)
        setattr(g, _READ, known)
    return cast("tuple[str, ...]", known[1])


def _read_by(asked: tuple[str, ...]) -> tuple[str, ...]:
    table = archive().tools.languages
    tags: dict[str, None] = {asked[0]: None}
    for tag in asked:
        # A variety that the table does not hold (`pt-BR`) is read as its language.
        tags.update(dict.fromkeys(chain(tag, lambda one: table[one].fallbacks if one in table else ())))
    return tuple(tags)


def known_languages() -> list[tuple[str, str]]:
    """All languages that stories are told in, with their own names, sorted by these."""
    known = archive().tools.languages
    return sorted(((tag, one.autonym) for tag, one in known.items()), key=lambda pair: pair[1].casefold())


def _find_actor() -> None:
    g.actor = _actor_of(request)


def _actor_of(incoming: Request) -> Actor:
    cookies: Mapping[str, str] = incoming.cookies or {}
    signed, story = cookies.get(SIGN_IN_COOKIE, ""), cookies.get(TELLER_COOKIE, "")
    if not signed and not story:
        if incoming.endpoint not in _WITHOUT_DATABASE:
            archive().catch_up(g.get("data_version"))
        return ANONYMOUS
    with archive().unit_of_work(ANONYMOUS) as work:
        found = sessions.signed_in(work, signed) if signed else None
        case_id = tellers.case_of(work, story) if story else None
    g.session_ended = bool(signed) and found is None
    if found is not None and found.note_use:
        with archive().unit_of_work(ANONYMOUS, write=True) as work:
            sessions.note_use(work, found.session_id)
    if found is not None:
        return replace(found.actor, case_id=case_id)
    return teller(case_id) if case_id is not None else ANONYMOUS
