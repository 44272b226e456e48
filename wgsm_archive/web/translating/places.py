"""Where words can be seen: the page of each template that opens without anything more."""

from __future__ import annotations

from collections.abc import Mapping

SEEN_AT: Mapping[str, str] = {
    "accounts/forgotten.html": "accounts.forgotten",
    "accounts/help.html": "accounts.help_somebody",
    "accounts/profile.html": "accounts.profile",
    "accounts/sign_in.html": "accounts.sign_in",
    "admin/invitations.html": "admin.invitations",
    "admin/people.html": "admin.people",
    "admin/running.html": "admin.running",
    "admin/term_lists.html": "admin.term_lists",
    "admin/texts.html": "admin.texts",
    "base.html": "reading.home",
    "contributing/bring.html": "contributing.bring",
    "contributing/drafts.html": "contributing.drafts",
    "contributing/receipt.html": "contributing.receipt",
    "contributing/safe.html": "contributing.safe",
    "contributing/start.html": "contributing.start",
    "reading/about.html": "reading.about",
    "reading/analysis.html": "reading.analysis",
    "reading/cases.html": "reading.cases",
    "reading/compare.html": "reading.compare",
    "reading/folder.html": "reading.folder",
    "reading/home.html": "reading.home",
    "reading/like_ours.html": "reading.like_ours",
    "reading/map.html": "reading.map",
    "reading/records.html": "reading.organisations",
    "reading/safety.html": "reading.safety",
    "reading/search.html": "reading.search",
    "reading/timeline.html": "reading.timeline",
    "reading/vocabularies.html": "reading.vocabularies",
    "sharing/interfaces.html": "sharing.interfaces",
    "translating/board.html": "translating.board",
}
"""By the template's name."""


def endpoint_of(file: str) -> str:
    """The page on which the words of a file can be seen; empty where it takes more than an address to see them."""
    return SEEN_AT.get(file.removeprefix("web/templates/"), "")
