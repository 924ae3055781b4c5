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


def adam_in_two_lines(x, G, m, s, t, eta, b1, b2):
    m, s = b1 * m + (1 - b1) * G, b2 * s + (1 - b2) * G * G
    return x - eta * (m / (1 - b1**t)) / ((s / (1 - b2**t)) ** 0.5 + 1e-8), m, s


def adam_by_differences(x, G, m, s, t, learning_rate, beta1, beta2):
    m = m + (1 - beta1) * (G - m)
    s = s + (1 - beta2) * (np.square(G) - s)
    m_hat = m / (1 - np.power(beta1, t))
    s_hat = s / (1 - np.power(beta2, t))
    return [x - learning_rate * m_hat / (np.sqrt(s_hat) + 1e-8), m, s]


def adam_with_one_rate(x, G, m, s, t, learning_rate, beta1, beta2):
    m = np.add(beta1 * m, G - beta1 * G)
    s = np.add(beta2 * s, G**2 - beta2 * G**2)
    root = np.sqrt(1 - beta2**t)
    rate = learning_rate * root / (1 - beta1**t)
    return x - rate * m / (np.sqrt(s) + 1e-8 * root), m, s


def adam_on_copies(x, G, m, s, t, learning_rate, beta1, beta2, eps=1e-8):
    x, m, s = (np.array(given, dtype=float) for given in (x, m, s))
    m *= beta1
    m += (1 - beta1) * G
    s *= beta2
    s += (1 - beta2) * G * G
    x -= learning_rate * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps)
    return x, m, s


def adam_with_a_helper(x, G, m, s, t, learning_rate, beta1, beta2):
    def mean(old, new, beta):
        return beta * old + (1 - beta) * new

    def unbiased(memory, beta):
        return memory / (1 - beta**t)

    m, s = mean(m, G, beta1), mean(s, G**2, beta2)
    step = unbiased(m, beta1) / (np.sqrt(unbiased(s, beta2)) + 1e-8)
    return x - learning_rate * step, m, s


def adam_of_logarithms(x, G, m, s, t, learning_rate, beta1, beta2):
    m = G + beta1 * (m - G)
    s = G**2 + beta2 * (s - G**2)
    first, second = -np.expm1(t * np.log(beta1)), -np.expm1(t * np.log(beta2))
    return np.array(x) - learning_rate * (m / first) / (1e-8 + np.sqrt(s / second)), m, s


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
    "adam-step": [adam_in_two_lines, adam_by_differences, adam_with_one_rate, adam_on_copies,
                  adam_with_a_helper, adam_of_logarithms],
}  # fmt: skip
