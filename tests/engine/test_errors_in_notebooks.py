"""In a notebook an error names the line by its number and text.

It names no path and no cell number: both change from run to run, and the stored outputs of the
lessons would never be the same twice.
"""

import linecache
import os
import re

import pytest
from ipykernel.compiler import XCachingCompiler

import dlfs
from tests.engine.helpers import refusal

MODEL = """\
import numpy as np
X = dlfs.placeholder("X")
W = dlfs.Variable(np.eye(2), "W")

def layer(x):
    return x @ W

a = layer(X)
"""
OWN = """\
class cube(dlfs.Operation):
    def __init__(self, x):
        super().__init__([x])

    def compute(self, x):
        return x**3

y = cube(X)
"""


class Notebook:
    """Runs cells the way the kernel of a notebook does: each compiled as a file of its own."""

    def __init__(self):
        self.names = {"__name__": "__main__", "dlfs": dlfs}
        self.compiler, self.count = XCachingCompiler(), 0

    def run_cell(self, text):
        self.count += 1
        filename = self.compiler.cache(text, self.count)
        exec(compile(text, filename, "exec"), self.names)
        return filename

    def refused(self, text):
        return refusal(lambda: self.run_cell(text))


@pytest.fixture
def notebook():
    cells = Notebook()
    cells.run_cell(MODEL)
    return cells


def test_an_unfed_placeholder_names_its_line_in_the_notebook(notebook):
    text = notebook.refused("dlfs.Session().run(a)")
    assert text.splitlines() == [
        "placeholder X has no value.",
        '  node: X (placeholder), built in line 2: X = dlfs.placeholder("X")',
        "  fed: nothing",
        "  way out: add {X: value} to the feed_dict of this run",
    ]


def test_shapes_that_do_not_fit_name_every_line_in_the_notebook(notebook):
    text = notebook.refused("dlfs.Session().run(a, {X: np.ones((4, 3))})")
    assert text.splitlines() == [
        "matmul_1 cannot be computed from these shapes.",
        "  node: matmul_1 (matmul(X, W)), built in line 6: return x @ W",
        '  input: X (placeholder), built in line 2: X = dlfs.placeholder("X"), shape (4, 3)',
        '  input: W (Variable), built in line 3: W = dlfs.Variable(np.eye(2), "W"), shape (2, 2)',
        "  way out: the last axis of A has to be as long as the last axis but one of B",
    ]


def test_an_operation_built_in_a_notebook_names_the_line_that_built_it(notebook):
    notebook.run_cell(OWN)
    text = notebook.refused("dlfs.compute_gradients(dlfs.reduce_sum(y), {X: [1, 2]})")
    assert "node: cube_1 (cube(X)), built in line 8: y = cube(X)" in text


def test_a_learners_failing_compute_names_the_line_that_built_it(notebook):
    notebook.run_cell(OWN.replace("x**3", "x.cubed"))
    text = notebook.refused("dlfs.Session().run(y, {X: [1, 2]})")
    assert text.splitlines()[0].startswith("compute of cube_1 failed: AttributeError")
    assert "built in line 8: y = cube(X)" in text


MISTAKES = [
    "dlfs.Session().run(a)", "dlfs.Session().run(a, {W: 1})", "W.value = 1",
    "dlfs.Session().run(a, {X: np.ones((4, 3))})", "dlfs.Session().run(a, {X: 'text'})",
    "dlfs.compute_gradients(a, {X: np.ones((4, 2))})", "dlfs.compute_gradients(a + 1, nodes=a @ a)",
]  # fmt: skip


@pytest.mark.parametrize("cell", MISTAKES)
def test_no_text_holds_a_path_a_process_or_the_number_of_a_cell(cell):
    texts = []
    for cells_before in (0, 3):
        with dlfs.Graph():
            notebook = Notebook()
            for _ in range(cells_before):
                notebook.run_cell("pass")
            filename = notebook.run_cell(MODEL)
            texts.append(notebook.refused(cell))
        assert os.path.dirname(filename) not in texts[-1]
        assert not re.search(r"\.py\b|ipykernel|\bIn ?\[|<ipython|tmp", texts[-1])
        assert str(os.getpid()) not in texts[-1]
    assert texts[0] == texts[1]


def test_the_line_shown_is_the_one_of_the_cell_that_built_the_node(notebook):
    notebook.run_cell("\n\n\nX = dlfs.placeholder('X')  # a second time")
    text = notebook.refused("dlfs.Session().run(X)")
    assert "built in line 4: X = dlfs.placeholder('X')  # a second time" in text


def test_without_a_text_the_number_of_the_line_remains(notebook):
    names = {"dlfs": dlfs}
    exec(compile("\nX = dlfs.placeholder('X')", "<somewhere>", "exec"), names)
    text = refusal(lambda: dlfs.Session().run(names["X"]))
    assert "node: X (placeholder), built in line 2\n" in text


def test_in_a_file_the_path_and_the_line_are_named(tmp_path):
    file = tmp_path / "my model.py"
    file.write_text("import dlfs\n\nX = dlfs.placeholder('X')\n", encoding="utf-8")
    names = {}
    exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), names)
    text = refusal(lambda: dlfs.Session().run(names["X"]))
    assert f"node: X (placeholder), built in {file}, line 3\n" in text
    linecache.checkcache()
