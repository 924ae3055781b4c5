"""What the tests of the live edition share: the folder, built once, on a server of this machine."""

from pathlib import Path

import pytest

from tests.asked_for import end_without_a_browser, is_asked_for
from tests.browser import chromium, firefox
from tests.live.outside import outside
from tests.live.serving import served

HERE = Path(__file__).resolve().parent
BY_NAME = "course.test"
NOT_RUN = "The tests of the live edition did NOT run: {}"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return None if is_asked_for(HERE, config) else True


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--in-firefox", action="store_true", help="in Firefox, not in Chromium")


def pytest_sessionstart(session: pytest.Session) -> None:
    if not session.config.getoption("in_firefox", default=False):
        end_without_a_browser(HERE, session.config, NOT_RUN)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In the other browser only that is run again which a browser does."""
    if config.getoption("in_firefox", default=False):
        items[:] = [item for item in items if "world" in item.fixturenames]


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
def world():
    """The world outside of this machine: what any page or worker asks of it is noted."""
    with outside() as proxy:
        yield proxy


@pytest.fixture(scope="session")
def browser(world, pytestconfig):
    """Yield a BrowserContext of Chromium, or of Firefox if the option says so.

    It knows this machine by a name, too: for a browser that is another host, without https.
    """
    if pytestconfig.getoption("in_firefox"):
        if problem := firefox.missing():
            pytest.skip(NOT_RUN.format(problem))
        names = {"network.dns.localDomains": BY_NAME, "network.proxy.no_proxies_on": BY_NAME}
        running = firefox.running(world.address, **names)
    else:
        names = (f"--host-resolver-rules=MAP {BY_NAME} 127.0.0.1", f"--proxy-bypass-list={BY_NAME}")
        running = chromium.running(f"--proxy-server=http://{world.address}", *names)
    with running as context:
        yield context
