"""Asking a machine for a translation, where the steward of an installation has set one up."""

from __future__ import annotations

from typing import Protocol


class MachineSilent(Exception):
    """The machine gave no translation: it cannot be reached, took too long, or answered something else."""


class LanguagesUnknown(MachineSilent):
    """The machine does not translate between these two languages."""


class MachineTranslator(Protocol):
    """A machine that translates."""

    @property
    def where(self) -> str:
        """Where texts go that it is asked about, in words that people can check: the name of a host."""
        ...

    def translate(self, text: str, source: str, target: str) -> str:
        """A translation, as the machine gave it: nobody has looked at it.

        Raises:
            MachineSilent: there is none; as `LanguagesUnknown` where asking again is in vain.
        """
        ...
