"""Words for where hiding a story took effect."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wgsm_archive.domain.hiding import HidingAct, Place
from wgsm_archive.i18n.messages import Lazy, lazy_

PLACES: Mapping[Place, Lazy] = {
    Place.PAGE: lazy_("Its page, for everybody"),
    Place.LISTS: lazy_("First page, lists, map and related stories"),
    Place.TRANSLATIONS: lazy_("All its translations"),
    Place.PARAGRAPHS: lazy_("Its paragraphs and earlier wordings"),
    Place.SEARCH: lazy_("The search for everybody"),
    Place.MEMBERS_SEARCH: lazy_("The search for member movements"),
    Place.FEEDS: lazy_("News feeds, the map of the site for search engines, and what programs are given"),
    Place.EXPORT: lazy_("Files to take away"),
    Place.FILES: lazy_("Photos, recordings and documents"),
    Place.DATABASE: lazy_("The store of the archive"),
}

ACTS: Mapping[HidingAct, Lazy] = {
    HidingAct.HIDDEN: lazy_("Hidden by those who told it"),
    HidingAct.BLOCKED: lazy_("Hidden because somebody is harmed"),
    HidingAct.ERASED: lazy_("Erased"),
}

LABELS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {Place: PLACES, HidingAct: ACTS}
