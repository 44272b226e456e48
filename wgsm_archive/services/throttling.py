"""Slowing down guessing, without keeping anybody's address.

What is stored of a place or a name is a hash under a random key. The key is replaced every day and the old one is
destroyed, so that nobody who takes the database later can find out who tried.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import ipaddress
import secrets

from sqlalchemy import delete

from wgsm_archive.db.models import InstanceFact, Throttle
from wgsm_archive.domain.errors import TooOften
from wgsm_archive.services.work import Work

WINDOW = dt.timedelta(minutes=5)
_KEY, _DAILY = "throttle-key", "day-"


def count_try(work: Work, purpose: str, who: str = "", *, limit: int) -> None:
    """Count a try of somebody (a place on the net, a name, or everybody together) at something.

    Raises:
        TooOften: there were too many within a window of five minutes.
    """
    tag = f"{purpose}:{_hashed(work, who)}"
    forget_old_tries(work)
    row = _counter(work, tag)
    if row.tries >= limit:
        raise TooOften(int((row.window_start + WINDOW - work.now).total_seconds()) + 1)
    row.tries += 1


def count_today(work: Work, purpose: str, who: str = "", *, amount: int = 1) -> int:
    """Count something that somebody (or everybody together) did today, and say how much it was. Nobody is stopped."""
    tag = f"{_DAILY}{purpose}:{_hashed(work, who)}"
    row = _counter(work, tag)
    row.tries += amount
    return row.tries


def place_of(address: str) -> str:
    """The part of an address that stands for one connection: all of IPv4, the first 56 bits of IPv6 (RFC 6177)."""
    try:
        found = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((int(found) >> 72 << 72, 56)))
    return str(found)


def forget_old_tries(work: Work) -> None:
    """Delete counters whose window is over; those of a whole day go with the key of that day."""
    over = Throttle.window_start <= work.now - WINDOW
    work.session.execute(delete(Throttle).where(over, Throttle.tag.not_like(f"{_DAILY}%")))


def renew_key(work: Work) -> None:
    """Let yesterday's key and all that was counted under it go."""
    _key_of_today(work)
    forget_old_tries(work)


def _hashed(work: Work, who: str) -> str:
    return hmac.new(_key_of_today(work), who.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:40]


def _counter(work: Work, tag: str) -> Throttle:
    row = work.session.get(Throttle, tag)
    if row is None:
        row = Throttle(tag=tag, window_start=work.now, tries=0)
        work.session.add(row)
    return row


def _key_of_today(work: Work) -> bytes:
    fact = work.session.get(InstanceFact, _KEY, with_for_update=True)
    if fact is None:
        fact = InstanceFact(name=_KEY, value="")
        work.session.add(fact)
    day, _colon, key = fact.value.partition(":")
    if day != work.today.isoformat():
        work.session.execute(delete(Throttle))
        key = secrets.token_hex(32)
        fact.value = f"{work.today.isoformat()}:{key}"
        work.session.flush()
    return bytes.fromhex(key)
