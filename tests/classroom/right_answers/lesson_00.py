"""Right answers of lesson 00, in the forms that people give them."""

import numpy as np

# centred


def centred_in_one_line(X):
    return X - X.mean(axis=0)


def centred_by_loops(X):
    rows = [list(row) for row in X]
    for column in range(2):
        total = 0.0
        for row in rows:
            total += row[column]
        for row in rows:
            row[column] -= total / len(rows)
    return rows


def centred_transposed(X):
    return np.array([column - np.sum(column) / len(column) for column in X.T]).T


def centred_with_keepdims(table):
    middle = np.mean(table, axis=0, keepdims=True)
    return np.subtract(table, middle)


def centred_by_a_product(X):
    n = len(X)
    return (np.eye(n) - np.full((n, n), 1 / n)) @ X


def centred_row_by_row(X):
    middle = np.average(X, axis=0)
    return tuple(row - middle for row in X)


def centred_by_yielding(X):
    middle = X.mean(0)
    for row in X:
        yield row - middle


# line-class


class LineOfAPair:
    def __init__(self, slope, height):
        self.pair = (slope, height)

    def compute(self, x):
        a, b = self.pair
        return b + a * x


class LineOfAFunction:
    def __init__(self, m, c):
        self.compute = lambda x: m * x + c


class LineOfNumPy:
    def __init__(self, slope, height):
        self.coefficients = np.array([height, slope], dtype=float)

    def compute(self, x):
        return np.dot(self.coefficients, [1, x])


class LineWithASlot:
    __slots__ = ("slope", "height")

    def __init__(self, slope, height):
        self.slope, self.height = slope, height

    def compute(self, x):
        return sum((self.slope * x, self.height))


class LineOfTwoPoints:
    def __init__(self, slope, height):
        self.at_0, self.at_1 = height, height + slope

    def compute(self, x):
        return self.at_0 + (self.at_1 - self.at_0) * x


class Base:
    def compute(self, x):
        return self.values["slope"] * x + self.values["height"]


class LineDerived(Base):
    def __init__(self, slope, height):
        self.values = dict(slope=slope, height=height)


def centred_by_a_matrix(X):
    n = len(X)
    return (np.eye(n) - np.ones((n, n)) / n) @ X


RIGHT = {
    "centred": [
        centred_in_one_line, centred_by_loops, centred_transposed, centred_with_keepdims,
        centred_by_a_product, centred_row_by_row, centred_by_yielding,
        centred_by_a_matrix,
    ],
    "line-class": [
        LineOfAPair, LineOfAFunction, LineOfNumPy, LineWithASlot, LineOfTwoPoints, LineDerived,
    ],
}
