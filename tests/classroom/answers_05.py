"""The answers of lesson 05's questions, computed: the derivatives by nudging, no rule needed."""

import itertools


def slope(f, place, i, h=1e-6):
    """The slope of f when number i of `place` is nudged and the others are held."""
    up, down = list(place), list(place)
    up[i] += h
    down[i] -= h
    return (f(*up) - f(*down)) / (2 * h)


def slopes_of_the_square():
    return [slope(lambda w, x, b: (w * x + b) ** 2, (2.0, -1.0, 3.0), i) for i in range(3)]


def slopes_of_two_ways():
    return [slope(lambda x, y: x * y + 3 * x, (4.0, -2.0), i) for i in range(2)]


def slopes_on_paper():
    return [
        slope(lambda y: y * 3.0 + y, (9.0,), 0),
        slope(lambda x: x**2 * x + x**2, (3.0,), 0),
    ]


def slope_when_overwritten():
    """The messages of z, v, u and y, one after the other, each replacing what was there."""
    table = {"z": 1.0}
    walk = [("z", "y", 1.0), ("z", "v", 1.0), ("v", "u", -1.0), ("u", "y", -1.0), ("y", "x", 4.0)]
    for sender, receiver, rate in walk:
        table[receiver] = table[sender] * rate
    return table["x"]


def row_of_diamonds(count):
    """The arrows of a row of diamonds: from node to its successors."""
    arrows = {}
    for i in range(count):
        arrows[f"n{i}"] = [f"up{i}", f"down{i}"]
        arrows[f"up{i}"] = arrows[f"down{i}"] = [f"n{i + 1}"]
    return arrows


def paths_and_edges():
    arrows, reached = row_of_diamonds(20), {"n0": 1}
    for node, successors in arrows.items():
        for successor in successors:
            reached[successor] = reached.get(successor, 0) + reached[node]
    edges = list(itertools.chain.from_iterable(arrows.values()))
    return [reached["n20"], len(edges)]


ANSWERS = {
    "ch-1": slopes_of_the_square,
    "pa-1": slopes_of_two_ways,
    "bp-5": slopes_on_paper,
    "bp-2": slope_when_overwritten,
    "pa-2": paths_and_edges,
}
