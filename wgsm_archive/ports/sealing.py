"""Sealing words with a key that is not in the database."""

from __future__ import annotations

from typing import Protocol


class CannotOpen(ValueError):
    """The seal is broken, or was made with another key or for something else."""


class Seal(Protocol):
    """Keeps words from whoever has the database and not the key."""

    def close(self, words: str, about: str) -> str:
        """The words sealed; they open again only together with the same `about`."""
        ...

    def open(self, sealed: str, about: str) -> str:
        """The words again.

        Raises:
            CannotOpen: the key, the words or what they are about are not those of the sealing.
        """
        ...
