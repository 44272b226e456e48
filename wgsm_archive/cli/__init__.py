"""The door for operators: `wgsm`, one module for each noun."""

from wgsm_archive.cli.context import Context
from wgsm_archive.cli.main import run

__all__ = ["Context", "run"]
