"""Passwords: hashed with argon2id at 19 MiB, two at a time, so that a flood of sign-ins cannot fill the memory."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from wgsm_archive.domain.text import fold

SHORTEST, LONGEST = 12, 1024
"""Characters at least, and bytes at most."""
_COMMON = frozenset(
    {"123456789012", "password1234", "contraseña123", "qwertyuiop12", "qwertyuiopas", "111111111111", "motdepasse12"}
)
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_two_at_a_time = threading.BoundedSemaphore(2)
_NOBODY = _hasher.hash(secrets.token_hex(16))


def password_problem(password: str, handle: str = "") -> str | None:
    """The code of the rule a new password breaks, if any."""
    if len(password) < SHORTEST:
        return "password-short"
    if len(password.encode("utf-8", "surrogatepass")) > LONGEST:
        return "too-long"
    if fold(password) in _COMMON or (handle and fold(handle) in fold(password)) or len(set(password)) < 4:
        return "password-common"
    return None


def hash_password(password: str) -> str:
    """What is stored of a password."""
    with _two_at_a_time:
        return _hasher.hash(password.encode("utf-8", "surrogatepass"))


def is_right(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one. Takes as long for nobody as for somebody."""
    if len(password.encode("utf-8", "surrogatepass")) > LONGEST:
        return False
    with _two_at_a_time:
        try:
            _hasher.verify(stored or _NOBODY, password.encode("utf-8", "surrogatepass"))
        except (VerificationError, InvalidHashError):
            return False
    return bool(stored)


def passphrase(words: Sequence[str]) -> str:
    """A password of six words that can be remembered, 54 random bits."""
    return "-".join(secrets.choice(words) for _ in range(6))
