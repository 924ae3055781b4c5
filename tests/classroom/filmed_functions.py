"""Functions of every kind, to be filmed: (function, arguments, how it ends, the line it ends at)."""

import contextlib
import functools
import sys

import numpy as np

TABLE = np.array([[1.0, 2.0], [3.0, 4.0]])
WEIGHTS = [np.zeros(2)]
DIGITS = 3


def factorial(n):
    if n == 0:
        return 1
    return n * factorial(n - 1)


def endless_calls(n):
    return endless_calls(n + 1)


def halves(x):
    while x > 1:
        x = x / 2
        yield x


def empty_generator():
    if False:
        yield 1


def all_numbers():
    n = 0
    while True:
        yield n
        n += 1


def failing_generator():
    yield 1
    raise ValueError("no more")


def consumer_of_a_generator(x):
    total = 0.0
    for half in halves(x):
        total += half
    return total


def endless_loop():
    n = 0
    while True:
        n += 1


def endless_line():
    while True: pass  # noqa: E701


def slow_exit():
    sys.exit(3)


def misfit(a):
    b = np.ones(3)
    return a * b


def misfit_of_matrices(a):
    return a @ np.ones((3, 1))


def unknown_name(a):
    doubled = a * 2
    return double  # noqa: F821


def past_the_end(numbers):
    i = 2
    return numbers[i]


def caught(a):
    try:
        a[7]
    except IndexError:
        return "caught"


def caught_further_out(a):
    try:
        return past_the_end(a)
    except IndexError as error:
        words = str(error)
        return words


def tidied(log):
    try:
        return len(log)
    finally:
        log.append("done")


def outer_function(x):
    def inner(y):
        return y * scale

    scale = 3
    return inner(x) + 1


def calls_others(x):
    y = factorial(x)
    z = outer_function(y)
    return z


def with_comprehension(numbers):
    squares = [n * n for n in numbers]
    return sum(square for square in squares)


def over_several_lines(a, b):
    result = np.maximum(
        a,
        b,
    )
    return (
        result
        + 1
    )


def with_a_block(x):
    with contextlib.suppress(ZeroDivisionError):
        x = x / 0
    return x


def matched(point):
    match point:
        case (0, y):
            return y
        case (x, _):
            return x


def printing(x):
    print("never seen")
    return x


def changes_a_global():
    WEIGHTS[0] += 1
    return len(WEIGHTS)


def reads_a_global(x):
    return round(x, DIGITS)


def with_default(x, path=[]):  # noqa: B006
    path.append(x)
    return path


def with_many(*numbers, scale=2, **others):
    return [scale * number for number in numbers]


def large(n):
    a = np.arange(n, dtype=float)
    b = a[::2]
    b *= 2
    return a.sum()


def large_outer(n):
    a = np.ones(n)
    return (a[:10, None] * a).shape


def of_objects():
    a = np.array([1, "two", None], dtype=object)
    a[0] = 2
    return a


def with_nan(x):
    return np.log(x - 1)


def deletes(x):
    y = x
    del x
    return y


def returns_nothing(x):
    x = x + 1


class Unspeakable:
    def __repr__(self):
        raise RuntimeError("never call me")

    __str__ = __repr__


def unspeakable():
    thing = Unspeakable()
    return thing


class Silent(Exception):
    def __str__(self):
        raise RuntimeError("no words")


def silent_error():
    raise Silent


class Layer:
    def __init__(self, W):
        self.W = W

    def step(self, rate):
        self.W -= rate
        return self.W


def stepping(W):
    layer = Layer(W)
    layer.step(0.5)
    return layer.W


def wrapped(function):
    @functools.wraps(function)
    def inside(*arguments):
        return function(*arguments)

    return inside


@wrapped
def decorated(x):
    y = x + 1
    return y


doubled = lambda x: 2 * x  # noqa: E731


def holds_itself():
    a = []
    a.append(a)
    return a


FILMS = (
    (factorial, (4,), "returned 24", 4),
    (endless_calls, (0,), "did not come to its end", 2),
    (halves, (4.0,), "gave 2 items: [2, 1]", 2),
    (empty_generator, (), "gave 0 items: []", 2),
    (all_numbers, (), "gave 50 items", 4),
    (failing_generator, (), "did not come to its end", 3),
    (consumer_of_a_generator, (4.0,), "returned 3", 5),
    (endless_loop, (), "was stopped", None),
    (endless_line, (), "was stopped", None),
    (slow_exit, (), "did not come to its end", 2),
    (misfit, (TABLE,), "did not come to its end", 3),
    (misfit_of_matrices, (TABLE,), "did not come to its end", 2),
    (unknown_name, (TABLE,), "did not come to its end", 3),
    (past_the_end, ([1, 2],), "did not come to its end", 3),
    (caught, ([1],), "returned 'caught'", 5),
    (caught_further_out, ([1],), "returned 'list index out of range'", 6),
    (tidied, ([],), "returned 0", None),
    (outer_function, (2,), "returned 7", 6),
    (calls_others, (3,), "returned 19", 4),
    (with_comprehension, ([1, 2],), "returned 5", 3),
    (over_several_lines, (TABLE, TABLE), "returned [[2 3] [4 5]] of shape (2, 2)", 6),
    (with_a_block, (1,), "returned 1", 4),
    (matched, ((0, 5),), "returned 5", 4),
    (printing, (1,), "returned 1", 3),
    (changes_a_global, (), "returned 1", 3),
    (reads_a_global, (0.12345,), "returned 0.123", 2),
    (with_default, (1.0,), "returned [1", 3),
    (with_many, (1, 2), "returned [2, 4]", 2),
    (large, (100_000,), "returned 7.4999e+09", 5),
    (large_outer, (100_000,), "returned (10, 100000)", 3),
    (of_objects, (), "returned [2 'two' None] of shape (3,)", 4),
    (with_nan, (TABLE,), "returned [[-inf 0] [0.6931 1.099]] of shape (2, 2)", 2),
    (deletes, (1,), "returned 1", 4),
    (returns_nothing, (1,), "returned None", 2),
    (unspeakable, (), "returned a Unspeakable", 3),
    (silent_error, (), "did not come to its end", 2),
    (stepping, (np.array([1.0, 2.0]),), "returned [0.5 1.5] of shape (2,)", 4),
    (decorated, (1,), "returned 2", None),
    (doubled, (TABLE,), "returned [[2 4] [6 8]] of shape (2, 2)", 1),
    (holds_itself, (), "returned [", 4),
)
