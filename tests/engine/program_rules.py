"""What the tests of compiled programs share: the same runs, plain and compiled, side by side."""

import numpy as np

import dlfs
from tests.engine.helpers import counting, two_classes

POINTS, CLASSES = two_classes(0.75, points=10)


def perceptron():
    """What to feed, W, b, and the loss J of a small perceptron on overlapping data."""
    X, c = dlfs.placeholder("X"), dlfs.placeholder("c")
    W, b = dlfs.Variable(np.zeros((2, 2)), "W"), dlfs.Variable(np.zeros(2), "b")
    J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(X @ W + b, c), name="J")
    return {X: POINTS, c: CLASSES}, W, b, J


def compiled_after(session, fetches, feed=None, count=3):
    """The values of the last of a few runs, which is a compiled one."""
    session._run, plain_runs = counting(session._run)
    values = runs(session, fetches, [feed] * count)[-1]
    assert len(plain_runs) == 2
    return values


def runs(session, fetches, feeds):
    """What a session returns for each of `feeds`, one run after the other."""
    return [session.run(fetches, feed) for feed in feeds]


def plain_runs_of(session, fetches, feeds):
    """How many of these runs are plain ones."""
    session._run, plain_runs = counting(session._run)
    runs(session, fetches, feeds)
    return len(plain_runs)


def side_by_side(build, feeds_of=None, rate=0.01, count=5):
    """Values and trained variables of two copies of a graph, run plain and run compiled.

    `build()` gives `(fetches, feed, loss)`; a loss that depends on variables is trained.
    """
    results = []
    for compiled in (False, True):
        with dlfs.Graph().as_default():
            fetches, feed, loss = build()
            fetches, variables = [*fetches, loss], trainable(loss)
            if variables:
                fetches.insert(1, dlfs.GradientDescentOptimizer(rate).minimize(loss))
            session = dlfs.Session(compiled=compiled)
            session._run, plain_runs = counting(session._run)
            values = runs(session, fetches, [feed] * count)
            results.append((values, [W.value for W in variables]))
            if compiled:
                # A program that fails would be hidden: the plain session would run in its place.
                assert len(plain_runs) == 2, "a compiled run fell back to the plain one"
                assert session.plain_runs == 0
                program = session.program(fetches, feed)
    return *results, program


def trainable(loss):
    nodes = dlfs.graph.order_of(loss)
    return [n for n in nodes if isinstance(n, dlfs.Variable) and n.trainable]


def assert_same(found, expected, rtol=1e-12):
    """Same kinds, shapes and dtypes, and every number within rtol of the largest one beside it."""
    if expected is None:
        assert found is None
    elif isinstance(expected, (list, tuple)):
        assert type(found) is type(expected) and len(found) == len(expected)
        for one, other in zip(found, expected):
            assert_same(one, other, rtol)
    else:
        assert type(found) is type(expected), (type(found), type(expected))
        assert found.dtype == expected.dtype and found.shape == expected.shape
        largest = np.max(np.abs(expected[np.isfinite(expected)]), initial=0.0)
        np.testing.assert_allclose(found, expected, rtol=rtol, atol=rtol * max(largest, 1e-3))


def assert_compiled_like_plain(build, rtol=1e-12, **settings):
    """Run both and compare; return the program."""
    plain, compiled, program = side_by_side(build, **settings)
    assert_same(compiled, plain, rtol)
    return program
