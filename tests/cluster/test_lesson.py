"""Lesson 14 prints the same with workers and without, but for what it says of this machine."""

import os

import nbformat
import pytest

from tests.platforms.needed import needs
from tools import environment
from tools.course import lesson_paths
from tools.measured import without_measured
from tools.notebooks import run

pytestmark = needs("distributed", "cluster")
(LESSON,) = [path for path in lesson_paths() if path.name.startswith("14")]
NO_DASK = 'import sys\nsys.modules["distributed"] = None\n'
SAID = {"": "Dask has 2 workers", NO_DASK: "Dask is not installed"}


def printed(notebook) -> str:
    return "".join(one.text for cell in notebook.cells if cell.cell_type == "code"
                   for one in cell.outputs if one.output_type == "stream")  # fmt: skip


@pytest.mark.parametrize("at_the_start", SAID, ids=["with Dask", "without"])
def test_the_lesson_prints_what_is_stored(at_the_start, tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(at_the_start, encoding="utf-8")
    paths = str(tmp_path), os.environ.get("PYTHONPATH", "")
    variables = dict(os.environ)
    environment.use_own_kernel(variables)
    environment.forget_answers(variables)
    for name in ("JUPYTER_PREFER_ENV_PATH", "DLFS_ANSWERS"):
        monkeypatch.setenv(name, variables[name])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in paths if path))
    notebook = nbformat.read(LESSON, as_version=4)
    stored = printed(notebook)
    run(notebook, LESSON.parent)
    assert SAID[at_the_start] in printed(notebook)
    assert without_measured(printed(notebook)) == without_measured(stored)
