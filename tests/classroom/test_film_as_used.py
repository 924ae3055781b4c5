"""The film of functions as learners write them, by somebody who had not seen it: what was untrue.

Each test is one finding. None of the functions was chosen for what the film can do.
"""

import functools
import warnings

import numpy as np
import pytest

from dlfs.classroom import film
from dlfs.classroom.checking.probing import run
from dlfs.classroom.filming import recorder
from dlfs.classroom.filming.recorder import record
from dlfs.classroom.filming.words import describe

each = pytest.mark.parametrize
RUNS = 0
W = np.ones((2, 2))
TABLE = np.arange(9.0).reshape(3, 3)


@pytest.fixture(autouse=True)
def an_error_of_the_film_is_seen(request, monkeypatch):
    def seen(error):
        raise SystemError("the film") from error

    if "answers_nothing" not in request.node.name:
        monkeypatch.setattr(recorder, "unseen", seen)


def sentences(function, *arguments) -> list[str]:
    recording = record(function, *arguments)
    return [describe(recording, number) for number in range(len(recording.steps))]


def headline(function, *arguments) -> str:
    return record(function, *arguments).headline()


# The run itself is the learner's: the film neither breaks it nor hangs


def test_an_axis_in_a_name_is_an_axis():
    def centred(X, axis=1, **more):
        mean = X.mean(axis)
        return X - mean

    assert "the axis over which it was taken" in headline(centred, TABLE)
    assert record(lambda X, *, axis=0: X.sum(axis), TABLE).end.startswith("returned [9 12 15]")
    assert record(lambda X: X.sum((0, 1)), TABLE).end == "returned 36"


class Sullen:
    """Raises whatever it is asked, its class included."""

    def __getattribute__(self, name):
        raise RuntimeError(name)


def test_an_object_that_answers_nothing_breaks_no_film():
    def holds():
        sullen = Sullen()
        n = 1
        return n

    assert record(holds).end == "returned 1"
    assert record(lambda one: 2, Sullen()).end == "returned 2"


def stubborn():
    n = 0
    while True:
        try:
            n += 1
        except:  # noqa: E722
            pass


def test_a_loop_that_catches_everything_ends_all_the_same():
    assert record(stubborn).end.startswith("was stopped in line ")
    assert run(stubborn, (), (), budget=10_000).failure == "OutOfBudget"


def test_an_endless_loop_on_one_line_is_named():
    def spin():
        while True: pass  # noqa: E701

    said = sentences(spin)[-1]
    assert "stopped in line 2, while True: pass" in said
    assert said.endswith("never ends?")


def test_large_arrays_make_a_short_film_and_the_run_goes_on(monkeypatch):
    def grows(X):
        for i in range(40):
            X = X + 1
        return X

    monkeypatch.setattr(recorder, "FILMING", 0.0)
    recording = record(grows, np.zeros(3))
    assert recording.end.startswith("returned [40 40 40]")
    assert len(recording.steps) < 5
    assert "the film has the first" in recording.end


@each("about, text", [(np.full((40, 50), 2.0), "all 2"), (np.arange(20).T, "0 to 19")])
def test_the_range_of_a_large_array(about, text):
    assert record(lambda X: X.ndim, about).steps[0].looks[0].text == text


# Nothing is changed by it


class Cell:
    def __init__(self, parts=()):
        self.parts, self.grad, self.kept = list(parts), 0.0, {"w": np.ones(2)}

    def forward(self, x):
        self.z = x + self.kept["w"]
        self.kept["w"] += 1
        return self.z


def backward(loss):
    queue = [loss]
    while queue:
        cell = queue.pop()
        for part in cell.parts:
            part.grad += 1
            queue.append(part)
    loss.parts.clear()
    return loss


def test_objects_that_are_handed_over_are_as_before():
    leaf = Cell()
    loss = Cell([Cell([leaf]), leaf])
    assert len(record(backward, loss).steps) > 10
    assert len(loss.parts) == 2 and leaf.grad == 0
    record(leaf.forward, 1.0)
    assert not hasattr(leaf, "z") and leaf.kept["w"].tolist() == [1, 1]


def test_defaults_and_closures_are_as_before():
    def collects(x, seen=[]):  # noqa: B006
        seen.append(x)
        return seen

    count = 0

    def counts():
        nonlocal count
        count += 1
        return count

    assert record(collects, 4).end == "returned [4]" and collects.__defaults__ == ([],)
    assert record(counts).end == "returned 1" and count == 0


# What is said is true, whole and of the line


def test_an_error_that_is_caught_is_said_at_its_line():
    def safe(a, b):
        try:
            r = a / b
        except ZeroDivisionError:
            r = 0
        return r

    line, *_ = (said for said in sentences(safe, 1, 0) if "line 3" in said)
    assert "it raises ZeroDivisionError: division by zero" in line


def test_what_a_line_prints_is_said():
    def noisy(x):
        print("loss", x)
        x = x / 2
        return x

    assert "it prints 'loss 8.0'" in sentences(noisy, 8.0)[1]
    assert "prints" not in "".join(sentences(noisy, 8.0)[2:])


def test_the_call_of_a_decorated_function_stands_at_its_def():
    def same(function):
        @functools.wraps(function)
        def inner(x):
            return function(x)

        return inner

    @same
    def square(x):
        return x * x

    calls = [step.text for step in record(square, 3).steps if step.event == "called"]
    assert calls == ["def inner(x):", "def square(x):"]


def test_a_statement_over_several_lines_is_said_whole():
    def whole(X):
        return (
            X
            .sum(axis=0)  # the columns
            .mean()
        )

    assert "return (X.sum(axis=0).mean()); no name" in sentences(whole, TABLE)[1]


def test_a_global_number_is_a_name_too():
    def counted(x):
        global RUNS
        RUNS += 1
        return x * RUNS

    try:
        assert "RUNS becomes: 1" in sentences(counted, 2)[1]
    finally:
        globals()["RUNS"] = 0


def test_an_array_outside_the_function_that_is_changed_stands_out():
    def update(g):
        W[:] = W - g
        return g

    try:
        assert headline(update, 1.0).startswith("Line 2, W[:] = W - g, changes W in place, which "
                                                "stands outside the function")
    finally:
        W[:] = 1


def test_a_default_list_belongs_to_the_function():
    def collects(x, seen=[]):  # noqa: B006
        seen.append(x)
        return seen

    said = headline(collects, 4)
    assert "changes seen in place, which is the same list in every call" in said
    assert "whoever" not in said


def test_an_array_in_a_dict_of_the_caller_that_is_changed_stands_out():
    def update(params, grads):
        for k in params:
            params[k] -= 0.1 * grads[k]
        return params

    def own(params):
        params = {"W": params["W"] + 1}
        params["W"] += 1
        return params

    assert "Line 3, params[k] -= 0.1 * grads[k], changes params['W'] in place" in (
        headline(update, {"W": np.ones(2)}, {"W": np.ones(2)}))
    assert "no line" in headline(own, {"W": np.ones(2)})


def test_a_list_with_two_names_is_told_like_an_array():
    def rows(n):
        table = [[0] * n] * n
        table[0][1] = 5
        return table

    def both(n):
        kept = now = [n]
        now.append(n)
        return kept

    assert headline(rows, 2).startswith(
        "Line 3, table[0][1] = 5, changes table[0] in place and, with it, table[1]: they are one "
        "list since line 2")
    assert "Line 3, now.append(n), changes now in place and, with it, kept" in headline(both, 2)
    assert "kept and now are one list" in sentences(both, 2)[1]


def test_two_arrays_that_a_line_changes_are_not_said_to_be_one():
    def step(w, b):
        w += 1; b += 1  # noqa: E702
        return w, b

    said = sentences(step, np.ones(2), np.ones(2))[1]
    assert "changes w and b in place, which belongs" in said and "with it" not in said


def test_what_came_in_is_not_new_where_a_name_takes_another_value():
    def halved(z):
        z = z / 2
        return z

    assert "as given" not in sentences(halved, TABLE)[1]


def test_no_number_is_cut_in_two():
    def losses():
        found = [i + 0.123456 for i in range(9)]
        return found

    last = sentences(losses)[-1]
    assert last.count("[0.12346, 1.1235, 2.1235, ...") == 2 and "...." not in last


def test_one_name_changes_and_two_names_change():
    def four():
        a = b = c = d = 1  # noqa: F841
        return a

    assert "1 more name changes" in sentences(four)[1]
    assert record(lambda: (1,)).end == "returned (1,)"


def test_an_async_function_is_told_why(capsys):
    async def fetch(x):
        return x

    with warnings.catch_warnings(action="error"):
        assert film(fetch, 1) is None
    assert "fetch is an async function" in capsys.readouterr().out
