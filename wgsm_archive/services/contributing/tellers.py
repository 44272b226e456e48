"""Tellers' browsers: a cookie that opens one story, before it is sent and after its code was entered."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, delete, select

from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.models import Receipt, TellerSession
from wgsm_archive.domain.ids import ReceiptCode, new_token, token_hash
from wgsm_archive.services.receipts import receipts_for
from wgsm_archive.services.work import Work

IDLE_DRAFT, IDLE_RETURN = dt.timedelta(days=2), dt.timedelta(minutes=30)


def open_session(work: Work, case_id: int, *, draft: bool, token: str = "") -> str:
    """Begin a teller's session over a story and give its token, which is kept nowhere."""
    chosen = token or new_token()
    work.session.add(
        TellerSession(
            token_hash=token_hash(chosen),
            case_id=case_id,
            used_at=work.now,
            ends_at=work.now + (IDLE_DRAFT if draft else IDLE_RETURN),
        )
    )
    return chosen


_OPEN = lasting(select(TellerSession).where(TellerSession.token_hash == bindparam("token_hash")))


def case_of(work: Work, token: str) -> int | None:
    """The story that this token opens now, if any."""
    row = work.session.scalar(_OPEN, {"token_hash": token_hash(token)})
    return row.case_id if row is not None and work.now < row.ends_at else None


def close_session(work: Work, token: str) -> None:
    """Forget a teller's browser."""
    work.session.execute(delete(TellerSession).where(TellerSession.token_hash == token_hash(token)))


def keep_receipt(work: Work, case_id: int, code: ReceiptCode) -> None:
    """Store the keyed hash of a receipt code; storing it twice changes nothing."""
    hashed = code.hashed(work.tools.secret)
    if work.session.get(Receipt, hashed) is None:
        work.session.add(Receipt(code_hash=hashed, case_id=case_id))


def case_for_code(work: Work, typed: str) -> int | None:
    """The story that a typed receipt code belongs to; None when there is none.

    A slip of one letter in a word, or two words in turn, is mended where it leads to one story and no other.
    """
    found = {row.case_id for row in receipts_for(work, typed) if not row.only_block}
    return found.pop() if len(found) == 1 else None


def keep_open(work: Work, token: str, *, draft: bool) -> None:
    """Let a teller's session last for another while, because they are at work."""
    row = work.session.scalar(select(TellerSession).where(TellerSession.token_hash == token_hash(token)))
    if row is not None:
        row.used_at, row.ends_at = work.now, work.now + (IDLE_DRAFT if draft else IDLE_RETURN)


def code_given(work: Work, case_id: int, code: ReceiptCode) -> bool:
    """Whether this code was handed out for this story."""
    receipt = work.session.get(Receipt, code.hashed(work.tools.secret))
    return receipt is not None and receipt.case_id == case_id
