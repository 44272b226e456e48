"""Pages of stewards: people, how the archive is run, terms, texts; and the pile of stories that were set aside."""

from wgsm_archive.web.admin import house, pile, running, terms, tongues
from wgsm_archive.web.admin.routes import bp

__all__ = ["bp", "house", "pile", "running", "terms", "tongues"]
