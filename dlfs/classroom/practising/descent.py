"""Two steps of gradient descent by hand, and the name of what they do."""

from __future__ import annotations

import numpy as np

import dlfs
from dlfs.classroom.practising.task import Blank, Task, mistakes, shown

# What a step multiplies x with, and what follows from it.
REGIMES = {0.5: "A", 0.0: "B", -0.5: "C", -1.0: "D", -2.0: "E"}
NAMES = ("A: creeps towards 0 from one side", "B: is there after one step",
         "C: jumps across 0 and comes nearer", "D: jumps to and fro for ever", "E: runs away")
STEEP = {1: (1, 2, 4), 2: (1, 2, 4, 6), 3: (1, 2, 4, 6, 8)}


def draw_descent(rng: np.random.Generator, level: int) -> Task:
    """Return a task: x after one step and after two on J = c x^2 / 2, and its regime."""
    steep = int(rng.choice(STEEP[min(level, 3)]))
    factor = float(rng.choice(list(REGIMES)))
    start = int(rng.choice([-12, -8, -4, 4, 8, 12][1:5] if level < 3 else [-12, -8, -4, 4, 8, 12]))
    rate = (1 - factor) / steep
    first, second = walked(steep, start, rate)
    given = (f"J(x) = {_times(steep / 2)}x^2, so its gradient is {_times(steep)}x",
             f"start x = {start}, learning rate {_fraction(1 - factor, steep)}",
             *NAMES)  # fmt: skip
    one = mistakes(first, (start + rate * steep * start, "it goes uphill: the step is subtracted"),
                   (start - steep * start, "the learning rate is missing"),
                   (start - rate * start, f"the gradient is {_times(steep)}x, not x"),
                   (rate * steep * start, "it is the step alone: x minus the step is wanted"))
    two = mistakes(second, (first - rate * steep * start, "the gradient is that of the start: it "
                            "is taken anew at each point"), (first, "that is where the first step ends"),
                   (first + rate * steep * first, "it goes uphill: the step is subtracted"))
    letter = REGIMES[factor]
    words = f"each step multiplies x with {shown(factor)}: think where that leads"
    regime = Blank("regime", letter, {other: words for other in "ABCDE" if other != letter},
                   "letter")
    question = "Take two steps of gradient descent by hand, and name what the steps will do."
    return Task("descent", level, question, given, (
        Blank("x after one step", shown(first), one),
        Blank("x after two steps", shown(second), two), regime))  # fmt: skip


def _times(number: float) -> str:
    return "" if number == 1 else f"{shown(number)} "


def _fraction(over: float, under: int) -> str:
    ratio = over / under
    return shown(ratio) if round(ratio, 3) == ratio else f"{shown(over)} / {under}"


def walked(steep: int, start: float, rate: float) -> tuple[float, float]:
    """Return x after one step and after two, as the engine's optimizer takes them."""
    with dlfs.Graph():
        x = dlfs.Variable(float(start), name="x")
        loss = dlfs.multiply(dlfs.multiply(x, x), steep / 2)
        step = dlfs.GradientDescentOptimizer(rate).minimize(loss)
        session, found = dlfs.Session(), []
        for _ in range(2):
            session.run(step)
            found.append(round(float(x.value), 9))
    return found[0], found[1]
