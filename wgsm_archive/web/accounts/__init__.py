"""Pages of accounts: the door, one-time links, one's own profile."""

from wgsm_archive.web.accounts import profile, returning
from wgsm_archive.web.accounts.routes import bp

__all__ = ["bp", "profile", "returning"]
