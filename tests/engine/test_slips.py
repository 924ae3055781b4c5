"""Slips are answered in words; what Python, NumPy and Jupyter ask of a node keeps working."""

import math
import operator

import numpy as np
import pytest

import dlfs
from tests.engine.helpers import assert_close, gradients_of, refusal, run
from tests.engine.slips import SLIPS, setting


@pytest.mark.parametrize("line", SLIPS)
def test_a_slip_is_told_what_it_is_and_what_to_write(line):
    names = setting()
    text = refusal(lambda: exec(line, names))
    assert [part for part in SLIPS[line] if part not in text] == []
    assert SLIPS[line][0] in text.splitlines()[0]
    assert text.splitlines()[-1].startswith("  way out: ")


@pytest.mark.parametrize("line", ["np.exp(x)", "x.shape", "w.valeu = 3", "J[0]", "optimizer.lr"])
def test_the_error_is_also_the_one_that_python_asks_for(line):
    kind = AttributeError if "." in line and "np" not in line else TypeError
    with pytest.raises(kind) as caught:
        exec(line, setting())
    assert isinstance(caught.value, dlfs.GraphError)


def test_an_array_before_a_node_builds_as_the_node_before_an_array_does():
    a, w = np.array([3.0, 5.0]), dlfs.Variable([1.0, 2.0])
    A = np.array([[1.0, 2.0], [3.0, 4.0]])
    for build, value in [
        (lambda: a + w, a + w.value), (lambda: a - w, a - w.value), (lambda: a * w, a * w.value),
        (lambda: a / w, a / w.value), (lambda: A @ w, A @ w.value),
        (lambda: A.tolist() @ w, A @ w.value), (lambda: a.tolist() - w, a - w.value),
        (lambda: np.float64(2) * w, 2 * w.value), (lambda: np.add(a, w), a + w.value),
        (lambda: np.power(w, 2), w.value**2),
    ]:  # fmt: skip
        node = build()
        assert isinstance(node, dlfs.Operation)
        assert_close(run(node), value)
    assert "exp(node * log(x))" in refusal(lambda: a**w)
    with pytest.raises(dlfs.GraphError):
        np.power(w, w)


NUMBERS = [float, int, complex, operator.index, round, math.trunc, math.floor, math.ceil]
OTHERS = [abs, operator.pos, operator.invert, bool, len, iter, list, lambda x: x[0], np.array]
PAIRS = [
    operator.lt, operator.le, operator.gt, operator.ge, operator.floordiv, operator.mod, divmod,
    operator.and_, operator.or_, operator.xor, operator.lshift, operator.rshift,
]  # fmt: skip


def test_whatever_python_asks_of_a_node_is_answered_in_words():
    x = dlfs.placeholder("x")
    for asked in NUMBERS + OTHERS:
        assert " x" in refusal(lambda asked=asked: asked(x), TypeError), asked
    for asked in PAIRS:
        for pair in ((x, 2), (2, x), (x, x)):
            refusal(lambda asked=asked, pair=pair: asked(*pair), TypeError)


@pytest.mark.parametrize("name", ["add", "subtract", "multiply", "divide", "power"])
def test_a_function_of_numpy_builds_where_it_is_called_without_settings(name):
    ufunc, w = getattr(np, name), dlfs.Variable([1.0, 2.0], "w")
    assert_close(run(ufunc(w, 2.0)), ufunc([1.0, 2.0], 2.0))
    for asked in (lambda: ufunc(w, 2.0, dtype=float), lambda: ufunc.outer(w, 2.0),
                  lambda: ufunc(np.ones(2), w, out=np.ones(2)), lambda: ufunc.reduce(w)):
        assert f"np.{name}" in refusal(asked, TypeError)


def test_a_node_is_equal_to_itself_alone_and_a_key_of_dicts():
    x, y = dlfs.placeholder("x"), dlfs.placeholder("x")
    assert x == x and x != y and not x == y
    assert x in [y, x] and y not in [x] and [y, x].index(x) == 1
    assert {x: 1, y: 2}[x] == 1 and len({x, y, x}) == 2
    assert x != "x" and x is not None and not x == None  # noqa: E711


def test_adding_in_place_and_the_sum_of_nodes_build():
    x = dlfs.Variable(2.0)
    y = x
    y += 1
    y *= x
    assert run([y, sum([x, y, 1])]) == [6, 9]


def test_a_node_has_no_attribute_that_others_have_and_hasattr_says_so():
    x = dlfs.placeholder("x")
    for name in ("shape", "T", "sum", "_repr_html_", "__array_interface__", "__deepcopy__"):
        assert not hasattr(x, name)
    assert getattr(x, "dtype", "none") == "none"
    assert repr(x) == str(x) == f"{x}" == "<placeholder x>"
    assert np.iterable(x) is False


@pytest.mark.parametrize("name", ["shape", "T", "sum"])
def test_the_class_of_a_node_answers_as_any_class_of_python_does(name):
    class other:
        pass

    said = []
    for kind in (dlfs.placeholder, other):
        with pytest.raises(AttributeError) as caught:
            getattr(kind, name)
        said.append(caught.value.args)
    assert said[0] == (said[1][0].replace("other", "placeholder"),)


def test_an_own_operation_may_use_the_names_that_nodes_do_not_have():
    class scaled(dlfs.Operation):
        data = 3.0

        def __init__(self, x, size):
            super().__init__([x])
            self.size = size
            self.shape = "own"

        def mean(self):
            return self.data

        def compute(self, x):
            return self.size * self.mean() * x

    node = scaled(dlfs.Variable(1.0), 2.0)
    assert run(node) == 6 and node.shape == "own"


def test_an_own_optimizer_and_a_private_name_may_be_set_freely():
    class mine(dlfs.GradientDescentOptimizer):
        pass

    optimizer, w = mine(0.1), dlfs.Variable(1.0)
    optimizer.momentum = 0.9
    w._note = "private"
    w.name = "other"
    assert (optimizer.momentum, w._note, w.name) == (0.9, "private", "other")


def test_help_shows_the_arguments_that_a_class_has():
    import inspect

    assert list(inspect.signature(dlfs.sigmoid).parameters) == ["x", "name"]
    assert list(inspect.signature(dlfs.Session.run).parameters) == ["self", "fetches", "feed_dict"]
    assert "axis" in inspect.signature(dlfs.reduce_sum).parameters


def test_a_type_error_from_inside_stays_what_it_is():
    class careless(dlfs.Operation):
        def __init__(self, x):
            super().__init__([x])
            self.n = 1 + "1"

    with pytest.raises(TypeError, match="unsupported operand") as caught:
        careless(dlfs.Variable(1.0))
    assert not isinstance(caught.value, dlfs.DlfsError)


def test_an_operation_registered_by_a_name_of_its_own_needs_no_class_yet():
    with dlfs.registered("zigzag", lambda op, G: 7 * G):

        class zigzag(dlfs.Operation):
            def compute(self, x):
                return x

        x = dlfs.Variable(1.0)
        assert gradients_of(zigzag([x]), x) == [7]


def test_a_class_without_compute_names_the_methods_that_it_has():
    class doubled(dlfs.Operation):
        def forward(self, x):
            return 2 * self._as_it_is(x)

        def _as_it_is(self, x):
            return x

    text = refusal(lambda: run(doubled([1.0])), dlfs.ComputeError)
    assert "doubled has no method compute" in text and text.endswith("; it has forward")


def test_one_question_decides_whose_code_it_is():
    from dlfs.places import home_of, is_ours

    class brighter(dlfs.sigmoid):
        def compute(self, a):
            return super().compute(a)

    class same(dlfs.sigmoid):
        pass

    assert (brighter.from_outside, same.from_outside, dlfs.sigmoid.from_outside) == (
        True, False, False,
    )  # fmt: skip
    assert is_ours(dlfs.gradients.add_gradient) and is_ours(dlfs.train.GradientDescentOptimizer)
    assert not is_ours(lambda op, G: G) and not is_ours(3)
    assert [home_of(m) for m in ("dlfs", "dlfs.train", "dlfs.compiled.program")] == ["engine"] * 3
    assert home_of("dlfs.classroom.explore.xor") == "classroom"
    assert [home_of(m) for m in ("__main__", "dlfs_of_mine", None, "my.dlfs")] == ["yours"] * 4


@pytest.mark.parametrize("thing, first", [
    (dlfs.Session(), ["run", "program"]),
    (dlfs.GradientDescentOptimizer(0.1), ["minimize", "update"]),
])  # fmt: skip
def test_where_no_name_is_near_the_names_come_in_the_order_in_which_they_are_written(thing, first):
    _, listed = refusal(lambda: thing.qqqqqq).splitlines()[-1].split("it has ")
    names = listed.split(", ")
    assert names[:2] == first and len(set(names)) == len(names)
    assert all(hasattr(thing, name) and name[0] != "_" for name in names)


def test_a_subclass_of_an_operation_of_the_library_cannot_change_its_inputs():
    class careless(dlfs.sigmoid):
        def compute(self, a):
            a *= 2
            return a

    w = dlfs.Variable([1.0, 2.0])
    text = refusal(lambda: run(careless(w)), dlfs.ComputeError)
    assert "calculate with a copy" in text
    np.testing.assert_array_equal(w.value, [1, 2])
