"""The other browser: a Firefox as the system has it, driven by the same Playwright."""

import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser import relay

NAMES = ("firefox-esr", "firefox")
# Lists that Firefox fetches for itself; it takes another address for them where the variable is set.
QUIET = {"services.settings.server": "data:,", "network.captive-portal-service.enabled": False,
         "network.connectivity-service.enabled": False}  # fmt: skip
HEARD = {"MOZ_REMOTE_SETTINGS_DEVTOOLS": "1"}


def executable() -> str | None:
    """Return the path of a Firefox; None if there is none."""
    found = [os.environ.get("FIREFOX"), *map(shutil.which, NAMES)]
    return next((path for path in found if path and Path(path).is_file()), None)


def missing() -> str | None:
    """Return what this machine lacks, with the way out; None if there is a Firefox."""
    if executable():
        return None
    return ("no Firefox on this machine. On Debian: sudo apt install firefox-esr; one in an unusual "
            "place is named by FIREFOX=/its/path.")  # fmt: skip


@contextmanager
def running(proxy: str, **settings: bool | int | str) -> Iterator:
    """Run a headless Firefox with these settings of about:config; yield a BrowserContext.

    What it asks of any other computer goes to the `proxy`, the address of a host and its port.
    """
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launched(playwright.firefox, Path(folder), proxy, **settings)
        yield browser.new_context()
        browser.close()


def launched(kind, folder: Path, proxy: str, **settings: bool | int | str):
    """Return such a Firefox. `kind` is Playwright's; a file in `folder` is what it starts."""
    return kind.launch(
        channel="moz-firefox", executable_path=_with_relay(folder),
        firefox_user_prefs=QUIET | _through(proxy) | settings, env=os.environ | HEARD,
    )  # fmt: skip


def _with_relay(folder: Path) -> Path:
    path = folder / "firefox"
    command = shlex.join([sys.executable, relay.__file__, executable()])
    path.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return path


def _through(proxy: str) -> dict[str, int | str]:
    host, port = proxy.split(":")
    places = {f"network.proxy.{kind}": host for kind in ("http", "ssl")}
    ports = {f"network.proxy.{kind}_port": int(port) for kind in ("http", "ssl")}
    return {"network.proxy.type": 1} | places | ports
