"""The browser: the system's Chromium, or the one that Playwright has installed."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--disable-gpu", "--disable-background-networking", "--no-first-run",
         "--disable-component-update", "--disable-dev-shm-usage"]  # fmt: skip


def missing() -> str | None:
    """Return what this machine lacks, with the way out; None if the tests can run."""
    for name in ("playwright", "axe_playwright_python"):
        if importlib.util.find_spec(name) is None:
            return f"{name} is not installed. `make test-browser` installs the extra `browser`."
    if executable() is None:
        return (
            "no Chromium on this machine. On Debian or Ubuntu: sudo apt install chromium; "
            "elsewhere: .venv/bin/python -m playwright install chromium. A Chromium in an unusual "
            "place is named by CHROMIUM=/its/path."
        )
    return None


def executable() -> str | None:
    """Return the path of a Chromium; None if there is none."""
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)]
    return next((path for path in found if path and Path(path).is_file()), None) or _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


@contextmanager
def running(*arguments: str) -> Iterator:
    """Run a headless Chromium that looks for nothing on the network; yield a BrowserContext.

    Its windows share what was loaded: JupyterLab is fetched once, not anew for each of them.
    """
    from playwright.sync_api import sync_playwright

    # Inside a container its only user is root, and Chromium's sandbox refuses to work for root.
    as_root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    path = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *as_root, *arguments])
        yield browser.new_context()
        browser.close()
