"""What continuous integration runs: one environment, each test once, one second try, the minutes."""

import os
import shutil
import subprocess

import pytest

from tools.course import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a shell script")
MAKE = """#!/bin/sh
echo "$*" >> calls
case "$*" in {failing}) echo "{saying}"; exit {code};; esac
"""
FIREFOX = {"firefox-esr": "#!/bin/sh\n"}


@pytest.fixture
def run(tmp_path):
    """Return a function that runs a copy of .ci/run with a make that fails where it is told to."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    cache = tmp_path / ".pytest_cache" / "v" / "cache"
    cache.mkdir(parents=True)
    failed = '{\n  "tests/a.py::b": true,\n  "tests/browser/c.py::d": true\n}'
    (cache / "lastfailed").write_text(failed)
    inside = tmp_path / "bin"
    inside.mkdir()

    def run_with(failing="nothing", saying="", code=1, browsers=FIREFOX, elsewhere=os.environ["PATH"]):
        make = MAKE.format(failing=failing, saying=saying, code=code)
        for name, text in {"make": make, "chromium": "#!/bin/sh\n",
                           "java": "#!/bin/sh\n", **browsers}.items():  # fmt: skip
            (inside / name).write_text(text)
            (inside / name).chmod(0o755)
        path = f"{inside}{os.pathsep}{elsewhere}"
        done = subprocess.run([shutil.which("bash"), tmp_path / ".ci" / "run"], env={**os.environ, "PATH": path},
                              capture_output=True, text=True)  # fmt: skip
        calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
        return calls, done.stdout.partition("Minutes of each part:\n")[2], done.returncode

    return run_with


IN_FIREFOX = "test-live ARGS=--in-firefox -k '(test_lesson_four and not first_lesson) or not_kept'"
PARTS = ["environment EXTRAS=class,handouts,site,browser,grading,live,cluster", "test", "test-handouts",
         "hub PYTHON=/usr/bin/python3", "test-platforms", "test-cluster",
         "test-twins ARGS=--where-possible", "test-site", "live",
         "test-live", IN_FIREFOX, "test-browser"]  # fmt: skip


def test_the_environment_is_made_once_and_every_part_has_its_minutes(run):
    calls, said, code = run()
    assert calls == PARTS and code == 0
    assert [line[8:] for line in said.splitlines()] == [
        "one environment, with everything", "make test", "make test-handouts",
        "a class server", "make test-platforms", "make test-cluster", "make test-twins",
        "a Chromium",
        "make test-site", "make test-live", "a Firefox", "make test-live in Firefox",
        "make test-browser", "of 60 on an idle machine",
    ]  # fmt: skip


def test_a_part_that_fails_is_named_and_the_others_run_all_the_same(run):
    calls, said, code = run("test-handouts")
    assert calls == PARTS and code == 1
    assert "make test-handouts: FAILED" in said and said.count("FAILED") == 1


def test_what_needed_a_second_try_in_the_browser_is_named(run):
    calls, said, code = run("test-browser")
    assert calls == [*PARTS, "test-browser ARGS=--last-failed"] and code == 0
    assert "a second try for: tests/browser/c.py::d" in said and "FAILED" not in said


def test_there_is_no_third_try(run):
    calls, said, code = run("test-browser*")
    assert calls[-2:] == ["test-browser", "test-browser ARGS=--last-failed"] and code == 1
    assert "make test-browser: FAILED" in said


def test_without_a_firefox_this_is_said_and_nothing_fails(run, tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("dirname", "timeout", "env", "cat", "sed", "grep", "sh"):
        (tools / name).symlink_to(shutil.which(name))
    calls, said, code = run(browsers={}, elsewhere=str(tools))
    assert calls == [part for part in PARTS if part != IN_FIREFOX] and code == 0
    assert "NOT RUN  make test-live in Firefox: there is none here" in said


WITHOUT_LIVE = [part for part in PARTS if not part.startswith("test-live")]


def test_a_live_edition_whose_parts_cannot_be_had_is_said_and_is_no_failure(run):
    calls, said, code = run("live", "These parts are missing, 3 of 35:")
    assert calls == WITHOUT_LIVE and code == 0
    assert "NOT RUN  make test-live" in said and "FAILED" not in said


def test_a_live_edition_that_is_not_built_for_another_reason_is_a_failure(run):
    calls, said, code = run("live", "JupyterLite was not built.")
    assert calls == WITHOUT_LIVE and code == 1 and "make test-live: FAILED" in said


@pytest.mark.parametrize("code", [0, 1])
def test_a_library_beside_the_lesson_that_cannot_be_had_is_named_and_is_no_failure(run, code):
    calls, said, verdict = run("test-twins*", "NOT RUN  torch: not installed", code)
    assert calls == PARTS and verdict == code
    assert "NOT RUN  torch: not installed, in make test-twins" in said
    assert ("make test-twins: FAILED" in said) == bool(code)
