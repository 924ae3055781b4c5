"""Practice: drawn tasks against a second way of solving them, and what is said to wrong numbers."""

import itertools
import re

import numpy as np
import pytest

from dlfs.classroom import practise
from dlfs.classroom.explore.ordering import walk
from dlfs.classroom.keeping import sitting, store
from dlfs.classroom.practising import backward
from dlfs.classroom.practising.drawing_tasks import HIGHEST, KINDS, OF_LESSONS, draw
from dlfs.classroom.practising.graphs import Small
from dlfs.classroom.practising.practise import words_of
from dlfs.classroom.practising.rounds import ROUND, Round, begun, kept
from dlfs.classroom.practising.task import LARGEST, UNREAD, Blank, shown, split

each = pytest.mark.parametrize
A_FEW, MANY = 150, 10_000


@pytest.fixture(autouse=True)
def fresh_sitting(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    sitting.start_again()


# A second way of solving each kind: from what is written on the sheet alone


def paths_to_the_loss(small, name):
    if name == small.names[-1]:
        yield ()
    for edge in small.edges_from(name):
        for rest in paths_to_the_loss(small, edge[0]):
            yield (edge, *rest)


def by_paths(task) -> list[str]:
    """Values by Python's own arithmetic, gradients as sums over paths of products of rates."""
    names = {}
    for line in task.given:
        for assignment in line.split(", "):
            exec(assignment, {}, names)
    small = task.graph
    values = [names[name] for name in small.operations]
    gradients = [
        sum(np.prod([small.rate(*edge, names) for edge in path])
            for path in paths_to_the_loss(small, name))
        for name in reversed(small.names)]
    return [shown(number) for number in (*values, *gradients)]


def by_walking(task) -> list[str]:
    needs = {name: [] for name in task.graph.inputs}
    for line in task.given[1:]:
        if " = " in line:
            name, one, _, other = line.replace(" =", "").split()
            needs[name] = [one, other]
    orders = dict(line.split(": ") for line in task.given if line[1] == ":")
    return [letter for letter, order in orders.items() if not walk(order.split(), needs).stopped]


def by_factor(task) -> list[str]:
    steep = float(task.given[0].split("gradient is ")[1].split("x")[0] or 1)
    start, rate = task.given[1].removeprefix("start x = ").split(", learning rate ")
    factor = 1 - steep * eval(rate)
    one, two = float(start) * factor, float(start) * factor**2
    rounded = [0.01 < factor < 1, abs(factor) < 0.01, -0.99 < factor < -0.01,
               abs(factor + 1) < 0.01, abs(factor) > 1.01]  # fmt: skip
    return [shown(one), shown(two), "ABCDE"[rounded.index(True)]]


def by_shape_of_node(task) -> list[str]:
    """A gradient has the shape of its node: those are on the sheet."""
    shapes = dict(re.findall(r"(X|W\d|b\d)(?: has the shape)? (\([\d, ]+\))", " ".join(task.given)))
    return [shapes[blank.label.split()[-1]].strip("()").replace(" ", "").rstrip(",")
            for blank in task.blanks]  # fmt: skip


def by_softmax_minus_target(task) -> list[str]:
    p, t = (np.array(line.split(" = ")[1].split(), dtype=float) for line in task.given)
    return [shown(number) for number in p * t.sum() - t]


def by_picking(task) -> list[str]:
    losses = []
    for line in task.given:
        _, log, c = ([float(one) for one in part.split(" = ")[1].split()]
                     for part in line.split(", "))  # fmt: skip
        losses.append(-log[c.index(1.0)])
    return [shown(loss) for loss in [*losses, *[sum(losses) / len(losses)] * (len(losses) > 1)]]


def by_formula(task) -> list[str]:
    A, B, G = (np.array([row.split() for row in line.split(" = ")[1].split("; ")], dtype=float)
               for line in task.given)  # fmt: skip
    row, column = (int(text.split()[0].rstrip(",")) - 1
                   for text in (task.question.split("row ")[1], task.question.split("column ")[1]))
    gradient = G @ B.T if task.question.endswith("A?") else A.T @ G
    return [shown(gradient[row, column])]


SECOND_WAY = {
    "backward": by_paths, "order": by_walking, "descent": by_factor, "shapes": by_shape_of_node,
    "cross-entropy": by_picking, "logits": by_softmax_minus_target, "matmul": by_formula,
}  # fmt: skip


def faults_of(task) -> list[str]:
    """What is wrong with a drawn task, if anything."""
    faults = []
    if SECOND_WAY[task.kind](task) != list(task.key):
        faults.append(f"the key is {task.key}, a second way gives {SECOND_WAY[task.kind](task)}")
    for blank in task.blanks:
        if blank.key in blank.wrong or blank.answer_to(blank.key):
            faults.append(f"{blank.label}: the key is answered as wrong")
        if any(not blank.read(text) for text in (blank.key, *blank.wrong)):
            faults.append(f"{blank.label}: an answer that nobody can give")
        if any(not blank.answer_to(text) for text in blank.wrong):
            faults.append(f"{blank.label}: a wrong answer is taken")
        for part in blank.key.split(","):
            if not part.isalpha() and (abs(float(part)) > LARGEST or len(part.split(".")[-1]) > 3):
                faults.append(f"{blank.label}: {part} is not for the head")
    nodes = len(task.graph.names) if task.graph else 2
    return faults + (["a picture of too many nodes"] if not 2 <= nodes <= 12 else [])


def faults_in(kind: str, count: int) -> list[str]:
    levels = range(1, HIGHEST[kind] + 1)
    drawn = (draw(kind, level, 7, number)
             for number, level in zip(range(count), itertools.cycle(levels)))  # fmt: skip
    return [f"{kind}: {fault}" for task in drawn for fault in faults_of(task)]


@each("kind", KINDS)
def test_drawn_tasks_are_for_the_head_and_a_second_way_has_the_same_answer(kind):
    assert faults_in(kind, A_FEW) == []


@pytest.mark.slow
@each("kind", KINDS)
def test_ten_thousand_drawn_tasks_are_for_the_head(kind):
    assert faults_in(kind, MANY) == []


def test_a_key_that_is_wrong_is_found(monkeypatch):
    solved = Small.solved

    def off_by_one(small):
        return tuple({name: number + 1 for name, number in part.items()} for part in solved(small))

    monkeypatch.setattr(Small, "solved", off_by_one)
    assert any("a second way gives" in fault for fault in faults_in("backward", 3))


@each("kind", KINDS)
def test_the_same_seed_draws_the_same_task_and_others_draw_others(kind):
    assert draw(kind, 2, 5, 1) == draw(kind, 2, 5, 1)
    different = {draw(kind, 2, seed).given + (draw(kind, 2, seed).question,) for seed in range(40)}
    assert len(different) >= 25


# What wrong numbers stand for


def test_each_wrong_way_back_is_named():
    named = {words: 0 for words in (backward.FIRST, backward.LAST, backward.ADDED, backward.NO_RATE,
                                    backward.NO_G, backward.SIGN, backward.EARLY)}  # fmt: skip
    for number in range(A_FEW):
        for blank in draw("backward", 2 + number % 6, 1, number).blanks:
            for words in blank.wrong.values():
                named[words] = named.get(words, 0) + 1
    assert min(named.values()) > 0


def test_first_path_overwritten_and_sum_on_one_graph():
    small = Small({"x": 2, "y": 3}, {"a": ("*", "x", "y"), "L": ("+", "a", "x")})
    values, gradients = small.solved()
    blank = backward._gradient_blank(small, "x", values, gradients)
    assert blank.key == "4"
    assert blank.answer_to("3") == backward.FIRST and blank.answer_to("1") == backward.LAST
    assert blank.answer_to("-4") == backward.SIGN and blank.answer_to("4.0") == ""
    assert "17" in blank.answer_to("17")


def test_who_takes_a_node_for_its_own_rate_is_told_so():
    small = Small({"x": 1, "y": 2}, {"L": ("*", "x", "y")})
    values, gradients = small.solved()
    for name, other in (("x", "y"), ("y", "x")):
        blank = backward._gradient_blank(small, name, values, gradients)
        assert blank.answer_to(str(values[other])) == ""
        assert blank.answer_to(str(values[name])) == backward.OWN


def test_a_node_that_sent_too_early_is_named():
    small = Small({"x": 2, "y": 3}, {
        "a": ("*", "x", "y"), "b": ("+", "a", "y"), "c": ("*", "a", "b"), "L": ("+", "c", "a")})
    values, gradients = small.solved()
    blank = backward._gradient_blank(small, "x", values, gradients)
    first = backward._first_message(small, "a", values, gradients) * values["y"]
    assert blank.answer_to(shown(first)) == backward.EARLY


@each("text, parts", [("3; -2", ["3", " -2"]), ("3 -2", ["3", "-2"]), ("2, 3; 4", ["2, 3", " 4"]),
                      ("A", ["A"])])  # fmt: skip
def test_answers_are_parted(text, parts):
    assert split(text) == parts


@each("form, key, texts", [
    ("number", "3", (" 3.0 ", "+3", "6/2", "x = 3", "three", "3.", "2 + 1")),
    ("number", "0", ("-0", "0.0", "none")),
    ("number", "-0.5", ("\N{MINUS SIGN}.5", "-1/2", "-0,5", "- 0.50", "minus 0.5")),
    ("shape", "4", ("(4,)", "4", " [4] ", "4,")),
    ("shape", "2,3", ("(2, 3)", "2,3", "2 x 3", "2 3", "2\N{MULTIPLICATION SIGN}3", "two, three")),
    ("letter", "A", ("a", " A. ", "(a)")),
])  # fmt: skip
def test_answers_are_read_as_people_write_them(form, key, texts):
    blank = Blank("it", key, dict.fromkeys(("B", "C", "D"), "no") if form == "letter" else {}, form)
    assert [text for text in texts if blank.answer_to(text)] == []


@each("form, text", [("number", "huh"), ("number", "nan"), ("number", "1e999"), ("number", "2 3"),
                     ("shape", "x"), ("shape", "2.5"), ("shape", "1" * 300), ("letter", "E"),
                     ("letter", "AB"), ("letter", "3")])  # fmt: skip
def test_what_cannot_be_read_is_said_and_is_no_wrong_answer(form, text):
    wrong = dict.fromkeys(("B", "C", "D"), "no") if form == "letter" else {}
    key = {"number": "3", "shape": "2,3", "letter": "A"}[form]
    assert Blank("it", key, wrong, form).answer_to(text) == UNREAD[form]


def test_a_typing_error_costs_no_try():
    practice = Round("matmul", level=2)
    task = practice.task
    for _ in range(5):
        assert "a number is expected" in practice.answer("huh")
    assert practice.task == task and practice.done == []


# A round


def test_right_ones_grow_and_three_wrong_ones_shrink():
    practice = Round("backward", level=2)
    assert "Up to level 3." in practice.answer(list(practice.task.key)) and practice.level == 3
    task = practice.task
    for _ in range(2):
        assert "It is" not in practice.answer("99") and practice.task == task
    assert "Down to level 2," in practice.answer("99") and practice.level == 2 and practice.task != task


def test_blanks_may_be_filled_in_one_by_one_and_in_any_order():
    practice = Round("backward", level=3)
    task, count = practice.task, len(practice.task.blanks)
    assert "begin with the value of a" in practice.answer("")
    some = ["" if place % 2 else text for place, text in enumerate(task.key)]
    for _ in range(5):
        assert f"Right so far, {(count + 1) // 2} of {count}" in practice.answer(some)
    assert practice.task == task and "Right." in practice.answer(list(task.key))


def test_the_key_is_not_said_before_the_third_wrong_answer():
    practice = Round("matmul", level=1, seed=2)
    said = [practice.answer("99") for _ in range(3)]
    assert ["It is: entry =" in words for words in said] == [False, False, True]


def test_ten_minutes_are_a_round():
    now = [0.0]
    practice = Round("descent", clock=lambda: now[0])
    assert "minutes" not in practice.answer(list(practice.task.key))
    now[0] = ROUND + 1.0
    said = practice.answer(list(practice.task.key))
    assert "Ten minutes are over: 2 tasks of 2 solved, the largest of level 2." in said
    assert practice.done == [] and not practice.is_over


def test_practice_goes_on_where_it_stopped_and_stays_private():
    practice = begun("order")
    for _ in range(2):
        practice.answer(list(practice.task.key))
    assert [one.level for one in kept("order")] == [1, 2] and begun("order").level == 3
    assert {record["kind"] for record in store.records()} == {"practice"}


def test_damaged_records_are_left_out():
    for level in (None, "2", 99, True, 2):
        store.append({"kind": "practice", "id": "order", "level": level})
    assert [one.level for one in kept("order")] == [2]


# The view


@each("kind", KINDS)
def test_the_view_has_a_field_for_each_blank_and_answers(kind, capsys):
    practice = practise(kind, seed=1)
    fields = practice.fields.children
    assert [field.description for field in fields] == [b.label for b in practice.round.task.blanks]
    for field, text in zip(fields, practice.round.task.key):
        field.value = text
    practice.button.click()
    assert "Right." in practice.readout.value and capsys.readouterr().out == ""
    assert practice.curve.value[:4] == b"\x89PNG" and practice.curve.tooltip == words_of(kept(kind))


def test_nothing_that_is_typed_raises(capsys):
    practice = practise("backward", seed=1)
    for text in ("", "nan", "1e999", "; ; ;", "x" * 10_000, "1;" * 100, "\N{SNOWMAN}"):
        practice.answer(text)
    assert "answers are wanted" in capsys.readouterr().out


def test_an_unknown_kind_is_answered_in_a_sentence(capsys):
    assert practise("bakward") is None and 'practise("backward")' in capsys.readouterr().out


def test_the_lessons_have_a_kind_of_practice():
    assert set(OF_LESSONS.values()) <= set(KINDS)
