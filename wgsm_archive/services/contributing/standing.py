"""What stands beside the text's revisions: structured fields, and changes that wait for a facilitator.

Revisions tell two windows apart that change the same text. These have none, so a page carries a mark of what it was
made from, and whoever saves from a page that is behind sees what the other window wrote.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sqlalchemy import select

from wgsm_archive.db.models import Case, Proposal
from wgsm_archive.domain.errors import Conflict
from wgsm_archive.services.case_rows import facts_of, original_of
from wgsm_archive.services.fact_fields import as_texts, is_fact, with_texts
from wgsm_archive.services.work import Work


def open_proposal(work: Work, case: Case) -> Proposal | None:
    """The change of a story's tellers that no facilitator has looked at yet."""
    waiting = select(Proposal).where(Proposal.case_id == case.id, Proposal.decided.is_(False))
    return work.session.scalar(waiting.limit(1))


def beside_revisions(work: Work, case: Case) -> dict[str, str]:
    """Structured fields as tellers see them, and the answers that they propose to change."""
    proposal = open_proposal(work, case)
    proposed = proposal.texts if proposal else {}
    facts = as_texts(with_texts(facts_of(case, with_private_sources=True), proposed))
    return {**facts, **{name: text for name, text in proposed.items() if not is_fact(name)}}


def mark_of(standing: Mapping[str, str]) -> str:
    """Tells what stands, field by field without words: `facts.region=1a2b3c4d;hard=...`; none for what is empty."""
    return ";".join(f"{name}={_digest(text)}" for name, text in sorted(standing.items()) if text)


def require_seen(work: Work, case: Case, typed: Mapping[str, str], seen: str | None) -> None:
    """Let somebody save what they typed on a page with the mark `seen`; a form without one is not asked.

    Raises:
        Conflict: another window changed the same fields since, and they say something else than what was typed.
    """
    if seen is None:
        return
    stands = beside_revisions(work, case)
    known = dict(one.partition("=")[::2] for one in seen.split(";"))
    theirs = {
        name: stands[name]
        for name, text in typed.items()
        if name in stands and stands[name] != text and known.get(name, "") != _digest(stands[name])
    }
    if theirs:
        raise Conflict(theirs, original_of(work, case).revision)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8] if text else ""
