"""Three small graphs, each at one point, to send messages through."""

from dataclasses import dataclass
from functools import cached_property

SQUARED = chr(0xB2)


@dataclass(frozen=True)
class Network:
    """A graph with its values at one point, the rule of each node, and the rate of each edge.

    `rates` has for each operation one local rate for each of its inputs. The loss is z.
    """

    inputs: dict
    rules: dict
    values: dict
    rates: dict
    variables: tuple = ()

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


EXAMPLES = {
    "y + (-(-y)), y = x^2": Network(
        inputs={"x": (), "y": ("x",), "u": ("y",), "v": ("u",), "z": ("y", "v")},
        rules={"x": "", "y": "x" + SQUARED, "u": "-y", "v": "-u", "z": "y + v"},
        values={"x": 2, "y": 4, "u": -4, "v": 4, "z": 8},
        rates={"y": (4,), "u": (-1,), "v": (-1,), "z": (1, 1)},
    ),
    "x y + 3 x": Network(
        inputs={"x": (), "y": (), "p": ("x", "y"), "q": ("x",), "z": ("p", "q")},
        rules={"x": "", "y": "", "p": "x y", "q": "3 x", "z": "p + q"},
        values={"x": 4, "y": -2, "p": -8, "q": 12, "z": 4},
        rates={"p": (-2, 4), "q": (3,), "z": (1, 1)},
    ),
    "(w x + b)^2": Network(
        inputs={"w": (), "x": (), "b": (), "m": ("w", "x"), "s": ("m", "b"), "z": ("s",)},
        rules={"w": "", "x": "", "b": "", "m": "w x", "s": "m + b", "z": "s" + SQUARED},
        values={"w": 2, "x": -1, "b": 3, "m": -2, "s": 1, "z": 1},
        rates={"m": (-1, 2), "s": (1, 1), "z": (2,)},
        variables=("w", "b"),
    ),
}
TWICE, PRODUCT, SQUARE = EXAMPLES
