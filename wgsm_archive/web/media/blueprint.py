"""The blueprint that the addresses of files are tied to. Those of tellers begin with the language, the files do not."""

from __future__ import annotations

from flask import Blueprint

from wgsm_archive.web import language

bp = Blueprint("media", __name__)
PREFIX = f"{language.PREFIX}/media"
"""Where tellers and facilitators send things to."""
