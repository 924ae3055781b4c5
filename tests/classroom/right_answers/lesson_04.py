"""Right answers of lesson 04, in the forms that people give them."""

from functools import reduce

import numpy as np

# two-steps


def steps_in_a_loop(x, gradient, learning_rate):
    for _ in range(2):
        x = x - learning_rate * gradient(x)
    return x


def steps_nested(x, slope, eta):
    def one(place):
        return place - eta * slope(place)

    return one(one(x))


def steps_counted(x, gradient, learning_rate, left=2):
    if left == 0:
        return x
    return steps_counted(x - gradient(x) * learning_rate, gradient, learning_rate, left - 1)


def steps_added(x, g, r):
    down = -r * g(x)
    return x + down - r * g(x + down)


def steps_on_a_copy(x, gradient, learning_rate):
    place = np.array(x, dtype=float)
    place -= learning_rate * gradient(place)
    place -= learning_rate * gradient(place)
    return place


steps_reduced = lambda x, g, r: reduce(lambda at, _: at - r * g(at), range(2), x)  # noqa: E731


# descent-step


def step_backward(x, gradient, learning_rate):
    return -(learning_rate * gradient(x)) + x


def step_subtract(x, gradient, learning_rate):
    slope = gradient(x)
    return np.subtract(x, np.multiply(learning_rate, slope))


def step_on_a_copy(x, gradient, learning_rate):
    new = np.copy(x).astype(float)
    new -= learning_rate * np.asarray(gradient(x))
    return new


def step_entry_by_entry(x, gradient, learning_rate):
    if np.ndim(x) == 0:
        return x - learning_rate * gradient(x)
    slope = gradient(x)
    return [x[i] - learning_rate * slope[i] for i in range(len(x))]


class Step:
    def __call__(self, place, gradient, rate):
        return place - rate * gradient(place)


step_lambda = lambda x, f, eta: x - eta * f(x)  # noqa: E731


# nudged-gradient


def nudged_rows_of_eye(f, x, h):
    return np.array([(f(x + h * row) - f(x - h * row)) / (2 * h) for row in np.eye(len(x))])


def nudged_and_put_back(f, x, h):
    slopes = []
    for i in range(len(x)):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        below = f(x)
        x[i] += h
        slopes.append((above - below) / (2 * h))
    return slopes


def nudged_copies(f, x, h):
    result = np.empty_like(x)
    for i, value in enumerate(x):
        up, down = x.copy(), x.copy()
        up[i], down[i] = value + h, value - h
        result[i] = (f(up) - f(down)) / h / 2
    return result


def nudged_mean_of_both(f, x, h):
    def one_sided(step):
        return np.array([(f(x + step * e) - f(x)) / step for e in np.identity(x.size)])

    return (one_sided(h) + one_sided(-h)) / 2


def nudged_by_yielding(f, x, h):
    for i in range(len(x)):
        e = np.zeros(len(x))
        e[i] = h
        yield 0.5 * (f(x + e) - f(x - e)) / h


def nudged_by_map(f, x, h):
    nudges = np.diag(np.full(len(x), h))
    return map(lambda e: (f(x + e) - f(x - e)) / (2 * h), nudges)


RIGHT = {
    "two-steps": [
        steps_in_a_loop, steps_nested, steps_counted, steps_added, steps_on_a_copy, steps_reduced,
    ],
    "descent-step": [
        step_backward, step_subtract, step_on_a_copy, step_entry_by_entry, Step(), step_lambda,
    ],
    "nudged-gradient": [
        nudged_rows_of_eye, nudged_and_put_back, nudged_copies, nudged_mean_of_both,
        nudged_by_yielding, nudged_by_map,
    ],
}
