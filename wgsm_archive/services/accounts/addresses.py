"""E-mail addresses: optional, used for one thing only, a link for a new password."""

from __future__ import annotations

import re

LONGEST = 254
"""RFC 5321, section 4.5.3.1.3, as erratum 1690 of RFC 3696 counts it."""
# Loose on purpose: whether an address works is known only once a letter has arrived.
_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\\x00-\x20\x7f]{1,64}@[^@\s<>,;:\"()\[\]\\/\x00-\x20\x7f]+\.[^@\s.]{2,}")


def is_address(typed: str) -> bool:
    """Whether something looks like an e-mail address."""
    return len(typed) <= LONGEST and typed.isprintable() and _ADDRESS.fullmatch(typed) is not None
