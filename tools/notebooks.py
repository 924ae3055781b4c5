"""Runs the lessons and their solutions, and stores them with outputs, in normal form.

A notebook with a failing cell stays as it was, and the cell is named. Then every sentence, question
and line of a guide is printed whose number no longer holds; `--mend` writes in the numbers that are
known, and names the lines, to be read again. `--numbers` runs nothing and names them alone.

`--check` runs nothing and names the notebooks that are not in normal form; `--times` stores nothing
and measures.
"""

import argparse
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from tools import environment
from tools.course import NOTEBOOKS, notebook_paths, read_course, write_map
from tools.measured import without_measured
from tools.normal_form import is_normal, normalise, text_of
from tools.picture import write_picture
from tools.proof.doubts import all_doubts, ids_in
from tools.proof.mending import half_mended, mend, report
from tools.signpost import way_on, with_way_on

AT_ONCE = 2
CELL_TIMEOUT = 60
# A lesson is a pleasure to run again: at most so many seconds, and so many for one cell.
LESSON_SECONDS, CELL_SECONDS = 10.0, 4.0


class CellFailed(Exception):
    """A cell that did not run; its text names the cell and the error."""


class Watch:
    """Knows which cell is running, and how long each code cell took."""

    def __init__(self) -> None:
        self.running = ""
        self.seconds: list[float] = []

    def begin(self, cell: nbformat.NotebookNode, cell_index: int) -> None:
        self.running = cell.source
        self._began = time.perf_counter()

    def end(self, cell: nbformat.NotebookNode, cell_index: int, execute_reply: dict) -> None:
        self.seconds.append(time.perf_counter() - self._began)


def run(notebook: nbformat.NotebookNode, folder: Path) -> list[float]:
    """Execute the notebook in place, in `folder`; return the seconds of each code cell.

    Raises CellFailed at the first cell with an error that its tags do not announce.
    """
    watch = Watch()
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        store_widget_state=False,
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
        on_cell_execute=watch.begin,
        on_cell_executed=watch.end,
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise CellFailed(_what_failed(notebook, watch, error)) from error
    return watch.seconds


def _what_failed(notebook: nbformat.NotebookNode, watch: Watch, error: Exception) -> str:
    said = "the kernel died"
    if isinstance(error, CellExecutionError):
        said = f"{error.ename}: {error.evalue}"
    elif isinstance(error, CellTimeoutError):
        said = f"not done after {CELL_TIMEOUT} seconds"
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    number = code.index(watch.running) + 1 if watch.running in code else 0
    return f"code cell {number} of {len(code)}: {said}\n\n{watch.running}\n"


def renew(path: Path) -> str:
    """Run the notebook at `path` and store it; return a line that says what happened.

    If it differs in what was measured alone, it stays as it was. Raises CellFailed, the
    file untouched, if a cell does not run.
    """
    before = path.read_text(encoding="utf-8")
    notebook = _with_way_on(nbformat.reads(before, as_version=4), path)
    seconds = run(notebook, path.parent)
    after = text_of(normalise(notebook))
    same = without_measured(after) == without_measured(before)
    if not same:
        path.write_text(after, encoding="utf-8", newline="\n")
    verdict = "as before" if same else "written"
    return f"{path.name:45} {sum(seconds):5.1f} s  {verdict}"


def _with_way_on(notebook: nbformat.NotebookNode, path: Path) -> nbformat.NotebookNode:
    course = [lesson for lesson in read_course() if (NOTEBOOKS / lesson.file).exists()]
    found = [lesson for lesson in course if NOTEBOOKS / lesson.file == path]
    return with_way_on(notebook, way_on(found[0], course)) if found else notebook


def renew_all(paths: list[Path]) -> int:
    """Renew the notebooks, two at a time, with a line for each; return how many failed."""
    failures = 0
    # Each notebook has a process of its own, its kernel: here two threads wait for them.
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        running = {pool.submit(renew, path): path for path in paths}
        for done in as_completed(running):
            try:
                print(done.result(), flush=True)
            except CellFailed as failed:
                failures += 1
                print(f"{running[done].name}: {failed}", file=sys.stderr, flush=True)
    finally:
        pool.shutdown(cancel_futures=True)  # Ctrl-C starts no further notebook
    return failures


def check_all(paths: list[Path]) -> int:
    """Name the notebooks that are not in normal form; return how many."""
    different = [path for path in paths if not is_normal(path)]
    for path in different:
        print(f"{path.name} is not in normal form: make notebooks ARGS={path.stem}")
    return len(different)


def time_all(paths: list[Path]) -> int:
    """Print how long each notebook and its slowest cell take; return how many take too long."""
    return sum(not _in_time(path) for path in paths)


def _in_time(path: Path) -> bool:
    seconds = run(nbformat.read(path, as_version=4), path.parent)
    slowest = max(seconds, default=0.0)
    in_time = sum(seconds) <= LESSON_SECONDS and slowest <= CELL_SECONDS
    cell = seconds.index(slowest) + 1 if seconds else 0
    print(
        f"{path.name:45} {sum(seconds):5.1f} s of {LESSON_SECONDS:.0f},"
        f" slowest code cell {cell}: {slowest:.1f} s of {CELL_SECONDS:.0f}"
        f"{'' if in_time else '   TOO LONG'}",
        flush=True,
    )
    return in_time


def chosen(names: list[str], paths: list[Path]) -> list[Path]:
    """Return the notebooks whose names begin with one of `names`; all if none is given.

    Raises ValueError for a name that fits no notebook.
    """
    for name in names:
        if not any(path.name.startswith(name) for path in paths):
            raise ValueError(f"There is no notebook whose name begins with {name}.")
    return [path for path in paths if not names or path.name.startswith(tuple(names))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="04, or 04_gradient_descent; default: all")
    parser.add_argument("--check", action="store_true", help="run nothing, check the normal form")
    parser.add_argument("--times", action="store_true", help="store nothing, measure the times")
    parser.add_argument("--numbers", action="store_true", help="run nothing, say which lie")
    parser.add_argument("--mend", action="store_true", help="write in the numbers that are known")
    parser.add_argument("--since", default="HEAD", help="the commit whose outputs held: HEAD")
    given = parser.parse_args()
    try:
        paths = chosen(given.names, notebook_paths())
    except ValueError as error:
        parser.error(str(error))
    environment.use_own_kernel(os.environ)
    environment.forget_answers(os.environ)
    if given.check:
        return min(check_all(paths), 1)
    if given.times:
        return min(time_all(paths), 1)
    failures = 0 if given.numbers else renew_all(paths)
    write_map()
    write_picture()
    numbers = {path.name[:2] for path in paths}
    doubts = all_doubts(numbers, given.since)
    print(report(doubts), end="", flush=True)
    if given.mend and not failures:
        failures = renew_all(asking(mend(doubts), paths))
        left = all_doubts(numbers, given.since)
        left += [doubt for doubt in half_mended(doubts) if doubt not in left]
        print("Mended. What is left:", report(left), sep="\n", end="")
    return min(failures, 1)


def asking(changed: list[Path], paths: list[Path]) -> list[Path]:
    """Return the notebooks that show a question of a file that was changed: they run again."""
    called = [f'(\\"{name}\\"' for path in changed for name in ids_in(path)]
    return [path for path in paths
            if any(call in path.read_text(encoding="utf-8") for call in called)]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
