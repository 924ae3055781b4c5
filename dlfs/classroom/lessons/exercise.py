"""An exercise of a lesson: its words stand in NN.toml, its functions in NN.py.

    [[exercise]]                          # in NN.toml
    id = "descent-step"
    title = "One step of gradient descent"
    phase = "make"                        # faded | parsons | make | challenge
    kind = "function"                     # function | order | value
    task = "..."                          # paragraphs, `code`, $mathematics$
    stub = "..."                          # function: where the learner starts; a blank is ...
    lines = ["...", "..."]                # order: shown as A, B, C ...
    accepted = ["BADC", "ABDC"]           # order: all right orders
    result = ["x"]                        # order: names that a right program makes, for the tests
    value = 2.4                           # value: the number, or a list of numbers
    hints = ["...", "..."]                # two
    done = "..."                          # said when it is passed; may be left out

    [[exercise.distractor]]               # order: a line that belongs nowhere
    line = "C"
    reply = "..."

    @reference("descent-step")            # in NN.py
    def step(x, gradient, learning_rate):
        return x - learning_rate * gradient(x)

    @mistake("descent-step", "sign added")
    def uphill(x, gradient, learning_rate):
        \"\"\"What a teacher says to this mistake, without the answer.\"\"\"
        return x + learning_rate * gradient(x)

Where NN.py would be too long, the challenges stand in challenges_NN.py.

An exercise also has `@probes`: a function that gives fresh tuples of arguments. They stand in
probes_NN.py, and beside them, where they are needed:

    @drawn("id", "where ...")   more of them from a seeded generator; the words end the sentence
                                "It is right, but not ..."
    @trial("id")                how an answer is used, where it is not called once
    @observe("id")              (returned, arguments) -> what counts of what was returned
    @engine("id")               (answer, seed) -> what it does in the library, what is right there
    @another("id")              another right form, with slips of its own

For an order, a mistake is a rule that is true of the orders with that mistake: it is given the
places of the lines, {"A": 3, "B": 0, ...}; and `@setting` gives the names that the program needs.
For a value, a mistake returns the wrong value. Of two mistakes that fit, the one that stands first
is named.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from dlfs.classroom.lessons.problem import LessonError, check_names, need

PHASES = ("faded", "parsons", "make", "challenge")
KINDS = ("function", "order", "value")
NEEDED = ("id", "title", "phase", "kind", "task", "hints")
OPTIONAL = ("stub", "lines", "accepted", "result", "value", "done", "distractor")
PUBLIC = ("id", "title", "phase", "kind", "task", "stub", "lines", "hints")


@dataclass(frozen=True)
class Mistake:
    """A known mistake: the function that makes it, and what a teacher says to it.

    Where the mistake raises an error, `raises` is a pattern that the learner's error must match,
    as "TypeError: its text", to be called this mistake.
    """

    name: str
    wrong: Callable
    reply: str
    raises: str = ""


@dataclass(frozen=True)
class Drawn:
    """Probes from a seeded generator; `where` says in words what they have in common, or ""."""

    where: str
    draw: Callable[[np.random.Generator], Iterable[tuple]]


@dataclass(frozen=True)
class Seen:
    """What an observer saw: `numbers` are compared, `words` are shown to the learner.

    `fault` is a sentence about what is wrong with it, where that can be seen; "" elsewhere.
    `parts` are what the numbers are called, where there are several.
    """

    numbers: Any
    words: str
    fault: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exercise:
    """One exercise, its words and its functions together."""

    id: str
    title: str
    phase: str
    kind: str
    task: str
    hints: tuple[str, ...]
    lesson: str = ""
    stub: str = ""
    lines: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    result: tuple[str, ...] = ()
    value: Any = None
    done: str = ""
    distractors: tuple[tuple[str, str], ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    reference: Callable | None = None
    probes: Callable[[], Iterable[tuple]] | None = None
    observe: Callable[[Any, tuple], Any] | None = None
    setting: Callable[[], dict[str, Any]] | None = None
    drawn: tuple[Drawn, ...] = ()
    trial: Callable | None = None
    engine: Callable[[Callable, int], tuple] | None = None
    others: tuple[Callable, ...] = ()

    @property
    def letters(self) -> str:
        """The letters of the lines, as one string: "ABCD"."""
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(self.lines)]

    def program(self, order: str) -> str:
        """The lines in this order, as the program they make."""
        return "\n".join(self.lines[self.letters.index(letter)] for letter in order)


@dataclass(frozen=True)
class Part:
    """What a function of NN.py is to an exercise."""

    exercise: str
    role: str
    name: str = ""
    raises: str = ""


def reference(exercise: str) -> Callable:
    """Marks the right function of an exercise; its source is the solution that is shown."""
    return _marked([Part(exercise, "reference")])


def probes(*exercises: str) -> Callable:
    """Marks a function that returns, or yields one by one, fresh tuples of arguments."""
    return _marked([Part(exercise, "probes") for exercise in exercises])


def drawn(*exercises: str, where: str = "") -> Callable:
    """Marks a function (generator) -> tuples of arguments; `where` it is hard, in words."""
    return _marked([Part(exercise, "drawn", where) for exercise in exercises])


def trial(*exercises: str) -> Callable:
    """Marks a function (answer, *arguments) -> what is observed, for answers not called once."""
    return _marked([Part(exercise, "trial") for exercise in exercises])


def engine(*exercises: str) -> Callable:
    """Marks a function (answer, seed) -> (what it does in the library, what is right)."""
    return _marked([Part(exercise, "engine") for exercise in exercises])


def another(exercise: str) -> Callable:
    """Marks another right function: slips are made in this form, too."""
    return _marked([Part(exercise, "another")])


def observe(*exercises: str) -> Callable:
    """Marks a function (returned, arguments) -> what is compared, or the Seen of it."""
    return _marked([Part(exercise, "observe") for exercise in exercises])


def setting(exercise: str) -> Callable:
    """Marks a function that returns the names a shuffled program needs, as a dict."""
    return _marked([Part(exercise, "setting")])


def mistake(exercise: str, name: str, raises: str = "") -> Callable:
    """Marks a known mistake. Its docstring is what the learner reads."""
    return _marked([Part(exercise, "mistake", name, raises)])


def exercise_from(table: dict, lesson: str, modules: Iterable[ModuleType]) -> Exercise:
    """The Exercise of a toml table and the functions of `modules`. Raises LessonError."""
    place = f"exercise {table.get('id', 'without an id')}"
    check_names(table, (*NEEDED, *OPTIONAL), place)
    need(table, NEEDED, place)
    words = {name: value for name, value in table.items() if name != "distractor"}
    lists = {name: tuple(table.get(name, ())) for name in ("hints", "lines", "accepted", "result")}
    distractors = tuple(
        (entry["line"], " ".join(entry["reply"].split())) for entry in table.get("distractor", ())
    )
    exercise = Exercise(**{
        **words, **lists, **_functions(table["id"], modules),
        "lesson": lesson, "distractors": distractors,
    })
    fault = _fault(exercise)
    if fault:
        raise LessonError(f"{place}: {fault}")
    return exercise


def public_fields(exercise: Exercise) -> dict:
    """What a student may see of `exercise`, as a dict: nothing of the answer or the mistakes."""
    return {name: getattr(exercise, name) for name in PUBLIC}


def _marked(parts: list[Part]) -> Callable:
    def mark(function: Callable) -> Callable:
        function.parts = [*vars(function).get("parts", ()), *parts]
        return function
    return mark


def _functions(name: str, modules: Iterable[ModuleType]) -> dict:
    """The functions of `modules` that belong to this exercise, by their roles."""
    found: dict[str, Any] = {"mistakes": (), "drawn": (), "others": ()}
    for function, part in _parts(modules):
        if part.exercise != name:
            continue
        if part.role == "mistake":
            reply = " ".join((inspect.getdoc(function) or "").split())
            found["mistakes"] += (Mistake(part.name, function, reply, part.raises),)
        elif part.role == "drawn":
            found["drawn"] += (Drawn(part.name, function),)
        elif part.role == "another":
            found["others"] += (function,)
        else:
            found[part.role] = function
    return found


def _parts(modules: Iterable[ModuleType]) -> Iterator[tuple[Callable, Part]]:
    for module in modules:
        for function in vars(module).values():
            if getattr(function, "__module__", None) == module.__name__:
                yield from ((function, part) for part in vars(function).get("parts", ()))


def _fault(exercise: Exercise) -> str:
    if exercise.phase not in PHASES:
        return f"phase is {exercise.phase!r}, not one of {', '.join(PHASES)}"
    if exercise.kind not in KINDS:
        return f"kind is {exercise.kind!r}, not one of {', '.join(KINDS)}"
    if len(exercise.hints) != 2:
        return f"it has {len(exercise.hints)} hints; every exercise has two"
    if exercise.kind == "function" and not (exercise.reference and exercise.probes):
        return f"lessons/{exercise.lesson}.py has no @reference for it, or its probes are missing"
    if exercise.kind == "order" and not (exercise.lines and exercise.accepted):
        return "an order needs lines and the accepted orders"
    if exercise.kind == "value" and exercise.value is None:
        return "a value is missing"
    silent = [entry.name for entry in exercise.mistakes if not entry.reply]
    return f"the mistake {silent[0]!r} has no docstring to be said" if silent else ""
