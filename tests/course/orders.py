"""The orders in which people really run a notebook, each as a notebook that runs from the top.

Every function takes a notebook and returns a new one. If that one runs to its end, the lesson
stands the order.
"""

import ast
import copy
from collections.abc import Callable, Iterator

import nbformat

# Cells of these calls alone belong to the reader at any moment: the exit ticket, the report.
ALWAYS_RUN = {"ask", "report"}
MAY_FAIL = "raises-exception"


def code_of(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def with_cells(notebook: nbformat.NotebookNode, cells: list) -> nbformat.NotebookNode:
    """Return the notebook with copies of `cells`, which may be one cell many times."""
    changed = copy.deepcopy(notebook)
    changed.cells = [copy.deepcopy(cell) for cell in cells]
    return changed


def every_cell_twice(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    return with_cells(notebook, [cell for cell in code_of(notebook) for _ in range(2)])


def all_cells_twice(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Down to the end, and without a restart from the top again."""
    return with_cells(notebook, code_of(notebook) * 2)


def first_cells_then_the_last(notebook: nbformat.NotebookNode, k: int) -> nbformat.NotebookNode:
    """Cells 1 to k; then, time being up, the questions that follow and the report."""
    cells = code_of(notebook)
    return with_cells(notebook, cells[:k] + [cell for cell in cells[k:] if _always_runs(cell)])


def _always_runs(cell: nbformat.NotebookNode) -> bool:
    return all(_is_call_of(statement, ALWAYS_RUN) for statement in _tree(cell).body)


def _is_call_of(statement: ast.stmt, names: set[str]) -> bool:
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and getattr(call.func, "id", None) in names


def _tree(cell: nbformat.NotebookNode) -> ast.Module:
    try:
        return ast.parse(cell.source)
    except SyntaxError:  # a cell that shows one
        return ast.Module([ast.Pass()], [])


def has_a_blank(cell: nbformat.NotebookNode) -> bool:
    """Say whether the learner still has to write something in this cell: it holds a `...`."""
    finder = _Fill(nonsense)
    finder.visit(_tree(cell))
    return finder.found


def stopping() -> ast.expr:
    """Return the expression of a learner whose code stops with an error of its own."""
    return ast.parse("{}['what the learner forgot']", mode="eval").body


def nonsense() -> ast.expr:
    """Return the expression of a learner whose code gives something else than a number."""
    return ast.Constant("nonsense")


class _Fill(ast.NodeTransformer):
    """Puts an expression into every blank; a `...` beside another index is one, and stays."""

    def __init__(self, filling: Callable[[], ast.expr]) -> None:
        self.filling = filling
        self.found = False

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        node.value = self.visit(node.value)
        if isinstance(node.slice, ast.Constant):
            node.slice = self.visit(node.slice)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if node.value is not Ellipsis:
            return node
        self.found = True
        return self.filling()

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        # A lone `...` is the whole body of a function: what it gives back is what counts.
        was_blank = isinstance(node.value, ast.Constant) and node.value.value is Ellipsis
        node = self.generic_visit(node)
        return ast.Return(node.value) if was_blank else node


def filled(cell: nbformat.NotebookNode, filling: Callable[[], ast.expr]) -> nbformat.NotebookNode:
    """Return the cell with its blanks filled in; the cell itself may now fail, and no other."""
    edited = copy.deepcopy(cell)
    edited.source = ast.unparse(ast.fix_missing_locations(_Fill(filling).visit(_tree(cell))))
    edited.metadata["tags"] = [*edited.metadata.get("tags", []), MAY_FAIL]
    return edited


def badly_solved(
    notebook: nbformat.NotebookNode, filling: Callable[[], ast.expr]
) -> nbformat.NotebookNode:
    """Every blank is filled in badly before the notebook is run."""
    cells = code_of(notebook)
    edited = [filled(cell, filling) if has_a_blank(cell) else cell for cell in cells]
    return with_cells(notebook, edited)


def edited_and_run_again(
    notebook: nbformat.NotebookNode, filling: Callable[[], ast.expr]
) -> nbformat.NotebookNode:
    """All cells; then a cell with a blank is filled in badly, and all from there on run again."""
    cells = code_of(notebook)
    first = next((n for n, cell in enumerate(cells) if has_a_blank(cell)), len(cells))
    again = badly_solved(with_cells(notebook, cells[first:]), filling).cells
    return with_cells(notebook, cells + again)


def all_orders(notebook: nbformat.NotebookNode) -> Iterator[tuple[str, nbformat.NotebookNode]]:
    """Yield the name of each order, and the notebook that runs in it."""
    count = len(code_of(notebook))
    yield "every cell twice", every_cell_twice(notebook)
    yield "all cells, and all again", all_cells_twice(notebook)
    for k in sorted({1, count // 3, 2 * count // 3} - {0}):
        yield f"cells 1 to {k}, then the last", first_cells_then_the_last(notebook, k)
    for filling in (stopping, nonsense):
        yield f"exercises solved badly ({filling.__name__})", badly_solved(notebook, filling)
    yield "edited and run again", edited_and_run_again(notebook, nonsense)
