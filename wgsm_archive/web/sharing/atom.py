"""Feeds in Atom (RFC 4287)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from wgsm_archive.domain.case_study import Licence
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import label
from wgsm_archive.services.feeding.views import Entry
from wgsm_archive.web.sharing import elements
from wgsm_archive.web.sharing.answers import absolute, story_address

MIMETYPE = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"
LICENCE_PAGES = {
    Licence.CC_BY_NC_SA: "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
}


@dataclass(frozen=True, slots=True)
class Feed:
    """What stands at the head of a feed.

    `links` are (relation, address) of its other pages (RFC 5005 section 3); `updated` holds while it has no entry.
    """

    title: str
    subtitle: str
    identity: str
    address: str
    page: str
    language: str
    updated: dt.date
    links: Sequence[tuple[str, str]] = ()


def write(feed: Feed, entries: Iterable[Entry]) -> bytes:
    """The feed as a document."""
    listed = list(entries)
    top = elements.root("feed", _NAMESPACE, **{elements.LANG: feed.language})
    elements.add(top, "id", feed.identity)
    elements.add(top, "title", feed.title)
    elements.add(top, "subtitle", feed.subtitle)
    elements.add(top, "updated", _moment(max((entry.updated for entry in listed), default=feed.updated)))
    _author(top, _("Movements’ Archive"))
    elements.add(top, "rights", _("Each story has a licence of its own, which stands with its entry."))
    _link(top, "self", feed.address, MIMETYPE)
    _link(top, "alternate", feed.page, "text/html", feed.language)
    for relation, address in feed.links:
        _link(top, relation, address, MIMETYPE)
    for entry in listed:
        _entry(top, entry, feed.language)
    return elements.document(top)


def _entry(top: Element, entry: Entry, feed_language: str) -> None:
    card = entry.card
    one = elements.add(top, "entry")
    # The address without the title never changes, so it is the identity (RFC 4287 section 4.2.6).
    elements.add(one, "id", story_address(card.public_id, card.language, ""))
    elements.add(one, "title", card.title or card.public_id, {"type": "text", elements.LANG: card.language})
    elements.add(one, "updated", _moment(entry.updated))
    elements.add(one, "published", _moment(entry.updated))
    _author(one, entry.told_by or _("Tellers who are not named"))
    _link(one, "alternate", story_address(card.public_id, card.language, card.slug), "text/html", card.language)
    if entry.licence in LICENCE_PAGES:
        _link(one, "license", LICENCE_PAGES[entry.licence])  # RFC 4946
    elements.add(one, "rights", label(entry.licence), {"type": "text"})
    for term in entry.terms.get(VocabularyName.THEMES, ()):
        scheme = absolute("reading.vocabularies", language=feed_language) + "#themes"
        elements.add(one, "category", "", {"term": term.id, "scheme": scheme, "label": term.label})
    if card.illustrative:
        elements.add(one, "category", "", {"term": "illustrative", "label": _("Made-up example")})
    if entry.shared:
        elements.add(one, "summary", card.summary, {"type": "text", elements.LANG: card.language})


def _author(parent: Element, name: str) -> None:
    elements.add(elements.add(parent, "author"), "name", name)


def _link(parent: Element, relation: str, address: str, kind: str = "", tag: str = "") -> None:
    attributes = {"rel": relation, "href": address, "type": kind, "hreflang": tag}
    elements.add(parent, "link", "", {name: value for name, value in attributes.items() if value})


def _moment(day: dt.date) -> str:
    """The beginning of a day (RFC 3339): the archive tells of no hour and keeps no day of publishing."""
    return f"{day.isoformat()}T00:00:00Z"
