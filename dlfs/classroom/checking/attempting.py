"""Your function where it is ready, and a given one where it is not: no lesson stops at a blank."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable

from dlfs.classroom import lessons
from dlfs.classroom.checking.check import solution_source
from dlfs.classroom.checking.diagnosis import NOT_ATTEMPTED, diagnose, outcomes
from dlfs.classroom.checking.stubs import has_blank
from dlfs.classroom.keeping import sitting
from dlfs.classroom.lessons import Exercise, LessonError
from dlfs.classroom.wording import plain

MISSING = object()
NOT_RIGHT, BLANK = "is not right yet", "is not attempted yet"
# What the learner wrote, for each given function that took its place.
_replaced: list[tuple[Callable, object]] = []


def attempted(
    function: object, otherwise: Callable | None = None, *, even_if_wrong: bool = False
) -> Callable:
    """Your function if `check` passes it, else a given one; prints a line that says which one runs.

    `attempted("step")` looks for the `step` that you defined: where there is none, because its cell
    was jumped over or has a slip, the given one runs. `otherwise` is the given one; without it, it
    is the course's own solution of the exercise. `even_if_wrong=True` runs a wrong one, as long as
    it gives numbers of the right shape: to see what it does. `step = attempted("step")` may run
    twice, and again later: it looks at what you wrote, not at the given one in its place. Raises
    NameError where neither you nor the course has a function of this name.
    """
    found, name = function, _name(function)
    if isinstance(function, str):
        name, found = function, sys._getframe(1).f_globals.get(function, MISSING)
    exercise = _exercise_named(name, _name(otherwise))
    given = otherwise or (exercise and _given(exercise, sys._getframe(1).f_globals))
    found = next((yours for one, yours in reversed(_replaced) if one is found), found)
    found = MISSING if found is given else found
    reason = _why_not(name, found, exercise)
    if even_if_wrong and reason.endswith(NOT_RIGHT):
        print(f"Your {name} runs, though it {NOT_RIGHT}.")
        return found
    if not reason:
        print(f"Your {name} runs.")
        return found
    if given is None:
        raise NameError(f"no exercise asks for a function with the name {name!r}")
    _replaced.append((given, found))
    print(plain(f"{reason}: the given {'one' if _name(given) == name else _name(given)} runs."))
    return given


def _why_not(name: str, found: object, exercise: Exercise | None) -> str:
    """Why `found` does not run, as a sentence without its end, or "" if it does."""
    if found is MISSING:
        return f"There is no {name} yet"
    if not callable(found):
        return f"{name} is no function" if name else "This is no function"
    if exercise is None:
        return f"{name} {BLANK}" if has_blank(found) else ""
    diagnosis = diagnose(exercise, found)
    if diagnosis.passed and not has_blank(found):
        return ""
    if diagnosis is NOT_ATTEMPTED or has_blank(found):
        return f"{name} {BLANK}"
    yours, wanted = outcomes(exercise, found), outcomes(exercise, exercise.reference)
    if any(outcome.kind == "failure" for outcome in yours):
        return f"{name} stops with an error"
    if any(one.shapes != other.shapes for one, other in zip(yours, wanted, strict=True)):
        return f"{name} does not return numbers of the right shape"
    return f"{name} {NOT_RIGHT}"


def _given(exercise: Exercise, names: dict) -> Callable:
    """The course's own solution.

    A class of it is written anew beside `names`, if it finds there all that it needs: then it uses
    your table, as yours would.
    """
    reference = exercise.reference
    if not inspect.isclass(reference):
        return reference
    methods = [each for each in vars(reference).values() if inspect.isfunction(each)]
    used = {name for each in methods for name in each.__code__.co_names if name in each.__globals__}
    used |= {base.__name__ for base in reference.__bases__ if base is not object}
    if not used <= set(names):
        return reference
    made: dict[str, Callable] = {}
    exec(solution_source(exercise), names, made)
    return made[reference.__name__]


def _exercise_named(*names: str) -> Exercise | None:
    """The exercise that asks for a function of one of these names, this lesson's first."""
    here = sitting.current_lesson()
    places = sorted(lessons.numbers(), key=lambda number: (number != here, number))
    return next(
        (exercise for name in names for place in places for exercise in _exercises_of(place)
         if exercise.kind == "function" and exercise.reference.__name__ == name),
        None,
    )


def _exercises_of(number: str) -> tuple[Exercise, ...]:
    try:
        return lessons.exercises(number)
    except LessonError:
        return ()


def _name(function: object) -> str:
    return getattr(function, "__name__", "function" if callable(function) else "")
