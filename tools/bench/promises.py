"""What was promised, and whether this run keeps it."""

from dataclasses import dataclass

from tools.bench.timing import Times

COMPILED, PLAIN, HAND = "ours, compiled", "ours, plain", "by hand"


@dataclass(frozen=True)
class Promise:
    """`what` is at most, or at least, `bar`: the ratio of two competitors of one problem."""

    problem: int
    what: str
    of: str
    to: str
    bar: float
    at_most: bool = True

    def measured(self, times: list[dict[str, Times]]) -> float | None:
        """The ratio, or None where a competitor is missing."""
        found = times[self.problem]
        return found[self.of].ratio_to(found[self.to]) if {self.of, self.to} <= set(found) else None

    def kept(self, ratio: float) -> bool:
        return ratio <= self.bar if self.at_most else ratio >= self.bar


PROMISES = [
    Promise(0, "compiled to hand-written", COMPILED, HAND, 1.1),
    Promise(0, "plain to hand-written", PLAIN, HAND, 2.6),
    Promise(0, "PyTorch eager to compiled", "PyTorch eager", COMPILED, 4.0, at_most=False),
    Promise(0, "jax.jit to compiled", "jax.jit", COMPILED, 1.0, at_most=False),
    Promise(1, "compiled to hand-written", COMPILED, HAND, 1.1),
    Promise(1, "plain to hand-written", PLAIN, HAND, 2.1),
    Promise(1, "jax.jit to compiled", "jax.jit", COMPILED, 1.0, at_most=False),
    Promise(2, "compiled to hand-written", COMPILED, HAND, 1.03),
    Promise(2, "plain to hand-written", PLAIN, HAND, 1.25),
    Promise(2, "PyTorch eager to compiled", "PyTorch eager", COMPILED, 1.15, at_most=False),
    Promise(3, "compiled to hand-written", COMPILED, HAND, 1.15),
    Promise(4, "compiled to hand-written", COMPILED, HAND, 1.15),
    Promise(4, "PyTorch eager to compiled", "PyTorch eager", COMPILED, 2.5, at_most=False),
]
# On no graph of this benchmark is a compiled run slower than a plain one by more than this.
COMPILED_TO_PLAIN = 1.05
