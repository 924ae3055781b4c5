"""What the tests of the live edition share: the folder, built once, on a server of this machine."""

import functools
import http.server
import threading
from pathlib import Path

import pytest

from tests.asked_for import end_without_a_browser, is_asked_for
from tests.browser import chromium

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


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A plain server of files that says nothing."""

    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def address(live):
    """Serve the folder below a sub-path, as a host of many sites does; yield its address."""
    handler = functools.partial(Quiet, directory=live.parents[1])
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/a/course"
        server.shutdown()


@pytest.fixture(scope="session")
def browser():
    with chromium.running() as running:
        yield running
