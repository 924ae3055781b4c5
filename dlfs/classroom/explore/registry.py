"""The table of derivatives, and what becomes of a training when one entry of it is wrong.

The engine knows no derivative: it looks them up and multiplies. So it trains with a wrong rule as
willingly as with a right one, and often the loss falls all the same. Only a nudge finds the mistake.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

import ipywidgets as widgets
import numpy as np
from matplotlib.figure import Figure

import dlfs
from dlfs.classroom import data
from dlfs.classroom.explore.live import LABEL, Canvas, Explorer, presets
from dlfs.classroom.explore.softmax import answer_of, takes
from dlfs.classroom.explore.stepping import PATIENCE, Mistake
from dlfs.classroom.figures import BLUE, CURVES, GREY, INK, RED, new_figure
from dlfs.gradients import registered

Rule = Callable[[dlfs.Operation, np.ndarray], np.ndarray]

RATE, STEPS = 0.1, 500
OPERATIONS = {"sigmoid": dlfs.sigmoid, "log": dlfs.log}
INPUTS = {"sigmoid": np.linspace(-4, 4, 33), "log": np.linspace(0.2, 4, 39)}
LIMITS = {"sigmoid": (-0.4, 1.15), "log": (-5.5, 5.5)}


def _sigma(a):
    return 1 / (1 + np.exp(-a))


def _sigmoid_right(op, G):
    return G * op.output * (1 - op.output)


def _sigmoid_misprint(op, G):
    (a,) = op.inputs
    return G * _sigma(a) * _sigma(1 - a)


def _log_right(op, G):
    return G / op.inputs[0]


def _log_misprint(op, G):
    return G * op.inputs[0]


def _forgotten(op, G):
    return G


def _table_of(right: Rule, misprint: Rule) -> dict[str, Rule]:
    return {
        "right": right,
        "misprint": misprint,
        "no local derivative": _forgotten,
        "sign flipped": lambda op, G: -right(op, G),
        "mean for sum": lambda op, G: right(op, G) / np.size(op.output),
    }


RULES = {
    "sigmoid": _table_of(_sigmoid_right, _sigmoid_misprint),
    "log": _table_of(_log_right, _log_misprint),
}
NAMES = tuple(RULES["sigmoid"])
FORMULAS = {
    "sigmoid": ("G p (1 - p)", "G sigma(a) sigma(1 - a)", "G", "-G p (1 - p)", "G p (1 - p) / n"),
    "log": ("G / x", "G x", "G", "-G / x", "G / x / n"),
}


@dataclass(frozen=True)
class Outcome:
    """What one rule did: the verdict of the check, and the training.

    `claimed` and `nudged` are the worst compared gradient of w and what nudging says; `J` holds the
    loss before each of the steps and after the last, up to the first that is no finite number.
    `x`, `rule` and `slopes` are inputs of the operation, and its derivative there by the rule and by
    nudging.
    """

    ok: bool
    claimed: float
    nudged: float
    relative_error: float
    J: np.ndarray
    accuracy: float
    x: np.ndarray
    rule: np.ndarray
    slopes: np.ndarray

    @property
    def diverged(self) -> bool:
        """Whether the loss stopped being a number."""
        return len(self.J) <= STEPS


def simulate(operation: str = "sigmoid", rule: str | Rule = "right") -> Outcome:
    """Return the Outcome of one rule for one operation, by the engine itself.

    The perceptron is p = sigmoid(X w + b) with J = -mean(c log p + (1 - c) log(1 - p)), on the
    overlapping data, from zeros. `rule` is a name, or a function `(op, G)`, which is entered into the
    table for as long as this takes. What goes wrong with it is a Mistake.
    """
    function = RULES[operation][rule] if isinstance(rule, str) else _guarded(rule)
    try:
        with registered(OPERATIONS[operation], function), np.errstate(all="ignore"):
            return Outcome(*_checked(), *_trained(), *_compared(operation))
    except dlfs.DlfsError as error:
        if isinstance(error.__cause__, Mistake):
            raise error.__cause__ from None
        raise Mistake(f"The engine refuses this rule: {_first_and_last(error)}") from None


def _perceptron() -> tuple:
    points, c = data.overlapping()
    with dlfs.Graph().as_default():
        X, target = dlfs.placeholder("X"), dlfs.placeholder("c")
        w, b = dlfs.Variable(np.zeros(2), "w"), dlfs.Variable(0.0, "b")
        p = dlfs.sigmoid(X @ w + b)
        J = -dlfs.reduce_mean(target * dlfs.log(p) + (1 - target) * dlfs.log(1 - p))
    return J, p, w, {X: points, target: c[:, 1]}


def _checked() -> tuple[bool, float, float, float]:
    J, _, w, feed = _perceptron()
    report = dlfs.gradient_check(J, feed, [w])
    (row,) = report.rows
    return report.ok, row.analytic, row.numeric, row.relative_error


def _trained() -> tuple[np.ndarray, float]:
    J, p, _, feed = _perceptron()
    step = dlfs.GradientDescentOptimizer(RATE).minimize(J)
    session, losses = dlfs.Session(), []
    for _ in range(STEPS):
        losses.append(session.run([J, step], feed)[0])
        if not np.isfinite(losses[-1]):
            return np.array(losses[:-1]), float("nan")
    last, probabilities = session.run([J, p], feed)
    targets = data.overlapping()[1][:, 1]
    return np.array([*losses, last]), float(((probabilities > 0.5) == targets).mean())


def _compared(operation: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, h = INPUTS[operation], 1e-5
    with dlfs.Graph().as_default():
        node = dlfs.placeholder("x")
        y = OPERATIONS[operation](node)
        total = dlfs.reduce_sum(y)
    session = dlfs.Session()
    rule = dlfs.compute_gradients(total, {node: x}, [node])[node]
    slopes = (session.run(y, {node: x + h}) - session.run(y, {node: x - h})) / (2 * h)
    return x, rule, slopes


def _guarded(rule: Rule) -> Rule:
    """Return `rule` such that its misbehaviour is a Mistake, and its time is up after a second."""
    if not callable(rule):
        raise Mistake(
            f"gradient is a {type(rule).__name__}, not a function: hand over its name without "
            "brackets."
        )
    if not takes(rule, 2):
        raise Mistake("Your gradient is handed two things: (op, G). It does not take them.")
    left = PATIENCE

    def guarded(op, G):
        nonlocal left
        began, before = time.perf_counter(), _bytes(op)
        answer = answer_of("gradient", partial(rule, op), np.asarray(G))
        left -= time.perf_counter() - began
        if left < 0:
            raise Mistake(f"Your gradient needs more than {PATIENCE:g} s for {STEPS} steps.")
        if _bytes(op) != before:
            raise Mistake("Your gradient changes op.inputs or op.output: make a new array.")
        return list(answer) if answer.ndim == np.ndim(G) + 1 else answer

    return guarded


def _bytes(op) -> list[bytes]:
    return [np.asarray(value).tobytes() for value in (*op.inputs, op.output)]


def _first_and_last(error: dlfs.DlfsError) -> str:
    lines = str(error).splitlines()
    return f"{lines[0].strip()} {lines[-1].strip().capitalize()}."


def describe(operation: str = "sigmoid", rule: str = "right", found: Outcome | None = None) -> str:
    """Return one sentence about what the check and the training say of a rule."""
    found = simulate(operation, rule) if found is None else found
    return f"{operation} with {_named(operation, rule)}: {_verdict(found)}; {_training(found)}"


def _named(operation: str, rule: str) -> str:
    if rule not in NAMES:
        return "your rule"
    return f"the rule {FORMULAS[operation][NAMES.index(rule)]} ({rule})"


def _verdict(found: Outcome) -> str:
    if found.ok:
        return f"gradient_check says ok, relative error {found.relative_error:.0e}"
    return (
        f"gradient_check says WRONG, relative error {found.relative_error:.3g} ({found.claimed:.4f} "
        f"by the rule, {found.nudged:.4f} by nudging)"
    )


def _training(found: Outcome) -> str:
    if found.diverged:
        end = len(found.J)
        return (
            f"training goes from J = {found.J[0]:.4f} up to {found.J[100]:.4f} at step 100, and "
            f"diverged, with no finite loss from step {end} on"
        )
    return (
        f"training goes from J = {found.J[0]:.4f} to {found.J[-1]:.4f} in {STEPS} steps, accuracy "
        f"{found.accuracy:.2f}"
    )
