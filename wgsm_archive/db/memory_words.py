"""Which units of the translation memory share rare words with a paragraph: statements that both databases understand.

They look at words only, and propose: what a person reads is read by their own session.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sqlalchemy import Integer, TextClause, TextualSelect, column, delete, text
from sqlalchemy.orm import Session

from wgsm_archive.db.models import MemoryUnit

MOST_WORDS = 40
"""Words of a paragraph that are kept and looked for."""
_RAREST = 12
_COMMON = 400  # units from which a word tells little
_ONE = "FROM memory_word WHERE language = :language AND target_language = :target AND word = "


@lru_cache(maxsize=MOST_WORDS)
def _counts(number: int) -> TextClause:
    # Counting stops where a word is common: counting on would cost more than all the rest.
    one = f"(SELECT count(*) FROM (SELECT 1 {_ONE}:word_{{0}} LIMIT {_COMMON}) AS some_{{0}})"  # noqa: S608 - fixed words
    return text("SELECT " + ", ".join(one.format(place) for place in range(number)))


@lru_cache(maxsize=_RAREST)
def _units(number: int) -> TextualSelect:
    one = f"SELECT unit_id FROM (SELECT unit_id {_ONE}:word_{{0}} LIMIT {_COMMON}) AS some_{{0}}"  # noqa: S608 - fixed words
    return text(" UNION ALL ".join(one.format(place) for place in range(number))).columns(column("unit_id", Integer))


def forget(session: Session, case_ids: Iterable[int]) -> None:
    """Take these cases out of the translation memory; needs full sight, since they may be out of sight already."""
    wanted = sorted(set(case_ids))
    if wanted:
        session.execute(delete(MemoryUnit).where(MemoryUnit.case_id.in_(wanted)))


def propose(session: Session, language: str, target: str, words: Sequence[str], most: int) -> list[int]:
    """Ids of units for two languages that share the most of the rarest words of a paragraph, the best first."""
    asked = words[:MOST_WORDS]
    if not asked:
        return []
    pair = {"language": language, "target": target}
    found = session.execute(_counts(len(asked)), pair | _numbered(asked)).one()
    held = sorted((count, word) for count, word in zip(found, asked, strict=True) if count)
    rare = [word for count, word in held if count < _COMMON] or [word for _, word in held]
    if not rare:
        return []
    chosen = rare[:_RAREST]
    shared = Counter(session.execute(_units(len(chosen)), pair | _numbered(chosen)).scalars())
    return [unit for unit, _ in shared.most_common(most)]


def _numbered(words: Sequence[str]) -> dict[str, str]:
    return {f"word_{place}": word for place, word in enumerate(words)}
