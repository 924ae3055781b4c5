"""`keep`: the file that grows with the lessons, out of what the learner made and what is given."""

import os
import subprocess
import sys
import zipfile

import pytest

from dlfs.classroom import lessons
from dlfs.classroom.checking.check import check
from dlfs.classroom.engine import file, keep
from dlfs.classroom.engine.parts import parts_of, reference_parts
from dlfs.classroom.keeping import store
from tests.course.output_rules import LONGEST_LINE
from tools.students import pack

OWN = """
def backward_order(J):
    # from the loss down
    forwards = order_of(J)
    return [forwards[-i - 1] for i in range(len(forwards))]
"""
BROKEN = OWN.replace("forwards[-i - 1]", "forwards[i]")
HELPED = "def backward_order(J):\n    return my_helper(J)\n"


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path / "my"))
    return tmp_path / "my"


@pytest.fixture
def kept(capsys):
    def words(lesson):
        keep(lesson)
        return capsys.readouterr().out

    return words


def passes(source, exercise="backward-order", lesson="05"):
    store.append({"kind": "check", "lesson": lesson, "id": exercise, "source": source})


def runs(folder):
    done = subprocess.run([sys.executable, str(folder / "engine.py")], capture_output=True,
                          text=True, encoding="utf-8")  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def text(folder):
    return (folder / "engine.py").read_text(encoding="utf-8")


def test_the_first_lesson_makes_a_file_that_runs(kept, folder):
    said = kept(1)
    assert "given: Graph, Node" in said
    assert "class Graph:  # lesson 1, given" in text(folder)
    assert "0 of them are yours" in said
    assert runs(folder) == "lesson 1: w x + b is 1 11\n"


def test_what_check_has_passed_is_in_the_file_and_marked_as_yours(kept, folder):
    passes(OWN)
    said = kept(5)
    assert "def backward_order(J):  # lesson 5, yours\n    # from the loss down" in said
    assert "3 of them are yours" in said
    assert "lesson 5: dz/dx = -1, dz/dy = 4" in runs(folder)
    assert "def backpropagate(J, order):  # lesson 5, given" in text(folder)


def test_a_lesson_without_a_passed_check_gets_the_given_piece_and_yours_later(kept, folder):
    kept(5)
    passes(OWN)
    assert "# lesson 5, yours" in kept(5)
    assert text(folder).count("def backward_order") == 1


@pytest.mark.parametrize("order", [(9, 1, 5), (5, 9, 1), (1, 2, 3, 4, 5, 6, 7, 8, 9), (9,)])
def test_whatever_the_order_the_file_is_the_same(kept, folder, order):
    passes(OWN)
    for lesson in order:
        kept(lesson)
    first = text(folder)
    (folder / "engine.py").unlink()
    for lesson in range(1, 10):
        kept(lesson)
    assert text(folder) == first
    assert "lesson 9: XOR is solved" in runs(folder)


def test_kept_twice_it_says_so_and_changes_nothing(kept, folder):
    passes(OWN)
    kept(5)
    before = text(folder)
    assert "engine.py has the piece of lesson 5 already." in kept(5)
    assert text(folder) == before


def test_what_was_written_by_hand_stays_and_the_new_one_goes_beside_it(kept, folder):
    kept(5)
    by_hand = text(folder).replace("return order[::-1]", "return order[::-1]  # mine")
    by_hand += "\n\ndef a_function_of_my_own():\n    return 1\n"
    (folder / "engine.py").write_text(by_hand, encoding="utf-8")
    passes(OWN)
    said = kept(5)
    assert "You changed backward_order by hand: it stays as it is." in said
    assert "engine_backward_order.py" in said
    assert text(folder) == by_hand
    assert OWN.strip() in (folder / "engine_backward_order.py").read_text().replace(
        "  # lesson 5, yours", "")
    kept(5)
    kept(9)
    assert "# mine" in text(folder) and "a_function_of_my_own" in text(folder)
    assert sorted(path.name for path in folder.glob("*.py")) == [
        "engine.py", "engine_backward_order.py"]


def test_a_passed_function_gives_way_to_one_passed_later(kept, folder):
    passes(OWN)
    kept(5)
    passes("def backward_order(J):\n    return list(reversed(order_of(J)))")
    kept(5)
    assert "list(reversed(order_of(J)))  # " not in text(folder)
    assert "list(reversed(order_of(J)))" in text(folder) and "from the loss down" not in text(folder)


@pytest.mark.parametrize("source, why", [
    (HELPED, "NameError: name 'my_helper' is not defined. All it needs must stand inside it."),
    (BROKEN, "KeyError"),
])  # fmt: skip
def test_a_piece_that_spoils_the_proof_stays_out_and_says_why(kept, folder, source, why):
    passes(source)
    said = kept(5)
    assert "Your backward_order stays out of the file" in said and why in said
    assert "lesson 5: dz/dx = -1" in runs(folder)
    assert "stays out" in kept(5) and "stays out" not in kept(6)


def test_what_stays_out_is_said_by_the_lesson_that_brings_its_part(kept, folder):
    passes(BROKEN)
    assert "Your backward_order stays out of the file" in kept(6)  # keep(5) was never run
    assert "stays out" not in kept(7)


def test_a_slip_in_the_file_is_named_and_nothing_is_lost(kept, folder):
    kept(1)
    broken = text(folder).replace("class Node:", "class Node")
    (folder / "engine.py").write_text(broken, encoding="utf-8")
    line = broken.splitlines().index(next(x for x in broken.splitlines() if "class Node" in x)) + 1
    assert f"slip in line {line}" in kept(2)
    assert text(folder) == broken


@pytest.mark.parametrize("lesson", [0, 10, True, "5", None, -1])
def test_another_number_is_answered_in_words(kept, folder, lesson):
    assert kept(lesson) == "The engine grows from lesson 1 to lesson 9: keep(5).\n"
    assert not folder.exists()


def test_windows_line_ends_are_read(kept, folder):
    kept(1)
    (folder / "engine.py").write_bytes(text(folder).replace("\n", "\r\n").encode())
    kept(2)
    assert runs(folder).startswith("lesson 1: w x + b is 1 11\nlesson 2: softmax")
    assert text(folder).count("class Node:") == 1


def test_a_folder_that_cannot_be_written_is_said(kept, folder):
    folder.write_text("a file where a folder should be", encoding="utf-8")
    assert "could not be written" in kept(1)


def backward_order(J):
    done = []

    def visit(node):
        if node not in done:
            for source in node.input_nodes:
                visit(source)
            done.append(node)

    visit(J)
    return done[::-1]


def test_what_check_passes_is_what_is_kept(kept, folder, capsys):
    check("backward-order", backward_order)
    assert "passed" in capsys.readouterr().out
    assert "def backward_order(J):  # lesson 5, yours\n    done = []" in kept(5)
    check("backward-order", backward_order)
    assert len(store.records("check", "backward-order")) == 1
    check("backward-order", lambda J: J)
    assert len(store.records("check", "backward-order")) == 1


def test_an_old_record_without_a_source_is_no_trouble(kept):
    store.append({"kind": "check", "lesson": "05", "id": "backward-order"})
    passes("def backward_order(J)\n    return")
    passes("backward_order = 3")
    assert "0 of them are yours" in kept(5)


def test_an_exercise_that_is_no_part_of_the_engine_is_left_out_of_it(kept, folder):
    others = [each for number in range(11) for each in lessons.exercises(f"{number:02d}")
              if callable(each.reference) and each.reference.__name__ not in reference_parts()]
    assert {"centred", "line-class", "scaled"} <= {exercise.id for exercise in others}
    for exercise in others:
        kind = "class" if isinstance(exercise.reference, type) else "def"
        source = f"{kind} {exercise.reference.__name__}():\n    pass"
        passes(source, exercise.id, exercise.lesson)
    assert "0 of them are yours" in kept(9)
    assert "lesson 9" in runs(folder)


def test_every_part_can_be_marked_and_unmarked():
    for lesson, part in reference_parts().values():
        marked = part.marked(lesson, "yours")
        assert marked.is_yours and marked.unmarked() == part.unmarked() == part.text
        assert parts_of(marked.text)[0].text == marked.text
    assert file.FILE == "engine.py"


@pytest.mark.parametrize("lesson", range(1, 10))
def test_what_it_prints_is_short_and_fits_the_page(kept, lesson):
    lines = kept(lesson).splitlines()
    assert len(lines) <= 40 + 3 * 9
    assert max(map(len, lines)) <= LONGEST_LINE


def test_where_much_is_new_yours_is_shown_and_the_rest_is_named(kept):
    passes(order_of_source(), "order-of", "01")
    said = kept(1)
    assert "def order_of(node):  # lesson 1, yours\n    order = []" in said
    assert "given: Graph, Node" in said and "class Graph" not in said
    given = said[said.index("given:") : said.index("lesson 1: ")]
    assert "order_of" not in given and "forward" in given and "proof" not in given


def order_of_source():
    return reference_parts()["order_of"][1].text


def test_what_your_function_prints_is_no_part_of_the_proof(kept, folder):
    passes(OWN.replace("    return", "    print('walking back')\n    return"))
    said = kept(5)
    assert "# lesson 5, yours" in said and "walking" not in said.split("lesson 1: ")[1]
    assert "walking back" in runs(folder)


def test_one_that_spoils_the_proof_does_not_keep_the_others_out(kept):
    passes(order_of_source(), "order-of", "01")
    passes(BROKEN)
    said = kept(5)
    assert "Your backward_order stays out" in said and "order_of stays" not in said


AFTER_A_RESTART = "from dlfs.classroom.engine import keep\nkeep(5)\n"


@pytest.mark.parametrize("name", ["Meine \u00dcbungen (2) & more", "C_drive\\users"])
def test_after_a_restart_in_any_folder_it_goes_on(kept, monkeypatch, tmp_path, name):
    place = tmp_path / name
    monkeypatch.setenv("DLFS_ANSWERS", str(place))
    passes(OWN)
    kept(5)
    done = subprocess.run([sys.executable, "-c", AFTER_A_RESTART], capture_output=True,
                          text=True, encoding="utf-8", cwd=tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "engine.py has the piece of lesson 5 already." in done.stdout
    assert "3 of them are yours" in done.stdout
    assert "lesson 5: dz/dx = -1, dz/dy = 4" in runs(place)


def test_where_only_the_copies_of_a_class_are_it_lies_beside_them(monkeypatch, tmp_path):
    monkeypatch.delenv("DLFS_ANSWERS")
    pack(tmp_path / "class.zip")
    with zipfile.ZipFile(tmp_path / "class.zip") as packed:
        packed.extractall(tmp_path / "lessons")
    outside = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    done = subprocess.run([sys.executable, "-c", AFTER_A_RESTART], capture_output=True, text=True,
                          encoding="utf-8", cwd=tmp_path / "lessons", env=outside)  # fmt: skip
    assert "Your engine has" in done.stdout, done.stderr
    assert "lesson 5: dz/dx = -1" in runs(tmp_path / "lessons")


CLASS = """class RegisterGradient:
    def __init__(self, operation):
        self.operation = operation

    def __call__(self, function):
        rules[self.operation] = function
        return function
"""


def test_a_class_is_kept_as_a_function_is(kept, folder):
    passes(CLASS, "register", "06")
    said = kept(6)
    assert "class RegisterGradient:  # lesson 6, yours\n    def __init__(self, operation)" in said
    assert "lesson 6: the gradient is right" in runs(folder)


@pytest.mark.parametrize("lesson", range(1, 10))
def test_what_an_exercise_asks_for_is_named_and_not_shown_until_it_is_yours(kept, lesson):
    asked = {e.reference.__name__ for e in lessons.exercises(f"{lesson:02d}") if e.reference}
    parts = [part for number, part in reference_parts().values() if number == lesson]
    said = kept(lesson)
    for part in parts:
        if part.name in asked:
            assert f"def {part.name}" not in said and f"class {part.name}" not in said
            assert part.name in said.split("given: ")[1]


def test_a_step_that_is_yours_is_shown_and_the_challenge_beside_it_is_not(kept):
    passes(reference_parts()["step"][1].text, "descent-step", "04")
    said = kept(4)
    assert "def step(x, gradient, learning_rate):  # lesson 4, yours" in said
    assert "def nudged_gradient" not in said and "given: nudged_gradient\n" in said


RULE = """def sigmoid_gradient(op, G):
    p = op.output
    return [p * (1 - p) * G]
"""


@pytest.mark.parametrize("above", ["", "@RegisterGradient(sigmoid)\n"])
def test_a_rule_is_registered_in_the_file_whether_or_not_it_was_in_the_lesson(kept, folder, above):
    passes(above + RULE, "sigmoid-rule", "06")
    said = kept(6)
    assert "@RegisterGradient(sigmoid)\ndef sigmoid_gradient(op, G):  # lesson 6, yours" in said
    assert text(folder).count("@RegisterGradient(sigmoid)") == 1
    assert "lesson 6: the gradient is right" in runs(folder)
    assert "has the piece of lesson 6 already" in kept(6)
