"""The blueprint that the addresses of translators are tied to."""

from __future__ import annotations

from flask import Blueprint

from wgsm_archive.web import language

bp = Blueprint("translating", __name__, url_prefix=f"{language.PREFIX}/translate")
