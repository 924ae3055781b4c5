"""Shapes of gradients, and one entry of the gradient of a matrix."""

from __future__ import annotations

import numpy as np

import dlfs
from dlfs.classroom.practising.task import Blank, Task, mistakes, shown


def shape_text(shape: tuple[int, ...]) -> str:
    """Return a shape as it is answered: "2,3" of (2, 3), "4" of (4,)."""
    return ",".join(map(str, shape))


def draw_shapes(rng: np.random.Generator, level: int) -> Task:
    """Return a task: the shape of each gradient in X W + b, with more layers at higher levels."""
    sizes = [int(size) for size in rng.permutation([2, 3, 4, 5, 6])]
    rows, layers = sizes[0], min(1 + level // 2, 3)
    shapes = {"X": (rows, sizes[1])}
    lines = [f"X has the shape {shapes['X']}"]
    before = "X"
    for k in range(layers):
        W, b, z = f"W{k + 1}", f"b{k + 1}", f"z{k + 1}"
        shapes[W] = (sizes[k + 1], sizes[k + 2])
        narrow = [(sizes[k + 2],), (1, sizes[k + 2]), (rows, 1)]
        shapes[b] = narrow[int(rng.integers(1 if level < 2 else 3))]
        lines.append(f"{z} = {before} @ {W} + {b}, with {W} {shapes[W]} and {b} {shapes[b]}")
        shapes[z], before = (rows, sizes[k + 2]), z
    found = gradient_shapes(shapes, layers)
    blanks = [_shape_blank(name, found[name], shapes) for name in shapes if name[0] in "XWb"]
    question = ("L is the sum of all entries of the last z. Which shape has the gradient of L with "
                "respect to each of these? Write (3, 2) as 3,2 and (4,) as 4.")  # fmt: skip
    return Task("shapes", level, question, tuple(lines), tuple(blanks))


def gradient_shapes(shapes: dict[str, tuple], layers: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of each gradient, as the engine has it."""
    with dlfs.Graph():
        nodes = {name: dlfs.Variable(np.ones(shape), name=name) for name, shape in shapes.items()
                 if name[0] != "z"}  # fmt: skip
        z = nodes["X"]
        for k in range(1, layers + 1):
            z = dlfs.add(dlfs.matmul(z, nodes[f"W{k}"]), nodes[f"b{k}"])
        gradients = dlfs.compute_gradients(dlfs.reduce_sum(z))
    return {name: gradients[node].shape for name, node in nodes.items()}


def _shape_blank(name: str, shape: tuple[int, ...], shapes: dict) -> Blank:
    key, above = shape_text(shape), shapes.get("z" + name[1:])
    ways = [(shape[::-1], "it is transposed: a gradient has the shape of its node")]
    if above and name[0] == "b":
        ways.insert(0, (above, f"it is the shape of z{name[1:]}: where {name} was stretched, the "
                               "gradient is summed"))  # fmt: skip
        ways += [(narrow, f"{name} has one axis, and so has its gradient")
                 for narrow in ((*shape, 1), (1, *shape)) if len(shape) == 1]  # fmt: skip
        ways += [(short, "the axes of length 1 belong to the shape")
                 for short in (above[1:], tuple(n for n in shape if n > 1))]  # fmt: skip
    elif above:
        ways.append((above, f"it is the shape of z{name[1:]}, not that of {name}"))
    wrong: dict[str, str] = {}
    for way, words in ways:
        if shape_text(way) != key:
            wrong.setdefault(shape_text(way), words)
    return Blank(f"gradient of {name}", key, wrong, "shape")


def draw_matmul(rng: np.random.Generator, level: int) -> Task:
    """Return a task: one entry of the gradient of A or of B, where G arrives at A B."""
    inner = 2 + (level > 2)
    A, B = (rng.integers(-3, 4, shape) for shape in ((2, inner), (inner, 2)))
    G = rng.integers(-2, 4, (2, 2))
    about = "A" if level < 2 or rng.random() < 0.5 else "B"
    gradients = matmul_gradients(A, B, G)
    gradient = gradients[about]
    i, j = (int(rng.integers(size)) for size in gradient.shape)
    key = gradient[i, j]
    turned = {"A": G @ B if inner == 2 else None, "B": A @ G if inner == 2 else None}[about]
    other = gradient[j, i] if j < gradient.shape[0] and i < gradient.shape[1] else None
    value = {"A": A, "B": B}[about][i, j]
    first = G[i, 0] * B[j, 0] if about == "A" else A[0, i] * G[0, j]
    wrong = mistakes(key, (first, "only the first product is in it: the products are summed"),
                     (None if turned is None else turned[i, j], "a transpose is missing: "
                      + {"A": "G B^T", "B": "A^T G"}[about]), (-key, "the sign is not right"),
                     (other, "row and column are exchanged"),
                     (value, f"it is the entry of {about}"))
    given = tuple(f"{name} = {_rows(each)}" for name, each in zip("ABG", (A, B, G)))
    question = (f"G is the gradient that arrives at A B. Which number stands in row {i + 1}, "
                f"column {j + 1} of the gradient of {about}?")  # fmt: skip
    return Task("matmul", level, question, given, (Blank("entry", shown(key), wrong),))


def matmul_gradients(A: np.ndarray, B: np.ndarray, G: np.ndarray) -> dict[str, np.ndarray]:
    """Return the gradients of A and B where G arrives at A B, as the engine has them."""
    with dlfs.Graph():
        a, b = dlfs.Variable(A, name="A"), dlfs.Variable(B, name="B")
        loss = dlfs.reduce_sum(dlfs.multiply(dlfs.matmul(a, b), dlfs.constant(G)))
        found = dlfs.compute_gradients(loss)
    return {"A": found[a], "B": found[b]}


def _rows(matrix: np.ndarray) -> str:
    return "; ".join(" ".join(map(str, row)) for row in matrix.tolist())
