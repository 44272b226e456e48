"""Passwords: hashed with argon2id at 19 MiB, two at a time, so that a flood of sign-ins cannot fill the memory."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from wgsm_archive.domain.text import fold

SHORTEST, LONGEST = 10, 1000
"""Characters of a password, at least and at most."""
_COMMON = frozenset(
    [
        "123456789",
        "1234567890",
        "0123456789",
        "0987654321",
        "1q2w3e4r5t",
        "1qaz2wsx3edc",
        "adminadmin",
        "administrator",
        "changeme",
        "contrasena",
        "letmeinplease",
        "motdepasse",
        "password",
        "passwort",
        "qwertyuiop",
        "qwertyuiopas",
        "senhasenha",
        "superman",
        "welcome",
        "iloveyou",
        "asdfghjkl",
        "zxcvbnm",
        "archive",
        "movements",
    ]
)
_FEWEST_DIFFERENT = 4
# The least that OWASP's Password Storage Cheat Sheet names for argon2id: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1, type=Type.ID)
_two_at_a_time = threading.BoundedSemaphore(2)
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$/SUmzTqSwRjOgsxPHJRJcw$F87JaQZ+9N7nOj1aahkMuSF12xiFwVsHjVG4qIGdKyU"
"""What is compared where nobody has the name: made as above, of random signs. It lets nobody in, whatever is typed."""


def password_problem(password: str, handle: str = "") -> str | None:
    """The code of the rule a new password breaks, if any."""
    if len(password) < SHORTEST:
        return "password-short"
    if len(password) > LONGEST:
        return "password-long"
    folded = fold(password)
    if len(set(password)) < _FEWEST_DIFFERENT or folded.strip("0123456789!?. -_") in _COMMON or folded in _COMMON:
        return "password-common"
    if handle and fold(handle) in folded:
        return "password-is-name"
    return None


def hash_password(password: str) -> str:
    """What is stored of a password."""
    with _two_at_a_time:
        return _hasher.hash(_bytes(password))


def is_right(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one. Takes as long for nobody as for somebody."""
    if len(password) > LONGEST:
        return False
    with _two_at_a_time:
        try:
            _hasher.verify(stored or _NOBODY, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return bool(stored)


def passphrase(words: Sequence[str]) -> str:
    """A password of six words that can be remembered, 54 random bits."""
    return "-".join(secrets.choice(words) for _ in range(6))


def _bytes(password: str) -> bytes:
    # Whatever a browser sends is a password, half a surrogate pair included.
    return password.encode("utf-8", "surrogatepass")
