"""`wgsm serve` as somebody meets it who tries the archive out."""

import tempfile
from typing import Any

import pytest
import waitress
from click.testing import CliRunner
from flask import Flask

from wgsm_archive.app import create_app
from wgsm_archive.cli.context import Context
from wgsm_archive.cli.main import wgsm
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings


def test_the_sample_can_be_searched_by_whoever_comes_first(
    archive: Archive, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    seen: list[str] = []

    def visited(app: Flask, **wishes: Any) -> None:
        seen.append(app.test_client().get("/en/search?q=water").get_data(as_text=True))

    monkeypatch.setattr(waitress, "serve", visited)
    monkeypatch.setattr(tempfile, "tempdir", None)
    # Without a worker of its own thread, nothing but the start itself can have made the index.
    monkeypatch.setattr("wgsm_archive.services.jobs.worker.Worker.start", lambda worker: True)
    done = CliRunner().invoke(wgsm, ["serve"], obj=Context(settings, lambda settings: archive, create_app))
    assert done.exit_code == 0, done.output
    assert "<mark>" in seen[0]
    assert "being renewed" not in seen[0]
