"""Programs that some tests need and a machine may lack: how to find them, and how to say that one is not there."""

import os
import shutil
from pathlib import Path

import pytest

from wgsm_archive.bootstrap import CHROMIUM

#: What a person calls each program -> the commands it may answer to, in order of preference.
PROGRAMS = {
    "Chromium": CHROMIUM,
    "PostgreSQL": ("initdb",),
    "OmegaT": ("omegat",),
    "LibreOffice": ("soffice", "libreoffice"),
}


def find(program: str) -> str | None:
    """Return the path of *program*'s command, or None where it is not installed. Raises KeyError for unknown names."""
    # Debian keeps the server's own commands off the PATH, one folder for each release; the newest comes first.
    servers = Path("/usr/lib/postgresql").glob("*/bin") if program == "PostgreSQL" else []
    newest_first = sorted(map(str, servers), key=lambda folder: int(Path(folder).parent.name), reverse=True)
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *newest_first])
    return next(filter(None, (shutil.which(command, path=path) for command in PROGRAMS[program])), None)


def missing() -> list[str]:
    """Return the names of the programs that are not installed."""
    return [program for program in PROGRAMS if find(program) is None]


def needs(program: str) -> pytest.MarkDecorator:
    """Mark a test, or a whole file through ``pytestmark``, as one that cannot be tried without *program*.

    So that somebody without a browser can still run the rest; the run says what is missing, and `.ci/run`, which
    installs all programs, lets nothing be skipped.
    """
    return pytest.mark.skipif(find(program) is None, reason=f"{program} is not installed")
