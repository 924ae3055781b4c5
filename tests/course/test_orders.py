"""A lesson survives the orders in which people run it: twice, half, edited, badly solved."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.course import orders
from tools.course import lesson_paths, solution_paths
from tools.notebooks import CellFailed, run


def faults(notebook, folder: Path) -> dict[str, str]:
    """Return the orders that the notebook does not stand, each with the cell that failed."""
    found = {}
    for name, ordered in orders.all_orders(notebook):
        try:
            run(ordered, folder)
        except CellFailed as failed:
            found[name] = str(failed)
    return found


def notebook_of(*sources: str):
    return new_notebook(cells=[new_code_cell(source) for source in sources])


IMPORT = "def ask(name): print(name)\ndef report(): print('report')"
STUB = "def step(x):\n    ..."


def sources(notebook) -> list[str]:
    return [cell.source for cell in notebook.cells]


def test_the_orders_are_what_their_names_say():
    lesson = notebook_of(IMPORT, "x = 1", "ask('gd-1')", STUB, "y = x", "report()")
    assert sources(orders.every_cell_twice(lesson))[:4] == [IMPORT, IMPORT, "x = 1", "x = 1"]
    assert sources(orders.all_cells_twice(lesson)) == sources(lesson) * 2
    assert sources(orders.first_cells_then_the_last(lesson, 1)) == [
        IMPORT, "ask('gd-1')", "report()"
    ]  # fmt: skip
    again = sources(orders.edited_and_run_again(lesson, orders.nonsense))
    assert again[:6] == sources(lesson)
    assert again[6:] == ["def step(x):\n    return 'nonsense'", "y = x", "report()"]


def test_a_blank_inside_a_line_is_filled_where_it_stands():
    cell = new_code_cell("def step(x):\n    new = x - ...\n    return new")
    assert "new = x - 'nonsense'" in orders.filled(cell, orders.nonsense).source
    assert orders.has_a_blank(cell)


def test_a_blank_between_brackets_is_filled_too():
    cell = new_code_cell("parts.append((X[...], c[0]))")
    assert orders.filled(cell, orders.nonsense).source == "parts.append((X['nonsense'], c[0]))"


@pytest.mark.parametrize("source", ["x = 1", "X[..., 0]", "shape: tuple[int, ...]", "1 +"])
def test_a_cell_without_a_blank_has_none(source):
    assert not orders.has_a_blank(new_code_cell(source))


PLANTED = {
    "every cell twice": [IMPORT, "x = {'a': 1}", "x.pop('a')"],
    "all cells, and all again": [IMPORT, "try:\n    seen\nexcept NameError:\n    pass\nelse:\n"
                                 "    raise ValueError('stale')", "x = 1", "seen = True"],
    "cells 1 to 1, then the last": ["def report(): print(y)", "y = 1", "report()"],
    "exercises solved badly (stopping)": [IMPORT, STUB, "step(1)", "report()"],
    "exercises solved badly (nonsense)": [IMPORT, STUB, "(step(1) or 0) + 1", "report()"],
    "edited and run again": [IMPORT, STUB, "(step(1) or 0) + 1", "report()"],
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("order", PLANTED)
def test_a_lesson_that_does_not_stand_an_order_is_found(order, tmp_path):
    ordered = dict(orders.all_orders(notebook_of(*PLANTED[order])))[order]
    with pytest.raises(CellFailed):
        run(ordered, tmp_path)


@pytest.mark.slow
def test_a_lesson_that_stands_every_order_passes(tmp_path):
    good = notebook_of(IMPORT, "x = 1", "ask('gd-1')", STUB, "def attempted(f): return 1",
                       "attempted(step)", "report()")  # fmt: skip
    assert faults(good, tmp_path) == {}


@pytest.mark.slow
@pytest.mark.parametrize("path", lesson_paths() + solution_paths(), ids=lambda path: path.stem)
def test_every_lesson_and_solution_stands_every_order(path):
    assert faults(nbformat.read(path, as_version=4), path.parent) == {}
