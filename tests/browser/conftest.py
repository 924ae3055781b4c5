"""What the browser's tests share: one JupyterLab, one Chromium, and the lessons opened in them.

Only `make test-browser` comes here. The plain tests pass this folder by, because it needs a
Chromium and the extra `browser`; and where one of them is missing, nothing here pretends to have
run.
"""

import re
from pathlib import Path

import pytest

from tests.asked_for import end_without_a_browser, is_asked_for
from tests.browser import chromium, speed
from tests.course.running_lab import running_lab
from tools import students
from tools.course import lesson_paths

HERE = Path(__file__).resolve().parent
NOT_RUN = "The browser tests did NOT run: {}"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return None if is_asked_for(HERE, config) else True


def group_of(nodeid: str) -> str:
    """Return what stays in one process: the tests of one lesson, else those of one file."""
    lesson = re.search(r"\[(\d\d)\b[^\]]*\]$", nodeid)
    return f"lesson {lesson[1]}" if lesson else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log):
    """Share the lessons among the processes: each is opened in one of them, once."""
    from xdist.scheduler import LoadScopeScheduling

    class ByLesson(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(nodeid)

    return ByLesson(config, log) if is_asked_for(HERE, config) else None


def pytest_sessionstart(session: pytest.Session) -> None:
    end_without_a_browser(HERE, session.config, NOT_RUN)


@pytest.fixture(scope="session")
def browser():
    with chromium.running() as running:
        yield running


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A JupyterLab on fresh copies of all lessons."""
    home = tmp_path_factory.mktemp("browser")
    students.add_new_copies(home / "my")
    shown = "expose_app_in_browser=True"
    with running_lab(home, None, f"--LabApp.{shown}", f"--JupyterNotebookApp.{shown}") as server:
        server.my = home / "my"
        yield server


def pytest_terminal_summary(terminalreporter) -> None:
    reports = [one for kind in terminalreporter.stats.values() for one in kind]
    properties = [one for report in reports for one in getattr(report, "user_properties", [])]
    trips = {name: times for key, found in properties if key == speed.PROPERTY
             for name, times in found.items()}  # fmt: skip
    if trips:
        terminalreporter.section("from a key press to the changed picture, in ms")
        terminalreporter.write("\n".join(speed.table(trips)) + "\n")


LESSONS = [path.name for path in lesson_paths()]
