"""A PostgreSQL server that lives as long as the test process that asked for it, and leaves nothing behind.

Each test process has a server of its own, reached through a socket in a temporary folder: no port to collide on, no
password, no state shared between processes. A small keeper process holds a pipe to the tests; when the pipe closes,
however the tests ended, it stops the server and removes the folder.
"""

import atexit
import functools
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.programs import find

DATABASE = "wgsm_test"


@functools.cache
def postgres_url() -> str | None:
    """Return the SQLAlchemy address of an empty database of this process's own, or None without PostgreSQL.

    The first call starts the server and takes a few seconds. Raises RuntimeError with the server's words if it will
    not start.
    """
    initdb = find("PostgreSQL")
    if initdb is None:
        return None
    programs = Path(initdb).resolve().parent
    folder = Path(tempfile.mkdtemp(prefix="wgsm-pg-", dir="/tmp"))  # A socket's path must be short.
    _start_keeper(programs, folder)
    _run(programs, folder, "initdb", f"--pgdata={folder}/data", "--username=wgsm", "--auth=trust",
         "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
    # Nothing here must survive a crash, so the server need not wait for the disk.
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c shared_buffers=16MB"
    _run(programs, folder, "pg_ctl", "start", "--wait", f"--pgdata={folder}/data", f"--log={folder}/log", "-o", options)
    _run(programs, folder, "createdb", f"--host={folder}", "--username=wgsm", "--template=template0", DATABASE)
    return f"postgresql+psycopg://wgsm@/{DATABASE}?host={quote(str(folder))}"


def _start_keeper(programs: Path, folder: Path) -> None:
    """Start the keeper. The system closes the pipe to it even if this process is killed."""
    if os.geteuid() == 0:
        user = _unprivileged()
        os.chown(folder, user.pw_uid, user.pw_gid)
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.postgres", str(programs), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=Path(__file__).resolve().parent.parent,
    )
    atexit.register(keeper.communicate)


def _unprivileged() -> pwd.struct_passwd:
    """The server refuses to run as root: use its own account, or the one that owns nothing."""
    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _run(programs: Path, folder: Path, command: str, *arguments: str) -> None:
    identity: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = _unprivileged()
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    with (folder / "commands").open("a+", encoding="utf-8") as output:
        # A file, not a pipe: the server inherits the output and would keep a pipe open for ever.
        done = subprocess.run(
            [str(programs / command), *arguments],
            check=False, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd=folder, **identity,
        )  # fmt: skip
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{command} failed: {output.read()}")


def _keep(programs: Path, folder: Path) -> None:
    """Wait until the tests are over, however they end, then take everything away."""
    sys.stdin.buffer.read()
    if (folder / "data" / "postmaster.pid").exists():
        _run(programs, folder, "pg_ctl", "stop", "--wait", "--mode=immediate", f"--pgdata={folder}/data")
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _keep(Path(sys.argv[1]), Path(sys.argv[2]))
