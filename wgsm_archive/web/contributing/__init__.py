"""The tellers' rooms: telling a story step by step, and coming back with a receipt code."""

from wgsm_archive.web.contributing import (
    autosave,
    bringing,
    drafts,
    fuller,
    mine,
    reaching,
    reading_back,
    receipt,
    safe,
    settling,
    voice,
)
from wgsm_archive.web.contributing.routes import bp

__all__ = [
    "autosave",
    "bp",
    "bringing",
    "drafts",
    "fuller",
    "mine",
    "reaching",
    "reading_back",
    "receipt",
    "safe",
    "settling",
    "voice",
]
