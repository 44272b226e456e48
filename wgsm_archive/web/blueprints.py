"""The rooms of the web, one blueprint or more for each audience."""

from __future__ import annotations

from flask import Blueprint

from wgsm_archive.web.accounts.routes import bp as accounts
from wgsm_archive.web.admin import bp as admin
from wgsm_archive.web.contributing import bp as contributing
from wgsm_archive.web.media import bp as media
from wgsm_archive.web.reading import bp as reading
from wgsm_archive.web.reading.records import bp as records
from wgsm_archive.web.reviewing.routes import bp as reviewing
from wgsm_archive.web.sharing import bp as sharing
from wgsm_archive.web.translating.routes import bp as translating

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts,
    admin,
    reading,
    records,
    contributing,
    media,
    reviewing,
    translating,
    sharing,
)
