"""What the pages of telling carry so that words can be saved while they are written, with two windows open as well."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from wgsm_archive.services.contributing.kept import Kept, Page
from wgsm_archive.services.contributing.writing import Draft
from wgsm_archive.web.contributing import forms
from wgsm_archive.web.forms import whole_number

_NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Mark:
    """The hidden fields by which a page is known again: its own name, and the words that it was made from."""

    page: str
    seen: str


def page_sent() -> Page:
    """The page that a form or a script sends from. Whatever was changed by hand is nobody's page."""
    number = whole_number(request.form.get("number")) or 0
    name = request.form.get("page", "")[:_NAME_LENGTH] or secrets.token_urlsafe(9)
    return Page(name, number, request.form.get("seen", "")[: 2 * _NAME_LENGTH])


def mark_for(kept: Kept | None) -> Mark:
    """The mark of a new page. A page that is shown again goes on from what it has itself kept meanwhile."""
    seen = kept.mark if kept is not None else ""
    if request.method == "POST":
        sent = page_sent()
        seen = seen if kept is not None and kept.page == sent.name else sent.seen
    return Mark(secrets.token_urlsafe(9), seen)


def with_kept(draft: Draft, kept: Kept | None) -> dict[str, Any]:
    """What a step's form shows: the words that were being written there, else those of the story."""
    if kept is None:
        return {**draft.texts, "based_on": str(draft.revision)}
    return {**draft.texts, **kept.texts, "based_on": str(kept.based_on)}


def telling_pages() -> list[str]:
    """The addresses that a phone keeps for writing without a line, in their order."""
    return [*(url_for("contributing.step", name=name) for name in forms.STEPS), url_for("contributing.preview")]
