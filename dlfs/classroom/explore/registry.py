"""The table of derivatives, and what becomes of a training when one entry of it is wrong.

The engine knows no derivative: it looks them up and multiplies. So it trains with a wrong rule as
willingly as with a right one, and often the loss falls all the same. A nudge finds the mistake.
"""

import inspect
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial

import ipywidgets as widgets
import numpy as np
from matplotlib.figure import Figure

import dlfs
from dlfs import gradients
from dlfs.classroom import data
from dlfs.classroom.drawing.figures import BLUE, GREY, INK, RED, new_figure
from dlfs.classroom.explore.calling import Mistake, answer_of, takes, whose
from dlfs.classroom.explore.controls import LABEL, WIDE, choice, offer_yours
from dlfs.classroom.explore.goals import Goal, now
from dlfs.classroom.explore.live import Canvas, Explorer, Slide
from dlfs.classroom.explore.stepping import PATIENCE
from dlfs.classroom.explore.trajectory import time_axis
from dlfs.gradients import registered

Rule = Callable[[dlfs.Operation, np.ndarray], np.ndarray]

RATE, STEPS = 0.1, 500
OPERATIONS = {"sigmoid": dlfs.sigmoid, "log": dlfs.log}
# In a notebook the table may hold a learner's rules. Here only one entry is on trial.
NEEDED = "add subtract multiply negative matmul reduce_sum reduce_mean sigmoid log".split()
OURS = {getattr(dlfs, name): getattr(gradients, f"{name}_gradient") for name in NEEDED}
INPUTS = {"sigmoid": np.linspace(-4, 4, 101), "log": np.linspace(0.25, 4, 101)}
START = {"sigmoid": ("a", 0.0), "log": ("x", 0.5)}
LIMITS = {"sigmoid": (-0.35, 1.1), "log": (-4.3, 4.3)}
LOSSES = (0.33, 1.03)
NUDGED = {"color": INK, "linestyle": "", "marker": "o", "markersize": 3.5, "markevery": 10,
         "clip_on": False}  # fmt: skip


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

    `relative_error` is the largest in the gradient of w at the start, where all p are 0.5. `J` has
    the loss before each of the steps and after the last, up to the first that is no finite number.
    `slopes` are the derivatives of the operation at `INPUTS`, a row by the rule and one by nudging,
    and `at_start` the same two numbers at the operation's input in the first step.
    """

    ok: bool
    relative_error: float
    J: np.ndarray
    accuracy: float
    slopes: np.ndarray
    at_start: tuple[float, float]

    @property
    def diverged(self) -> bool:
        """Whether the loss stopped being a number."""
        return len(self.J) <= STEPS


def simulate(operation: str = "sigmoid", rule: str | Rule = "right") -> Outcome:
    """Return the Outcome of one rule for one operation, by the engine itself.

    The perceptron is p = sigmoid(X w + b) with J = -mean(c log p + (1 - c) log(1 - p)), on the
    overlapping data, from zeros. `rule` is a name, or a function `(op, G)`, which stands in the
    table for as long as this takes. What goes wrong with it is a Mistake.
    """
    function = RULES[operation][rule] if isinstance(rule, str) else _guarded(rule)
    try:
        with _table(OURS | {OPERATIONS[operation]: function}), np.errstate(all="ignore"):
            return Outcome(*_checked(), *_trained(), *_compared(operation))
    except dlfs.DlfsError as error:
        if isinstance(error.__cause__, Mistake):
            raise error.__cause__ from None
        raise Mistake(f"The engine refuses this rule: {_first_and_last(error)}") from None


def _table(rules: dict) -> ExitStack:
    with ExitStack() as stack:
        for operation, function in rules.items():
            stack.enter_context(registered(operation, function))
        return stack.pop_all()


def _perceptron() -> tuple:
    points, c = data.overlapping()
    with dlfs.Graph().as_default():
        X, target = dlfs.placeholder("X"), dlfs.placeholder("c")
        w, b = dlfs.Variable(np.zeros(2), "w"), dlfs.Variable(0.0, "b")
        p = dlfs.sigmoid(X @ w + b)
        J = -dlfs.reduce_mean(target * dlfs.log(p) + (1 - target) * dlfs.log(1 - p))
    return J, p, w, {X: points, target: c[:, 1]}


def _checked() -> tuple[bool, float]:
    J, _, w, feed = _perceptron()
    report = dlfs.gradient_check(J, feed, [w])
    return report.ok, report.rows[0].relative_error


def _trained() -> tuple[np.ndarray, float]:
    J, p, _, feed = _perceptron()
    step = dlfs.GradientDescentOptimizer(RATE).minimize(J)
    session, losses = dlfs.Session(), []
    for t in range(STEPS + 1):
        loss, now = session.run([J, p], feed) if t == STEPS else session.run([J, p, step], feed)[:2]
        if not np.isfinite(loss):
            return np.array(losses), float("nan")
        losses.append(loss)
    targets = data.overlapping()[1][:, 1]
    return np.array(losses), float(((now > 0.5) == targets).mean())


def _compared(operation: str) -> tuple[np.ndarray, tuple[float, float]]:
    at_start = _slopes(operation, np.full(100, START[operation][1]))[:, 0]
    return _slopes(operation, INPUTS[operation]), tuple(at_start.tolist())


def _slopes(operation: str, x: np.ndarray) -> np.ndarray:
    with dlfs.Graph().as_default():
        node = dlfs.placeholder("x")
        y = OPERATIONS[operation](node)
        total = dlfs.reduce_sum(y)
    by_rule = dlfs.compute_gradients(total, {node: x}, [node])[node]
    session, h = dlfs.Session(), 1e-5
    nudged = (session.run(y, {node: x + h}) - session.run(y, {node: x - h})) / (2 * h)
    return np.array([by_rule, nudged])


def _guarded(rule: Rule) -> Rule:
    """Return `rule` such that its misbehaviour is a Mistake, and its time is up after a second."""
    if not callable(rule):
        raise Mistake(
            f"gradient is a {type(rule).__name__}, not a function: hand over its name without "
            "brackets."
        )
    if not takes(rule, 2):
        raise Mistake(
            f"Your gradient takes {inspect.signature(rule)}, and two things are handed to it: "
            "op, G."
        )
    left = PATIENCE

    def guarded(op, G):
        nonlocal left
        began = time.process_time()
        answer = answer_of("gradient", partial(rule, op), np.asarray(G))
        left -= time.process_time() - began
        if left < 0:
            raise Mistake(f"Your gradient needs more than {PATIENCE:g} s for {STEPS} steps.")
        return list(answer) if answer.ndim == np.ndim(G) + 1 else answer

    return guarded


def _first_and_last(error: dlfs.DlfsError) -> str:
    lines = str(error).splitlines()
    return f"{lines[0].strip().rstrip('.')}; {lines[-1].strip()}."


@cache
def known(operation: str, rule: str) -> Outcome:
    """Return the Outcome of one of our own rules: 0.1 s the first time, at once afterwards."""
    return simulate(operation, rule)


def describe(
    operation: str = "sigmoid", rule: str = "right", found: Outcome | None = None, own=None
) -> str:
    """Return one sentence about what the check and the training say of a rule, perhaps `own`."""
    found = known(operation, rule) if found is None else found
    name, start = START[operation]
    claimed, nudged = map(_four_digits, found.at_start)
    return (
        f"{operation} with {_named(operation, rule, own)}: at {name} = {start:g} it says "
        f"{claimed}, nudging says {nudged}; gradient_check of w: {_verdict(found)}; "
        f"{_training(found)}"
    )


def _four_digits(number: float) -> str:
    return f"{number:.4f}" if abs(number) < 1e6 else f"{number:.1e}"


def _named(operation: str, rule: str, own) -> str:
    if rule not in NAMES:
        return whose(own, "rule")
    return f"the rule {FORMULAS[operation][NAMES.index(rule)]} ({rule})"


def _verdict(found: Outcome) -> str:
    if found.ok:
        return "ok, relative error below 1e-06"
    if not np.isfinite(found.relative_error):
        return "WRONG, the gradient is no finite number"
    return f"WRONG, relative error {found.relative_error:.3g}"


def _training(found: Outcome) -> str:
    first, end = found.J[0], len(found.J)
    if not found.diverged:
        return (
            f"J goes from {first:.4f} to {found.J[-1]:.4f} in {STEPS} steps, accuracy "
            f"{found.accuracy:.2f}"
        )
    late = f", is {_four_digits(found.J[100])} at step 100" if end > 100 else ""
    # At which step exactly hangs on the last digits, which differ from processor to processor.
    return f"J starts at {first:.4f}{late} and is no finite number in the end: diverged"


def snapshot(states: tuple = NAMES, operation: str = "sigmoid") -> Figure:
    """Return the printed form: derivative, verdict and training for each rule of `states`."""
    fig, axes = new_figure(3.6, 2, len(states), sharey="row")
    right = known(operation, "right")
    for (above, below), name in zip(axes.T, states, strict=True):
        found = known(operation, name)
        _slopes_axes(above, operation)
        above.plot(INPUTS[operation], right.slopes[1], **NUDGED)
        above.plot(INPUTS[operation], found.slopes[0], color=RED, linewidth=2)
        above.set_title(_on_paper(name), fontsize=10)
        _loss_axes(below)
        below.plot(right.J, color=GREY, linewidth=1.5, linestyle="--")
        below.plot(found.J, color=BLUE, linewidth=2)
        verdict = "ok" if found.ok else f"WRONG {found.relative_error:.3g}"
        above.set_xlabel(f"{START[operation][0]}\n{verdict}")
        below.set_xticks([0, 10, 100], ["0", "10", "100"])
        end = "diverged" if found.diverged else f"J {found.J[-1]:.4f}\nacc. {found.accuracy:.2f}"
        below.set_xlabel(f"step t\n{end}")
    axes[0, 0].set_ylabel("derivative")
    axes[1, 0].set_ylabel("loss J")
    return fig


def _on_paper(name: str) -> str:
    words = name.split()
    return "\n".join([" ".join(words[:-1]) or " ", words[-1]])


def _slopes_axes(ax, operation: str) -> None:
    inputs = INPUTS[operation]
    ax.set(xlim=(inputs[0], inputs[-1]), ylim=LIMITS[operation])
    ax.set_xticks({"sigmoid": [-4, 0, 4], "log": [1, 2, 3, 4]}[operation])
    ax.axhline(0, color=GREY, linewidth=1)


def _loss_axes(ax) -> None:
    time_axis(ax, STEPS)
    ax.set_ylim(*LOSSES)


class Registry(Explorer):
    """Explore what a wrong rule does; `gradient` may be your own rule `(op, G)` for `operation`.

    The controls are `operation` ("sigmoid", "log") and `rule`: "right", "misprint", "no local
    derivative", "sign flipped", "mean for sum", and "yours" when you hand one over.
    """

    caption = "Try: which wrong rules train, and which one would you have noticed without a check?"

    goals = (
        Goal("registry-lucky", "Find a rule that leaves the loss above 0.5, and is right on 84 or "
             "more of 100 points.", lambda shown: (shown.outcome.J[-1], shown.outcome.accuracy),
             now(lambda seen: seen[0] > 0.5 and seen[1] > 0.835)),
    )  # fmt: skip
    own = "gradient"
    said = ("claimed", "nudged")
    slide = Slide("rule", "Its rule", NAMES, second=Slide("operation", "Operation", tuple(OPERATIONS)))

    def __init__(self, gradient: Rule | None = None, operation: str = "sigmoid"):
        for name in NAMES:
            known(operation, name)
        self.operation, operation_row = choice("Operation", list(OPERATIONS), operation)
        self.rule = widgets.Dropdown(
            options=NAMES, description="Its rule", style=LABEL, layout=widgets.Layout(**WIDE)
        )  # fmt: skip
        self._canvas_of = cache(self._draw)
        rows = [operation_row, self.rule]
        watched = [self.operation, self.rule]
        self.assemble(self._canvas_of(operation)[0], rows, watched, gradient)

    def hand_over(self, yours: Rule | None) -> None:
        self.yours, self._outcome = yours, cache(partial(simulate, rule=yours))
        offer_yours(self.rule, NAMES, yours is not None)
        self.refresh()

    def _draw(self, operation: str) -> tuple:
        fig, (left, right) = new_figure(3.6, 1, 2)
        _slopes_axes(left, operation)
        left.set(xlabel=f"{START[operation][0]}, the input of {operation}")
        left.set_title("derivative: dots by nudging,\nline by the rule")
        left.plot(INPUTS[operation], known(operation, "right").slopes[1], **NUDGED)
        _loss_axes(right)
        right.set(xlabel="step t")
        right.set_title("loss J after t steps,\ndashed: with the right rule")
        right.plot(known(operation, "right").J, color=GREY, linewidth=2, linestyle="--")
        (slopes,) = left.plot([], [], color=RED, linewidth=2.5)
        (J,) = right.plot([], [], color=BLUE, linewidth=2.5)
        top = {"ha": "right", "va": "top", "fontweight": "bold"}
        top["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # a curve may end here
        verdict, result = (ax.text(1, 1, "", transform=ax.transAxes, **top) for ax in (left, right))
        return Canvas(fig, [slopes, J, verdict, result]), slopes, J, verdict, result

    @property
    def outcome(self) -> Outcome:
        """What the check and the training say of the rule."""
        operation, name = self.operation.value, self.rule.value
        return self._outcome(operation) if name == "yours" else known(operation, name)

    @property
    def claimed(self) -> float:
        """The derivative at the start, by the rule."""
        return self.outcome.at_start[0]

    @property
    def nudged(self) -> float:
        """The derivative at the start, by nudging."""
        return self.outcome.at_start[1]

    def show(self) -> str:
        operation, name, found = self.operation.value, self.rule.value, self.outcome
        self.canvas, slopes, J, verdict, result = self._canvas_of(operation)
        slopes.set_data(INPUTS[operation], found.slopes[0])
        J.set_data(np.arange(len(found.J)), found.J)
        error = "" if found.ok else f", rel. error {found.relative_error:.3g}"
        verdict.set_text(("ok" if found.ok else "WRONG") + error)
        result.set_text(_result(found))
        return describe(operation, name, found, self.yours) + "."

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        rows = "; ".join(_row(name, known("sigmoid", name)) for name in NAMES)
        alt = (
            "Five rules for the derivative of sigmoid, what gradient_check says, and how a "
            f"perceptron on overlapping data trains with each ({STEPS} steps, learning rate "
            f"{RATE:g}): {rows}. Above, the derivative by the rule beside the one by nudging; "
            "below, the loss."
        )
        return snapshot(), alt


def _result(found: Outcome) -> str:
    return "diverged" if found.diverged else f"J {found.J[-1]:.4f}, accuracy {found.accuracy:.2f}"


def _row(name: str, found: Outcome) -> str:
    return f"{name}: {_verdict(found)}, {_result(found)}"

