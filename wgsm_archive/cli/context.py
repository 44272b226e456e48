"""What every command gets: the settings, and the archive once it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from wgsm_archive.db.schema import migrate
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings

if TYPE_CHECKING:
    from flask import Flask


@dataclass
class Context:
    """`make_archive` and `make_app` come from the one place that knows the adapters."""

    settings: Settings
    make_archive: Callable[[Settings], Archive]
    make_app: Callable[..., Flask]
    _archive: Archive | None = field(default=None)

    def archive(self) -> Archive:
        """The archive of this instance, its database brought to this version's schema."""
        if self._archive is None:
            self._archive = self.make_archive(self.settings)
            migrate(self._archive.engine)
        return self._archive


pass_context: Callable[..., Any] = click.make_pass_decorator(Context)
