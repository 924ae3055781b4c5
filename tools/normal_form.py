"""The one form in which a notebook is stored, so that a difference is a change and not a date.

Cell ids, counts, times and widget states would change with every run. Here they become
deterministic, or go. Of an error that a lesson shows, the last line stays: the others name cell
numbers and places, in colours.
"""

import copy
import hashlib
import re
from pathlib import Path

import nbformat

from tools.stored import without_second_copy

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# What front ends leave in a cell's metadata: times, folds, scroll positions.
LEAVINGS = {
    "execution", "ExecuteTime", "collapsed", "scrolled", "trusted", "editable", "deletable",
    "colab", "id", "outputId", "pycharm", "vscode",
}  # fmt: skip
# The ids that Jupyter draws: eight hexadecimal digits, or a UUID. Any other id was chosen.
DRAWN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?(_\d+)?\Z")


def normalise(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a copy in normal form: ids, counts 1..n, lean metadata, merged streams, no views, each
    picture once.

    An id that a person chose stays (a solution is found by its exercise's id); a drawn one is
    made from the cell's text, so that an edit changes one id and not all.
    """
    normal = copy.deepcopy(notebook)
    normal.nbformat, normal.nbformat_minor = 4, 5
    normal.metadata = nbformat.from_dict(METADATA)
    normal.cells = [cell for cell in normal.cells if cell.source.strip()]
    taken: set[str] = set()
    count = 0
    for cell in normal.cells:
        _tidy(cell, taken)
        if cell.cell_type == "code":
            count += 1
            _number(cell, count)
            leaner = [lean(output) for output in cell.outputs]
            cell.outputs = merged([output for output in leaner if not is_empty(output)])
    return normal


def _tidy(cell: nbformat.NotebookNode, taken: set[str]) -> None:
    cell.source = cell.source.replace("\r\n", "\n").strip("\n")
    for key in LEAVINGS & set(cell.metadata):
        del cell.metadata[key]
    cell["id"] = _unused(_lasting_id(cell), taken)
    taken.add(cell["id"])


def is_chosen(cell_id: str) -> bool:
    """Say whether a person chose this cell id, as the solutions' cells have their exercise's."""
    return bool(cell_id) and not DRAWN_ID.match(cell_id)


def _lasting_id(cell: nbformat.NotebookNode) -> str:
    cell_id = cell.get("id", "")
    if is_chosen(cell_id):
        return cell_id
    return hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:8]


def _unused(wanted: str, taken: set[str]) -> str:
    number, free = 2, wanted
    while free in taken:
        free, number = f"{wanted}_{number}", number + 1
    return free


def _number(cell: nbformat.NotebookNode, count: int) -> None:
    cell.execution_count = count
    for output in cell.outputs:
        if output.output_type == "execute_result":
            output.execution_count = count
        elif output.output_type == "error":
            output.traceback = [f"{output.ename}: {output.evalue}"]


def lean(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the output without its live widget, which no reader of the file can show, and with
    its picture once."""
    if "data" in output:
        output.data.pop(WIDGET_VIEW, None)
        output.metadata.pop(WIDGET_VIEW, None)
        without_second_copy(output.data)
    return output


def is_empty(output: nbformat.NotebookNode) -> bool:
    """Say whether nothing is left of an output: it was a live widget, beside its still form."""
    return "data" in output and not output.data


def merged(outputs: list) -> list:
    """Return the outputs with neighbouring pieces of one stream joined: their cut is chance."""
    joined: list = []
    for output in outputs:
        if joined and output.output_type == "stream" and _same_stream(joined[-1], output):
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def _same_stream(one: nbformat.NotebookNode, other: nbformat.NotebookNode) -> bool:
    return one.output_type == "stream" and one.name == other.name


def text_of(notebook: nbformat.NotebookNode) -> str:
    """Return the text of the notebook's file: keys sorted, one newline at the end."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def is_normal(path: Path) -> bool:
    """Say whether the file at `path` is in normal form, to the letter."""
    text = path.read_text(encoding="utf-8")
    return text == text_of(normalise(nbformat.reads(text, as_version=4)))
