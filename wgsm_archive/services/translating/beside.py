"""What stands beside a paragraph and its source: the tellers' voice, and other languages that the translator reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from wgsm_archive.db.models import Case, LanguageVersion
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import Section
from wgsm_archive.domain.media import MediaKind
from wgsm_archive.services.disclosure.media import MediaView, media_views
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.translating.sources import SourceText, source_texts, versions_of
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class OtherText:
    """A paragraph as readers of another language see it."""

    language: str
    direction: str
    text: str


def recordings(work: Work, case: Case, part: str) -> tuple[MediaView, ...]:
    """The recordings that readers hear beside a part of a story; those of the whole story stand with its summary."""
    heard = [one for one in media_views(work, case) if one.kind is MediaKind.AUDIO]
    return tuple(one for one in heard if (one.part or Section.SUMMARY) == part)


def other_texts(
    work: Work, case: Case, version: LanguageVersion, left_out: Collection[str]
) -> dict[int, tuple[OtherText, ...]]:
    """What the actor's other languages have in each slot, by slot, in the order of their profile."""
    versions = {
        row.language: row
        for row in versions_of(work, case)
        if row.state is VersionState.APPROVED and row.language not in {*left_out, version.language}
    }
    found: dict[int, tuple[OtherText, ...]] = {}
    for language in dict.fromkeys(work.actor.languages):
        if language in versions:
            texts: Mapping[int, SourceText] = source_texts(work, versions[language])
            for slot_id, one in texts.items():
                other = OtherText(language, direction(work, language), one.text)
                found[slot_id] = (*found.get(slot_id, ()), other)
    return found
