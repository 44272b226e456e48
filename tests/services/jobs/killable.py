"""Workers in processes of their own, to be killed: each line of input names an instance and begins one.

Run as a program. It answers with the number of the process, and with `ended` once that is gone.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from wgsm_archive.app import create_archive
from wgsm_archive.services.jobs.worker import Worker
from wgsm_archive.settings import Settings


def main() -> None:
    for line in sys.stdin:
        instance = Path(line.strip())
        number = os.fork()
        if number == 0:
            Worker(create_archive(Settings(instance=instance)), instance / "worker.lock").run_forever()
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        os.waitpid(number, 0)
        sys.stdout.write("ended\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
