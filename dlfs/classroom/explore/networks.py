"""Three small graphs, each at one point, to send messages through."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dlfs.graph import Graph, Node, Variable

SQUARED = chr(0xB2)


@dataclass(frozen=True)
class Network:
    """A graph with its values at one point, the rule of each node, and the rate of each edge.

    `rates` has for each operation one local rate for each of its inputs. The loss is z. `build` has
    for each operation a function that makes it of the library's nodes.
    """

    inputs: dict
    rules: dict
    values: dict
    rates: dict
    build: dict

    @cached_property
    def consumers(self) -> dict:
        """Who takes each node as an input."""
        return {
            node: tuple(other for other, inputs in self.inputs.items() if node in inputs)
            for node in self.inputs
        }

    @cached_property
    def leaves(self) -> list[str]:
        """The nodes without inputs, which have nobody to tell."""
        return [node for node, inputs in self.inputs.items() if not inputs]

    def in_library(self) -> Mapping[str, Node]:
        """Return the graph as it is built in a lesson: each name with its node in the library."""
        made = {}
        with Graph().as_default():
            for name in self.inputs:
                maker = self.build.get(name)
                made[name] = maker(made) if maker else Variable(self.values[name], name)
        return made


EXAMPLES = {
    "y + (-(-y)), y = x^2": Network(
        inputs={"x": (), "y": ("x",), "u": ("y",), "v": ("u",), "z": ("y", "v")},
        rules={"x": "", "y": "x" + SQUARED, "u": "-y", "v": "-u", "z": "y + v"},
        values={"x": 2, "y": 4, "u": -4, "v": 4, "z": 8},
        rates={"y": (4,), "u": (-1,), "v": (-1,), "z": (1, 1)},
        build={
            "y": lambda n: n["x"] ** 2, "u": lambda n: -n["y"], "v": lambda n: -n["u"],
            "z": lambda n: n["y"] + n["v"],
        },  # fmt: skip
    ),
    "x y + 3 x": Network(
        inputs={"x": (), "y": (), "p": ("x", "y"), "q": ("x",), "z": ("p", "q")},
        rules={"x": "", "y": "", "p": "x y", "q": "3 x", "z": "p + q"},
        values={"x": 4, "y": -2, "p": -8, "q": 12, "z": 4},
        rates={"p": (-2, 4), "q": (3,), "z": (1, 1)},
        build={
            "p": lambda n: n["x"] * n["y"], "q": lambda n: 3 * n["x"],
            "z": lambda n: n["p"] + n["q"],
        },  # fmt: skip
    ),
    "(w x + b)^2": Network(
        inputs={"w": (), "x": (), "b": (), "m": ("w", "x"), "s": ("m", "b"), "z": ("s",)},
        rules={"w": "", "x": "", "b": "", "m": "w x", "s": "m + b", "z": "s" + SQUARED},
        values={"w": 2, "x": -1, "b": 3, "m": -2, "s": 1, "z": 1},
        rates={"m": (-1, 2), "s": (1, 1), "z": (2,)},
        build={
            "m": lambda n: n["w"] * n["x"], "s": lambda n: n["m"] + n["b"],
            "z": lambda n: n["s"] ** 2,
        },  # fmt: skip
    ),
}
TWICE, PRODUCT, SQUARE = EXAMPLES
