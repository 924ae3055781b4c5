"""Two clouds of points, one of circles and one of triangles; a hundred flowers; scanned digits.

Every lesson that separates two classes uses these clouds, and the seed makes them the same on every
computer. When the clouds overlap, no line can part them; when they are far apart, a line can.

The flowers are irises of two species that Edgar Anderson measured and R. A. Fisher published: The
use of multiple measurements in taxonomic problems, Annals of Eugenics 7 (1936), 179-188. Measured
lengths are facts, and nobody's property; the copy in scikit-learn (BSD-3-Clause) was read.

The digits are those of E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits (1998):
digits.txt says whose they are and under which licence they may be used.
"""

from pathlib import Path

import numpy as np

from dlfs.feeding import one_hot

# How far the clouds are from the origin, in both directions. Change a number here, and
# `make notebooks` names every sentence that has to follow.
OVERLAPPING, SEPARABLE = 0.75, 2.0


def two_classes(centre: float, points: int = 50, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return `(X, c)`: inputs of shape (2 * points, 2) and one-hot targets of the same shape.

    The circles come first, around (-centre, -centre), and are column 0 of `c`. The triangles
    follow, around (centre, centre), and are column 1. Each cloud has variance 1 in both directions.
    """
    generator = np.random.default_rng(seed)
    circles = generator.standard_normal((points, 2)) - centre
    triangles = generator.standard_normal((points, 2)) + centre
    return np.concatenate([circles, triangles]), np.repeat(np.eye(2), points, axis=0)

def overlapping(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return `(X, c)`, both (100, 2), so near that no line is right everywhere."""
    return two_classes(OVERLAPPING, seed=seed)

def separable(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return `(X, c)`, both (100, 2), so far apart that at seed 0 a line is right everywhere."""
    return two_classes(SEPARABLE, seed=seed)


# Length/width of the petals, in millimetres.
VERSICOLOR = """
47/14 45/15 49/15 40/13 46/15 45/13 47/16 33/10 46/13 39/14 35/10 42/15 40/10 47/14 36/13
44/14 45/15 41/10 45/15 39/11 48/18 40/13 49/15 47/12 43/13 44/14 48/14 50/17 45/15 35/10
38/11 37/10 39/12 51/16 45/15 45/16 47/15 44/13 41/13 40/13 44/12 46/14 40/12 33/10 42/13
42/12 42/13 43/13 30/11 41/13
"""
VIRGINICA = """
60/25 51/19 59/21 56/18 58/22 66/21 45/17 63/18 58/18 61/25 51/20 53/19 55/21 50/20 51/24
53/23 55/18 67/22 69/23 50/15 57/23 49/20 67/20 49/18 57/21 60/18 48/18 49/18 56/21 58/16
61/19 64/20 56/22 51/15 56/14 61/23 56/24 55/18 48/18 54/21 56/24 51/23 51/19 59/23 57/25
52/23 50/19 52/20 54/23 51/18
"""


def irises() -> tuple[np.ndarray, np.ndarray]:
    """Return `(X, c)`, both (100, 2): length and width of petals in cm, one-hot species.

    Fifty flowers of Iris versicolor come first and are column 0 of `c`, then fifty of Iris
    virginica. No line is right on all of them.
    """
    flowers = [pair.split("/") for pair in (VERSICOLOR + VIRGINICA).split()]
    return np.array(flowers, dtype=float) / 10, np.repeat(np.eye(2), 50, axis=0)


def digits() -> tuple[np.ndarray, np.ndarray]:
    """Return `(X, c)`, of shapes (1797, 64) and (1797, 10): scanned digits, and which one it is.

    A row of X is an image of 8 x 8 pixels, row by row, each from 0 (paper) to 1 (ink) in steps of
    1/16. A row of c is one-hot: column k stands for the digit k.
    """
    with np.load(Path(__file__).with_name("digits.npz"), allow_pickle=False) as file:
        return file["pixels"] / 16, one_hot(file["labels"], 10)
