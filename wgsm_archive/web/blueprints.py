"""The rooms of the web, one blueprint or more for each audience."""

from __future__ import annotations

from flask import Blueprint

BLUEPRINTS: tuple[Blueprint, ...] = ()
