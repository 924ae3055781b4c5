"""Small graphs of numbers: drawn, and run by the engine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

import dlfs
from dlfs.classroom.drawing.graphs import draw_graph

INPUTS, OPERATIONS = "xyzw", "abcdefgh"
SIGNS = {"+": dlfs.add, "*": dlfs.multiply, "-": dlfs.subtract}


@dataclass(frozen=True)
class Small:
    """A graph: the values of its inputs, and name -> (sign, input, input) for its operations.

    The last operation is the loss.
    """

    inputs: dict[str, int]
    operations: dict[str, tuple[str, str, str]]

    @property
    def names(self) -> tuple[str, ...]:
        """All nodes, inputs first."""
        return (*self.inputs, *self.operations)

    @property
    def lines(self) -> tuple[str, ...]:
        """The graph as it is written down."""
        given = ", ".join(f"{name} = {value}" for name, value in self.inputs.items())
        return (given, *(f"{name} = {one} {sign} {other}"
                         for name, (sign, one, other) in self.operations.items()))  # fmt: skip

    def edges_from(self, name: str) -> list[tuple[str, int]]:
        """Return (operation, place) for each use of a node, the first use first."""
        return [(operation, place) for operation, (_, *used) in self.operations.items()
                for place, one in enumerate(used) if one == name]  # fmt: skip

    def rate(self, operation: str, place: int, values: dict[str, float]) -> float:
        """Return the local derivative of an operation by its input at `place`."""
        sign, *used = self.operations[operation]
        return {"+": 1, "-": (1, -1)[place], "*": values[used[1 - place]]}[sign]

    def nodes(self, names: dict[str, str] | None = None) -> dict[str, dlfs.Operation]:
        """Return the nodes of the engine; `names` has what they are called there, if it differs."""
        called = dict(zip(self.names, self.names)) | (names or {})
        with dlfs.Graph():
            made = {name: dlfs.Variable(value, name=called[name])
                    for name, value in self.inputs.items()}  # fmt: skip
            for name, (sign, one, other) in self.operations.items():
                made[name] = SIGNS[sign](made[one], made[other], name=called[name])
        return made

    def drawn(self) -> Figure:
        """Return a picture of the graph, with what each node is, without any result."""
        names = {name: f"{name} = {value}" for name, value in self.inputs.items()}
        names |= {name: f"{name} = {one} {sign} {other}"
                  for name, (sign, one, other) in self.operations.items()}  # fmt: skip
        return draw_graph(self.nodes(names)[self.names[-1]], values=False)

    def solved(self) -> tuple[dict[str, float], dict[str, float]]:
        """Return the values and the gradients of all nodes, as the engine has them."""
        nodes = self.nodes()
        loss = nodes[self.names[-1]]
        values = dlfs.Session().run(nodes)
        gradients = dlfs.compute_gradients(loss)
        return ({name: float(value) for name, value in values.items()},
                {name: float(gradients[node]) for name, node in nodes.items()})  # fmt: skip


def draw_small(rng: np.random.Generator, operations: int) -> Small:
    """Return a graph with so many operations in which every node leads to the loss."""
    count = 2 + (operations > 3) + (operations > 6)
    while True:
        inputs = {name: int(rng.choice([-3, -2, -1, 1, 2, 3])) for name in INPUTS[:count]}
        made: dict[str, tuple[str, str, str]] = {}
        for name in OPERATIONS[: operations - 1] + "L":
            here = [*inputs, *made]
            used = {one for _, *pair in made.values() for one in pair}
            unused = [one for one in here if one not in used] or here
            first, second = str(rng.choice(unused)), str(rng.choice(here))
            pair = (first, second) if rng.random() < 0.5 else (second, first)
            made[name] = (str(rng.choice(list("+**-"))), *pair)
        small = Small(inputs, made)
        if all(small.edges_from(name) for name in small.names[:-1]):
            return small
