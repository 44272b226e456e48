"""`wgsm serve` in processes of its own, to be killed: each line of input names an instance and a port, and begins one.

Run as a program. A served archive is forked from this one, which has read all the code already: a start takes a
tenth of a second instead of three, so that a hundred of them fit into a test. It answers with the number of the
process, and with `ended` once that is gone.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.once import made_once
from wgsm_archive.app import create_app, create_archive, main
from wgsm_archive.db.schema import migrate
from wgsm_archive.settings import Settings

_SEEN = ("/es/contribute/", "/es/receipt/", "/es/")


def _warm() -> None:
    """Read what a first visit reads: lists, catalogs and templates."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(instance=Path(folder) / "instance")
        archive = create_archive(settings)
        migrate(archive.engine)
        client = create_app(settings, archive=archive).test_client()
        for path in _SEEN:
            client.get(path).close()
        archive.engine.dispose()


def _serve(instance: str, port: str) -> None:
    os.environ["WGSM_INSTANCE"] = instance
    # Told through its own output, "ended" could not be known from what the served archive says.
    os.dup2(2, 1)
    sys.argv = ["wgsm", "serve", "--empty", "--port", port]
    main()


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _run() -> None:
    _warm()
    for line in sys.stdin:
        instance, port = line.split()
        number = os.fork()
        if number == 0:
            _serve(instance, port)
            os._exit(0)
        _say(number)
        os.waitpid(number, 0)
        _say("ended")


if __name__ == "__main__":
    with made_once():
        _run()
