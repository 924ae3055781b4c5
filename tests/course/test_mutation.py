"""The measurement of the engine's tests: it draws mutants, and it sees whether a test fails."""

import ast
from pathlib import Path

import pytest

from dlfs.classroom import lessons
from tools import unseen
from tools.course import ROOT
from tools.mutation import runs, sample
from tools.mutation.order import Measured, in_order, measured

GRADIENTS = ROOT / "dlfs" / "gradients.py"


def test_a_sample_is_drawn_once_and_for_all_and_has_many_kinds():
    drawn = sample.sample_of([GRADIENTS], 40)
    assert drawn == sample.sample_of([GRADIENTS], 40) != sample.sample_of([GRADIENTS], 40, 2)
    assert len({changed.text for changed in drawn}) == 40
    assert len({changed.kind for changed in drawn}) > 10
    for changed in drawn:
        ast.parse(changed.text)
        assert changed.before != changed.after and changed.file == "dlfs/gradients.py"


def test_annotations_are_not_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(sample, "ROOT", tmp_path)
    path, header = tmp_path / "some.py", "def f(x: dict[int, str]) -> list[str | None]:\n"
    path.write_text(f"{header}    z: tuple[int, str] = (1, x)\n    return x + z\n")
    texts = [each.text for each in sample.sample_of([path], 1000)]
    assert len(texts) > 5 and all(header in text for text in texts)
    assert all("z: tuple[int, str]" in text for text in texts if "z:" in text)


def test_a_change_of_one_line_draws_new_mutants_for_that_line_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(sample, "ROOT", tmp_path)
    path, original = tmp_path / "gradients.py", GRADIENTS.read_text(encoding="utf-8")
    drawn = []
    for text in (original, original.replace("return 2 * G * op.inputs[0]", "return 3 * G")):
        path.write_text(text, encoding="utf-8")
        drawn.append({(each.before, each.after) for each in sample.sample_of([path], 200)})
    before, after = drawn
    assert 180 < len(before & after) < 200


def test_decorators_stay_where_they_are():
    assert all("@RegisterGradient(ops.add)" in each.text
               for each in sample.sample_of([GRADIENTS], 10))  # fmt: skip


def test_an_equivalent_mutant_is_left_out():
    changed = sample.sample_of([GRADIENTS], 1)[0]
    entry = {"file": changed.file, "before": changed.before, "after": changed.after}
    assert sample.is_equivalent(changed, [entry])
    assert not sample.is_equivalent(changed, [{**entry, "after": "something else"}])


def stale(entries):
    """Those of these equivalent mutants whose lines the engine does not have."""
    texts = {path: ast.unparse(ast.parse((ROOT / path).read_text(encoding="utf-8")))
             for path in {entry["file"] for entry in entries}}  # fmt: skip
    lines = {path: " / ".join(map(str.strip, text.split("\n"))) for path, text in texts.items()}
    return [entry["before"] for entry in entries if entry["before"] not in lines[entry["file"]]]


def test_every_equivalent_mutant_is_one_of_a_line_that_the_engine_has():
    entries = sample.known_equivalents()
    assert stale(entries) == []
    assert stale([{**entries[0], "before": "J = 3 / x"}]) == ["J = 3 / x"]
    assert all(entry["why"][-1] == "." for entry in entries)


@pytest.fixture
def small_house(tmp_path):
    (tmp_path / "dlfs").mkdir()
    (tmp_path / "tests" / "engine").mkdir(parents=True)
    (tmp_path / "dlfs" / "sums.py").write_text("def total(a, b):\n    return a + b\n")
    (tmp_path / "tests" / "engine" / "test_sums.py").write_text(
        "import runpy\n\n\ndef test_total():\n"
        "    assert runpy.run_path('dlfs/sums.py')['total'](2, 3) == 5\n")
    return tmp_path


WRONG = "def total(a, b):\n    return a - b\n"
RIGHT = "def total(a, b):\n    return b + a\n"


@pytest.mark.parametrize("text, by", [
    (WRONG, "FAILED tests/engine/test_sums.py::test_total"), (RIGHT, runs.SURVIVES),
    ("def total(a, b):\n    while True:\n        pass\n", runs.HANGS),
])  # fmt: skip
def test_a_mutant_is_found_where_a_test_fails(small_house, text, by):
    in_time = [Measured("tests/engine/test_sums.py", -4.5)]  # seconds of which 7.5 are left
    tests = in_time if by == runs.HANGS else None
    assert runs.found_by("dlfs/sums.py", 2, text, small_house, tests) == by
    assert "a + b" in (small_house / "dlfs" / "sums.py").read_text()


def test_the_tests_that_run_a_line_come_first_and_the_quick_ones_before_the_slow_ones(small_house):
    (small_house / "tests" / "engine" / "test_all.py").write_text("def test_nothing():\n    pass\n")
    everything, sums = measured(small_house)
    assert sums.runs("dlfs/sums.py", 2) and not everything.runs("dlfs/sums.py", 2)
    slow = Measured("test_slow.py", sums.seconds + 9, sums.lines)
    assert in_order([everything, slow, sums], "dlfs/sums.py", 2) == [sums, slow, everything]


def test_nothing_is_measured_where_a_test_fails_without_a_change(small_house):
    (small_house / "tests" / "engine" / "test_all.py").write_text("def test_it():\n    assert 0\n")
    with pytest.raises(RuntimeError, match=r"test_all\.py fails without any change"):
        measured(small_house)


def test_what_was_judged_is_kept_and_what_survived_is_judged_anew_by_new_tests(small_house):
    tests, folder = small_house / "tests" / "engine", small_house / "kept"
    kept = runs.Kept(folder, tests)
    kept.keep("a", "FAILED test_total", "")
    kept.keep("b", runs.SURVIVES, "")
    again = runs.Kept(folder, tests)
    assert [again.verdict(each) for each in "abc"] == ["FAILED test_total", "", None]
    (tests / "test_more.py").write_text("")
    again = runs.Kept(folder, tests)
    assert [again.verdict(each) for each in "abc"] == ["FAILED test_total", None, None]


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
