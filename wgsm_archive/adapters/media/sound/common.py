"""What all containers of sound have in common: what comes out, why one is refused, and lengths."""

from __future__ import annotations

from dataclasses import dataclass

from wgsm_archive.adapters.media import made
from wgsm_archive.domain.media import MOST_SECONDS

MAX_PACKETS = MOST_SECONDS * 200
"""Packets of sound last 20 ms or so; shorter ones are for calls, and not recorded."""
OPUS_RATE = 48_000

BROKEN, UNKNOWN, LONG, EMPTY = "sound-broken", "sound-kind", "sound-long", "sound-empty"


class Unclean(made.Unclean):
    """This sound cannot be written anew."""

    def __init__(self, code: str = BROKEN) -> None:
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Sound:
    """Sound in a container that we wrote: its media type, its length in seconds, its bytes."""

    media_type: str
    seconds: float
    data: bytes


def seconds_of(units: int, rate: int) -> float:
    """How long so many units last. Raises `Unclean` for nothing at all, and for what is too long."""
    if units <= 0:
        raise Unclean(EMPTY)
    if units > MOST_SECONDS * rate:
        raise Unclean(LONG)
    return units / rate
