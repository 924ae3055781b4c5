"""A learner's work is one file: saved in one browser, loaded in another, and nothing overwritten."""

import json

import pytest

from tests.browser import notebook_page
from tests.browser.notebook_page import NotebookPage
from tests.live.opening import opened

LESSON, QUESTIONS = "04_gradient_descent.ipynb", {"mine": "gd-2", "hers": "ce-2"}
KEPT = """async () => {
  const contents = window.jupyterapp.serviceManager.contents;
  const file = await contents.get("answers.jsonl", {content: true});
  return file.format === "base64" ? atob(file.content) : file.content;
}"""
SOURCES = """async (path) => (await window.jupyterapp.serviceManager.contents.get(path, {content: true}))
  .content.cells.map((cell) => [].concat(cell.source).join(""))"""
MARKS = """async (path) => (await window.jupyterapp.serviceManager.contents.get(path, {content: true}))
  .content.cells.filter((cell) => cell.metadata.trusted).length"""
FILES = """async () => (await window.jupyterapp.serviceManager.contents.get("", {content: true}))
  .content.map((one) => one.path).sort()"""


def say(one: NotebookPage) -> str:
    return one.page.inner_text("#course [role=status]")


def answer(one: NotebookPage, question: str) -> None:
    """Run the first cell, and commit the question's first answer."""
    cells = [cell.source for cell in one.cells()]
    one.retype(1, cells[1])
    place = cells.index(f'ask("{question}")')
    one.retype(place, cells[place])
    output = one.output(place)
    if output.get_by_role("radio").count():
        output.get_by_role("radio", name="A", exact=True).check()
    else:
        output.get_by_role("textbox").first.fill("2.3")
    output.get_by_role("button", name="Commit").click()
    output.get_by_text(f"{question}: ").first.wait_for()


@pytest.fixture(scope="module")
def first(browser, address):
    """Return the lesson in a browser that has answered one question and typed one line."""
    yield from _worked_on(browser.browser.new_context(), address, "mine")


def _worked_on(context, address: str, whose: str):
    one = opened(context, address, LESSON)
    answer(one, QUESTIONS[whose])
    one.retype(1, one.cells()[1].source + f"\nprint('{whose}')")
    yield one
    context.close()


@pytest.fixture(scope="module")
def work(first, tmp_path_factory):
    """Return the file that Save my work gives."""
    with first.page.expect_download() as coming:
        first.page.get_by_role("button", name="Save my work").click()
    path = tmp_path_factory.mktemp("work") / "my-work.json"
    coming.value.save_as(path)
    assert "2 files saved" in say(first)
    return path


@pytest.fixture(scope="module")
def second(browser, address):
    """Return the lesson in a browser of somebody else, who has answered and typed, too."""
    yield from _worked_on(browser.browser.new_context(), address, "hers")


def load(one: NotebookPage, path) -> None:
    one.page.set_input_files("#work-file", path)


def test_what_nobody_touched_is_not_in_it(work):
    files = json.loads(work.read_text(encoding="utf-8"))["files"]
    assert sorted(files) == [LESSON, "answers.jsonl"]


WRONG = {
    "no JSON": "{", "another's": '{"course": "cooking", "files": {}}', "empty": "null",
    "a way out": {"../04.ipynb": {"type": "file", "format": "text", "content": ""}},
    "a whole path": {"/etc/x": {"type": "file", "format": "text", "content": ""}},
    "no cells": {"x.ipynb": {"type": "notebook", "format": "json", "content": {}}},
    "a folder": {"x": {"type": "directory", "format": "json", "content": []}},
    "no content": {"x.txt": {"type": "file", "format": "text", "content": None}},
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_a_file_that_is_no_work_changes_nothing(second, tmp_path, kind):
    wrong = WRONG[kind]
    if isinstance(wrong, dict):
        wrong = json.dumps({"course": "deep learning from scratch", "files": wrong})
    before = second.page.evaluate(FILES)
    second.page.evaluate("document.querySelector('#course [role=status]').textContent = ''")
    path = tmp_path / "wrong.json"
    path.write_text(wrong, encoding="utf-8")
    load(second, path)
    second.page.get_by_text("no file of saved work: nothing was changed").wait_for()
    assert second.page.evaluate(FILES) == before


def test_work_is_loaded_beside_what_is_there(first, second, work, tmp_path):
    whole = json.loads(work.read_text(encoding="utf-8"))
    for cell in whole["files"][LESSON]["content"]["cells"]:
        cell["metadata"]["trusted"] = True
    notes = {"type": "file", "format": "text", "content": "a note"}
    whole["files"]["my/deep/notes.txt"] = notes
    path = tmp_path / "work.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    with second.page.expect_navigation():
        load(second, path)
    second.wait_for(notebook_page.READY)
    second.page.get_by_text("3 files loaded").wait_for()
    aside = "04_gradient_descent_before_1.ipynb"
    assert say(second).endswith(f"kept: {aside}.")
    assert "print('mine')" in second.page.evaluate(SOURCES, LESSON)[1]
    assert "print('hers')" in second.page.evaluate(SOURCES, aside)[1]
    assert second.page.evaluate(MARKS, LESSON) == 0
    lines = [json.loads(line) for line in second.page.evaluate(KEPT).splitlines()]
    assert [line["id"] for line in lines] == [QUESTIONS["hers"], QUESTIONS["mine"]]
    assert "my" in second.page.evaluate(FILES)


def test_loaded_twice_nothing_changes(second, work):
    before = second.page.evaluate(FILES)
    with second.page.expect_navigation():
        load(second, work)
    second.wait_for(notebook_page.READY)
    second.page.get_by_text("0 files loaded").wait_for()
    assert second.page.evaluate(FILES) == before
