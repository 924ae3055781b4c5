"""`check` returns whether it passed; a notebook does not show it, and a grader may have it raised."""

import nbformat
import pytest
from nbclient import NotebookClient

from dlfs.classroom.checking.check import NotPassed, check
from dlfs.classroom.keeping import sitting, store
from dlfs.classroom.lessons import exercises, find_exercise, numbers

ALL = [exercise.id for number in numbers() for exercise in exercises(number)]
STUB = "def step(x, gradient, learning_rate):\n    ..."


@pytest.fixture(autouse=True)
def answers(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    monkeypatch.setattr(store, "_unsaved", [])
    sitting.start_again()


def solution_of(item: str) -> object:
    exercise = find_exercise(item)
    return {"function": exercise.reference, "order": (exercise.accepted or [None])[0]}.get(
        exercise.kind, exercise.value)  # fmt: skip


def untouched(x, gradient, learning_rate): ...


@pytest.mark.parametrize("item", ALL)
def test_a_solution_passes_and_nonsense_does_not(item):
    assert check(item, solution_of(item)) == True  # noqa: E712
    assert check(item, solution_of(item), strict=True)
    assert not check(item, "nonsense")
    with pytest.raises(NotPassed, match=item):
        check(item, "nonsense", strict=True)


@pytest.mark.parametrize("wrong", [untouched, lambda x, g, r: x + r * g(x), lambda x: 1 / 0, 3])
def test_what_did_not_pass_is_false_and_is_raised_with_the_verdict(wrong, capsys):
    outcome = check("descent-step", wrong)
    said = capsys.readouterr().out
    assert outcome == False and repr(outcome) == "False"  # noqa: E712
    with pytest.raises(NotPassed) as raised:
        check("descent-step", wrong, strict=True)
    first = said.split("A hint")[0].strip()
    assert str(raised.value).startswith(first) and capsys.readouterr().out == ""


def test_where_nothing_is_checked_nothing_is_returned():
    assert check("descent-step") is None and check("descent-step", hint=1) is None
    assert check("descent-step", show=True) is None and check("no-such-id", 3) is None
    for item in ("no-such-id", "descent-step"):
        with pytest.raises(NotPassed):
            check(item, strict=True)


def test_a_notebook_shows_the_verdict_and_no_value_below_it():
    sources = ["from dlfs.classroom import check", STUB, 'check("descent-step", step)', "1 + 1",
               'f"{bool(check(\'descent-step\', step))}"']  # fmt: skip
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in sources])
    cells = NotebookClient(notebook, timeout=60).execute().cells
    kinds = [[output["output_type"] for output in cell.outputs] for cell in cells]
    assert kinds[2:] == [["stream"], ["execute_result"], ["stream", "execute_result"]]
    assert cells[4].outputs[1]["data"]["text/plain"] == "'False'"
