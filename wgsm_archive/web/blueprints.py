"""The rooms of the web, one blueprint or more for each audience."""

from __future__ import annotations

from flask import Blueprint

from wgsm_archive.web.contributing import bp as contributing
from wgsm_archive.web.reading.routes import bp as reading
from wgsm_archive.web.reviewing.routes import bp as reviewing

BLUEPRINTS: tuple[Blueprint, ...] = (
    reading,
    contributing,
    reviewing,
)
