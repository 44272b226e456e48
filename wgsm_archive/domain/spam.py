"""Telling machines from people without asking a third party, and without keeping anything of either.

No sign alone proves anything: people click fast, share one line, switch JavaScript off. A story is set aside for a
second look when its signs together weigh enough; it is never thrown away.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from wgsm_archive.domain.text import fold

LEAST_SECONDS: Final = 2
"""Whoever reads what stands above the form needs longer."""
PER_PLACE: Final = 3
"""Stories begun from one place on the net in a day that raise no question."""
MANY_PER_PLACE: Final = 12
PER_DAY: Final = 150
"""Stories begun in the whole archive in a day that raise no question."""
PROOF_BITS: Final = 15
"""Leading zero bits of a proof of work: 33,000 hashes on average, a second or two on an old phone."""
_ENOUGH: Final = 2
_STAMP: Final = 9


class Sign(StrEnum):
    """Something that machines do more often than people."""

    FILLED_TRAP = "filled-trap"
    NO_STAMP = "no-stamp"
    TOO_FAST = "too-fast"
    SAME_PLACE = "same-place"
    MANY_FROM_PLACE = "many-from-place"
    MANY_IN_ALL = "many-in-all"
    NO_PROOF = "no-proof"


_WEIGHTS: Mapping[Sign, int] = {
    Sign.FILLED_TRAP: 2,
    Sign.NO_STAMP: 1,
    Sign.TOO_FAST: 1,
    Sign.SAME_PLACE: 1,
    Sign.MANY_FROM_PLACE: 2,
    Sign.MANY_IN_ALL: 1,
    Sign.NO_PROOF: 2,
}


def is_suspect(signs: Collection[Sign]) -> bool:
    """Whether signs weigh enough to set a story aside."""
    return sum(_WEIGHTS[sign] for sign in set(signs)) >= _ENOUGH


def new_form_key(seconds: int, secret: bytes) -> str:
    """A key for one form that tells, to us alone, when the form was given out. `seconds` are those of the clock."""
    name = secrets.token_urlsafe(24)
    stamp = f"{seconds:0{_STAMP}x}"
    return f"{name}.{stamp}.{_mac(name + stamp, secret)}"


def name_of(form_key: str) -> str:
    """What may be kept of a form's key: it knows the form again and says nothing of the time."""
    return form_key.split(".", 1)[0]


def age_of(form_key: str, seconds: int, secret: bytes) -> int | None:
    """How many seconds ago a form was given out; None for a key that is not ours."""
    name, _dot, rest = form_key.partition(".")
    stamp, _dot, given = rest.partition(".")
    if not hmac.compare_digest(given.encode(), _mac(name + stamp, secret).encode()):
        return None
    return seconds - int(stamp, 16)


def is_proof(form_key: str, number: str) -> bool:
    """Whether SHA-256 of the form's key, a colon and the number begins with enough zero bits."""
    if not (number.isascii() and number.isdigit() and len(number) <= 12):
        return False
    digest = hashlib.sha256(f"{form_key}:{number}".encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - PROOF_BITS) == 0


def is_answer(typed: str, accepted: Collection[str]) -> bool:
    """Whether an answer is one of those accepted; capitals, accents, signs and blanks do not matter."""
    return bool(_plain(typed)) and _plain(typed) in {_plain(one) for one in accepted}


def _plain(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


def _mac(text: str, secret: bytes) -> str:
    return hmac.new(secret, b"story-form:" + text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:24]
