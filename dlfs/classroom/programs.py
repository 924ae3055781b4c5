"""Three programs of the course in one form, so that other libraries can run them, too.

The others, PyTorch and JAX, are no part of the course's install. So what a lesson prints of them is
one of two sentences: it agrees, or it is not there. The strict comparison of notebooks takes the two
for the same (tests/course/nbval_sanitize.cfg), and any third one for a difference.
"""

from collections.abc import Callable
from importlib import import_module

import numpy as np

from dlfs.classroom import data
from dlfs.feeding import one_hot

STEPS = 100


def three_programs() -> dict[str, tuple]:
    """Return, for each name, the layers at the start, the batch of each step, a rate, and a name.

    A layer is a pair of arrays (W, b), a batch is a pair (X, c), and the name is that of the
    operation between two layers.
    """
    points = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    scans = [np.split(each[:1000], 20) for each in data.digits()]
    return {
        "perceptron": (_layers((2, 2), 1), [data.overlapping()] * STEPS, 1.0, "relu"),
        "XOR": (_layers((2, 4, 2), 1), [(points, one_hot([0, 1, 1, 0], 2))] * STEPS, 0.5, "sigmoid"),
        "digits": (_layers((64, 64, 10), 0.2), list(zip(*scans)) * (STEPS // 20), 0.5, "relu"),
    }


def _layers(sizes: tuple[int, ...], spread: float) -> list[tuple]:
    rng = np.random.default_rng(0)
    return [(rng.normal(0, spread, pair), np.zeros(pair[1])) for pair in zip(sizes, sizes[1:])]


def beside(library: str, package: str, claim: str, prove: Callable[[], object]) -> None:
    """Call `prove` where the package can be imported, and print the claim; else say that it cannot.

    What `prove` raises is raised: a library that does not agree is an error, and no sentence.
    """
    try:
        import_module(package)
    except (ImportError, OSError):  # OSError: installed, and a part of the system is missing
        print(f"{library} cannot be imported here, so it was not asked.")
        return
    prove()
    print(f"{library}, too: {claim}.")
