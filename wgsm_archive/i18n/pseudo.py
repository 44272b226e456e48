"""Two made-up languages: whatever a page shows without their marks has not gone through translation."""

from __future__ import annotations

import re

# Placeholders, tags and entities stay as they are; the rest is dressed up.
_KEEP = re.compile(r"(%\(\w+\)s|%%|<[^>]*>|&#?\w+;)")
_ACCENTS = str.maketrans("AaCcEeGgIiLlNnOoRrSsTtUuYyZz", "ÅåÇçÉéĞğÎîĻļÑñÖöŘřŠšŤťÛûÝýŽž")
_PADDING = "one two three four five six seven eight nine ten "


def accented(text: str) -> str:
    """The English text with accents, in brackets and about 40 % longer, as long languages are."""
    dressed = "".join(part if place % 2 else part.translate(_ACCENTS) for place, part in enumerate(_KEEP.split(text)))
    longer = len(text) * 2 // 5
    padding = (_PADDING * (longer // len(_PADDING) + 1))[:longer].strip()
    return f"[{dressed} {padding}]" if padding else f"[{dressed}]"


def mirrored(text: str) -> str:
    """The English text written from right to left, by the control characters RLO and PDF of Unicode."""
    return "".join(
        part if place % 2 or not part.strip() else f"\u202e{part}\u202c" for place, part in enumerate(_KEEP.split(text))
    )
