"""Descends with a step that somebody else wrote, and answers in words when that step goes wrong.

A step is a function of three things: where you are, the gradient (itself a function), and the
learning rate. It returns where you go. Everything else that it may do is caught here and named.
"""

import contextlib
import inspect
import io
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np

from dlfs.classroom.explore.calling import Mistake

Step = Callable[[object, Callable, float], object]

PATIENCE = 1.0
FAR = 1e6
OURS = ("dlfs", "numpy")

TOO_SLOW = (
    f"Your step has not come back after {PATIENCE:g} s: is there a loop in it? "
    "It is called once for every step."
)
OVERWRITTEN = (
    "Your step changes the x that it is given: x -= ... on an array overwrites the numbers of "
    "whoever called it. Make a new array and return it."
)


class TooSlow(BaseException):
    """Raised inside a step that has used up its time; no `except Exception` of its own stops it."""


def descend(gradient: Callable, start, learning_rate: float, steps: int) -> np.ndarray:
    """Return the points of `x - learning_rate * gradient(x)`, `start` first.

    The shape is `(steps + 1,) + start.shape`; there are fewer points when the numbers overflow.
    """
    points = [start]
    with np.errstate(all="ignore"):
        for _ in range(steps):
            points.append(points[-1] - learning_rate * gradient(points[-1]))
    points = np.array(points, dtype=float)
    finite = np.isfinite(points).reshape(len(points), -1).all(axis=1)
    return points if finite.all() else points[: np.argmin(finite)]


def follow(step: Step, start, gradient: Callable, learning_rate: float, steps: int) -> np.ndarray:
    """Return the points that `step` visits, `start` first, in the shape that `descend` gives.

    There are fewer points when the numbers overflow. Whatever else `step` does wrong is a Mistake.
    """
    _must_take_three(step)
    points = [np.asarray(start, dtype=float)]
    deadline = time.process_time() + PATIENCE
    with _silence():
        for number in range(1, steps + 1):
            x = points[-1]
            given = x.copy() if x.ndim else x.item()
            answer = _answer(step, (given, gradient, learning_rate), number, deadline)
            if x.ndim and given.tobytes() != x.tobytes():
                raise Mistake(OVERWRITTEN)
            after = _as_numbers(answer, x.shape, number)
            if not np.isfinite(after).all():
                if np.abs(x).max() > FAR:
                    break
                bad = after[~np.isfinite(after)].flat[0]
                raise Mistake(f"Your step returned {bad} at step {number}.")
            points.append(after)
    return np.array(points)


def parting(yours: np.ndarray, ours: np.ndarray, whose: str = "your step") -> str:
    """Return how two lists of points compare, as the end of a sentence; empty for the same list.

    The sentence calls the step that made `yours` by the words of `whose`.
    """
    if yours is ours:
        return ""
    apart = first_apart(yours, ours)
    if apart is not None:
        return f"; {whose} and the library's go apart at step {apart}"
    return f"; {whose} and the library's agree"


def first_apart(yours: np.ndarray, ours: np.ndarray) -> int | None:
    """Return the first step after which two lists of points differ; None where they agree."""
    length = min(len(yours), len(ours))
    near = np.isclose(yours[:length], ours[:length], rtol=1e-6, atol=1e-9).reshape(length, -1)
    apart = np.flatnonzero(~near.all(axis=1))
    return int(apart[0]) if len(apart) else None


@contextlib.contextmanager
def _silence():
    """Keep hundreds of calls from printing and warning hundreds of times."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _must_take_three(step: Step) -> None:
    if not callable(step):
        raise Mistake(f"step is {step!r}, not a function: hand over its name without brackets.")
    try:
        signature = inspect.signature(step)
    except ValueError:  # some functions written in C do not say what they take
        return
    try:
        signature.bind(None, None, None)
    except TypeError:
        raise Mistake(
            f"Your step takes {signature}, and three things are handed to it: "
            "x, gradient, learning_rate."
        ) from None


def _answer(step: Step, arguments: tuple, number: int, deadline: float):
    """Return what `step` returns, and stop it when it runs past the deadline."""

    def watch(frame, event, argument):
        if frame.f_globals.get("__name__", "").startswith(OURS):
            return None
        # Each instruction is watched: a loop on a single line never comes to a new line.
        frame.f_trace_opcodes = True
        if time.process_time() > deadline:
            raise TooSlow
        return watch

    usual = sys.gettrace()
    sys.settrace(watch)
    try:
        return step(*arguments)
    except TooSlow:
        raise Mistake(TOO_SLOW) from None
    except (Exception, SystemExit) as error:
        raise Mistake(_stopped(error, number)) from None
    finally:
        sys.settrace(usual)


def _stopped(error: BaseException, number: int) -> str:
    words = f"Your step stopped at step {number} with {type(error).__name__}: {error}."
    if isinstance(error, TypeError) and "function" in str(error):
        words += " The gradient is a function: gradient(x) is its value at x."
    return words


def _as_numbers(answer, shape: tuple, number: int) -> np.ndarray:
    if answer is None:
        raise Mistake(f"Your step returned None at step {number}: does it end with return?")
    if answer is ...:
        raise Mistake("Your step returned ..., the blank: nothing is filled in yet.")
    try:
        after = np.asarray(answer)
    except ValueError:  # a list of lists of different lengths
        after = np.empty(0, dtype=object)
    if after.dtype.kind not in "biuf":
        kind = type(answer).__name__ if after.dtype.kind != "c" else "complex number"
        raise Mistake(f"Your step returned a {kind} at step {number}: real numbers are wanted.")
    if after.shape != shape:
        raise Mistake(
            f"Your step returned numbers of shape {after.shape} at step {number}, "
            f"and x has shape {shape}."
        )
    return after.astype(float)
