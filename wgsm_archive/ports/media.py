"""Cleaning what people send, so that nothing but the picture or the sound is kept of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from wgsm_archive.domain.media import Box, Format, Size


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What may be kept of a file. `format` is that of what is kept; `width` and `height` are those of the full size."""

    format: Format
    sizes: Mapping[Size, bytes]
    width: int = 0
    height: int = 0
    seconds: int = 0


class MediaCleaner(Protocol):
    """Looks at files that strangers made, outside of this process and with little memory and time."""

    def clean(self, content: bytes, name: str) -> Cleaned:
        """What may be kept of a file that came under a name.

        Raises:
            Refused: nothing of it can be kept; `file` holds the code of the rule.
            TooBusy: others are being cleaned.
        """
        ...

    def blur(self, full: bytes, boxes: Sequence[Box]) -> Cleaned:
        """A photo of ours (its full size) without what lies under the boxes. Raises as `clean`."""
        ...
