"""What was said before: approved translations of paragraphs that are like the one at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz
from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased

from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.memory_words import propose
from wgsm_archive.db.models import Case, CaseLabel, LanguageVersion, MemoryUnit, SegmentNow, SegmentVersion
from wgsm_archive.domain.access import PUBLIC
from wgsm_archive.domain.placeholders import Masked, as_far_as_possible, masked, masked_alike, shape_of
from wgsm_archive.domain.segments import text_hash
from wgsm_archive.services.disclosure.cards import CaseCard, cards
from wgsm_archive.services.remembering import hash_of, traits_of
from wgsm_archive.services.translating.rows import translatable
from wgsm_archive.services.withholding import Withheld, withheld_in
from wgsm_archive.services.work import Work

LEAST = 70
"""Per cent of likeness from which a translation is of help."""
SAME, SAME_PLACE = 100, 101
_OTHER_SOURCE = 5  # per cent less for what was made from another language than the one at hand
_SHOWN, _LOOKED_AT, _PROPOSED, _EQUAL = 3, 12, 80, 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paragraph that somebody is about to translate; `before` is the one before it in the same field."""

    slot_id: int
    text: str
    language: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """A translation of a like paragraph, with the links, code and notes of the paragraph at hand.

    `percent` is how alike the two are: 101 where the paragraph before is the same too, 100 where the words are.
    `source` is the like paragraph; `direct` says that the translation was made from it and not from another language.
    """

    unit_id: int
    text: str
    percent: int
    source: str
    direct: bool
    public_id: str
    slug: str
    title: str
    title_language: str
    title_direction: str


_FIELDS = (
    MemoryUnit.id,
    MemoryUnit.case_id,
    MemoryUnit.slot_id,
    MemoryUnit.source_text,
    MemoryUnit.hash,
    MemoryUnit.before,
    MemoryUnit.direct,
)
_SAME = lasting(
    select(*_FIELDS)
    .where(
        MemoryUnit.source_language == bindparam("language"),
        MemoryUnit.target_language == bindparam("target"),
        MemoryUnit.hash == bindparam("hash"),
    )
    .order_by(MemoryUnit.direct.desc(), MemoryUnit.id.desc())
    .limit(_EQUAL)
)
_LIKE = lasting(
    select(*_FIELDS).where(
        MemoryUnit.id.in_(bindparam("units", expanding=True)),
        MemoryUnit.length.between(bindparam("least"), bindparam("most")),
    )
)
_told, _made = aliased(SegmentVersion), aliased(SegmentVersion)
_told_now, _made_now = aliased(SegmentNow), aliased(SegmentNow)
# From the paragraphs themselves, as far as they are what readers see now: the memory only says where to look.
_TEXTS = lasting(
    select(MemoryUnit.id, _told.text, _made.text)
    .join(_told, _told.id == MemoryUnit.source_id)
    .join(_told_now, and_(_told_now.slot_id == _told.slot_id, _told_now.approved_id == _told.id))
    .join(_made, _made.id == MemoryUnit.target_id)
    .join(_made_now, and_(_made_now.slot_id == _made.slot_id, _made_now.approved_id == _made.id))
    .join(LanguageVersion, LanguageVersion.id == _made.version_id)
    .where(MemoryUnit.id.in_(bindparam("units", expanding=True)))
)
_CASES = lasting(select(Case).where(Case.id.in_(bindparam("cases", expanding=True))))
_PUBLIC_CASES = lasting(
    select(CaseLabel.case_id).where(
        CaseLabel.case_id.in_(bindparam("cases", expanding=True)), CaseLabel.label == PUBLIC
    )
)


@dataclass(frozen=True, slots=True)
class _Like:
    """A unit with how alike it is."""

    unit_id: int
    case_id: int
    percent: int
    direct: bool


def said_before(
    work: Work, case: Case, target: str, wanted: Sequence[Wanted], languages: tuple[str, ...]
) -> dict[int, tuple[SaidBefore, ...]]:
    """Up to three translations into a language for each of these paragraphs of a story, by slot, the likest first.

    Only from stories that this actor may read, that may be translated, and that are read as widely as this one: what
    only members read does not get into a text for everybody. Nothing that is withheld in this story is offered.
    """
    likes = {one.slot_id: _likes(work, target, one) for one in wanted}
    units = {like.unit_id: like for of_slot in likes.values() for like in of_slot}
    if not units:
        return {}
    open_cases = _open(work, case, {like.case_id for like in units.values()})
    texts = {row[0]: (row[1], row[2]) for row in work.session.execute(_TEXTS, {"units": sorted(units)})}
    titles = {card.case_id: card for card in cards(work, sorted(open_cases), languages)}
    named = withheld_in(work, case)
    filled = _Filled(target, titles, texts, named)
    found = {one.slot_id: tuple(islice(filled.of(one, likes[one.slot_id]), _SHOWN)) for one in wanted}
    return {slot_id: said for slot_id, said in found.items() if said}


def _likes(work: Work, target: str, wanted: Wanted) -> list[_Like]:
    """Units that are alike enough, the likest first, without the paragraph itself."""
    text = masked(wanted.text).text
    pair = {"language": wanted.language, "target": target}
    own, before = text_hash(text), hash_of(wanted.before) if wanted.before else ""
    rows = [row for row in work.session.execute(_SAME, pair | {"hash": own}) if row.slot_id != wanted.slot_id]
    found = [(SAME_PLACE if before and row.before == before else SAME, row) for row in rows]
    if len(found) < _SHOWN:
        proposed = propose(work.session, wanted.language, target, traits_of(work, text), _PROPOSED)
        reach = {"least": int(len(text) * LEAST / (200 - LEAST)), "most": int(len(text) * (200 - LEAST) / LEAST) + 1}
        like = work.session.execute(_LIKE, {"units": proposed} | reach) if proposed else ()
        found += [
            (percent, row)
            for row in like
            if row.hash != own and row.slot_id != wanted.slot_id and (percent := _percent(text, row.source_text))
        ]
    rated = [
        _Like(row.id, row.case_id, percent if row.direct else percent - _OTHER_SOURCE, row.direct)
        for percent, row in found
    ]
    rated = [one for one in rated if one.percent >= LEAST]
    rated.sort(key=lambda one: (-one.percent, not one.direct, -one.unit_id))
    return rated[:_LOOKED_AT]


def _percent(text: str, other: str) -> int:
    """How alike two texts are that are not the same; 0 below what is of help."""
    return min(int(fuzz.ratio(text, other, score_cutoff=LEAST)), SAME - 1)


def _open(work: Work, case: Case, case_ids: Iterable[int]) -> frozenset[int]:
    """The stories among these that may be drawn from for a text of this one."""
    wanted = sorted(set(case_ids))
    rows = work.session.scalars(_CASES, {"cases": wanted})
    may = frozenset(row.id for row in rows if translatable(work, row))
    if not any(row.label == PUBLIC for row in case.labels):
        return may
    return may & frozenset(work.session.scalars(_PUBLIC_CASES, {"cases": wanted}))


@dataclass(frozen=True, slots=True)
class _Filled:
    """Making of units what is shown."""

    target: str
    titles: Mapping[int, CaseCard]
    texts: Mapping[int, tuple[str, str]]
    named: Withheld

    def of(self, wanted: Wanted, likes: Iterable[_Like]) -> Iterator[SaidBefore]:
        """The translations with what this paragraph carries in them, each text once."""
        here = masked(wanted.text)
        seen: set[str] = set()
        for like in likes:
            card, texts = self.titles.get(like.case_id), self.texts.get(like.unit_id)
            if card is None or texts is None:
                continue
            told, made = texts
            text = _carried(masked(told), made, here)
            if text and text not in seen and not self.named.found_in(text, self.target):
                seen.add(text)
                yield SaidBefore(
                    unit_id=like.unit_id,
                    text=text,
                    percent=like.percent,
                    source=told,
                    direct=like.direct,
                    public_id=card.public_id,
                    slug=card.slug,
                    title=card.title,
                    title_language=card.language,
                    title_direction=card.direction,
                )


def _carried(told: Masked, made: str, here: Masked) -> str:
    text = masked_alike(made, told.codes)
    return "" if text is None else as_far_as_possible(text, shape_of(told.codes), here.codes).strip()
