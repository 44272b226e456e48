"""From typed words to what is stored of receipt codes."""

from __future__ import annotations

from wgsm_archive.db.models import Receipt
from wgsm_archive.domain.slips import possible_codes
from wgsm_archive.services.work import Work


def receipts_for(work: Work, typed: str) -> list[Receipt]:
    """What is stored of the codes that somebody may have meant."""
    codes = possible_codes(typed, list(work.tools.receipt_words.values()))
    rows = [work.session.get(Receipt, code.hashed(work.tools.secret)) for code in codes]
    return [row for row in rows if row is not None]
