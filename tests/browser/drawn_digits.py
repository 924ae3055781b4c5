"""Twenty digits as a hand draws them with a mouse: two of each, wobbling, none in the middle.

They were written down before any reader had seen one, and none was changed or left out since.
Places are shares of the board's side, from its upper left corner: (across, down).
"""

import numpy as np

Stroke = list[tuple[float, float]]

WOBBLE, MISPLACED = 0.012, 0.03
KEYS: dict[int, tuple[list[Stroke], list[Stroke]]] = {
    0: (
        [[(.5, .13), (.33, .26), (.27, .5), (.35, .78), (.5, .88), (.67, .74), (.73, .48), (.66, .24), (.5, .13)]],
        [[(.6, .12), (.38, .2), (.24, .46), (.28, .74), (.46, .9), (.68, .78), (.78, .5), (.72, .22), (.56, .1)]],
    ),
    1: ([[(.5, .1), (.49, .5), (.48, .9)]], [[(.34, .32), (.55, .1)], [(.55, .1), (.54, .5), (.52, .92)]]),
    2: (
        [[(.28, .28), (.42, .12), (.62, .15), (.68, .34), (.5, .6), (.27, .87)], [(.27, .87), (.5, .85), (.75, .87)]],
        [[(.3, .22), (.5, .09), (.71, .22), (.65, .45), (.3, .9)], [(.3, .9), (.55, .9), (.79, .88)]],
    ),
    3: (
        [[(.3, .17), (.5, .1), (.67, .24), (.44, .46)], [(.44, .46), (.7, .6), (.61, .85), (.42, .9), (.27, .8)]],
        [[(.28, .12), (.7, .12)], [(.7, .12), (.46, .42)], [(.46, .42), (.71, .56), (.66, .82), (.46, .9), (.28, .86)]],
    ),
    4: (
        [[(.4, .1), (.33, .36), (.26, .58)], [(.26, .58), (.76, .56)], [(.62, .32), (.6, .92)]],
        [[(.62, .1), (.42, .36), (.24, .62)], [(.24, .62), (.8, .6)], [(.62, .1), (.63, .9)]],
    ),
    5: (
        [[(.7, .12), (.34, .12)], [(.34, .12), (.32, .45)], [(.32, .45), (.55, .4), (.71, .58), (.62, .83), (.3, .87)]],
        [[(.36, .14), (.31, .47)], [(.31, .47), (.5, .4), (.68, .52), (.68, .74), (.5, .88), (.28, .8)], [(.36, .13), (.74, .1)]],
    ),
    6: (
        [[(.62, .1), (.4, .32), (.3, .64), (.42, .88), (.62, .84), (.66, .64), (.5, .54), (.33, .68)]],
        [[(.54, .08), (.36, .4), (.31, .72), (.48, .91), (.7, .78), (.62, .57), (.36, .63)]],
    ),
    7: (
        [[(.26, .14), (.74, .13)], [(.74, .13), (.58, .5), (.44, .9)]],
        [[(.28, .12), (.72, .12)], [(.72, .12), (.56, .5), (.46, .9)], [(.36, .5), (.7, .48)]],
    ),
    8: (
        [[(.66, .22), (.5, .1), (.35, .24), (.5, .46), (.68, .7), (.5, .9), (.32, .72), (.5, .47), (.66, .24)]],
        [[(.5, .47), (.34, .32), (.48, .12), (.66, .28), (.5, .47)], [(.5, .47), (.3, .68), (.5, .9), (.7, .7), (.5, .47)]],
    ),
    9: (
        [[(.67, .28), (.5, .12), (.33, .3), (.48, .49), (.67, .32)], [(.67, .28), (.66, .6), (.56, .9)]],
        [[(.7, .2), (.46, .12), (.32, .32), (.5, .5), (.68, .36)], [(.7, .18), (.67, .5), (.68, .92)]],
    ),
}  # fmt: skip


def drawn(digit: int, hand: int) -> list[np.ndarray]:
    """Return the strokes of one digit, each as points of shape (n, 2), by hand 0 or 1."""
    generator = np.random.default_rng([digit, hand])
    shift = generator.uniform(-MISPLACED, MISPLACED, 2)
    return [_by_hand(_rounded(np.array(keys)), generator) + shift for keys in KEYS[digit][hand]]


def _rounded(keys: np.ndarray, between: int = 8) -> np.ndarray:
    """Return points on a smooth curve through all the `keys` (Catmull and Rom's)."""
    padded = np.vstack([2 * keys[0] - keys[1], keys, 2 * keys[-1] - keys[-2]])
    t = np.arange(between)[:, None] / between
    parts = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * (b - c) + d - a) * t**3)
        for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:])
    ]
    return np.vstack([*parts, keys[-1:]])


def _by_hand(points: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return the points as a hand that trembles slowly would make them."""
    noise = generator.normal(0, WOBBLE, (len(points) + 4, 2))
    return points + sum(noise[i : i + len(points)] for i in range(5)) / np.sqrt(5)
