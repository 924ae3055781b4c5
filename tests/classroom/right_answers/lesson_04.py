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


def nudged_rows_of_eye(f, x, h=1e-5):
    rows = [row.reshape(x.shape) for row in np.eye(x.size)]
    return np.reshape([(f(x + h * row) - f(x - h * row)) / (2 * h) for row in rows], x.shape)


def nudged_and_put_back(f, x, h=1e-5):
    flat, slopes = x.reshape(-1), []
    for i in range(len(flat)):
        flat[i] += h
        above = f(x)
        flat[i] -= 2 * h
        below = f(x)
        flat[i] += h
        slopes.append((above - below) / (2 * h))
    return np.array(slopes).reshape(x.shape)


def nudged_copies(f, x, h=1e-5):
    result = np.empty_like(x)
    for i, value in np.ndenumerate(x):
        up, down = x.copy(), x.copy()
        up[i], down[i] = value + h, value - h
        result[i] = (f(up) - f(down)) / h / 2
    return result


def nudged_mean_of_both(f, x, h=1e-5):
    def one_sided(step):
        rows = np.identity(x.size).reshape(-1, *x.shape)
        return np.array([(f(x + step * e) - f(x)) / step for e in rows]).reshape(x.shape)

    return (one_sided(h) + one_sided(-h)) / 2


def nudged_by_recursion(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(x + h) - f(x - h)) / (2 * h)

    def with_part(i):
        return lambda part: f(np.concatenate([x[:i], [part], x[i + 1 :]]))

    return [nudged_by_recursion(with_part(i), x[i], h) for i in range(len(x))]


def nudged_by_map(f, x, h=1e-5):
    nudges = np.diag(np.full(x.size, h)).reshape(-1, *x.shape)
    return np.fromiter(map(lambda e: (f(x + e) - f(x - e)) / (2 * h), nudges), float).reshape(x.shape)


RIGHT = {
    "two-steps": [
        steps_in_a_loop, steps_nested, steps_counted, steps_added, steps_on_a_copy, steps_reduced,
    ],
    "descent-step": [
        step_backward, step_subtract, step_on_a_copy, step_entry_by_entry, Step(), step_lambda,
    ],
    "nudged-gradient": [
        nudged_rows_of_eye, nudged_and_put_back, nudged_copies, nudged_mean_of_both,
        nudged_by_recursion, nudged_by_map,
    ],
}
