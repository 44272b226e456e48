"""Some fields of several stories at once, in the tellers' own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from wgsm_archive.db.models import NarrowedPassage, RenderedVersion
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Words:
    """The beginning of a field as plain text; `more` says that there is more of it. `field` names it."""

    field: str
    text: str
    language: str
    direction: str
    more: bool


def rendered_fields(work: Work, version_ids: Collection[int]) -> Mapping[int, Mapping[str, Mapping[str, Any]]]:
    """The rendered fields of these language versions by version and name, as far as this actor may read them.

    Whole texts are loaded: ask for a handful.
    """
    found: dict[int, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    rows = work.session.execute(
        select(RenderedVersion.version_id, RenderedVersion.sections).where(RenderedVersion.version_id.in_(version_ids))
    )
    for version_id, sections in rows:
        found[version_id] |= {row["field"]: row for row in sections["fields"]}
    apart = work.session.execute(
        select(NarrowedPassage.version_id, NarrowedPassage.content).where(NarrowedPassage.version_id.in_(version_ids))
    )
    for version_id, content in apart:
        found[version_id][content["field"]] = content
    return found


def words(work: Work, row: Mapping[str, Any], limit: int) -> Words:
    """The beginning of a rendered field, at most `limit` characters of it, whole words where the script parts them."""
    plain = Markup(row["html"]).striptags()  # noqa: S704 - taken apart, not shown
    cut = plain[:limit]
    if len(plain) > limit and " " in cut[limit // 2 :]:
        cut = cut[: cut.rindex(" ")]
    return Words(row["field"], cut, row["language"], direction(work, row["language"]), more=len(cut) < len(plain))
