"""A site that is published anew: who has been there before finds the new course, and the old work.

Hosts let a browser keep what it has fetched for some minutes, GitHub Pages for ten. So for a while a
reader has files of both days.
"""

import json
import shutil
import zipfile

import pytest

from tests.live.opening import opened
from tests.live.serving import served
from tools.live import build

LESSON, OTHER = "04_gradient_descent.ipynb", "03_training_criterion.ipynb"
NEW_TITLE = "# A title of the second day"
SAYS_WHICH = "import dlfs\nprint(getattr(dlfs, 'published', 'first'))"


@pytest.fixture
def site(live, tmp_path):
    """Yield the folder that is served, and its address."""
    folder = shutil.copytree(live, tmp_path / "site")
    with served(folder, kept="max-age=600") as host:
        yield folder, host


def published_anew(folder, monkeypatch):
    """Put a later build in place of the one that is there: the library and the lesson have changed."""
    build_wheel, put_lessons = build.wheel.build, build._put_lessons

    def changed_wheel(runtime):
        path = build_wheel(runtime)
        with zipfile.ZipFile(path) as archive:
            files = {info: archive.read(info) for info in archive.infolist()}
        with zipfile.ZipFile(path, "w") as archive:
            for info, content in files.items():
                added = b"\npublished = 'again'\n" * (info.filename == "dlfs/__init__.py")
                archive.writestr(info, content + added)
        return path

    def changed_lessons(content):
        put_lessons(content)
        path = content / OTHER
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["cells"][0]["source"] = [NEW_TITLE]
        path.write_text(json.dumps(notebook), encoding="utf-8")

    monkeypatch.setattr(build.wheel, "build", changed_wheel)
    monkeypatch.setattr(build, "_put_lessons", changed_lessons)
    build.write(folder, pages="../")


def test_after_an_update_python_starts_and_work_is_kept(browser, site, monkeypatch):
    folder, address = site
    one = opened(browser, address, LESSON)
    imports, place = 1, question(one)
    one.retype(imports, one.cells()[imports].source + "\nmine = 1")
    one.retype(place, 'ask("gd-2")')
    one.output(place).get_by_role("radio", name="A", exact=True).check()
    one.output(place).get_by_role("button", name="Commit").click()
    one.output(place).get_by_text("gd-2: A.").first.wait_for()
    one.page.keyboard.press("Control+s")
    one.wait_for("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
    one.page.close()

    published_anew(folder, monkeypatch)
    again = opened(browser, address, LESSON)
    assert "mine = 1" in again.cells()[imports].source  # the lesson as its reader has left it
    assert again.retype(place, SAYS_WHICH).strip() == "again"
    again.retype(imports, again.cells()[imports].source)
    again.retype(place, 'ask("gd-2")')
    again.output(place).get_by_text("on record: A").first.wait_for()
    again.page.close()

    other = opened(browser, address, OTHER)  # not touched on the first day
    assert other.cells()[0].source == NEW_TITLE
    other.page.close()


def question(one) -> int:
    return next(at for at, cell in enumerate(one.cells()) if cell.source == 'ask("gd-2")')
