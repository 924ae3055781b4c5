"""The check of the installation: a line for each thing, and for each fault the way out."""

import errno
import os
import re
import subprocess
import sys
from importlib import metadata
from types import SimpleNamespace

import ipywidgets as widgets
import nbformat
import pytest

import dlfs
from dlfs.classroom import hosting, installation, publishing, speaking
from dlfs.classroom.keeping import store
from dlfs.classroom.installation import (
    LOOKS, Finding, check_installation, check_widgets, findings, live_slider, report_of,
)  # fmt: skip
from tools.course import NOTEBOOKS

each = pytest.mark.parametrize
LESSON = NOTEBOOKS / "00_start_here.ipynb"


@pytest.fixture(autouse=True)
def in_a_notebook(monkeypatch, tmp_path):
    monkeypatch.setattr(publishing.InteractiveShell, "initialized", lambda: True)
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path / "my"))


def report(**options) -> str:
    """The report on one line: the places where it is wrapped are no matter."""
    return " ".join(report_of(findings(), **options).split())


def without(monkeypatch, *distributions, added=()):
    """Let these distributions be missing from this Python, and the added ones be there."""
    there = metadata.distribution

    def distribution(name):
        if name in added:
            return SimpleNamespace(version="9.9")
        if name in distributions:
            raise metadata.PackageNotFoundError(name)
        return there(name)

    monkeypatch.setattr(metadata, "distribution", distribution)


# All is well


def test_a_good_installation_is_ready_and_says_nothing_of_this_machine(capsys):
    check_installation()
    lines = capsys.readouterr().out.splitlines()
    assert [re.split(r" {2,}", line)[0] for line in lines] == [*LOOKS, "Ready."]
    assert all(re.match(r".+ {2,}ok, ", line) for line in lines[:-1])
    assert not re.search(r"\d|[/\\]", "".join(lines))


def test_the_details_are_versions_and_places():
    said = report(details=True)
    places = sys.executable, str(store.folder())
    for detail in (sys.version.split()[0], widgets.__version__, *places):
        assert " ".join(detail.split()) in said


def test_the_table_is_plain_and_narrow(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 1))
    for details in (False, True):
        said = report_of(findings(), details)
        assert said.isascii()
        assert all(len(line) <= 90 for line in said.splitlines() if os.sep not in line)


def test_answers_that_go_when_the_kernel_ends_are_announced(monkeypatch):
    monkeypatch.setenv("DLFS_ANSWERS", "temporary")
    assert "ok, kept for this run only" in report()
    assert not store.folder().exists()


def test_looking_at_the_answers_leaves_nothing_behind_and_keeps_what_is_there():
    report()
    assert list(store.folder().iterdir()) == []
    store.append({"kind": "prediction", "id": "go-1", "answer": "A"})
    before = (store.folder() / store.FILE).read_bytes()
    report()
    assert (store.folder() / store.FILE).read_bytes() == before


# Planted faults


def an_old_python(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))


def another_kernel(monkeypatch):
    without(monkeypatch, installation.COURSE)


def no_notebook(monkeypatch):
    monkeypatch.setattr(publishing.InteractiveShell, "initialized", lambda: False)


def an_old_numpy(monkeypatch):
    monkeypatch.setattr(installation.np, "__version__", "1.26.4")


def an_old_matplotlib(monkeypatch):
    monkeypatch.setattr(installation.matplotlib, "__version__", "3.8.3")


def old_widgets(monkeypatch):
    monkeypatch.setattr(installation.widgets, "__version__", "8.1.4rc2")
    monkeypatch.setattr(hosting.metadata, "version", lambda name: "8.1.4rc2")


def a_dlfs_of_somebody_else(monkeypatch):
    monkeypatch.delattr(dlfs, "RegisterGradient")


def two_packages_of_one_name(monkeypatch):
    without(monkeypatch, added=("dlfs",))


def a_folder_that_cannot_be_made(monkeypatch):
    monkeypatch.setenv("DLFS_ANSWERS", os.path.join(__file__, "my"))


def a_full_disk(monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(installation.tempfile, "NamedTemporaryFile", full)


def answers_that_are_read_only(monkeypatch):
    store.folder().mkdir()
    (store.folder() / store.FILE).mkdir()  # nobody can append to it, the administrator included


FAULTS = [
    (an_old_python, "Python", "3.10.4 is too old, the course needs 3.11", "install a newer Python"),
    (another_kernel, "Kernel", "the course is not installed in the Python", "Kernel > Change"),
    (no_notebook, "Kernel", "this is no notebook", "make lab"),
    (an_old_numpy, "NumPy", "1.26.4 is too old, the course needs 2.0", "Kernel > Change Kernel"),
    (an_old_matplotlib, "matplotlib", "3.8.3 is too old, the course needs 3.8.4", "make lab"),
    (old_widgets, "ipywidgets", "8.1.4rc2 is too old, the course needs 8.1.5", "make lab"),
    (a_dlfs_of_somebody_else, "dlfs", "another package of the same name stands", "folder .venv"),
    (two_packages_of_one_name, "dlfs", "another package of the same name is", "uninstall dlfs"),
    (a_folder_that_cannot_be_made, "Your answers", "they cannot be saved (", "copy the whole"),
    (a_full_disk, "Your answers", "they cannot be saved (No space left on device)", "make room"),
    (answers_that_are_read_only, "Your answers", "they cannot be saved (", "copy the whole"),
]


@each("plant, name, trouble, way_out", FAULTS, ids=[plant.__name__ for plant, *_ in FAULTS])
def test_a_planted_fault_is_named_with_its_way_out(monkeypatch, plant, name, trouble, way_out):
    plant(monkeypatch)
    said = report()
    assert f"{name} NOT OK: {trouble}" in said
    assert way_out in said.split("the way out:")[1]
    assert said.endswith(f"Not ready yet: {name}.")
    assert said.count("NOT OK") == 1


@each("plant", [an_old_python, an_old_numpy, an_old_matplotlib, another_kernel, old_widgets,
                a_dlfs_of_somebody_else])  # fmt: skip
def test_in_a_browser_no_way_out_asks_for_an_installation(monkeypatch, plant):
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(sys, "executable", "/home/pyodide/this.program")
    plant(monkeypatch)
    said = report()
    assert "NOT OK" in said and "load this page again" in said
    assert not re.search(r"make lab|\.venv|Change Kernel|JupyterLab", said)


def test_in_a_browser_the_answers_are_said_to_be_there(monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert "kept in answers.jsonl, in this browser" in report()


def test_a_look_that_itself_fails_is_a_line_and_not_an_error(monkeypatch, capsys):
    monkeypatch.setattr(installation.np, "__version__", None)
    check_installation()
    assert "it could not be looked at (TypeError" in " ".join(capsys.readouterr().out.split())


def test_where_the_course_is_not_installed_versions_are_not_judged(monkeypatch):
    another_kernel(monkeypatch)
    an_old_numpy(monkeypatch)
    assert "NumPy ok" in report()


def test_the_oldest_versions_are_those_of_the_project():
    text = (NOTEBOOKS.parent / "pyproject.toml").read_text(encoding="utf-8")
    for package in ("numpy", "matplotlib", "ipywidgets"):
        assert f'"{package}>={installation._oldest(package)}"' in text
    assert f'">={installation.OLDEST_PYTHON[0]}.{installation.OLDEST_PYTHON[1]}"' in text


def test_several_faults_are_all_named():
    found = [Finding("A", trouble="no"), Finding("B"), Finding("C", trouble="no")]
    assert report_of(found).endswith("Not ready yet: A, C.")


# The first cell of the lesson, which has to work where nothing else does


def first_cell() -> str:
    cells = nbformat.read(LESSON, as_version=4).cells
    return next(cell.source for cell in cells if cell.cell_type == "code")


def run_first_cell(folder) -> subprocess.CompletedProcess:
    """Run the cell in a Python that looks for its modules in `folder` first."""
    command = [sys.executable, "-c", first_cell()]
    paths = {"PYTHONPATH": str(folder), "DLFS_ANSWERS": "temporary"}
    return subprocess.run(command, env={**os.environ, **paths}, cwd=folder, capture_output=True,
                          text=True)  # fmt: skip


ELSEWHERE = {
    "a package of the same name from the public index": {
        "dlfs/__init__.py": "VERSION = '0.1'", "says": "No module named 'dlfs.classroom'",
    },
    "no NumPy": {
        "numpy/__init__.py": "raise ModuleNotFoundError(\"No module named 'numpy'\")",
        "says": "No module named 'numpy'",
    },
    "no ipywidgets": {
        "ipywidgets/__init__.py": "raise ModuleNotFoundError(\"No module named 'ipywidgets'\")",
        "says": "No module named 'ipywidgets'",
    },
    "a Python too old to read the lessons": {
        "tomllib.py": "raise ModuleNotFoundError(\"No module named 'tomllib'\")",
        "says": "No module named 'tomllib'",
    },
}  # fmt: skip


@each("name", ELSEWHERE)
def test_the_first_cell_says_the_way_out_where_the_course_cannot_be_loaded(name, tmp_path):
    files = dict(ELSEWHERE[name])
    says = files.pop("says")
    for file, source in files.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(source, encoding="utf-8")
    done = run_first_cell(tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"NOT OK: {says}. The course is not in the Python that runs here:" in done.stdout
    assert sys.version.split()[0] in done.stdout and "Kernel > Change Kernel..." in done.stdout


def test_the_first_cell_checks_the_installation_where_it_can_be_loaded(tmp_path):
    done = run_first_cell(tmp_path)
    assert done.stdout.startswith("Python ") and "dlfs          ok" in done.stdout, done.stderr


# What only the reader can see


def test_the_bar_and_the_sentence_follow_the_slider_and_the_field():
    row, bar, said, _ = live_slider().children
    slider, number = row.children
    for control, place in ((slider, 7), (number, 2)):
        control.value = place
        assert (slider.value, number.value, bar.value) == (place, place, place)
        assert f"The kernel heard you: {place}." in said.value


def test_the_slider_has_its_name_in_its_row_and_a_script_that_gives_it_to_the_handle():
    row, *_, last = live_slider().children
    assert [part.description for part in row.children] == ["Move me", "Move me"]
    assert last.value == speaking.SCRIPT


def test_the_slider_is_published_with_words_for_a_page_without_sliders(monkeypatch):
    shown = []
    monkeypatch.setattr(publishing, "display", lambda bundle, **_: shown.append(bundle))
    check_widgets()
    assert f"<p>{shown[0]['text/plain']}</p>" in shown[0]["text/html"]
    assert "a slider stands here" in shown[0]["text/plain"]
    assert list(shown[1]) == [publishing.VIEW]
