"""Fits a drawing to its box, as the makers of the scans fitted theirs before anybody read one.

A linear reader has one weight for each pixel: moved by one pixel, a digit meets the wrong weights.
"""

import numpy as np

SIDE, WIDEST = 8, 7
# A dot stays a dot: it may be the beginning of a stroke.
MOST = 2.0
# Whoever fills the height and stands in the middle, but for this much, needs no fitting.
TALL_ENOUGH, ASIDE = 7.0, 0.5


def filled(pixels: np.ndarray) -> np.ndarray:
    """Return the drawing of shape (1, 64) stretched to the height of the box and put in its middle.

    Height and width grow alike, at most to 7 columns and to the double. What fits, or is empty, is
    returned as it is.
    """
    image = pixels.reshape(SIDE, SIDE)
    if not image.any():
        return pixels
    down, across = (_span(image.max(axis)) for axis in (1, 0))
    if _fits(down, across):
        return pixels
    scale = min(SIDE / _length(down), WIDEST / _length(across), MOST)
    rows, columns = (_shares(np.mean(span), scale) for span in (down, across))
    return (rows @ image @ columns.T).reshape(1, -1)


def _span(darkest: np.ndarray) -> tuple[float, float]:
    """Return where the ink begins and ends: a border that is half grey is half filled."""
    first, last = np.flatnonzero(darkest)[[0, -1]]
    return first + 1 - darkest[first], last + darkest[last]


def _length(span: tuple) -> float:
    return max(span[1] - span[0], 1.0)


def _fits(down: tuple, across: tuple) -> bool:
    aside = [abs(np.mean(span) - SIDE / 2) for span in (down, across)]
    return _length(down) >= TALL_ENOUGH and max(aside) <= ASIDE


def _shares(middle: float, scale: float) -> np.ndarray:
    """Return which share of each new pixel, a row, comes from each old one, a column."""
    edges = middle + (np.arange(SIDE + 1) - SIDE / 2) / scale
    old = np.arange(SIDE)
    ends = np.minimum(edges[1:, None], old + 1) - np.maximum(edges[:-1, None], old)
    return np.maximum(ends, 0) * scale
