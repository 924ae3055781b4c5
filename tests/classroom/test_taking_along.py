"""In the browser a report can be downloaded, and elsewhere it lies in a folder."""

import base64
import re

import pytest

from dlfs.classroom import hosting
from dlfs.classroom.asking.ask import ask
from dlfs.classroom.keeping import naming, sitting, taking_along
from dlfs.classroom.keeping.reporting import report


@pytest.fixture(autouse=True)
def answers(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    sitting.start_again()
    return tmp_path


@pytest.fixture
def shown(monkeypatch):
    """The HTML of all links that were shown."""
    pages = []
    monkeypatch.setattr(taking_along, "publish", lambda page, text: pages.append(page))
    return pages


def in_the_link(page: str) -> tuple[str, bytes]:
    name, content = re.search(r'download="([^"]*)" href="data:text/csv;base64,([^"]*)"', page).groups()
    return name, base64.b64decode(content)


def test_in_the_browser_a_link_has_the_report_as_it_was_saved(monkeypatch, shown, answers):
    monkeypatch.setattr(hosting.sys, "platform", "emscripten")
    ask("gd-2", "A")
    report("04")
    assert [in_the_link(page) for page in shown] == [
        ("report_04.csv", (answers / "report_04.csv").read_bytes())]  # fmt: skip
    report("04", name="Ada <i>")
    name, content = in_the_link(shown[-1])
    assert name == "report_04_ada-i.csv" and content == (answers / name).read_bytes()


def test_elsewhere_and_where_nothing_is_saved_there_is_no_link(monkeypatch, shown, answers):
    ask("gd-2", "A")
    report("04")
    assert shown == []
    monkeypatch.setattr(hosting.sys, "platform", "emscripten")
    assert taking_along.link_to(answers / "nothing.csv") == ""
    report("05")
    assert shown == []


def test_whoever_types_a_name_below_gets_a_link_to_the_report_with_the_name():
    row, readout = naming.live_view(lambda told: f"Saved for {told}.", lambda: "<p>link</p>").children
    row.children[0].value = "Ada"
    row.children[1].click()
    assert readout.value.endswith("Saved for Ada.</p><p>link</p></div>")
