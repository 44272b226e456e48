"""E-mail addresses, names on networks, links to profiles, and addresses of machines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wgsm_archive.domain.identifiers.kinds import Certainty, Kind, Span, Why
from wgsm_archive.domain.identifiers.lexicon import Tells
from wgsm_archive.domain.identifiers.page import Page

_LOCAL = re.compile(r"[\w.+%\-]{1,64}\Z")
_DOMAIN = re.compile(r"[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5}+")
_HANDLE = re.compile(r"[^\W\d_][\w.\-]{1,40}+")
_BRACKETED_AT = re.compile(r"[\[({<] {0,2}(?:at|arroba|arobase|arobas|a|@|ات|एट) {0,2}[\])}>]")
_BEFORE_AT = re.compile(r"[\w.+\-]{1,64} {0,2}\Z")
_DOT = r"(?:\.| {0,2}[\[({<] {0,2}(?:dot|punto|point|ponto|نقطه|دوت|डॉट|\.) {0,2}[\])}>] {0,2}| (?:dot|punto|point|ponto|نقطه|دوت|डॉट) )"  # noqa: E501 - a pattern in one piece
_AFTER_AT = re.compile(rf" {{0,2}}[\w\-]{{1,63}}(?:{_DOT}[\w\-]{{2,63}}){{1,4}}")
_SCHEME = re.compile(r"https?://[^\s<>\"]{1,500}+|www\.[^\s<>\"]{1,500}+")
_PROFILE_HOSTS = [
    "facebook.com",
    "fb.com",
    "m.facebook.com",
    "instagram.com",
    "twitter.com",
    "x.com",
    "t.me",
    "telegram.me",
    "wa.me",
    "api.whatsapp.com",
    "chat.whatsapp.com",
    "tiktok.com",
    "youtube.com",
    "linkedin.com",
    "vk.com",
    "snapchat.com",
    "signal.me",
    "threads.net",
    "bsky.app",
    "mastodon.social",
    "kwai.com",
    "viber.me",
    "line.me",
    "messenger.com",
    "m.me",
    "maps.app.goo.gl",
    "goo.gl",
]
_HOST_BEFORE = re.compile(rf"(?<![\w.])(?:www\.)?(?:{'|'.join(map(re.escape, _PROFILE_HOSTS))})\Z")
_HOST = re.compile(
    rf"(?:https?://)?(?:[a-z]{{2,3}}\.|www\.|web\.)?(?:{'|'.join(map(re.escape, _PROFILE_HOSTS))})/[\w@+.?]"
)
_SLASH = re.compile(r"(?<=[.][a-z]{2})/|(?<=[.][a-z]{3})/|(?<=\.social)/")
_PERSONAL = re.compile(
    r"[?&;#](?:e?mail|correo|user(?:name|_?id)?|uid|id|name|nombre|nome|nom|phone|tel|mobile|token|session(?:id)?|sid|key|"
    r"auth|code|invite|fbclid|gclid|igshid|account|member|profile|lat|lng|lon|ll|q)=|//[^/\s@]{1,100}@|/maps/|/@-?\d|/~\w"
)
_IP4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
_IP6 = re.compile(r"(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){1,6}+(?![\w:])")
_MAC = re.compile(r"(?<![\w:\-])[0-9a-f]{2}([:\-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\w:\-])")
_TAIL = ".,;:!?)]}'\"*_"


def contacts(page: Page) -> Iterator[Span]:
    """All of them."""
    yield from _links(page)
    yield from _at_signs(page)
    yield from _spelled_at(page)
    yield from _machines(page)


def _at_signs(page: Page) -> Iterator[Span]:
    flat = page.flat
    at = flat.find("@")
    while at >= 0:
        local = _LOCAL.search(flat, max(0, at - 64), at)
        domain = _DOMAIN.match(flat, at + 1)
        if local and domain:
            yield Span(local.start(), domain.end(), Kind.EMAIL, Certainty.SURE, Why.PATTERN)
        elif (handle := _HANDLE.match(flat, at + 1)) and (local is None or flat[at - 1] in "._-"):
            end = handle.end() - (len(handle[0]) - len(handle[0].rstrip("._-")))
            yield Span(at, end, Kind.HANDLE, Certainty.SURE, Why.PATTERN)
        at = flat.find("@", at + 1)


def _spelled_at(page: Page) -> Iterator[Span]:
    """Addresses written so that machines do not see them: "name [at] place [dot] org", "name arroba place"."""
    flat = page.flat
    places = [(found.start(), found.end(), False) for found in _BRACKETED_AT.finditer(flat)]
    places += [(word.start, word.end, word.key == "at") for word in page.words if word.tells & Tells.AT]
    for start, end, must_say_dot in places:
        after = _AFTER_AT.match(flat, end)
        before = _BEFORE_AT.search(flat, max(0, start - 66), start)
        if before is None or (after is None and must_say_dot):
            continue
        if after is None:
            after = re.compile(r" {0,2}[\w\-]{2,63}").match(flat, end)
        if after and not (must_say_dot and "dot" not in after[0]):
            yield Span(before.start(), after.end(), Kind.EMAIL, Certainty.SURE, Why.PATTERN)


def _links(page: Page) -> Iterator[Span]:
    flat = page.flat
    for found in _SCHEME.finditer(flat):
        end = found.start() + len(found[0].rstrip(_TAIL))
        if _HOST.match(flat, found.start()) or _PERSONAL.search(flat, found.start(), end):
            yield Span(found.start(), end, Kind.LINK, Certainty.SURE, Why.PATTERN)
    for slash in _SLASH.finditer(flat):
        host = _HOST_BEFORE.search(flat, max(0, slash.start() - 26), slash.start())
        rest = re.compile(r"[\w@+.\-/?=&%]{1,200}+").match(flat, slash.end()) if host else None
        if host and rest and rest[0].strip(_TAIL):
            end = slash.end() + len(rest[0].rstrip(_TAIL))
            yield Span(host.start(), end, Kind.HANDLE, Certainty.SURE, Why.PATTERN)


def _machines(page: Page) -> Iterator[Span]:
    for found in _IP4.finditer(page.flat):
        if all(int(part) < 256 for part in found[0].split(".")):
            yield Span(found.start(), found.end(), Kind.NETWORK, Certainty.SURE, Why.PATTERN)
    for found in _IP6.finditer(page.flat):
        if found[0].count(":") >= 4 or ("::" in found[0] and len(found[0]) > 8):
            yield Span(found.start(), found.end(), Kind.NETWORK, Certainty.LIKELY, Why.PATTERN)
    for found in _MAC.finditer(page.flat):
        yield Span(found.start(), found.end(), Kind.NETWORK, Certainty.SURE, Why.PATTERN)
