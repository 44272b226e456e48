"""The digits of the world's scripts, by the script's code (ISO 15924); the ten of each follow each other in Unicode."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_ZEROS = {
    "Arab": "\u0660",
    "Aran": "\u06f0",  # the shapes of Persian and Urdu
    "Beng": "\u09e6",
    "Deva": "\u0966",
    "Gujr": "\u0ae6",
    "Guru": "\u0a66",
    "Khmr": "\u17e0",
    "Knda": "\u0ce6",
    "Laoo": "\u0ed0",
    "Mlym": "\u0d66",
    "Mymr": "\u1040",
    "Nkoo": "\u07c0",
    "Olck": "\u1c50",
    "Orya": "\u0b66",
    "Taml": "\u0be6",
    "Telu": "\u0c66",
    "Thai": "\u0e50",
    "Tibt": "\u0f20",
}


DIGITS: Mapping[str, str] = MappingProxyType(
    {script: "".join(chr(ord(zero) + value) for value in range(10)) for script, zero in _ZEROS.items()}
)
