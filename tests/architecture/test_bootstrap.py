"""The first command on a fresh machine, tried for real in small checkouts whose package index is a local folder."""

import ast
import base64
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from wgsm_archive import bootstrap

HERE = Path(bootstrap.__file__).resolve().parent
PYTHON = os.path.realpath(sys.executable)
SETTINGS = """[options]
install_requires =
    hayloft>=1

[options.extras_require]
test =
browser =
"""
APP = """import sys
import hayloft
def main() -> None:
    print("served by", sys.prefix, "with hayloft", hayloft.release, "asked for", *sys.argv[1:])
"""


def make_wheel(index: Path, release: str) -> str:
    """Put one release of the imaginary library into the *index*; return its hash as a lock file writes it."""
    wheel = index / f"hayloft-{release}-py3-none-any.whl"
    contents = {
        "hayloft.py": f"release = {release!r}\n",
        f"hayloft-{release}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: hayloft\nVersion: {release}\n",
        f"hayloft-{release}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},\n"
        for name, text in contents.items()
    )
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in [*contents.items(), (f"hayloft-{release}.dist-info/RECORD", record)]:
            archive.writestr(name, text)
    return "sha256:" + hashlib.sha256(wheel.read_bytes()).hexdigest()


class Checkout:
    """A copy of what the first command needs, in a folder with a space and a letter outside ASCII in its name."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "our archive é"
        self.index = folder / "index"
        package = self.root / "wgsm_archive"
        package.mkdir(parents=True)
        self.index.mkdir()
        for name in ("__init__.py", "__main__.py", "bootstrap.py"):
            shutil.copy(HERE / name, package)
        (package / "app.py").write_text(APP)
        (self.root / "setup.cfg").write_text(SETTINGS)
        self.hash = make_wheel(self.index, "1.0")
        self.lock("1.0", self.hash)

    def lock(self, release: str, expected: str) -> None:
        (self.root / "requirements.txt").write_text(f"hayloft=={release} --hash={expected}\n")

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start the archive as a newcomer does, from some other folder, without reaching any network."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "WGSM_"))}
        offline = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.index)}
        return subprocess.Popen(
            [PYTHON, str(self.root / "wgsm_archive"), *arguments],
            cwd=self.index,
            env={**own, **offline, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, **environment: str) -> tuple[int, str, str]:
        """Start and wait; return the exit status, what was printed, and what was complained."""
        process = self.start(*arguments, **environment)
        printed, complained = process.communicate(timeout=100)
        return process.returncode, printed, complained


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    checkout = Checkout(tmp_path_factory.mktemp("ready"))
    status, _, complained = checkout.run("status")
    assert status == 0, complained
    return checkout


def test_two_first_starts_at_once_both_serve_and_only_one_sets_up(tmp_path: Path):
    checkout = Checkout(tmp_path)
    both = [checkout.start("serve", "--port", "8123"), checkout.start()]
    outcomes = [process.communicate(timeout=100) for process in both]
    assert [process.returncode for process in both] == [0, 0], outcomes
    assert "with hayloft 1.0 asked for serve --port 8123" in outcomes[0][0]
    assert "asked for serve\n" in outcomes[1][0], "without a word, the archive is served"
    assert str(checkout.root / ".venv") in outcomes[1][0]
    said = outcomes[0][1] + outcomes[1][1]
    assert said.count("Making .venv") == 1
    assert said.count("waiting for it") == 1


def test_a_start_killed_half_way_is_made_good_by_the_next(tmp_path: Path):
    checkout = Checkout(tmp_path)
    killed = checkout.start("status")
    lock = checkout.root / ".venv.lock"
    for _ in range(500):
        if lock.exists() and lock.read_text() and (checkout.root / ".venv" / "pyvenv.cfg").exists():
            break
        time.sleep(0.02)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate(timeout=20)
    assert lock.read_text() == "unfinished\n"
    status, printed, complained = checkout.run("status")
    assert status == 0, complained
    assert "Making .venv" in complained
    assert "with hayloft 1.0" in printed
    assert lock.read_text() == ""


def test_later_starts_say_nothing_install_nothing_and_lose_no_time(ready: Checkout):
    begun = time.monotonic()
    status, printed, complained = ready.run("user", "list", PIP_FIND_LINKS="/nowhere")
    spent = time.monotonic() - begun
    assert (status, complained) == (0, "")
    assert printed.endswith("asked for user list\n")
    assert spent < 5, "half a second is usual; more is allowed here because the machine may be busy"


def test_changed_requirements_are_installed_by_the_next_start(ready: Checkout):
    ready.lock("1.1", make_wheel(ready.index, "1.1"))
    status, printed, complained = ready.run("status")
    assert (status, "with hayloft 1.1" in printed) == (0, True), complained
    assert "Making .venv" not in complained


def test_a_download_that_is_not_what_the_lock_expects_is_refused(ready: Checkout):
    make_wheel(ready.index, "1.2")
    ready.lock("1.2", "sha256:" + "0" * 64)
    status, printed, complained = ready.run("status")
    assert (status, printed) == (1, "")
    assert complained.splitlines()[-1].startswith("wgsm_archive: a download is not what requirements.txt expects")
    assert "Traceback" not in complained


def test_a_release_that_cannot_be_had_gives_way_to_one_that_is_allowed(ready: Checkout):
    ready.lock("7.7", ready.hash)
    status, printed, complained = ready.run("status")
    assert (status, "with hayloft 1" in printed) == (0, True), complained
    assert "taking others that setup.cfg allows" in complained


def test_without_a_network_one_line_says_so(ready: Checkout):
    ready.lock("8.8", ready.hash)
    nowhere = "http://127.0.0.1:9/simple"
    status, _, complained = ready.run("status", PIP_NO_INDEX="", PIP_FIND_LINKS="", PIP_INDEX_URL=nowhere)
    assert status == 1
    assert complained.splitlines()[-1].startswith("wgsm_archive: the Python package index cannot be reached")
    assert "Traceback" not in complained


def test_a_python_without_venv_is_answered_with_the_command_that_helps(tmp_path, monkeypatch, capsys):
    debian = tmp_path / "python3"
    debian.write_text(
        "#!/bin/sh\necho 'The virtual environment was not created: ensurepip is not available.'\nexit 1\n"
    )
    debian.chmod(0o755)
    (tmp_path / "setup.cfg").write_text(SETTINGS)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(bootstrap, "LOCK", tmp_path / ".venv.lock")
    monkeypatch.setattr(sys, "executable", str(debian))
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        bootstrap.start(["serve"])
    assert "Making .venv" in capsys.readouterr().err


def test_an_old_python_is_told_which_one_is_needed(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.delenv("WGSM_SECOND_PASS", raising=False)
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed; .* is 3\.9\.2"):
        bootstrap.start([])


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py", "bootstrap.py"])
def test_old_pythons_can_read_what_they_are_told_by(name: str):
    ast.parse((HERE / name).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_an_installed_package_sets_nothing_up(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    bootstrap.start(["serve"])
    assert list(tmp_path.iterdir()) == []


def test_every_direct_dependency_is_in_its_lock_with_hashes():
    for part in (bootstrap.RUN, bootstrap.TEST, bootstrap.BROWSER):
        locked = (bootstrap.ROOT / part.locked).read_text(encoding="utf-8")
        names = {line.split("==")[0] for line in locked.splitlines() if "==" in line}
        wanted = {line.split(">")[0].split("[")[0].lower() for line in bootstrap.ranges(part)}
        assert wanted <= names
        assert locked.count(" --hash=sha256:") >= len(names)
        assert "://" not in locked


@pytest.mark.parametrize(
    ("given", "in_several_processes"),
    [([], True), (["--nothing-skipped", "tests/domain"], True), (["-n0"], False), (["--pdb", "-x"], False)],
)
def test_tests_run_in_several_processes_unless_asked_otherwise(given: list[str], in_several_processes: bool):
    handed = bootstrap.pytest_arguments(given)
    assert handed[-len(given) :] == given or not given
    assert ("loadscope" in handed) is in_several_processes


@pytest.mark.parametrize("processes", ["0", "2"])
@pytest.mark.parametrize(("option", "status"), [([], 0), (["--nothing-skipped"], 1)])
def test_a_skipped_test_fails_the_run_only_where_nothing_may_be_skipped(
    tmp_path: Path, processes: str, option: list[str], status: int
):
    # Not tests of ours: made for a run of their own, which must be seen to skip.
    (tmp_path / "test_well.py").write_text(
        "import pytest\ndef test_water(): pass\n@pytest.mark.skip(reason='the well is dry')\ndef test_dry(): pass\n"
    )
    (tmp_path / "test_whole.py").write_text("import pytest\npytest.skip('closed', allow_module_level=True)\n")
    (tmp_path / "setup.cfg").write_text("[tool:pytest]\n")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.plugins_skips",
            "-n",
            processes,
            *option,
            "--rootdir",
            str(tmp_path),
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(bootstrap.ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    listed = "the well is dry" in done.stdout and "closed" in done.stdout
    assert listed is bool(option)
    assert "1 passed, 2 skipped" in done.stdout.splitlines()[-1]
