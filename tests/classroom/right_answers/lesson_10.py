"""Right answers of lesson 10, in the forms that people give them."""

from functools import reduce

import numpy as np

# two-rolls


def rolls_in_a_loop(x, gradient, learning_rate, momentum):
    v = 0
    for _ in range(2):
        v = momentum * v + gradient(x)
        x = x - learning_rate * v
    return x


def rolls_without_a_speed(x, g, eta, beta):
    slope = g(x)
    first = x - eta * slope
    return first + beta * (first - x) - eta * g(first)


def rolls_on_a_copy(x, gradient, learning_rate, momentum):
    place, v = np.array(x, dtype=float), gradient(x)
    place = place - learning_rate * v
    v = gradient(place) + v * momentum
    return place - v * learning_rate


def rolls_of_pairs(x, gradient, learning_rate, momentum):
    def one(place, speed):
        speed = gradient(place) + momentum * speed
        return place - learning_rate * speed, speed

    return one(*one(x, 0))[0]


rolls_reduced = lambda x, g, r, b: reduce(  # noqa: E731
    lambda at, _: (at[0] - r * (b * at[1] + g(at[0])), b * at[1] + g(at[0])), range(2), (x, 0)
)[0]


def rolls_by_differences(x, gradient, learning_rate, momentum):
    places = [x, x]
    for _ in range(2):
        kept = momentum * (places[-1] - places[-2])
        places.append(places[-1] + kept - learning_rate * gradient(places[-1]))
    return places[-1]


# roll


class Roll:
    def __call__(self, x, v, gradient, learning_rate, momentum):
        v = momentum * v + gradient(x)
        return x - learning_rate * v, v


roll_lambda = lambda x, v, g, r, b: (  # noqa: E731
    x - r * b * v - r * g(x), b * v + g(x)
)


def roll_in_one_line(x, v, gradient, learning_rate, momentum):
    return x - learning_rate * (momentum * v + gradient(x)), momentum * v + gradient(x)


def roll_with_a_new_name(x, v, gradient, learning_rate, momentum):
    speed = gradient(x) + v * momentum
    place = x - speed * learning_rate
    return [place, speed]


def roll_on_copies(x, v, gradient, learning_rate, momentum):
    v = np.array(v, dtype=float)
    v *= momentum
    v += gradient(x)
    return np.subtract(x, np.multiply(learning_rate, v)), v


def roll_backward(x, v, g, eta, beta):
    new = beta * v + g(x)
    return -eta * new + x, new


def rolled_by_places(x, gradient, learning_rate, momentum):
    places = [x, x]
    for _ in range(2):
        kept = momentum * (places[-1] - places[-2])
        places.append(places[-1] + kept - learning_rate * gradient(places[-1]))
    return places[-1]


RIGHT = {
    "two-rolls": [rolls_in_a_loop, rolls_without_a_speed, rolls_on_a_copy,
                  rolls_of_pairs, rolls_reduced, rolls_by_differences,
                  rolled_by_places],
    "roll": [roll_in_one_line, roll_with_a_new_name, roll_on_copies, roll_backward, Roll(),
             roll_lambda],
}  # fmt: skip
