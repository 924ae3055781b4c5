"""The benchmark compares equals, names what is missing, and does not hide what was missed."""

import numpy as np
import pytest

import dlfs

from tools.bench import beside, by_hand, ours, peers, report, run
from tools.bench.problems import EPOCHS, PROBLEMS, digits
from tools.bench.promises import COMPILED, HAND, PLAIN, PROMISES
from tools.bench.timing import Times, in_turns


@pytest.mark.parametrize("make", PROBLEMS + EPOCHS)
def test_the_steps_written_by_hand_have_the_losses_of_ours(make):
    problem = make()
    steps = [by_hand.step_of(problem), ours.plain(problem), ours.compiled(problem)]
    losses = np.array([[step() for _ in range(5)] for step in steps])
    np.testing.assert_allclose(losses[1:], losses[:1].repeat(2, axis=0), rtol=1e-12)
    assert (np.diff(losses) < 0).all()


def test_a_competitor_with_other_losses_is_not_timed(monkeypatch):
    wrong = ("numpy", lambda problem: lambda: 0.5)
    monkeypatch.setitem(peers.PEERS, "wrong", wrong)
    with pytest.raises(AssertionError, match="losses of wrong"):
        run._competitors(digits((6, 4, 2), 5), ["wrong"])


def test_a_library_that_is_missing_or_fails_is_named_with_its_reason(monkeypatch):
    def failing(problem):
        raise TypeError("no such function")

    monkeypatch.setitem(peers.PEERS, "absent", ("no_such_library", failing))
    monkeypatch.setitem(peers.PEERS, "failing", ("numpy", failing))
    assert run._why_missing("absent", []) == "not installed"
    assert run._why_missing("failing", ["numpy"]) == "left out"
    steps, failed = run._competitors(digits((6, 4, 2), 5), ["failing"])
    assert failed == {"failing": "TypeError: no such function"}
    times = [{HAND: Times((1.0,)), PLAIN: Times((2.0,))}]
    table = report.steps([digits()], times, failed)
    assert "| failing | missing: TypeError: no such function |" in table


def times_of(**seconds):
    names = {"hand": HAND, "compiled": COMPILED, "plain": PLAIN, "torch": "PyTorch eager"}
    return {names[name]: Times((s, s)) for name, s in seconds.items()}


def test_a_promise_that_is_missed_is_said_to_be_missed():
    problems = [make() for make in PROBLEMS + EPOCHS]
    good = [times_of(hand=10.0, compiled=10.0, plain=12.0, torch=41.0)] * 7
    bad = [times_of(hand=10.0, compiled=16.0, plain=31.0, torch=17.0)] * 7
    assert "missed" not in report.promises(problems, good)
    missed = report.promises(problems, bad)
    assert missed.count("**missed**") == 11 and missed.count("not measured") == 2
    assert len(PROMISES) == 13


def test_the_ratio_is_taken_within_the_rounds():
    slow_machine = Times((1.0, 10.0, 1.0)), Times((2.0, 20.0, 2.0))
    assert slow_machine[1].ratio_to(slow_machine[0]) == 2


def test_turns_measure_the_cpu_time_of_each():
    numbers = np.ones(100_000)
    times = in_turns({"one": numbers.sum, "five": lambda: [numbers.sum() for _ in range(5)]}, 9)
    assert 3 < times["five"].ratio_to(times["one"]) < 8


def test_the_page_has_a_place_for_every_table():
    text = run.TEMPLATE.read_text(encoding="utf-8")
    tables = "steps epochs promises memory faults beside points width depth explorers imports"
    words = ["date", "machine", "versions", *tables.split()]
    for word in words:
        assert text.count("{" + word + "}") >= 1
    assert "{" not in run._filled({word: "x" for word in words})


def test_durations_have_three_digits_and_a_unit():
    found = [report.duration(s) for s in (2e-7, 2.5e-5, 1.25e-4, 1.5e-3, 0.0123, 2.0)]
    assert found == ["0.20 us", "25.0 us", "125 us", "1.50 ms", "12.3 ms", "2.00 s"]


def test_the_other_libraries_are_those_of_the_extra():
    packages = sorted(package for package, _ in peers.PEERS.values())
    assert packages == sorted(r.partition(">")[0] for r in peers.requirements())


def numbers(values):
    numbers_alone = [v for v in np.ravel(np.array(values, object)) if v is not None]
    found = [np.asarray(v, float).ravel() for v in numbers_alone]
    return np.concatenate(found) if found else np.zeros(0)


@pytest.mark.parametrize("name", ["an operation of one's own", "an optimizer of one's own",
                                  "ragged batches", "a chain of 3,000", "100-50-10"])  # fmt: skip
def test_a_graph_beside_has_the_same_values_compiled_and_plain(name):
    found = []
    with dlfs.registered(beside.softplus, beside.softplus_gradient):
        for compiled in (False, True):
            with dlfs.Graph().as_default():
                step = beside.CASES[name](compiled)
            found.append(numbers([step() for _ in range(4)]))
    np.testing.assert_allclose(found[0], found[1], rtol=1e-12)


def test_a_compiled_run_that_is_slower_than_promised_is_said_to_be():
    text = report.beside([("one", 1.04, 1.0, 1.04), ("two", 1.06, 1.0, 1.06)])
    assert text.count("kept") == 1 and text.count("**missed**") == 1
