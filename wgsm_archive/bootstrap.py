"""Let two commands be enough on a machine that has nothing but Python: make ``.venv``, fill it, continue in it.

Only a checkout needs this: where no ``setup.cfg`` stands beside the package (a wheel was installed), it does nothing.
It is written with the standard library alone, and in grammar that older Pythons can read, so that they are told
what is missing instead of failing on a syntax error.

State is kept in two places. ``.venv/.ready-NAME`` says what has been installed completely, and changes its meaning
with the requirements and with the interpreter. ``.venv.lock`` lets one start at a time work, and holds a word while
the work is unfinished: a start that finds it there makes ``.venv`` anew, because nobody knows what a killed one left.
"""

from __future__ import annotations

import configparser
import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple, NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / ".venv.lock"
OLDEST_PYTHON = (3, 11)
# The shell without windows comes first: the same browser, at half the work for each page.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

#: Set for the second pass, so that a set-up that goes wrong can never start itself again and again.
_SECOND_PASS = "WGSM_SECOND_PASS"  # noqa: S105 (the name of a variable, no password)

_NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|name resolution|ConnectTimeout|ConnectionError|ProxyError"
    r"|Network is unreachable|Read timed out|SSLError"
)
_NO_SUCH_RELEASE = re.compile(r"No matching distribution found|Could not find a version|ResolutionImpossible")
_WRONG_HASH = re.compile(r"DO NOT MATCH THE HASHES")


class Part(NamedTuple):
    """A set of libraries: its name, the locked and hashed list, and the places in setup.cfg it was computed from."""

    name: str
    locked: str
    sources: tuple[tuple[str, str], ...]


RUN = Part("run", "requirements.txt", (("options", "install_requires"),))
TEST = Part("test", "requirements-test.txt", (*RUN.sources, ("options.extras_require", "test")))
BROWSER = Part("browser", "requirements-browser.txt", (("options.extras_require", "browser"),))


class SetupError(Exception):
    """The set-up cannot go on; the message says in one line what to do about it."""


def start(arguments: Sequence[str]) -> None:
    """Continue in ``.venv`` with the same *arguments*, making or completing it first.

    ``test`` goes on to pytest, everything else to the package itself. Returns only where there is nothing to set up:
    in the second pass, or when the package was installed as a wheel. Ends the program with a one-line message when
    the set-up is impossible.
    """
    if os.environ.pop(_SECOND_PASS, None) or not (ROOT / "setup.cfg").is_file():
        return
    testing = list(arguments[:1]) == ["test"]
    try:
        _check_machine()
        ensure(_wanted(testing=testing))
    except (SetupError, OSError) as problem:
        sys.exit(f"wgsm_archive: {problem}")
    except KeyboardInterrupt:
        sys.exit("wgsm_archive: set-up interrupted; the next start begins it again.")
    if testing:
        os.chdir(ROOT)
        _continue("pytest", pytest_arguments(arguments[1:]))
    _continue("wgsm_archive", arguments)


def ensure(wanted: Sequence[Part]) -> None:
    """Return once ``.venv`` holds all *wanted* parts; one start does the work, others wait. Raises SetupError."""
    if all(_is_ready(part) for part in wanted):
        return
    with _alone() as lock:
        missing = [part for part in wanted if not _is_ready(part)]
        if missing:
            _make_venv(lock)
        for part in missing:
            _install(part, lock)
            _stamp(part).write_text(_fingerprint(part), encoding="utf-8")


IN_FOUR = ("-n", "4", "--dist", "loadscope", "--no-loadscope-reorder")


def pytest_arguments(given: Sequence[str]) -> list[str]:
    """What ``test`` hands to pytest: four processes, unless *given* asks for a number of its own or for the debugger.

    Four for the two processors of a small machine: some always wait for a browser, a server or the clock. How tests are
    handed out, and in which order, is said by `tests/conftest.py`.
    """
    own_way = any(word.startswith(("-n", "--numprocesses", "--pdb", "--trace")) for word in given)
    return ["-p", "tests.plugins_skips", *([] if own_way else IN_FOUR), *given]


def ranges(part: Part) -> list[str]:
    """Return the direct dependencies of *part* as setup.cfg lists them, one requirement each."""
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = "\n".join(settings.get(section, option) for section, option in part.sources).splitlines()
    return [line.strip() for line in lines if line.strip()]


def _wanted(*, testing: bool) -> list[Part]:
    if not testing:
        return [RUN]
    # The browser's driver is large, and of no use without a browser.
    return [TEST, BROWSER] if any(shutil.which(name) for name in CHROMIUM) else [TEST]


def _check_machine() -> None:
    if os.name != "posix":
        raise SetupError("this runs on Linux, macOS and the Windows Subsystem for Linux.")
    if sys.version_info < OLDEST_PYTHON:
        needed, here = (".".join(map(str, version)) for version in (OLDEST_PYTHON, sys.version_info[:3]))
        raise SetupError(f"Python {needed} or newer is needed; {sys.executable} is {here}.")


def _continue(module: str, arguments: Sequence[str]) -> NoReturn:
    """Replace this process by *module* run in ``.venv``, with the checkout importable from anywhere."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    if module == "wgsm_archive":
        environment[_SECOND_PASS] = "1"
    else:
        # Tests start Python a hundred times: what is compiled once is kept for all of them.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(PYTHON, [str(PYTHON), "-m", module, *arguments], environment)  # noqa: S606 (no shell is wanted)


@contextlib.contextmanager
def _alone() -> Iterator[IO[str]]:
    """Hold the lock file; wait for another start that holds it. The system lets go of it however a start ends."""
    import fcntl  # noqa: PLC0415 (only here, so that Windows gets its one-line answer)

    with LOCK.open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("Another start is setting up .venv; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


def _make_venv(lock: IO[str]) -> None:
    """Make ``.venv`` unless a whole and working one is there. Raises SetupError."""
    lock.seek(0)
    if not lock.read() and PYTHON.exists():
        works = "import pip, sys; sys.exit(sys.version_info < ({}, {}))".format(*OLDEST_PYTHON)
        if _run([str(PYTHON), "-c", works], lock).returncode == 0:
            return
    _say("Making .venv; this happens once and takes about a minute.")
    _mark(lock, unfinished=True)
    # Inside a virtual environment the real interpreter must be asked, or .venv would hang on the other one.
    made = _run([os.path.realpath(sys.executable), "-m", "venv", "--clear", str(VENV)], lock)
    if made.returncode and "ensurepip" in made.stdout:
        raise SetupError("Python's venv is not complete here. On Debian or Ubuntu: apt-get install python3-venv")
    if made.returncode:
        raise SetupError(f"making .venv failed: {_last_line(made.stdout)}")
    _mark(lock, unfinished=False)


def _install(part: Part, lock: IO[str]) -> None:
    """Install *part* from its locked list or, where a release on it cannot be had, by the ranges of setup.cfg."""
    _say(f"Installing what {part.locked} lists ...")
    done = _pip(["--require-hashes", "-r", str(ROOT / part.locked)], lock)
    if done.returncode == 0:
        return
    if _WRONG_HASH.search(done.stdout):
        raise SetupError(f"a download is not what {part.locked} expects, so nothing was installed; see {_keep(done)}")
    if not _NO_NETWORK.search(done.stdout) and _NO_SUCH_RELEASE.search(done.stdout):
        _say(f"Not every release in {part.locked} can be had here; taking others that setup.cfg allows.")
        done = _pip(["--prefer-binary", *ranges(part)], lock)
        if done.returncode == 0:
            return
    if _NO_NETWORK.search(done.stdout):
        raise SetupError("the Python package index cannot be reached; the first start needs the network.")
    raise SetupError(f"installing failed: {_last_line(done.stdout)} (all of it: {_keep(done)})")


def _pip(arguments: Sequence[str], lock: IO[str]) -> subprocess.CompletedProcess[str]:
    _mark(lock, unfinished=True)
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    done = _run([str(PYTHON), "-m", "pip", "install", *quiet, *arguments], lock)
    # A pip that ended by itself left whole packages behind; one that was killed may not have.
    if done.returncode >= 0:
        _mark(lock, unfinished=False)
    return done


def _run(command: Sequence[str], lock: IO[str]) -> subprocess.CompletedProcess[str]:
    """Run *command* and catch its output. It shares the lock: others wait for it even if this start is killed."""
    return subprocess.run(  # noqa: S603 (the commands are this module's own)
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        pass_fds=[lock.fileno()],
        # A "user" install, which some people have as their default, is refused inside a virtual environment.
        env={**os.environ, "PIP_USER": "0"},
    )


def _mark(lock: IO[str], *, unfinished: bool) -> None:
    lock.seek(0)
    lock.truncate()
    lock.write("unfinished\n" if unfinished else "")
    lock.flush()


def _stamp(part: Part) -> Path:
    return VENV / f".ready-{part.name}"


def _is_ready(part: Part) -> bool:
    stamp = _stamp(part)
    return stamp.is_file() and PYTHON.exists() and stamp.read_text(encoding="utf-8") == _fingerprint(part)


def _fingerprint(part: Part) -> str:
    """Change when the requirements do, and when the interpreter behind ``.venv`` was upgraded or replaced."""
    interpreter = PYTHON.stat()
    seen = f"{PYTHON.resolve()} {interpreter.st_size} {interpreter.st_mtime_ns}\n".encode()
    wanted = "\n".join(ranges(part)).encode()
    return hashlib.sha256(seen + (ROOT / part.locked).read_bytes() + wanted).hexdigest()


def _keep(done: subprocess.CompletedProcess[str]) -> Path:
    log = VENV / "install.log"
    log.write_text(done.stdout, encoding="utf-8")
    return log


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason was given"


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)  # noqa: T201 (there is no logging before there is an archive)
