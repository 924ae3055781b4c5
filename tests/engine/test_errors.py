"""What a learner reads when something does not fit.

Every text has the same four parts: what happened, which node it is and where it was built, the
shapes, and the way out. The mistakes stand in mistakes.py and mistakes_of_gradients.py.
"""

import inspect
import linecache
import re

import numpy as np
import pytest

import dlfs
from dlfs.errors import brief
from tests.engine import mistakes_of_gradients
from tests.engine.helpers import checked_text, refusal, run
from tests.engine.mistakes import MISTAKES

BAD_VALUES = {
    "text": ("twelve", "'twelve' of type str"),
    "nothing": (None, "None of type NoneType"),
    "a complex number": (1j, "1j of type complex"),
    "an object": ({"a": 1}, "{'a': 1} of type dict"),
    "a list of texts": (["1", "2"], "['1', '2'] of type list with entries of type <U1"),
    "an array of objects": (np.array([[None], ["a"]]), "array([[None], ['a']], dtype=object) of"),
    "a ragged list": ([[1, 2], [3]], "rows have different lengths"),
    "an object of a class": (object(), "of type object"),
    "a date": (np.datetime64("2020-01-01"), "datetime64"),
    "half precision": (np.float16(1), "float16"),
    "a long list": (["abc"] * 1000, "..."),
}


def refused_value(text, name):
    value, part = BAD_VALUES[name]
    assert part in text.splitlines()[0]
    assert len(text) < 600 and "way out: give" in text
    return text


@pytest.mark.parametrize("name", BAD_VALUES)
def test_a_value_that_is_no_number_is_refused_wherever_it_comes_in(name):
    value, _ = BAD_VALUES[name]
    X, W = dlfs.placeholder("X"), dlfs.Variable(1.0, "W")
    line = re.escape(X.built)
    text = refused_value(refusal(lambda: run(X, {X: value}), dlfs.FeedError), name)
    assert re.search(rf"the value fed to X \(placeholder\), built in {line}", text)
    for build, what in (
        (lambda: dlfs.Variable(value), "the initial value of a Variable"),
        (lambda: dlfs.constant(value), "the value of a constant"),
        (lambda: setattr(W, "value", value), "the new value of W"),
        (lambda: dlfs.matmul(X, value), "an input of matmul"),
        (lambda: dlfs.add(X, value), "an input of add"),
    ):
        assert what in refused_value(refusal(build, dlfs.GraphError), name)


def line_of(place):
    filename, number = place
    return linecache.getline(filename, int(number))


def marked_here(function):
    """The lines of a function that are marked `here`."""
    lines, first = inspect.getsourcelines(function)
    filename = inspect.getsourcefile(function)
    return {(filename, str(first + i)) for i, line in enumerate(lines) if "# here" in line}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_answered_with_what_where_which_shapes_and_the_way_out(name):
    function, kind, parts = MISTAKES[name]
    text = refusal(function, kind)
    assert [part for part in parts if part not in text] == []
    assert parts[0] in text.splitlines()[0]
    built = set(re.findall(r"built in (\S.*), line (\d+)", text))
    assert marked_here(function) <= built
    assert all("# here" in line_of(place) for place in built)


@pytest.mark.parametrize(
    "bare",
    [
        "'X'", "KeyError: 'X'", "AttributeError: no x\n  way out: write something", "list index",
        "placeholder X has no value.", "placeholder X has no value.\n  way out: feed it",
        "placeholder X has no value.\n  node: X\n  way out: add it to the feed_dict",
        "a fetch is <object at 0x7f00>, no node.\n  way out: fetch one node of a graph",
    ],
)  # fmt: skip
def test_the_check_of_texts_refuses_a_bare_error(bare):
    with pytest.raises(AssertionError):
        checked_text(bare)
    assert checked_text("placeholder X has no value.\n  way out: add it to the feed_dict")


@pytest.mark.parametrize(
    "numpys", [lambda: np.ones(2) + np.ones(3), lambda: np.ones((2, 3)) @ np.ones((2, 3))]
)
def test_the_check_of_texts_refuses_numpys_words(numpys):
    with pytest.raises(ValueError) as caught:
        numpys()
    with pytest.raises(AssertionError, match="NumPy's words"):
        checked_text(f"{caught.value}\n  way out: look at the shapes")


def test_a_value_that_is_too_long_is_shown_by_its_beginning():
    for length in range(20):
        whole, shown = repr([*range(length)]), brief([*range(length)])
        assert shown == whole or len(shown) == 40 < len(whole)
        assert shown == whole or shown[-3:] == "..." and whole.startswith(shown[:-3])


def test_all_errors_are_of_one_base_class():
    kinds = {kind for _, kind, _ in MISTAKES.values()} - {dlfs.DlfsError}
    assert kinds == {dlfs.GraphError, dlfs.FeedError, dlfs.ComputeError, dlfs.GradientError}
    assert all(issubclass(kind, dlfs.DlfsError) for kind in kinds)
    assert issubclass(dlfs.DlfsError, Exception)


def test_the_error_of_a_learners_compute_shows_its_own_traceback():
    with pytest.raises(dlfs.ComputeError) as caught:
        mistakes_of_gradients.a_compute_that_fails()
    assert isinstance(caught.value.__cause__, KeyError)


def test_an_interrupted_run_is_not_an_error_of_the_graph():
    class slow(dlfs.Operation):
        def compute(self, *values):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(slow([]))
