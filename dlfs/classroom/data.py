"""Two clouds of points, one of circles and one of triangles.

Every lesson that separates two classes uses these clouds, and the seed makes them the same on every
computer. When the clouds overlap, no line can part them; when they are far apart, a line can.
"""

import numpy as np

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
