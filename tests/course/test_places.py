"""The lessons run wherever notebooks run: executed by nbconvert, moved as VS Code moves them, and
installed by one line into a place that somebody else hosts.
"""

import json
import os
import re
import subprocess
import sys
import time
import venv
from pathlib import Path

import nbformat
import pytest
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from tests.course.house_files import project_files
from tools import environment, students
from tools.course import README, ROOT, lesson_paths
from tools.links import LINE

pytestmark = pytest.mark.slow

PATIENCE = 120
LIMITS = re.compile(r"(\S+) to (\S+)")  # of a number's field
each_lesson = pytest.mark.parametrize("original", lesson_paths(), ids=lambda path: path.name[:2])


def errors_in(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the errors in the outputs that no tag announces."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"
             and "raises-exception" not in cell.metadata.get("tags", [])]  # fmt: skip
    return [one.evalue for cell in cells for one in cell.outputs if one.output_type == "error"]


def converted(copy: Path) -> nbformat.NotebookNode:
    """Execute a notebook by `jupyter nbconvert` and return it with its outputs."""
    variables = dict(os.environ)
    environment.use_own_kernel(variables)
    environment.forget_answers(variables)
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "notebook", "--inplace",
               "--allow-errors", str(copy)]  # fmt: skip
    subprocess.run(command, check=True, env=variables, capture_output=True)
    return nbformat.read(copy, as_version=4)


@each_lesson
def test_nbconvert_executes_a_students_copy(original, tmp_path):
    copy = tmp_path / original.name
    copy.write_text(students.cleared(original), encoding="utf-8")
    notebook = converted(copy)
    assert errors_in(notebook) == []
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))


def test_a_cell_that_fails_is_found(tmp_path):
    copy = tmp_path / "planted.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0")]), copy)
    assert errors_in(converted(copy)) == ["division by zero"]


class FrontEnd:
    """A front end without a screen: it keeps the widgets' states and moves a control by message.

    This is the protocol of every front end, VS Code's among them.
    """

    def __init__(self, notebook: nbformat.NotebookNode, folder: Path) -> None:
        self.client = NotebookClient(
            notebook, timeout=PATIENCE, kernel_name="python3",
            resources={"metadata": {"path": str(folder)}},
        )  # fmt: skip

    def run_all(self) -> None:
        self.client.execute(cleanup_kc=False)

    def states(self, model: str) -> dict[str, dict]:
        """Return the states of the widgets of one kind, by their ids."""
        known = self.client.widget_state
        return {name: state for name, state in known.items() if state.get("_model_name") == model}

    def move(self, widget: str, value: str) -> set[str]:
        """Send a new value of a control; return the widgets that changed in answer."""
        connection = self.client.kc
        content = {"comm_id": widget, "data": {
            "method": "update", "state": {"value": value}, "buffer_paths": []}}  # fmt: skip
        message = connection.session.msg("comm_msg", content)
        connection.shell_channel.send(message)
        return self._changed_by(message["header"]["msg_id"])

    def _changed_by(self, sent: str) -> set[str]:
        changed, stop = set(), time.monotonic() + PATIENCE
        while time.monotonic() < stop:
            said = run_sync(self.client.kc.get_iopub_msg)(timeout=PATIENCE)
            if said["parent_header"].get("msg_id") != sent:
                continue
            if said["msg_type"] == "comm_msg" and said["content"]["data"].get("method") == "update":
                changed.add(said["content"]["comm_id"])
            if said["msg_type"] == "status" and said["content"]["execution_state"] == "idle":
                return changed
        raise AssertionError("the kernel did not answer")

    def close(self) -> None:
        run_sync(self.client.km.shutdown_kernel)(now=True)
        self.client.kc.stop_channels()


@pytest.fixture
def own_kernel(monkeypatch, tmp_path):
    variables = dict(os.environ)
    environment.use_own_kernel(variables)
    environment.forget_answers(variables)
    for name in ("JUPYTER_PREFER_ENV_PATH", "DLFS_ANSWERS"):
        monkeypatch.setenv(name, variables[name])
    monkeypatch.delenv("JUPYTER_PATH", raising=False)


WITH_EXPLORERS = [path for path in lesson_paths() if "explore." in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("original", WITH_EXPLORERS, ids=lambda path: path.name[:2])
def test_a_control_that_is_moved_by_message_is_answered(original, tmp_path, own_kernel):
    notebook = nbformat.reads(students.cleared(original), as_version=4)
    place = FrontEnd(notebook, tmp_path)
    try:
        place.run_all()
        assert place.states("ImageModel")
        assert deaf_controls(place) == []
    finally:
        place.close()


def deaf_controls(place: FrontEnd) -> list[str]:
    """Return the names of the number fields that change neither a picture nor a sentence.

    Two explorers of a lesson may have a control of one name, and one of them may have been left
    where it changes nothing: at an order that stops before the number is used.
    """
    answers = set(place.states("ImageModel")) | set(place.states("HTMLModel"))
    fields = {name: state for name, state in place.states("TextModel").items()
              if LIMITS.fullmatch(state["placeholder"])}  # fmt: skip
    assert fields
    heard: dict[str, bool] = {}
    for widget, state in fields.items():
        answered = bool(place.move(widget, other_value(state)) & answers)
        heard[state["description"]] = heard.get(state["description"], False) or answered
    return [name for name, answered in heard.items() if not answered]


def other_value(state: dict) -> str:
    """Return the end of the field's range that is farther from what it holds, as it is typed."""
    ends = LIMITS.fullmatch(state["placeholder"]).groups()
    return max(ends, key=lambda end: abs(float(end) - float(state["value"])))


def test_a_control_that_moves_nothing_is_found(tmp_path, own_kernel):
    planted = new_code_cell(
        "import ipywidgets\n"
        "field = ipywidgets.Text('1', description='deaf', placeholder='0 to 10')\n"
        "ipywidgets.VBox([field, ipywidgets.HTML('a sentence')])"
    )
    place = FrontEnd(new_notebook(cells=[planted]), tmp_path)
    try:
        place.run_all()
        assert deaf_controls(place) == ["deaf"]
    finally:
        place.close()


def snapshot(folder: Path) -> Path:
    """Make a repository of the project's files as they are now, and return its folder."""
    clone = folder / "course"
    for name in project_files():
        target = clone / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*identity, "commit", "-q", "-m", "now"]):
        subprocess.run(["git", *command], cwd=clone, check=True)
    return clone


def install_line(address: str) -> str:
    """Return what the README's line for hosted notebooks hands to pip, with this address."""
    line = LINE.search(README.read_text(encoding="utf-8"))[0]
    what = line.removeprefix('%pip install "').removesuffix('"')
    return what[: what.index("git+") + len("git+")] + address


@pytest.fixture(scope="module")
def hosted(tmp_path_factory):
    """The Python of a bare environment with a kernel, into which the README's line was run."""
    folder = tmp_path_factory.mktemp("hosted")
    address = snapshot(folder).as_uri()
    venv.create(folder / "bare", with_pip=True)
    python = environment.python_of(str(folder / "bare"))
    for what in ("pip", "ipykernel", install_line(address)):
        quiet = ["-m", "pip", "install", "-q", "-U", "--disable-pip-version-check"]
        subprocess.run([python, *quiet, what], check=True, cwd=folder)
    return python


def test_the_line_for_hosted_notebooks_installs_the_library_and_the_lessons_words(hosted, tmp_path):
    code = (
        "import json, dlfs, dlfs.classroom, pathlib\n"
        "from dlfs.classroom import lessons\n"
        "folder = pathlib.Path(lessons.__file__).parent\n"
        "names = sorted(path.name for path in folder.iterdir() if path.is_file())\n"
        "print(json.dumps([str(folder), lessons.numbers(), names]))"
    )
    said = subprocess.run([hosted, "-c", code], check=True, capture_output=True, text=True,
                          cwd=tmp_path)  # fmt: skip
    folder, numbers, names = json.loads(said.stdout)
    here = ROOT / "dlfs" / "classroom" / "lessons"
    assert not Path(folder).is_relative_to(ROOT)
    # The reference engine is installed beside the lessons; here it is the instructor's.
    assert names == sorted(["engine.py", *(one.name for one in here.iterdir() if one.is_file())])
    assert list(numbers) == sorted(path.stem for path in here.glob("[0-9][0-9].toml"))


def test_lesson_1_runs_in_a_hosted_notebook(hosted, tmp_path, monkeypatch, own_kernel):
    kernel = tmp_path / "kernels" / "hosted"
    kernel.mkdir(parents=True)
    argv = [hosted, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "hosted", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    (original,) = [path for path in lesson_paths() if path.name.startswith("01")]
    notebook = nbformat.reads(students.cleared(original), as_version=4)
    place = {"metadata": {"path": str(tmp_path)}}
    notebook.cells.append(new_code_cell("import sys; print(sys.executable)"))
    NotebookClient(notebook, timeout=PATIENCE, kernel_name="hosted", resources=place).execute()
    assert errors_in(notebook) == []
    assert notebook.cells[-1].outputs[0].text.strip() == hosted
