"""The class server: two students work at once, and neither reads, writes or starves the other."""

import re

import pytest

from tests.platforms import running_hub
from tests.platforms.test_stick import CHECK
from tools.course import ROOT, lesson_paths

pytest.importorskip("pwd", reason="a server for a class runs on a Unix")

from tools.hub import memory, student  # noqa: E402

pytestmark = pytest.mark.xdist_group("hub")
LESSON = """
import numpy as np
from dlfs import Graph, Session, Variable, placeholder
from dlfs.classroom import ask, check, data, explore, report
from dlfs.classroom.drawing import scenes
shown = explore.learning_rate()
display(shown)
print("ready")
"""


@pytest.fixture(scope="module")
def hub():
    """A hub with two students whose servers run: their names and tokens are in `students`."""
    if lacking := running_hub.missing():
        pytest.skip(lacking)
    running = running_hub.Hub("anna", "ben")
    try:
        running.students = [(name, running.start(name)) for name in running.names]
        yield running
    finally:
        running.close()


def test_each_student_has_clean_copies_of_all_lessons_and_a_check_passes(hub):
    for name, token in hub.students:
        listed = hub.ask(f"/user/{name}/api/contents/", token=token)["content"]
        there = [entry["name"] for entry in listed if entry["name"].endswith(".ipynb")]
        assert sorted(there) == [path.name for path in lesson_paths()]
        first = hub.ask(f"/user/{name}/api/contents/00_start_here.ipynb", token=token)["content"]
        assert not any(cell.get("outputs") for cell in first["cells"])
        assert "line-class" in hub.run(name, token, CHECK)
        assert "NotPassed" in hub.run(name, token, CHECK.replace("slope * x", "slope + x"))


def test_a_student_reads_nothing_of_another(hub):
    (anna, hers), (ben, his) = hub.students
    secret = {"type": "file", "format": "text", "content": "my answer"}
    assert hub.ask(f"/user/{anna}/api/contents/secret.txt", "PUT", hers, secret, wanted=201) == 201
    assert hub.ask(f"/user/{anna}/api/contents/secret.txt", token=hers)["content"] == "my answer"
    assert hub.ask(f"/user/{anna}/api/contents/secret.txt", token=his, wanted=403) == 403
    file = hub.home(anna) / "dlfs" / "secret.txt"
    assert hub.run(anna, hers, f"print(open({str(file)!r}).read())").strip() == "my answer"
    for code in (f"print(open({str(file)!r}).read())", f"open({str(file)!r}, 'w')",
                 f"import os; print(os.listdir({str(file.parent)!r}))"):  # fmt: skip
        assert hub.run(ben, his, code) == "PermissionError"


def test_an_open_home_would_be_read(hub):
    (anna, hers), (ben, his) = hub.students
    hub.run(anna, hers, "open('shared.txt', 'w').write('all may read')")
    home = hub.home(anna)
    try:
        for path in (home, home / "dlfs"):
            path.chmod(0o755)
        (home / "dlfs" / "shared.txt").chmod(0o644)
        said = hub.run(ben, his, f"print(open({str(home / 'dlfs' / 'shared.txt')!r}).read())")
        assert said.strip() == "all may read"
    finally:
        home.chmod(0o700)


def test_nobody_writes_into_the_environment_that_all_share(hub):
    name, token = hub.students[0]
    for place in ("sys.prefix", "os.path.dirname(dlfs.__file__)"):
        code = f"import os, sys, dlfs; open({place} + '/mine', 'w')"
        assert hub.run(name, token, code) == "PermissionError"


def test_a_program_that_wants_too_much_memory_ends_alone(hub):
    (anna, hers), (ben, his) = hub.students
    assert hub.run(anna, hers, "import numpy; numpy.ones(2 * 10**8)").endswith("MemoryError")
    assert hub.run(ben, his, "import numpy; print(numpy.ones(10**7).sum())").strip() == "10000000.0"


def test_a_student_takes_as_much_memory_as_is_said(hub):
    name, token = hub.students[1]
    assert "ready" in hub.run(name, token, LESSON, keep=True)
    taken = memory.by_user()[name]
    said = int(re.search(r"(\d+) MB a student", (ROOT / "docs" / "hub.md").read_text("utf-8"))[1])
    print(f"{taken:.0f} MB")
    assert 0.5 * said < taken < said


def test_whoever_is_idle_is_stopped():
    text = (ROOT / "tools" / "hub" / "jupyterhub_config.py").read_text(encoding="utf-8")
    for option in ("cull_idle_timeout", "cull_interval", "shutdown_no_activity_timeout"):
        assert option in text


def test_the_lessons_are_copied_once_and_never_over_work(tmp_path):
    lessons, target = tmp_path / "lessons", tmp_path / "dlfs"
    lessons.mkdir()
    for name in ("00.ipynb", "01.ipynb"):
        (lessons / name).write_text("a copy", encoding="utf-8")
    assert len(student.copy_lessons(lessons, target)) == 2
    (target / "00.ipynb").write_text("my work", encoding="utf-8")
    assert student.copy_lessons(lessons, target) == []
    assert (target / "00.ipynb").read_text(encoding="utf-8") == "my work"
