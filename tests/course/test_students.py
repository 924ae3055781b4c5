"""What students get: copies without outputs, never overwritten; and what they hand in, merged."""

import json
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.course import planted
from tools import lab, students
from tools.course import NOTEBOOKS, lesson_paths, solution_paths
from tools.kit import install_cell
from tools.normal_form import is_chosen

SECRET = "def step(x, gradient, learning_rate):\n    return x - learning_rate * gradient(x)"


@pytest.fixture
def notebooks(tmp_path):
    """A course folder with lesson 4, lesson 8 and solutions."""
    folder = tmp_path / "notebooks"
    (folder / "instructor").mkdir(parents=True)
    for name in ("course.toml", "LICENSE"):
        (folder / name).write_bytes((NOTEBOOKS / name).read_bytes())
    planted.write(planted.faultless(), folder)
    nbformat.write(planted.faultless().notebook, folder / "08_training_the_perceptron.ipynb")
    solutions = new_notebook(cells=[new_code_cell(SECRET, id="descent-step")])
    nbformat.write(solutions, folder / "instructor" / "04_solutions.ipynb")
    return folder


@pytest.fixture
def my(tmp_path):
    return tmp_path / "my"


def names(paths) -> list[str]:
    return sorted(path.name for path in paths)


BOTH = ["04_gradient_descent.ipynb", "08_training_the_perceptron.ipynb"]


def test_a_first_start_copies_all_lessons_and_no_solution(notebooks, my):
    assert names(students.add_new_copies(my, notebooks)) == BOTH
    assert names(my.iterdir()) == BOTH


def test_a_second_start_copies_nothing_and_overwrites_nothing(notebooks, my):
    students.add_new_copies(my, notebooks)
    (my / BOTH[0]).write_text("my work", encoding="utf-8")
    assert students.add_new_copies(my, notebooks) == []
    assert (my / BOTH[0]).read_text(encoding="utf-8") == "my work"


def test_a_lesson_that_is_new_in_the_course_is_added_beside_the_others(notebooks, my):
    students.add_new_copies(my, notebooks)
    (my / BOTH[1]).unlink()
    assert names(students.add_new_copies(my, notebooks)) == BOTH[1:]


def stored_outputs(text: str) -> list:
    code = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    return [cell for cell in code if cell["outputs"] or cell["execution_count"]]


def test_a_copy_has_no_outputs_and_the_same_cells(notebooks, my):
    original = notebooks / BOTH[0]
    students.add_new_copies(my, notebooks)
    copy = (my / BOTH[0]).read_text(encoding="utf-8")
    assert stored_outputs(original.read_text(encoding="utf-8")) != []
    assert stored_outputs(copy) == []
    sources = [cell.source for cell in nbformat.reads(copy, 4).cells]
    assert sources == [cell.source for cell in nbformat.read(original, 4).cells]
    nbformat.validate(nbformat.reads(copy, 4))


def answers_in_sight(copy: str, solutions: str) -> list[str]:
    """Return the ids of the exercises whose whole solution stands in the copy."""
    cells = [cell for cell in nbformat.reads(solutions, 4).cells if cell.cell_type == "code"]
    shown = "\n\n".join(cell.source for cell in nbformat.reads(copy, 4).cells)
    return [cell["id"] for cell in cells if is_chosen(cell["id"]) and cell.source in shown]


def test_a_solution_in_a_copy_is_found(notebooks, my):
    students.add_new_copies(my, notebooks)
    solutions = (notebooks / "instructor" / "04_solutions.ipynb").read_text(encoding="utf-8")
    copy = (my / BOTH[0]).read_text(encoding="utf-8")
    assert answers_in_sight(copy, solutions) == []
    assert answers_in_sight(solutions, solutions) == ["descent-step"]


def test_no_solution_of_this_course_stands_in_a_copy():
    originals = {path.name[:2]: path for path in lesson_paths()}
    pairs = [(path, originals[path.name[:2]]) for path in solution_paths()]
    for solutions, original in pairs:
        text = solutions.read_text(encoding="utf-8")
        shown = answers_in_sight(students.cleared(original), text)
        assert (original.name, shown) == (original.name, [])


def test_the_copies_of_this_course_have_no_outputs(tmp_path):
    copies = students.add_new_copies(tmp_path / "my")
    assert len(copies) == len(lesson_paths())
    assert [copy for copy in copies if stored_outputs(copy.read_text(encoding="utf-8"))] == []


def test_a_fresh_copy_lies_beside_the_old_ones(notebooks, my):
    students.add_new_copies(my, notebooks)
    before = (my / BOTH[0]).read_bytes()
    fresh = [students.add_fresh_copy(wanted, my, notebooks).name for wanted in ("04", "4", BOTH[0])]
    assert fresh == [f"04_gradient_descent_{number}.ipynb" for number in (2, 3, 4)]
    assert (my / BOTH[0]).read_bytes() == before == (my / fresh[0]).read_bytes()


def test_a_fresh_copy_of_no_lesson_is_refused_in_words(notebooks, my):
    with pytest.raises(ValueError, match="There is no lesson 17. The lessons are: 04, 08."):
        students.add_fresh_copy("17", my, notebooks)


def test_a_lesson_that_changed_since_it_was_copied_is_named_until_a_fresh_copy_is_made(
    notebooks, my
):
    students.add_new_copies(my, notebooks)
    assert students.outdated(my, notebooks) == []
    edited = planted.lesson("## A better explanation")
    planted.write(edited, notebooks)
    assert students.outdated(my, notebooks) == BOTH[:1]
    students.add_fresh_copy("04", my, notebooks)
    assert students.outdated(my, notebooks) == []


def test_new_outputs_alone_make_no_copy_outdated(notebooks, my):
    students.add_new_copies(my, notebooks)
    page = planted.faultless()
    page.notebook.cells[2].outputs[0].text = "0.3871\n"
    planted.write(page, notebooks)
    assert students.outdated(my, notebooks) == []


def test_a_file_saved_half_way_stops_nobody(notebooks, my):
    students.add_new_copies(my, notebooks)
    (my / BOTH[0]).write_text('{"cells": [', encoding="utf-8")
    assert students.outdated(my, notebooks) == BOTH[:1]


def test_the_lab_opens_the_first_lesson_or_the_fresh_copy(notebooks, my, capsys):
    assert lab.prepare(None, my, notebooks) == BOTH[0]
    assert "New in my/: " + ", ".join(BOTH) in capsys.readouterr().out
    assert lab.prepare(None, my, notebooks) == BOTH[0]
    assert capsys.readouterr().out == ""
    assert lab.prepare("08", my, notebooks) == "08_training_the_perceptron_2.ipynb"


def test_a_fresh_copy_of_a_lesson_not_there_yet_is_its_only_copy(notebooks, my):
    assert lab.prepare("08", my, notebooks) == BOTH[1]
    assert names(my.iterdir()) == BOTH


def test_the_lab_says_when_a_lesson_has_changed(notebooks, my, capsys):
    lab.prepare(None, my, notebooks)
    planted.write(planted.lesson("## A better explanation"), notebooks)
    lab.prepare(None, my, notebooks)
    assert "make lab FRESH=04 adds it beside yours" in capsys.readouterr().out


def sources_in(text: str | bytes) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"]]


def test_the_class_zip_holds_the_same_copies_and_is_the_same_every_time(notebooks, my, tmp_path):
    wheel = tmp_path / "dlfs_course-0.1.0-py3-none-any.whl"
    wheel.write_bytes(b"a wheel")
    first = students.pack(tmp_path / "one" / "class.zip", notebooks, wheel=wheel)
    second = students.pack(tmp_path / "two" / "class.zip", notebooks, wheel=wheel)
    assert first.read_bytes() == second.read_bytes()
    students.add_new_copies(my, notebooks)
    with zipfile.ZipFile(first) as packed:
        assert sorted(packed.namelist()) == [*BOTH, "LICENSE.txt", "READ-ME.txt", wheel.name]
        assert packed.read(wheel.name) == b"a wheel"
        nbformat.validate(nbformat.reads(packed.read(BOTH[0]).decode(), 4))
        header, installing, *rest = sources_in(packed.read(BOTH[0]))
    assert [header, *rest] == sources_in((my / BOTH[0]).read_text(encoding="utf-8"))
    assert "%pip install" in installing


def test_one_lesson_makes_a_zip_of_its_own(notebooks, tmp_path):
    packed = students.pack(tmp_path / "class.zip", notebooks, ["8"])
    assert packed.name == "class-08.zip"
    with zipfile.ZipFile(packed) as archive:
        assert sorted(archive.namelist()) == [BOTH[1], "LICENSE.txt", "READ-ME.txt"]
    with pytest.raises(ValueError, match="There is no lesson 17. The lessons are: 04, 08."):
        students.pack(tmp_path / "class.zip", notebooks, ["04", "17"])
    assert [path.name for path in tmp_path.glob("*.zip")] == ["class-08.zip"]


def test_a_course_that_is_published_is_installed_from_its_address():
    assert "git+https://example.org/a/b" in install_cell.source("https://example.org/a/b")
    assert "git+" not in install_cell.source(None)
