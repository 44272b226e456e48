"""The blueprint that the addresses of the review are tied to."""

from __future__ import annotations

from flask import Blueprint

from wgsm_archive.web import language

bp = Blueprint("reviewing", __name__, url_prefix=f"{language.PREFIX}/review")
