"""What several tests of the engine share: running, nudging, counting, reading an error's text.

Nothing here asks the engine whether it is right: the numbers come from mathematics alone.
"""

import contextlib
import re

import numpy as np
import pytest

import dlfs

BARE = re.compile(r"^'?\w*'?$|^(KeyError|AttributeError|IndexError|TypeError|ValueError)\b")
NUMPYS_OWN_WORDS = ("could not be broadcast", "gufunc", "not aligned", "out of bounds", "ufunc")


def run(fetches, feed_dict=None):
    return dlfs.Session().run(fetches, feed_dict)


def gradients_of(loss, *nodes, feed_dict=None):
    table = dlfs.compute_gradients(loss, feed_dict, list(nodes))
    return [table[node] for node in nodes]


def numeric_gradients(function, values, h=1e-3):
    """The gradient of function(*values) for each value, from four losses around every entry.

    (8 (J(x+h) - J(x-h)) - (J(x+2h) - J(x-2h))) / 12h is wrong by about h^4.
    """
    values = [np.array(value, dtype=float) for value in values]
    return [_nudged_everywhere(function, values, value, h) for value in values]


def _nudged_everywhere(function, values, value, h):
    gradient = np.zeros_like(value)
    for entry in np.ndindex(value.shape):
        middle, J = value[entry], {}
        for k in (-2, -1, 1, 2):
            value[entry] = middle + k * h
            J[k] = function(*values)
        value[entry] = middle
        gradient[entry] = (8 * (J[1] - J[-1]) - (J[2] - J[-2])) / (12 * h)
    return gradient


def assert_close(found, expected, rtol=1e-6, atol=1e-8):
    """Same shape, and every entry as close as the numeric gradient is exact."""
    expected = np.asarray(expected)
    assert np.shape(found) == expected.shape
    larger = max(1, np.abs(expected).max(initial=0))
    np.testing.assert_allclose(found, expected, rtol=rtol, atol=atol * larger)


def refusal(action, kind=dlfs.DlfsError):
    """The text of the DlfsError that `action` raises, which has the parts that it must have."""
    with pytest.raises(dlfs.DlfsError) as caught:
        action()
    assert type(caught.value) is not dlfs.DlfsError and isinstance(caught.value, kind)
    (text,) = caught.value.args
    return checked_text(text)


def checked_text(text):
    """`text`, if it says what happened and the way out, in words of ours."""
    assert type(text) is str
    first, *details = text.splitlines()
    assert not BARE.search(first), f"a bare error: {first}"
    assert not any(words in first for words in NUMPYS_OWN_WORDS), f"NumPy's words: {first}"
    assert len(first.split()) >= 4, f"no sentence: {first}"
    assert " at 0x" not in text, f"an address: {text}"
    assert details and re.match(r"  way out: [\w{].{10}", details[-1]), f"no way out: {text}"
    clauses = details[-1].split("; ")
    assert len(set(clauses)) == len(clauses), f"said twice: {text}"
    for line in details[:-1]:
        assert re.match(r"  (node|loss|input|fed): .* built in .|  fed: nothing", line), line
    return text


class Counted(dlfs.Operation):
    """An operation that passes its first input on and counts how often it is computed."""

    def __init__(self, *inputs, name=None):
        super().__init__(list(inputs), name)
        self.visits = 0

    def compute(self, *values):
        self.visits += 1
        return values[0]


class CountedGradient:
    """A gradient function for Counted that counts its calls, and passes G on to the first input."""

    def __init__(self):
        self.calls = 0

    def __call__(self, op, grad):
        self.calls += 1
        return [grad] + [None] * (len(op.inputs) - 1)


@contextlib.contextmanager
def counted_gradients(operation=Counted):
    function = CountedGradient()
    with dlfs.registered(operation, function):
        yield function


def counting(function):
    """`function`, and the list of the arguments that it is called with."""
    calls = []

    def counted(*arguments, **settings):
        calls.append(arguments)
        return function(*arguments, **settings)

    return counted, calls


def two_classes(centre=2.0, points=50, seed=0):
    """Circles first, then triangles: X of shape (2 points, 2) and one-hot c."""
    draw = np.random.default_rng(seed)
    X = np.concatenate([draw.normal(-centre, 1, (points, 2)), draw.normal(centre, 1, (points, 2))])
    c = np.repeat(np.eye(2), points, axis=0)
    return X, c
