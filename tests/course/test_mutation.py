"""The measurement of the engine's tests: it draws mutants, and it sees whether a test fails."""

import ast
from pathlib import Path

import pytest

from dlfs.classroom import lessons
from tools import mutation, unseen
from tools.course import ROOT

GRADIENTS = ROOT / "dlfs" / "gradients.py"


def test_a_sample_is_drawn_once_and_for_all_and_has_many_kinds():
    sample = mutation.sample_of([GRADIENTS], 40)
    assert sample == mutation.sample_of([GRADIENTS], 40) != mutation.sample_of([GRADIENTS], 40, 2)
    assert len({changed.text for changed in sample}) == 40
    assert len({changed.kind for changed in sample}) > 10
    for changed in sample:
        ast.parse(changed.text)
        assert changed.before != changed.after and changed.file == "dlfs/gradients.py"


def test_decorators_stay_where_they_are():
    assert all("@RegisterGradient(ops.add)" in each.text
               for each in mutation.sample_of([GRADIENTS], 10))  # fmt: skip


def test_an_equivalent_mutant_is_left_out():
    changed = mutation.sample_of([GRADIENTS], 1)[0]
    entry = {"file": changed.file, "before": changed.before, "after": changed.after}
    assert mutation.is_equivalent(changed, [entry])
    assert not mutation.is_equivalent(changed, [{**entry, "after": "something else"}])


@pytest.fixture
def small_house(tmp_path):
    (tmp_path / "dlfs").mkdir()
    (tmp_path / "tests" / "engine").mkdir(parents=True)
    (tmp_path / "dlfs" / "sums.py").write_text("def total(a, b):\n    return a + b\n")
    (tmp_path / "tests" / "engine" / "test_sums.py").write_text(
        "import runpy\n\n\ndef test_total():\n"
        "    assert runpy.run_path('dlfs/sums.py')['total'](2, 3) == 5\n")
    return tmp_path


@pytest.mark.parametrize("text, killed", [
    ("def total(a, b):\n    return a - b\n", True),
    ("def total(a, b):\n    return b + a\n", False),
])  # fmt: skip
def test_a_mutant_is_found_where_a_test_fails(small_house, text, killed):
    changed = mutation.Changed("dlfs/sums.py", 2, "sign", "", "", text)
    assert mutation.is_killed(changed, small_house) == killed
    assert "a + b" in (small_house / "dlfs" / "sums.py").read_text()


UNSEEN = """
def step(x, gradient, learning_rate):
    return x - learning_rate * gradient(x)

def uphill(x, gradient, learning_rate):
    return x + learning_rate * gradient(x)

WRONG = [("descent-step", uphill, "the sign")]
RIGHT = [("descent-step", step), ("descent-step", uphill)]
"""


def test_unseen_functions_are_counted(tmp_path: Path):
    (tmp_path / "some.py").write_text(UNSEEN)
    text = unseen.report(list(unseen.cases_in(tmp_path)))
    assert "wrong, accepted       0 of    1,   0.0 %" in text
    assert "wrong, named          1 of    1, 100.0 %" in text
    assert "right, refused        1 of    2,  50.0 %" in text
    assert "RIGHT, REFUSED descent-step: uphill" in text and "wrong: the sign" in text
    assert lessons.find_exercise("descent-step")
