"""Checks for translated prose: what is likely to be a slip, in any script, found without understanding a word.

`findings(pair)` looks at one paragraph beside the text it was made from; `mend` puts right what needs no decision.
"""

from __future__ import annotations

from wgsm_archive.domain.checking.kinds import ERRORS, Finding, Pair, TextCheck
from wgsm_archive.domain.checking.mending import mend
from wgsm_archive.domain.checking.whole import findings

__all__ = ["ERRORS", "Finding", "Pair", "TextCheck", "findings", "mend"]
