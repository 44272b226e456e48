"""The tellers' rooms: telling a story step by step, and coming back with a receipt code."""

from wgsm_archive.web.contributing import fuller, mine, receipt, safe
from wgsm_archive.web.contributing.routes import bp

__all__ = ["bp", "fuller", "mine", "receipt", "safe"]
