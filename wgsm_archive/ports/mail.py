"""Sending letters, where an installation has a way to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter. Its subject is neutral: subject lines are read over shoulders and kept by others."""

    to: str
    subject: str
    body: str


class Mail(Protocol):
    """A way of sending letters."""

    @property
    def can_send(self) -> bool:
        """Whether this installation can send at all."""
        ...

    def send(self, letter: Letter) -> None:
        """Send one letter. Raises `OSError` when it cannot be handed over now."""
        ...
