"""Maps of the site for search engines (sitemaps.org, protocol 0.9), and what crawlers are asked to leave alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from wgsm_archive.domain.case_study import RecordType
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.services.feeding.views import RecordAddress, StoryAddress
from wgsm_archive.web.sharing import elements
from wgsm_archive.web.sharing.answers import absolute, story_address

PER_MAP = 5_000
"""Addresses in one map: a tenth of what the protocol allows, so that one map is made in little time and memory."""
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PAGES = (
    "reading.home",
    "reading.cases",
    "reading.vocabularies",
    "reading.map",
    "reading.organisations",
    "reading.exchanges",
    "reading.publications",
    "reading.collections",
    "reading.about",
    "reading.safety",
    "sharing.interfaces",
)
# RFC 9309 section 2.2.3: `*` stands for anything, here for the language, and `$` for the end, so that a title that
# begins with one of these words stays open.
_CLOSED = (
    "account/",
    "admin/",
    "contribute$",
    "contribute/",
    "leave$",
    "receipt$",
    "receipt/",
    "review$",
    "review/",
    "translate$",
    "translate/",
    "search$",
    "search?",
    "search.",
    "cases/?",
    "compare?",
    "folder?",
    "folder.",
    "like-ours?",
    "map?",
    "timeline?",
    "analysis?",
)


@dataclass(frozen=True, slots=True)
class Place:
    """One address with the month of its publishing, and the same thing in other languages as (language, address)."""

    address: str
    month: dt.date | None
    versions: Sequence[tuple[str, str]]


def index(work: BoundWork) -> bytes:
    """The list of all maps; those without any address are left out."""
    top = elements.root("sitemapindex", _NAMESPACE)
    counts = {"pages": 1, "stories": work.addresses.count_stories(), "records": work.addresses.count_records()}
    for kind, count in counts.items():
        for number in range(1, -(-count // PER_MAP) + 1):
            one = elements.add(top, "sitemap")
            elements.add(one, "loc", absolute("sharing.sitemap", kind=kind, number=number))
    return elements.document(top)


def places(work: BoundWork, kind: str, number: int, languages: Sequence[str]) -> list[Place]:
    """The addresses of one map; none where there is no such map."""
    offset = (number - 1) * PER_MAP
    if kind == "stories":
        return [_story(one) for one in work.addresses.stories(offset, PER_MAP)]
    if kind == "records":
        return [_record(one) for one in work.addresses.records(offset, PER_MAP)]
    return _pages(languages) if number == 1 else []


def write(found: Iterable[Place]) -> bytes:
    """One map as a document."""
    top = elements.root("urlset", _NAMESPACE, **{"xmlns:xhtml": "http://www.w3.org/1999/xhtml"})
    for place in found:
        _url(top, place)
    return elements.document(top)


def robots() -> str:
    """What crawlers are asked to leave alone (RFC 9309), and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: /*/{part}" for part in _CLOSED), "Disallow: /api/"]
    return "\n".join([*lines, "", f"Sitemap: {absolute('sharing.sitemaps')}", ""])


def _url(top: Element, place: Place) -> None:
    one = elements.add(top, "url")
    elements.add(one, "loc", place.address)
    if place.month is not None:
        elements.add(one, "lastmod", f"{place.month:%Y-%m}")
    if len(place.versions) > 1:
        for tag, address in place.versions:
            elements.add(one, "xhtml:link", "", {"rel": "alternate", "hreflang": tag, "href": address})


def _pages(languages: Sequence[str]) -> list[Place]:
    found = []
    for endpoint in _PAGES:
        versions = [(tag, absolute(endpoint, language=tag)) for tag in languages]
        found += [Place(address, None, versions) for _tag, address in versions]
    return found


def _story(one: StoryAddress) -> Place:
    versions = [(tag, story_address(one.public_id, tag, slug)) for tag, slug in one.versions]
    return Place(story_address(one.public_id, one.language, one.slug), one.month, versions)


def _record(one: RecordAddress) -> Place:
    endpoint = "records.organisation" if one.type is RecordType.ORGANISATION else "records.record"
    versions = [
        (tag, absolute(endpoint, public_id=one.public_id, slug=slug or None, language=tag))
        for tag, slug in one.versions
    ]
    return Place(next(address for tag, address in versions if tag == one.language), None, versions)
