"""Where a story could be met, and so where hiding it must take effect."""

from __future__ import annotations

from enum import StrEnum


class Place(StrEnum):
    """Places that are looked at after a story was hidden, blocked or erased."""

    PAGE = "page"
    LISTS = "lists"
    TRANSLATIONS = "translations"
    PARAGRAPHS = "paragraphs"
    SEARCH = "search"
    MEMBERS_SEARCH = "members-search"
    FEEDS = "feeds"
    EXPORT = "export"
    FILES = "files"
    DATABASE = "database"


class HidingAct(StrEnum):
    """What was done with the story."""

    HIDDEN = "hidden"
    BLOCKED = "blocked"
    ERASED = "erased"
