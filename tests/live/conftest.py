"""What the tests of the live edition share: the folder, built once, on a server of this machine."""

from pathlib import Path

import pytest

from tests.asked_for import end_without_a_browser, is_asked_for
from tests.browser import chromium
from tests.live.serving import served

HERE = Path(__file__).resolve().parent
NOT_RUN = "The tests of the live edition did NOT run: {}"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return None if is_asked_for(HERE, config) else True


def pytest_sessionstart(session: pytest.Session) -> None:
    end_without_a_browser(HERE, session.config, NOT_RUN)


@pytest.fixture(scope="session")
def live(tmp_path_factory) -> Path:
    """Return the folder of the live edition."""
    from tools.live import build, parts

    try:
        return build.write(tmp_path_factory.mktemp("host") / "a" / "course", pages="../").parent
    except parts.PartsMissing as error:
        pytest.exit(NOT_RUN.format(error), returncode=1)


@pytest.fixture(scope="session")
def address(live):
    """Serve the folder below a sub-path, as a host of many sites does; yield its address."""
    with served(live.parents[1]) as host:
        yield f"{host}/a/course"


@pytest.fixture(scope="session")
def browser():
    with chromium.running() as running:
        yield running
