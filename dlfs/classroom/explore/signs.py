"""A board of 8 x 8 pixels as text: 64 signs, row by row, that can be typed, kept and sent on.

0 is paper and g is ink; between them stand 1 to 9 and a to f, for the grey values of the scans.
"""

import numpy as np

from dlfs.classroom.explore.calling import Mistake

SIGNS = "0123456789abcdefg"
PIXELS, INK = 64, len(SIGNS) - 1


def written(pixels: np.ndarray) -> str:
    """Return the signs of 64 grey values from 0 to 1; an empty board is an empty text."""
    levels = np.rint(np.ravel(pixels) * INK).astype(int)
    return "".join(SIGNS[level] for level in levels) if levels.any() else ""


def pixels_of(text: str) -> np.ndarray:
    """Return the grey values that `text` says, from 0 to 1, of shape (1, 64).

    Spaces between the signs do not count. A Mistake says what cannot be read.
    """
    signs = "".join(text.split()).lower()
    strange = [sign for sign in signs if sign not in SIGNS]
    if strange:
        raise Mistake(
            f"The signs of a board are 0 (paper) to 9 and a to g (ink), and {ascii(strange[0])} "
            "is none of them."
        )
    if signs and len(signs) != PIXELS:
        raise Mistake(f"A board has 64 signs, 8 for each row, and here are {len(signs)}.")
    levels = [SIGNS.index(sign) for sign in signs or "0" * PIXELS]
    return np.array([levels]) / INK
