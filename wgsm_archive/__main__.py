"""``python3 -m wgsm_archive``: set up where that is needed, then do what was asked; without a word, serve."""

import sys
from pathlib import Path

if not __package__:  # Started as a folder, "python3 path/to/wgsm_archive": Python then looks inside it, not beside it.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from wgsm_archive.bootstrap import start


def main() -> None:
    """Set up, continue in ``.venv``, and there run the command line."""
    start(sys.argv[1:])
    # Only now are the libraries certain to be there.
    from wgsm_archive.app import main as run_command  # noqa: PLC0415

    if len(sys.argv) == 1:
        sys.argv.append("serve")
    run_command()


if __name__ == "__main__":
    main()
