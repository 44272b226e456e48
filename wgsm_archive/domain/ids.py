"""Names of things that say nothing about order or time: public ids, form keys, receipt codes."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wgsm_archive.domain.text import fold

# No vowels, so no accidental words; no look-alikes (0/o, 1/l).
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
PUBLIC_ID_LENGTH = 12

WORDS_IN_CODE = 6
WORDS_IN_LIST = 512
_BITS_PER_WORD = 9
_CHECK_BITS = 6
_SECRET_BITS = WORDS_IN_CODE * _BITS_PER_WORD - _CHECK_BITS


def new_public_id() -> str:
    """An opaque id of 57 random bits for an address: `7k3m9pqrst2v`."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(PUBLIC_ID_LENGTH))


def new_token() -> str:
    """A bearer secret of 256 random bits, safe in a cookie or an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token: enough to recognise it, useless to whoever reads the database."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """Words that let somebody without an account return to what they sent.

    `number` is 48 secret bits; 6 check bits follow, so that a slip of the pen is told from a wrong code.
    """

    number: int

    def words(self, wordlist: Sequence[str]) -> tuple[str, ...]:
        """The code as six words of a list of 512."""
        value = (self.number << _CHECK_BITS) | _check(self.number)
        picks = [(value >> (_BITS_PER_WORD * place)) % WORDS_IN_LIST for place in reversed(range(WORDS_IN_CODE))]
        return tuple(wordlist[pick] for pick in picks)

    def hashed(self, secret: bytes) -> str:
        """The keyed hash that is stored: without the instance's secret key it cannot be tried offline."""
        return hmac.new(secret, b"receipt:" + self.number.to_bytes(8, "big"), hashlib.sha256).hexdigest()


def code_from_token(token: str, secret: bytes) -> ReceiptCode:
    """The receipt code that belongs to a teller's cookie.

    It is derived, not drawn: sending the same form again after a dropped line shows the same words, and
    nothing that is stored on the server can rebuild them without the cookie.
    """
    digest = hmac.new(secret, b"code:" + token.encode(), hashlib.sha256).digest()
    return ReceiptCode(int.from_bytes(digest[:8], "big") >> (64 - _SECRET_BITS))


def read_code(typed: str, wordlists: Sequence[Sequence[str]]) -> ReceiptCode | None:
    """The code somebody typed, in any of the lists; None when words are unknown or the check fails.

    Case, accents, punctuation between words and their number of blanks do not matter.
    """
    words = code_words(typed)
    if len(words) != WORDS_IN_CODE:
        return None
    for wordlist in wordlists:
        places = _places_in(tuple(wordlist))
        if all(word in places for word in words):
            found = read_places([places[word] for word in words])
            if found is not None:
                return found
    return None


@lru_cache(maxsize=32)
def _places_in(wordlist: tuple[str, ...]) -> Mapping[str, int]:
    return {fold(word): place for place, word in enumerate(wordlist)}


def code_words(typed: str) -> list[str]:
    """The words somebody typed, without case, accents and punctuation."""
    return "".join(c if c.isalpha() else " " for c in fold(typed)).split()


def read_places(places: Sequence[int]) -> ReceiptCode | None:
    """The code of six places in a list; None when the check fails."""
    value = 0
    for place in places:
        value = (value << _BITS_PER_WORD) | place
    number, check = value >> _CHECK_BITS, value % (1 << _CHECK_BITS)
    return ReceiptCode(number) if check == _check(number) else None


def _check(number: int) -> int:
    return hashlib.sha256(number.to_bytes(8, "big")).digest()[0] >> 2
