"""What readers see of a file and why not, said to its tellers and to facilitators."""

from __future__ import annotations

from wgsm_archive.domain.media import Agreement, MediaKind
from wgsm_archive.i18n import _
from wgsm_archive.services.disclosure.media import MediaItem


def standing(item: MediaItem, *, allowed: bool) -> str:
    """Where a file stands: the first thing that keeps readers from seeing it, or that they see it."""
    if item.kind is MediaKind.DOCUMENT:
        return _("Only the tellers and facilitators can open it.")
    if item.shown:
        return _("Those who may read the story see it.")
    if item.held_back:
        return _("A facilitator held it back. No reader sees it.")
    if item.kind is MediaKind.PHOTO and not item.alt:
        return _("Not shown: words for those who do not see it are missing.")
    if item.agreement is Agreement.NOT_ASKED:
        return _("Not shown: nobody said yet whether the people in it agreed.")
    if not allowed:
        return _("Not shown: the tellers have not allowed that photos and recordings are shown.")
    return _("Not shown yet: a facilitator looks at it first.")
