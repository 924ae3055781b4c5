"""The browser's tests run when they are asked for, and never pretend to have run."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.browser import chromium, firefox, relay
from tests.asked_for import is_asked_for
from tests.browser.conftest import HERE, group_of, pytest_ignore_collect
from tools.course import ROOT


def asked(*args: str) -> SimpleNamespace:
    return SimpleNamespace(args=[str(ROOT / arg) for arg in args])


@pytest.mark.parametrize("args", [["tests"], ["tests/course", "tests/engine"], ["."]])
def test_plain_pytest_leaves_them_out(args):
    assert not is_asked_for(HERE, asked(*args))
    assert pytest_ignore_collect(HERE / "test_lessons.py", asked(*args)) is True


@pytest.mark.parametrize(
    "args", [["tests/browser"], ["tests/course", "tests/browser/test_lessons.py::test_a[04]"]]
)
def test_whoever_names_them_gets_them(args):
    assert pytest_ignore_collect(HERE / "test_lessons.py", asked(*args)) is None


def test_the_tests_of_a_lesson_stay_together_whatever_their_file():
    names = ["test_lessons.py::test_a[04]", "test_notebook_7.py::test_b[04]", "test_faults.py::c"]
    assert [group_of(f"tests/browser/{name}") for name in names] == [
        "lesson 04", "lesson 04", "tests/browser/test_faults.py"
    ]  # fmt: skip


def test_a_machine_without_playwright_is_told_what_installs_it(monkeypatch):
    monkeypatch.setattr(chromium.importlib.util, "find_spec", lambda name: None)
    assert "playwright is not installed. `make test-browser` installs" in chromium.missing()


def test_a_machine_without_a_chromium_is_told_how_to_get_one(monkeypatch):
    monkeypatch.setattr(chromium.importlib.util, "find_spec", lambda name: True)
    monkeypatch.setattr(chromium, "executable", lambda: None)
    assert "sudo apt install chromium" in chromium.missing()
    monkeypatch.setattr(chromium, "executable", lambda: "/usr/bin/chromium")
    assert chromium.missing() is None


def test_a_chromium_that_is_named_is_taken(monkeypatch, tmp_path):
    named = tmp_path / "my-chromium"
    named.touch()
    monkeypatch.setenv("CHROMIUM", str(named))
    assert chromium.executable() == str(named)


def test_a_machine_without_a_firefox_is_told_how_to_get_one(monkeypatch, tmp_path):
    monkeypatch.delenv("FIREFOX", raising=False)
    monkeypatch.setattr(firefox, "NAMES", ("no-such-firefox",))
    assert "sudo apt install firefox-esr" in firefox.missing()
    named = tmp_path / "my-firefox"
    named.touch()
    monkeypatch.setenv("FIREFOX", str(named))
    assert firefox.missing() is None and firefox.executable() == str(named)


def test_between_playwright_and_firefox_two_things_change_and_no_other():
    asked = {"id": 3, "method": relay.UNKNOWN, "params": {}}
    assert json.loads(relay.answered_here(json.dumps(asked)))["id"] == 3
    assert relay.answered_here(json.dumps(asked | {"method": "session.new"})) is None
    made = {"method": "browsingContext.downloadEnd", "params": {"url": "blob:x", "navigation": None}}
    assert json.loads(relay.with_navigation(json.dumps(made)))["params"]["navigation"] == "blob:x"
    made["params"]["navigation"] = "its own"
    for other in (made, {"id": 1, "result": {"value": "said", "navigation": None}}):
        assert json.loads(relay.with_navigation(json.dumps(other))) == other


def test_tests_that_did_not_run_say_so_and_do_not_pass(tmp_path):
    nowhere = {**os.environ, "PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    nowhere.pop("CHROMIUM", None)
    command = [sys.executable, "-m", "pytest", "-p", "no:nbval", str(Path("tests", "browser"))]
    done = subprocess.run(command, cwd=ROOT, env=nowhere, capture_output=True, text=True)
    assert done.returncode == 1
    assert "The browser tests did NOT run:" in done.stdout + done.stderr
