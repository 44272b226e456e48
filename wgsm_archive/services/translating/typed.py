"""What a translator sends for a paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from wgsm_archive.domain.checking import TextCheck


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent for one paragraph: the text, the version of the source it was made from, the one it replaces.

    `minor` leaves translations made from it valid. `confirmed_id` is the newer source for which an unchanged text
    was found still correct. `looked_at` is the text whose findings were shown, `right` those among them that are right
    as they are. All ids come from a form and are believed only after they were looked up.
    """

    text: str
    base_id: int | None = None
    target_id: int | None = None
    minor: bool = False
    confirmed_id: int | None = None
    looked_at: int | None = None
    right: frozenset[TextCheck] = frozenset()
