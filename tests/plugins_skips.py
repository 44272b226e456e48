"""A pytest plugin: say once which programs are missing and, with ``--nothing-skipped``, accept no skipped test."""

import pytest

from tests.programs import missing


class NothingSkipped:
    """Remembers what was skipped, and turns a run that would have passed into one that failed."""

    def __init__(self) -> None:
        self.skipped: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._remember(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._remember(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.skipped:
            terminalreporter.section("skipped, though nothing may be", red=True, bold=True)
            for test, reason in sorted(self.skipped.items()):
                terminalreporter.line(f"{test}: {reason}", red=True)

    def _remember(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        # An expected failure also counts as "skipped" for pytest, but it did run.
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            self.skipped[report.nodeid] = reason


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--nothing-skipped``."""
    parser.addoption(
        "--nothing-skipped",
        action="store_true",
        help="fail if any test was skipped, and list those that were",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Watch the reports, in the process that sees all of them."""
    is_worker = hasattr(config, "workerinput")
    if config.getoption("--nothing-skipped") and not is_worker:
        config.pluginmanager.register(NothingSkipped(), "nothing-skipped")


def pytest_report_header() -> list[str]:
    """One line for each program that is not there."""
    return [f"{program} is not installed: the tests that need it are skipped" for program in missing()]
