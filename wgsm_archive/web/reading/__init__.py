"""The readers' pages."""

from __future__ import annotations

from wgsm_archive.web.reading import easy, harm, keeping, like_ours, shapes, spoken, suggesting, wishing, writing
from wgsm_archive.web.reading.routes import bp

__all__ = ["bp", "easy", "harm", "keeping", "like_ours", "shapes", "spoken", "suggesting", "wishing", "writing"]
