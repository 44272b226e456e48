"""Sealing with AES-256 in Galois/Counter Mode (NIST SP 800-38D): nobody reads the words, and nobody changes them."""

from __future__ import annotations

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wgsm_archive.ports.sealing import CannotOpen

_NONCE = 12
_BLOCK = 256


class AesSeal:
    """A seal with a key of 32 bytes. Words are filled up to whole blocks, so that their length tells little."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def close(self, words: str, about: str) -> str:
        """See `ports.sealing.Seal`."""
        plain = words.encode()
        filled = plain + b"\x80" + b"\x00" * (-(len(plain) + 1) % _BLOCK)
        nonce = secrets.token_bytes(_NONCE)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, filled, about.encode())).decode()

    def open(self, sealed: str, about: str) -> str:
        """See `ports.sealing.Seal`."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            filled = self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], about.encode())
        except (binascii.Error, InvalidTag, ValueError) as problem:
            raise CannotOpen from problem
        return filled[: filled.rindex(b"\x80")].decode()
