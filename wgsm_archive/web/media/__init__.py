"""Photos, recordings and documents: sending them, saying what they show, giving them out."""

from wgsm_archive.web.media import changing, pages, pieces, reviewing, sending, serving
from wgsm_archive.web.media.blueprint import bp

__all__ = ["bp", "changing", "pages", "pieces", "reviewing", "sending", "serving"]
