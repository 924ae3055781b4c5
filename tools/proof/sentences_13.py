"""The claims in words of lesson 13: what is added up, what is kept, and what is faster."""

import re
from functools import cache

import numpy as np

from dlfs.classroom.lessons.eager import Tensor
from dlfs.classroom.programs import three_programs
from tools.course import ROOT
from tools.proof.sentences import says

STEPS, RATE = 2000, 0.1


@cache
def perceptron(fading: float) -> np.ndarray:
    """The losses of the perceptron, each step by the slope and `fading` times what came before."""
    [(W, b)], [(X, c), *_], _, _ = three_programs()["perceptron"]
    V, v, losses = 0 * W, 0 * b, []
    for _ in range(STEPS):
        powers = np.exp(X @ W + b)
        p = powers / powers.sum(axis=1, keepdims=True)
        losses.append(-np.mean(np.sum(c * np.log(p), axis=1)))
        G = (p - c) / len(X)
        V, v = fading * V + X.T @ G, fading * v + G.sum(axis=0)
        W, b = W - RATE * V, b - RATE * v
    return np.array(losses)


@says("13", "With all lines J falls to 0.387 and stays")
def with_all_lines_it_falls_and_stays():
    losses = perceptron(0)
    return all(np.diff(losses) < 1e-9) and f"{losses[-1]:.3f}" == f"{losses[-500]:.3f}" == "0.387"


@says("13", "it comes down, goes up again, and does not settle in 2,000 steps")
def without_the_line_it_does_not_settle():
    losses = perceptron(1)
    down = int(np.argmin(losses[:100]))
    late = losses[-200:]
    return losses[down] < 0.45 and max(losses[down:200]) > 1 and np.ptp(late) > 0.5


@says("13", "a chain of thousands is too deep for Python")
def a_long_tape_is_too_deep():
    w = Tensor(1.0)
    for _ in range(5000):
        w = w + Tensor(1.0)
    try:
        w.tape()
    except RecursionError:
        return True
    return False


@cache
def epoch_of_digits() -> dict[str, list[float]]:
    """The table of docs/benchmarks.md: the ratios to the hand-written step, by competitor."""
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    table = text.split("## One epoch of digits")[1].split("\n\n")[1]
    rows = [row.strip("|").split("|") for row in table.splitlines()[2:]]
    return {name.strip(): [float(re.search(r"\(([\d.]+)\)", cell)[1]) for cell in cells]
            for name, *cells in rows}  # fmt: skip


@says("13", "more than twice as fast as PyTorch does line by line, and it is faster than `jax.jit`, too")
def ours_is_faster_in_small_steps():
    _, ours, _, _ = epoch_of_digits()["ours, compiled"]
    _, torch, _, _ = epoch_of_digits()["PyTorch eager"]
    _, jax, _, _ = epoch_of_digits()["jax.jit"]
    return torch > 2 * ours and jax > ours


@says("13", "With Adam `jax.jit` is faster than ours")
def jax_is_faster_with_adam():
    *_, ours = epoch_of_digits()["ours, compiled"]
    *_, jax = epoch_of_digits()["jax.jit"]
    return jax < ours
