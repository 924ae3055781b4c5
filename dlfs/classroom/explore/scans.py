"""The scanned digits in three parts, as lesson 11 parts them: to train, to choose, to report once.

Only the first two are here. Who looks at the third part while choosing has nothing left to report.
"""

from functools import cache

import numpy as np

from dlfs.classroom import data

TRAINING, CHOOSING = 1000, 400


@cache
def training() -> tuple[np.ndarray, np.ndarray]:
    """Return `(X, c)`, of shapes (1000, 64) and (1000, 10): the images to train with."""
    return _part(0, TRAINING)


@cache
def validation() -> tuple[np.ndarray, np.ndarray]:
    """Return `(X, c)`, of shapes (400, 64) and (400, 10): the images to choose with."""
    return _part(TRAINING, TRAINING + CHOOSING)


def _part(first: int, end: int) -> tuple[np.ndarray, np.ndarray]:
    X, c = data.digits()
    rows = np.random.default_rng(0).permutation(len(X))[first:end]
    return X[rows], c[rows]
