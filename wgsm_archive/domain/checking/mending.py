"""What is put right when a translation is saved, because it needs no decision."""

from __future__ import annotations

import re

from wgsm_archive.domain.checking.letters import DANDA, DANDA_LANGUAGES
from wgsm_archive.domain.language import primary

_DOTS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_BAR = re.compile("(?<=[\u0900-\u0963\u0966-\u0b7f])(\\s?)\\|(?=\\s*\\Z)")
_OUTER = "\u200b\u2060"


def mend(source: str, target: str, language: str) -> str:
    """The translation with outer signs that nobody sees left out, dots as one sign where the source has one, a danda.

    Blanks around it and control characters are taken away by `domain.text`, for everything that is typed.
    """
    text = target.strip().strip(_OUTER).strip()
    if "…" in source and "..." not in source:
        text = _DOTS.sub("…", text)
    if primary(language) in DANDA_LANGUAGES and not text.startswith("|"):
        text = _BAR.sub(rf"\1{DANDA}", text)
    return text
