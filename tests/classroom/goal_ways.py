"""For each goal of an explorer a way to it, by the controls alone, and ways that end beside it.

What is true of a single state, by mathematics and not by the explorer, is in `TRUE`.

A way is a list of settings, done one after the other. The last one of a way reaches the goal, none
before it does. A near miss begins as the way does, and differs in what the goal's text asks for.
"""

import math

from dlfs.classroom.explore.scans import validation
from dlfs.classroom.explore.signs import written

SEVEN = 7


def a_seven() -> str:
    """Return a scanned 7, as signs, with one pixel more: a drawing, for no scan is like it."""
    X, c = validation()
    pixels = X[c[:, SEVEN] == 1][0].copy()
    pixels[pixels.argmin()] = 1 / 16
    return written(pixels)


WAYS = {
    "descent-three": [{"curvature": 4}, {"learning_rate": 0.2}],
    "descent-twins": [{"learning_rate": 0.75}, {"learning_rate": 2.5}, {"learning_rate": 1.25}],
    "line-unsure": [{"steepness": 0.11}],
    "line-through": [{"angle": 10}, {"offset": 3.3}],
    "valley-quick": [{"kappa": 5}, {"fraction": 0.8}],
    "valley-twins": [{"fraction": 0.46}, {"fraction": 1.1}, {"fraction": 0.95}],
    "ball-steep": [{"learning_rate": 0.0232}, {"kappa": 100}, {"momentum": 0.6}],
    "chain-flat": [{"n1": -1.5}],
    "chain-still": [{"n1": -2}],
    "cross-entropy-even": [{"p": 0.2}, {"p": 0.089}],
    "graph-zero": [{"t": 6}, {"b": 2}],
    "graph-late": [{"order": "w x multiply b add power"}, {"t": 6}],
    "learning-rate-edge": [{"learning_rate": 6.2}, {"learning_rate": 7}],
    "look-ahead-quick": [{"seed": 11}, {"turn": 12}],
    "machines-four": [{"rows": 100_000}, {"workers": 4}],
    "machines-eight": [{"rows": 40_000}],
    "messages-lost": [{"graph": "x y + 3 x"}, {"order": "z p q"}, {"collect": "overwrite"}],
    "moved-point-turn": [{"point": 63}, {"x1": 0}, {"x2": -5}],
    "nudge-size-forward": [{"formula": "forward"}, {"h": 1e-7}],
    "pixels-seven": [{"board": a_seven()}],
    "poll-cheap": [{"learning_rate": 1}],
    "registry-lucky": [{"rule": "mean for sum"}],
    "softmax-shares": [{"a0": 0.92}, {"a1": 0.41}],
    "stair-twins": [{"weight": 0.3}, {"weight": 2.56}],
    "too-well-others": [{"images": 300}, {"epoch": 100}],
    "touch-twins": [{"entry": "B12"}, {"entry": "A11"}],
    "training-quick": [{"learning_rate": 1}],
    "xor-early": [{"t": 50}, {"activation": "tanh"}, {"width": 4}, {"seed": 1}],
    "xor-stuck": [{"width": 4}, {"activation": "relu"}, {"seed": 3}],
}
MISSES = {
    "descent-three": [[{"curvature": 4}, {"learning_rate": 0.25}], [{"learning_rate": 0.8}],
                      [{"curvature": 4}, {"learning_rate": 0.19}]],
    "descent-twins": [[{"learning_rate": 0.75}, {"learning_rate": 0.76}],
                      [{"learning_rate": 0.75}, {"curvature": 5 / 3}],
                      [{"learning_rate": 0.5}, {"learning_rate": 1.5}]],
    "line-unsure": [[{"steepness": 0.2}], [{"offset": 2}, {"steepness": 0.11}],
                    [{"probe": (0, 0)}, {"steepness": 0.11}]],
    "line-through": [[{"probe": (0, 0)}, {"offset": 0}], [{"angle": 10}, {"offset": 3}]],
    "valley-quick": [[{"kappa": 4}, {"fraction": 0.8}], [{"kappa": 5}, {"fraction": 0.7}]],
    "valley-twins": [[{"fraction": 0.8}, {"fraction": 0.9}],
                     [{"kappa": 9}, {"fraction": 0.46}, {"fraction": 0.95}]],
    "ball-steep": [[{"learning_rate": 0.0232}, {"kappa": 90}, {"momentum": 0.6}],
                   [{"learning_rate": 0.0192}, {"kappa": 100}, {"momentum": 0}]],
    "chain-flat": [[{"n1": -1.4}], [{"t": 3}, {"n1": -1.6}]],
    "chain-still": [[{"nudge": 0.1}, {"n1": -2}], [{"n1": -1.5}]],
    "cross-entropy-even": [[{"p": 0.1}], [{"p": 0.08}]],
    "graph-zero": [[{"t": 5}, {"b": 2}], [{"t": 6}, {"b": 2.1}],
                   [{"graph": "A x + b"}, {"t": 6}, {"b": 0}]],
    "graph-late": [[{"order": "b w x multiply add power"}, {"t": 6}],
                   [{"order": "w x multiply b add power"}, {"t": 5}]],
    "learning-rate-edge": [[{"learning_rate": 5}, {"learning_rate": 7}],
                           [{"seed": 1}, {"learning_rate": 8}, {"seed": 0}],
                           [{"learning_rate": 7}, {"learning_rate": 8}]],
    "look-ahead-quick": [[{"seed": 11}, {"turn": 21}], [{"turn": 20}]],
    "machines-four": [[{"rows": 100_000}, {"workers": 8}], [{"rows": 10_000}, {"workers": 4}]],
    "machines-eight": [[{"rows": 10_000}], [{"workers": 8}]],
    "messages-lost": [[{"graph": "x y + 3 x"}, {"order": "z q p"}, {"collect": "overwrite"}],
                      [{"graph": "x y + 3 x"}, {"order": "z p q"}]],
    "moved-point-turn": [[{"x1": -0.5}, {"x2": 4.5}]],
    "nudge-size-forward": [[{"h": 1e-7}], [{"formula": "forward"}, {"h": 1e-8}],
                           [{"formula": "forward"}, {"h": 1e-6}]],
    "pixels-seven": [[{"board": ""}], [{"board": written(validation()[0][0])}]],
    "poll-cheap": [[{"size": 300}, {"learning_rate": 1}], [{"size": 1}], [{"size": 5}]],
    "registry-lucky": [[{"rule": "misprint"}], [{"rule": "sign flipped"}],
                       [{"rule": "no local derivative"}]],
    "softmax-shares": [[{"a0": 0.92}, {"a1": 0.6}], [{"a1": 0.41}]],
    "stair-twins": [[{"weight": 0.3}, {"weight": 2.8}], [{"weight": 1.266}, {"weight": 1.267}]],
    "too-well-others": [[{"images": 1000}, {"epoch": 100}],
                        [{"images": 300}, {"width": 0}, {"epoch": 100}]],
    "touch-twins": [[{"entry": "B12"}, {"entry": "A12"}], [{"entry": "G11"}, {"entry": "G12"}]],
    "training-quick": [[{"t": 11}, {"learning_rate": 1}],
                       [{"learning_rate": 0.3}]],
    "xor-early": [[{"activation": "tanh"}, {"width": 4}, {"seed": 1}, {"t": 51}],
                  [{"t": 50}, {"activation": "tanh"}, {"width": 3}]],
    "xor-stuck": [[{"activation": "relu"}, {"seed": 3}], [{"width": 4}, {"seed": None}],
                  [{"t": 1999}, {"width": 4}, {"activation": "relu"}, {"seed": 3}]],
}  # fmt: skip


def shrinks(state: dict) -> float:
    """Return by what a step of `descent` multiplies the distance."""
    return abs(1 - state["learning_rate"] * state["curvature"])


# Places to stand, on both sides of each edge, and whether the goal is reached there.
TRUE = {
    "descent-three": (
        {"curvature": (3.9, 4), "learning_rate": (0.19, 0.2, 0.2249, 0.23, 0.25, 0.28, 0.3, 0.31)},
        lambda at: at["curvature"] == 4 and shrinks(at) ** 3 <= 0.01 < shrinks(at) ** 2,
    ),
    "chain-flat": (
        {"n1": (-3, -2, -1.6, -1.5, -1.4, 0, 1), "t": (1, 3, 4)},
        lambda at: at["t"] == 4 and 2 * at["n1"] + 3 == 0,
    ),
    "chain-still": (
        {"n1": (-3, -2.1, -2, -1.9, -1.5, 0), "nudge": (1, 0.1, 0.001)},
        lambda at: at["nudge"] == 1 and (2 * at["n1"] + 3) ** 2 == (2 * at["n1"] + 5) ** 2,
    ),
    "cross-entropy-even": (
        {"p": (0.01, 0.08, 0.087, 0.0885, 0.09, 0.092, 0.1, 0.9)},
        lambda at: abs(math.log(at["p"]) + 3 * math.log(0.99)
                       - 3 * math.log(0.6) - math.log(0.4)) < 4 * 0.005,
    ),
    "graph-zero": (
        {"w": (-5, 2, 2.5), "b": (-5, 0, 2, 2.5, 8), "t": (0, 5, 6)},
        lambda at: at["t"] == 6 and at["b"] - at["w"] == 0,
    ),
    "line-through": (
        {"angle": (-90, 0, 90), "offset": (-3.2, -2, -1.95, 1.85, 2, 2.95, 3.2),
         "probe": ((3, 2), (1, 0))},
        lambda at: at["probe"] == (3, 2) and abs(3 * math.cos(math.radians(at["angle"]))
                                                 + 2 * math.sin(math.radians(at["angle"]))
                                                 - at["offset"]) < 0.1,
    ),
    "softmax-shares": (
        {"a0": (math.log(5), 1.65, 2), "a1": (math.log(3), 1, 1.15), "a2": (math.log(2), 0.5),
         "shift": (0, 100)},
        lambda at: all(abs(math.exp(at[name]) / sum(math.exp(at[a]) for a in ("a0", "a1", "a2"))
                           - share) <= 0.01 for name, share in
                       (("a0", 0.5), ("a1", 0.3), ("a2", 0.2))),
    ),
}  # fmt: skip
