"""Two pupils at one computer, in a real browser: who is it, and whose report."""

import json
import os
import time

import nbformat
import pytest

from tests.browser.notebook_page import close, open_lab
from tests.course.running_lab import running_lab

NAME = "04_shared.ipynb"
SOURCES = ("import os; os.environ['DLFS_ANSWERS'] = '.'\nfrom dlfs.classroom import ask, report",
           'ask("gd-2")', 'report("04")')  # fmt: skip
KEPT = [{"kind": "prediction", "lesson": "04", "id": "gd-2", "answer": "A", "revised": False},
        {"kind": "person", "id": "", "name": "Ada"}]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """A pupil's folder, in which Ada answered yesterday."""
    my = tmp_path / "my"
    my.mkdir()
    cells = [nbformat.v4.new_code_cell(source) for source in SOURCES]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), my / NAME)
    (my / "answers.jsonl").write_text("\n".join(map(json.dumps, KEPT)) + "\n", encoding="utf-8")
    yesterday = time.time() - 86_400
    os.utime(my / "answers.jsonl", (yesterday, yesterday))
    return my


@pytest.fixture
def opened(browser, folder):
    shown = "expose_app_in_browser=True"
    with running_lab(folder.parent, None, f"--LabApp.{shown}") as server:
        notebook = open_lab(browser, server, NAME)
        notebook.run_all()
        yield notebook
        close(notebook, server)


def test_ada_says_yes_and_finds_her_answer(opened, folder):
    asked = opened.cell(1)
    asked.get_by_text("Is this you, Ada?").last.wait_for()
    assert asked.get_by_text("Your prediction on record").count() == 0
    asked.get_by_role("button", name="Yes, it is me").click()
    asked.get_by_role("status").filter(has_text="Welcome back, Ada").wait_for()
    asked.get_by_text("Your prediction on record: A.").last.wait_for()


def test_ben_is_asked_for_his_name_and_hands_in_a_report_of_his_own(opened, folder):
    before = (folder / "answers.jsonl").read_bytes()
    asked = opened.cell(1)
    asked.get_by_role("button", name="I am somebody else").click()
    asked.get_by_role("status").filter(has_text="kept apart").wait_for()
    asked.get_by_role("radio", name="B", exact=True).check()
    asked.get_by_role("button", name="Commit").click()
    asked.get_by_role("status").filter(has_text="gd-2: B.").wait_for()
    opened.retype(2, 'report("04")')
    named = opened.cell(2)
    named.get_by_label("Your name").fill("Ben")
    named.get_by_role("button", name="Put it into the report").click()
    named.get_by_role("status").filter(has_text="Saved as report_04_ben.csv").wait_for()
    assert [path.name for path in folder.glob("*.csv")] == ["report_04_ben.csv"]
    assert "A" not in (folder / "report_04_ben.csv").read_text("utf-8").split("gd-2")[1][:20]
    assert (folder / "answers.jsonl").read_bytes().startswith(before)
