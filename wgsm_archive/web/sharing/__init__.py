"""Doors for programs: search as JSON, feeds, downloads, maps of the site, bands. All show what anybody may see."""

from __future__ import annotations

from wgsm_archive.web.sharing import downloads
from wgsm_archive.web.sharing.routes import bp

__all__ = ["bp", "downloads"]
