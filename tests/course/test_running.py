"""The tools that run notebooks: what they store, what they refuse, and how strict nbval is."""

import re
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from dlfs.classroom.machines import HERE
from tests.conftest import where_it_went
from tests.course import planted
from tests.course.house_files import python_files
from tools import notebooks, testing
from tools.course import ROOT
from tools.measured import without_measured
from tools.normal_form import WIDGET_VIEW, is_normal, normalise, text_of
from tools.stored import picture_of


def stored(path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


@pytest.fixture
def raw(tmp_path):
    """A notebook as Jupyter would save it: drawn ids, no counts, metadata of the front end."""

    def write(*sources: str, name: str = "04_gradient_descent.ipynb"):
        path = tmp_path / name
        nbformat.write(new_notebook(cells=[new_code_cell(text) for text in sources]), path)
        return path

    return write


WIDGET = """import ipywidgets
from IPython.display import display
slider = ipywidgets.FloatSlider(value=.5)
view = slider._repr_mimebundle_()["application/vnd.jupyter.widget-view+json"]
display({"text/plain": "the strip", "text/html": "<b>strip</b>",
         "application/vnd.jupyter.widget-view+json": view}, raw=True)"""


CELLS = {
    "prints": "print('one', end='')\nprint(' and two')", "blank": "", "results": "2 + 3",
    "shows a widget": WIDGET, "fails, as it announced": "1 / 0",
    "sleeps": "import time\ntime.sleep(.3)",
}  # fmt: skip


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A notebook of `CELLS`, run and stored; its path, and the seconds of its cells."""
    path = tmp_path_factory.mktemp("ran") / "04_gradient_descent.ipynb"
    cells = [new_code_cell(source) for source in CELLS.values()]
    cells[list(CELLS).index("fails, as it announced")].metadata["tags"] = ["raises-exception"]
    notebook = new_notebook(cells=cells)
    nbformat.write(notebook, path)
    assert not is_normal(path)
    seconds = notebooks.run(notebook, path.parent)
    path.write_text(text_of(normalise(notebook)), encoding="utf-8", newline="\n")
    return path, seconds


def cell_that(ran, does: str) -> nbformat.NotebookNode:
    names = [name for name in CELLS if name != "blank"]
    return stored(ran[0]).cells[names.index(does)]


def test_running_stores_outputs_in_normal_form_and_running_again_changes_nothing(ran):
    path, _ = ran
    assert is_normal(path)
    before = path.read_bytes()
    first, second = (cell_that(ran, does) for does in ("prints", "results"))
    assert (first.execution_count, first.outputs[0].text) == (1, "one and two\n")
    assert (second.execution_count, second.outputs[0].data["text/plain"]) == (2, "5")
    assert "as before" in notebooks.renew(path)
    assert path.read_bytes() == before


def test_what_was_measured_is_stored_once_and_what_stands_beside_it_is_compared(raw):
    clock = "import time\nprint('On this machine:', time.perf_counter_ns())\nprint({})"
    path = raw(clock.format(1))
    assert "written" in notebooks.renew(path)
    before = path.read_bytes()
    assert "as before" in notebooks.renew(path) and path.read_bytes() == before
    path.write_bytes(before.replace(b"print(1)", b"print(2)"))
    assert "written" in notebooks.renew(path)


def test_nbval_leaves_out_the_same_lines():
    rules = testing.SANITIZE.read_text(encoding="utf-8")
    rule = re.search(rf"^regex: (.*{HERE}.*)$", rules, re.MULTILINE)
    printed = "one\nOn this machine: 7\"s\ntwo\nnot On this machine: 8\n"
    assert re.sub(rule[1], HERE, printed) == "one\nOn this machine:\ntwo\nnot On this machine: 8\n"
    assert without_measured("one\nOn this machine: 7\ntwo\n") == f"one\n{HERE}\ntwo\n"


def test_a_widget_leaves_its_picture_and_not_its_view(ran):
    assert dict(cell_that(ran, "shows a widget").outputs[0].data) == {
        "text/plain": "the strip", "text/html": "<b>strip</b>"
    }  # fmt: skip
    assert "widgets" not in stored(ran[0]).metadata


def test_a_cell_may_announce_its_error(ran):
    error = cell_that(ran, "fails, as it announced").outputs[0]
    assert error.ename == "ZeroDivisionError"
    assert error.traceback == ["ZeroDivisionError: division by zero"]


def test_a_slow_cell_is_named(ran, monkeypatch, capsys):
    path, seconds = ran
    assert min(seconds[:2]) < 0.3 <= seconds[-1]
    monkeypatch.setattr(notebooks, "run", lambda notebook, folder: seconds)
    monkeypatch.setattr(notebooks, "CELL_SECONDS", max(seconds))
    assert notebooks.time_all([path]) == 0
    monkeypatch.setattr(notebooks, "CELL_SECONDS", max(seconds) - 0.1)
    assert notebooks.time_all([path]) == 1
    assert re.search(r"slowest code cell \d: \d\.\d s of \d   TOO LONG", capsys.readouterr().out)


def test_a_failing_cell_is_named_and_its_notebook_stays_as_it_was(raw, capfd):
    bad = raw("x = 1", "print(x)\nx / 0")
    good = raw("print('fine')", name="08_training_the_perceptron.ipynb")
    before = bad.read_bytes()
    assert notebooks.renew_all([bad, good]) == 1
    out, said = capfd.readouterr()
    assert re.search(r"08_training_the_perceptron.ipynb +\d+\.\d s  written", out)
    assert "04_gradient_descent.ipynb: code cell 2 of 2: ZeroDivisionError" in said
    assert "x / 0" in said
    assert bad.read_bytes() == before
    assert is_normal(good)


def test_a_notebook_that_is_not_in_normal_form_is_named(raw, capsys):
    path = raw("print('one')")
    assert notebooks.check_all([path]) == 1
    assert "make notebooks ARGS=04_gradient_descent" in capsys.readouterr().out
    normal = planted.write(planted.faultless(), path.parent)
    normal.write_text(text_of(planted.faultless().notebook), encoding="utf-8", newline="\n")
    assert notebooks.check_all([normal]) == 0


def test_a_number_chooses_a_lesson_and_its_solutions(tmp_path):
    paths = [tmp_path / name for name in ("04_gradient_descent.ipynb", "04_solutions.ipynb",
                                          "08_training_the_perceptron.ipynb")]  # fmt: skip
    assert notebooks.chosen(["04"], paths) == paths[:2]
    assert notebooks.chosen([], paths) == paths
    with pytest.raises(ValueError, match="no notebook whose name begins with 11"):
        notebooks.chosen(["11"], paths)


def test_a_chosen_id_stays_and_a_drawn_one_follows_the_text():
    drawn = {"0a1b2c3d": "x = 1", "4a1b2c3d": "x = 1", "8a1b2c3d": "x = 2"}
    cells = [new_code_cell("x = 1", id="descent-step")]
    cells += [new_code_cell(source, id=cell_id) for cell_id, source in drawn.items()]
    ids = [cell["id"] for cell in normalise(new_notebook(cells=cells)).cells]
    assert ids[0] == "descent-step"
    assert ids[2] == ids[1] + "_2"
    assert len(set(ids)) == 4
    again = [cell["id"] for cell in normalise(new_notebook(cells=cells[1:])).cells]
    assert again == ids[1:]


def test_the_normal_form_of_a_normal_form_is_itself():
    normal = planted.faultless().notebook
    assert text_of(normalise(normal)) == text_of(normal)


def test_pieces_of_one_stream_are_joined_and_other_outputs_stay_apart():
    pieces = [new_output("stream", name="stdout", text="a"),
              new_output("stream", name="stdout", text="b\n"),
              new_output("display_data", data={"text/plain": "c", WIDGET_VIEW: {}}),
              new_output("stream", name="stdout", text="d\n")]  # fmt: skip
    notebook = normalise(new_notebook(cells=[new_code_cell("x", outputs=pieces)]))
    texts = [output.get("text") or dict(output.data) for output in notebook.cells[0].outputs]
    assert texts == ["ab\n", {"text/plain": "c"}, "d\n"]


def picture(data: str, alt: str) -> str:
    return f'<img alt="{alt}" src="data:image/png;base64,{data}">'


def shown(html: str) -> nbformat.NotebookNode:
    """Return a cell that shows a picture, and has stored it as `html`."""
    source = f"from IPython.display import HTML\nHTML('{picture('AAAA', 'a curve')}')"
    cell = planted.resulting(source, "<IPython.core.display.HTML object>")
    cell.outputs[0].data["text/html"] = html
    return cell


def stored_once() -> nbformat.NotebookNode:
    """Return a cell that shows a picture in HTML and beside it, and has stored the HTML alone."""
    html = picture("AAAA", "a curve")
    source = (
        "from IPython.display import display\n"
        f"display({{'text/html': '{html}', 'image/png': 'AAAA'}}, raw=True)"
    )
    return planted.showing(source, {"text/html": html})


def test_a_picture_is_stored_once_where_its_words_are():
    html = picture("AAAA", "a curve")
    for beside, kept in (("AAAA", []), ("AA\nAA\n", []), ("BBBB", ["image/png"])):
        cell = planted.showing("x", {"text/html": html, "image/png": beside})
        (output,) = normalise(new_notebook(cells=[cell])).cells[0].outputs
        assert sorted(output.data) == sorted([*kept, "text/html"])
        assert picture_of(output.data) == picture_of({"image/png": "AAAA"}) == bytes(3)


def test_a_picture_without_words_stays_and_is_found():
    cell = planted.showing("x", {"text/html": "<b>words</b>", "image/png": "AAAA"})
    (output,) = normalise(new_notebook(cells=[cell])).cells[0].outputs
    assert picture_of(output.data) == bytes(3)
    assert picture_of({"text/html": "<b>words</b>"}) is None


NOT_ASKED = "{} cannot be imported here, so it was not asked."


def beside(stored: str, library: str, there: bool = False, proof: str = "7"):
    """A cell that asks a library, as lesson 13 does; a module of Python stands for one."""
    package = "json" if there else "no_such_library"
    call = f"beside('{library}', '{package}', 'a claim', lambda: {proof})"
    source = f"from dlfs.classroom.programs import beside\n{call}"
    return planted.printed(source, stored + "\n")


RERUN = {
    "a number as stored": planted.printed("print(f'{2 / 3:.4f}')", "0.6667\n"),
    "a picture of other bytes": shown(picture("BBBB", "a curve")),
    "a picture stored once": stored_once(),
    "a library that is not there now": beside("JAX, too: 300 losses agree to 1e-9.", "JAX"),
    "a library that is there now": beside(NOT_ASKED.format("PyTorch"), "PyTorch", True),
    "another library": beside(NOT_ASKED.format("PyTorch"), "JAX"),
    "a library of which something else is said": beside("JAX: not installed", "JAX"),
    "a library that does not agree": beside(NOT_ASKED.format("JAX"), "JAX", True, "1 / 0"),
    "another number": planted.printed("print(f'{2 / 3:.4f}')", "0.6669\n"),
    "an alt text of other words": shown(picture("AAAA", "a line")),
    "an error": planted.printed("print(1)\n1 / 0", "1\n"),
    "a warning": planted.printed("import warnings\nwarnings.warn('x')\nprint(1)", "1\n"),
    "an output too many": new_code_cell("print(1)"),
}


@pytest.fixture(scope="module", autouse=True)
def strict_run(tmp_path_factory):
    """The strict command on these cells, which runs while the other tests here do."""
    folder = tmp_path_factory.mktemp("notebooks")
    whole = normalise(new_notebook(cells=list(RERUN.values())))
    nbformat.write(whole, folder / "planted.ipynb")
    # -n0: one notebook needs one process.
    command = [*testing.notebook_tests(folder), "-rA", "-p", "no:cacheprovider", "-n0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        yield running


@pytest.fixture(scope="module")
def verdicts(strict_run):
    """What the strict command says of each of these cells."""
    said, _ = strict_run.communicate()
    found = re.findall(r"^(PASSED|FAILED) \S*planted\.ipynb::Cell (\d+)", said, re.MULTILINE)
    names = list(RERUN)
    return {names[int(number)]: verdict for verdict, number in found}


@pytest.mark.parametrize("name", RERUN)
def test_strict_nbval_compares_all_but_the_bytes_of_pictures_and_whether_a_library_is_there(verdicts, name):
    right = name in ("a number as stored", "a picture of other bytes", "a picture stored once",
                     "a library that is not there now", "a library that is there now")  # fmt: skip
    assert verdicts[name] == ("PASSED" if right else "FAILED")


def test_make_test_fails_if_any_of_its_parts_fails_and_says_how_long_each_took(capsys):
    fine, bad = ([sys.executable, "-c", f"raise SystemExit({code})"] for code in (0, 3))
    killed = [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]
    assert testing.run_all({"one": fine, "two": fine}) == 0
    assert testing.run_all({"one": bad, "two": fine}) == 1
    assert testing.run_all({"one": fine, "two": killed}) == 1
    said = capsys.readouterr().out.split("\n\n")[-1].splitlines()
    assert [line.split(" s  ")[1] for line in said] == ["one", "two: FAILED"]


def test_a_lesson_or_an_item_can_be_tested_alone():
    assert testing.chosen("04") == testing.chosen("4") == ("04", "")
    assert testing.chosen("gd-4") == ("04", "gd-4")
    assert testing.chosen("descent-step") == ("04", "descent-step")
    with pytest.raises(ValueError, match="no lesson gd-77, and no question or exercise"):
        testing.chosen("gd-77")
    strictly = testing.of_lesson("04")["notebooks, strictly"]
    assert [name.rpartition("/")[2] for name in strictly if name.endswith(".ipynb")] == [
        "04_gradient_descent.ipynb", "04_solutions.ipynb"
    ]  # fmt: skip


def test_the_files_with_tests_of_lessons_are_all_known_to_make_test():
    marked = [name for name, text in python_files("tests/").items()
              if re.search(r"^(@|\w+ = )pytest\.mark\.lesson$", text, re.MULTILINE)]  # fmt: skip
    assert sorted(marked) == testing.OF_LESSONS


def test_the_time_is_summed_by_folder_and_by_file():
    spent = [("tests/a/test_b.py", 30.0), ("tests/a/test_c.py", 4.0), ("tests/d/test_e.py", 9.0)]
    said = [line.split(" s  ")[-1] for line in where_it_went([*spent, spent[1]])]
    assert said == ["tests/a", "tests/d", "Of these:", *(name for name, _ in
                    [spent[0], spent[2], spent[1]])]  # fmt: skip
    assert where_it_went(spent)[0] == "    34 s  tests/a"
