"""Every notebook keeps the contract of a lesson; every check is shown a lesson that does not."""

import pytest
from nbformat.v4 import new_code_cell, new_output

from tests.course import output_rules, planted, structure, word_rules
from tests.course.output_rules import ACCUSATIONS
from tools.proof.pages import LISTED, Page, chosen_pages, complaints
from tests.course.planted import lesson, printed, resulting, showing
from tools.course import NOTEBOOKS, ROOT, notebook_paths
from tools.normal_form import WIDGET_VIEW, is_normal

CHECKS = structure.CHECKS + output_rules.CHECKS + word_rules.CHECKS


def named(check) -> str:
    return check.__name__


@pytest.mark.lesson
@pytest.mark.parametrize("check", CHECKS, ids=named)
def test_every_notebook(check):
    assert complaints(check, chosen_pages()) == {}


@pytest.mark.lesson
def test_every_file_is_in_normal_form_to_the_letter():
    assert [path.name for path in notebook_paths() if not is_normal(path)] == []


@pytest.mark.parametrize("check", CHECKS, ids=named)
def test_a_faultless_lesson_passes(check):
    assert check(planted.faultless()) == []


def stray_notebooks(paths) -> list[str]:
    """Return the notebooks that the course does not list."""
    listed = {f"notebooks/{entry.file}" for entry in LISTED}
    listed |= {f"notebooks/instructor/{entry.number}_solutions.ipynb" for entry in LISTED}
    return sorted(set(paths) - listed)


@pytest.mark.lesson
def test_every_notebook_is_listed_in_the_course():
    copies = {".ipynb_checkpoints"}
    paths = [path for path in NOTEBOOKS.rglob("*.ipynb") if not copies & set(path.parts)]
    assert stray_notebooks(path.relative_to(ROOT).as_posix() for path in paths) == []


def test_a_notebook_that_is_not_listed_is_found():
    assert stray_notebooks(["notebooks/99_more.ipynb"]) == ["notebooks/99_more.ipynb"]


@pytest.mark.lesson
def test_the_lessons_are_numbered_in_order():
    assert [entry.number for entry in LISTED] == [f"{n:02d}" for n in range(len(LISTED))]
    assert all(entry.file[2:3] == "_" and entry.file.endswith(".ipynb") for entry in LISTED)


def changed(change) -> Page:
    """Return the faultless lesson after `change` was made to its notebook."""
    page = planted.faultless()
    change(page.notebook)
    return page


def a_drawn_id(notebook):
    notebook.cells[1]["id"] = "0123abcd"


def an_execution_time(notebook):
    notebook.cells[2].metadata["execution"] = {"iopub.execute_input": "2026-11-21T03:00:00Z"}


def a_widget_state(notebook):
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {}}


def another_kernel(notebook):
    notebook.metadata.kernelspec["name"] = "my-env"


def a_whole_traceback(notebook):
    """What Jupyter stores of an error: all its lines, with the number of the cell."""
    error = new_output("error", ename="KeyError", evalue="'x'", traceback=["Cell In[3], line 1",
                                                                           "KeyError: 'x'"])
    notebook.cells[2].metadata["tags"] = ["raises-exception"]
    notebook.cells[2].outputs = [error]


def no_counts(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count = None


def another_minute(notebook):
    notebook.cells[0].source = notebook.cells[0].source.replace("75 minutes", "57 minutes")


def a_title_of_its_own(notebook):
    notebook.cells[0].source = notebook.cells[0].source.replace("# Lesson 4", "# Chapter 4")


def no_way_out(notebook):
    notebook.cells[0].source = notebook.cells[0].source.replace("the film", "the cinema")


def a_stored_view(notebook):
    notebook.cells[4].outputs[0].data[WIDGET_VIEW] = {"model_id": "7"}


def a_skipped_cell(notebook):
    notebook.cells[2].metadata["tags"] = ["nbval-ignore-output"]


CHANGES = [
    (structure.is_in_normal_form, a_drawn_id),
    (structure.is_in_normal_form, an_execution_time),
    (structure.is_in_normal_form, a_widget_state),
    (structure.is_in_normal_form, another_kernel),
    (structure.is_in_normal_form, a_whole_traceback),
    (structure.is_in_normal_form, no_counts),
    (structure.is_in_normal_form, a_stored_view),
    (structure.kernel_is_python3, another_kernel),
    (structure.counts_run_from_one, no_counts),
    (structure.header_agrees_with_the_course, another_minute),
    (structure.header_agrees_with_the_course, no_way_out),
    (structure.has_one_title, a_title_of_its_own),
    (structure.nothing_is_skipped, a_skipped_cell),
    (output_rules.no_widget_view_is_stored, a_stored_view),
]


@pytest.mark.parametrize(("check", "change"), CHANGES, ids=named)
def test_a_fault_in_the_file_is_found(check, change):
    assert check(changed(change)) != []


def picture_with(alt: str) -> dict:
    return {**planted.PICTURE, "text/html": f'<img alt="{alt}">'}


def warned(source: str):
    return new_code_cell(source, outputs=[new_output("stream", name="stderr", text="Warning\n")])


def failed(source: str):
    error = new_output("error", ename="KeyError", evalue="'x'", traceback=["KeyError: 'x'"])
    return new_code_cell(source, outputs=[error])


CELLS = [
    (structure.has_one_title, "# A second title"),
    (structure.headings_descend_one_level_at_a_time, "#### Far too deep"),
    (structure.is_small, printed("print('a' * n)", "a" * 3_000_001)),
    (structure.nothing_is_skipped, printed("# NBVAL_SKIP\nprint(x)", "1\n")),
    (output_rules.every_picture_has_an_alt_text, showing("fig", {"image/png": planted.PIXEL})),
    (output_rules.no_explorer_accuses_the_lesson, printed("print(x)", ACCUSATIONS[0])),
    (output_rules.every_picture_has_an_alt_text, showing("fig", picture_with("A curve."))),
    (output_rules.every_picture_has_an_alt_text, showing("fig", {"text/html": "<img src='x'>"})),
    (output_rules.every_picture_has_an_alt_text, "![a curve](curve.png)"),
    (output_rules.every_picture_has_an_alt_text, '<img src="curve.png">'),
    (output_rules.nothing_went_to_stderr, warned("np.exp(1000)")),
    (output_rules.errors_are_announced, failed("table['x']")),
    (output_rules.prints_are_ascii, printed("print(eta)", "\u03b7 = 0.1\n")),
    (output_rules.no_printed_line_is_longer_than_the_page, printed("print(x)", "word " * 20)),
    (output_rules.no_bare_floats_or_arrays, printed("print(x)", "[np.float64(0.5)]\n")),
    (output_rules.no_bare_floats_or_arrays, printed("print(x)", "0.30000000000000004\n")),
    (output_rules.no_bare_floats_or_arrays, resulting("x", "array([1, 2])")),
    (output_rules.no_bare_floats_or_arrays, resulting("x", "0.5")),
    (output_rules.no_bare_floats_or_arrays, resulting("x", "nan")),
    (output_rules.no_bare_floats_or_arrays, resulting("x", "{'J': [1, -5e-05]}")),
    (output_rules.no_output_names_a_place, printed("print(f)", "/tmp/ipykernel_17/1.py\n")),
    (output_rules.no_output_names_a_place, printed("print(f)", "<C at 0x7f3a5c0d2e10>\n")),
    (output_rules.no_cell_ends_with_a_semicolon, printed("plot(x);", "")),
    (word_rules.code_is_plain_python, printed("%time f()", "")),
    (word_rules.imports_are_few, printed("import requests", "")),
    (word_rules.imports_are_few, printed("import torch", "")),
    (word_rules.imports_are_few, printed("def f():\n    import requests", "")),
    (word_rules.imports_are_few, printed("from urllib.request import urlopen", "")),
    (word_rules.no_name_comes_too_early, printed("from dlfs import compute_gradients", "")),
    (word_rules.no_name_comes_too_early, printed("from dlfs.train import x", "")),
    (word_rules.no_name_comes_too_early, printed("from dlfs import *", "")),
    (word_rules.no_name_comes_too_early, printed("import dlfs as ts\nts.tanh(1)", "")),
    (word_rules.no_name_comes_too_early, printed("dlfs.train.GradientDescentOptimizer(1)", "")),
    (word_rules.no_name_comes_too_early, printed("import dlfs.train", "")),
    (word_rules.no_term_comes_too_early, "This is the chain rule at work."),
    (word_rules.no_term_comes_too_early, "Chain rule and backpropagation do it."),
    (word_rules.no_term_comes_too_early, "In reverse\ntopological order."),
    (word_rules.no_term_comes_too_early, printed("hidden_layers = 2", "")),
    (word_rules.no_word_hurts, "The Hessian says it."),
    (word_rules.no_word_hurts, "Simply subtract."),
    (word_rules.no_word_hurts, "You can just subtract."),
    (word_rules.no_word_hurts, printed("print(x)", "Obviously right\n")),
    (word_rules.no_word_hurts, "Well done \U0001f389"),
]


@pytest.mark.parametrize(("check", "cell"), CELLS, ids=lambda part: getattr(part, "__name__", ""))
def test_a_fault_in_a_cell_is_found(check, cell):
    assert check(lesson(cell)) != []


ALLOWED = [
    (word_rules.no_name_comes_too_early, printed("from dlfs.classroom import ask, explore", "")),
    (word_rules.no_name_comes_too_early, printed("import dlfs.graph\ndlfs.graph.Graph()", "")),
    (word_rules.no_name_comes_too_early, printed("import dlfs\nprint(dlfs.__name__)", "")),
    (word_rules.no_term_comes_too_early, "See [lesson 5](05_chain_rule_and_backpropagation.ipynb)"),
    (word_rules.no_term_comes_too_early, "**Next:** Chain rule and backpropagation"),
    (word_rules.no_term_comes_too_early, "## Next\n\nLesson 5: Chain rule and backpropagation"),
    (word_rules.no_term_comes_too_early, "Gradients and learning rates."),
    (word_rules.no_word_hurts, "The step you just wrote; just before the minimum. An adjustment."),
    (output_rules.no_bare_floats_or_arrays, resulting("f'{J:.4f}'", "'0.3870'")),
    (output_rules.no_bare_floats_or_arrays, printed("ask('q')", "    X = np.array([1, 2])\n")),
    (output_rules.no_bare_floats_or_arrays, resulting("n", "(12, 3)")),
    (output_rules.no_bare_floats_or_arrays, resulting("report", "node  error\nW     3.9e-12")),
]


@pytest.mark.parametrize(("check", "cell"), ALLOWED, ids=lambda p: getattr(p, "__name__", ""))
def test_what_is_allowed_passes(check, cell):
    assert check(lesson(cell)) == []


def test_a_lesson_that_does_not_say_what_comes_next_is_found():
    assert structure.says_what_comes_next(lesson("The end.", next_up=False)) != []
