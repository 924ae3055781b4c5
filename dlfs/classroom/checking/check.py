"""Checks your answer to an exercise at once, and says which mistake it is where it knows it.

Your function is run on a few inputs. On the first two tries you read what is wrong, never what
would be right; from the third on you may ask to be shown a solution.
"""

from __future__ import annotations

import inspect
import re

from dlfs.classroom import lessons
from dlfs.classroom.keeping import sitting, standing, store, who
from dlfs.classroom.checking.diagnosis import Diagnosis, diagnose
from dlfs.classroom.checking.offering import film_offered
from dlfs.classroom.checking.written import source_of
from dlfs.classroom.lessons import Exercise, LessonError
from dlfs.classroom.publishing import publish
from dlfs.classroom.wording import block_of, inline, one_line, page, plain

PATIENCE = 3
LONGEST_KEPT = 10_000
NOTHING = object()


class NotPassed(AssertionError):
    """What `check(..., strict=True)` raises: its text is the verdict."""


class Outcome(int):
    """True or False, which a notebook does not show below the verdict."""

    def __repr__(self) -> str:
        return repr(bool(self))

    def _ipython_display_(self) -> None:
        pass


def check(
    item: str, candidate: object = NOTHING, *, hint: int | None = None, show: bool = False,
    strict: bool = False,
) -> Outcome | None:  # fmt: skip
    """Checks `candidate` against the exercise `item`, prints the verdict, returns whether it passed.

    Never raises, but with `strict=True`, for graders: then what did not pass raises NotPassed with
    the verdict. Returns None where nothing was checked.

    `check("descent-step")` shows the task. `check("descent-step", step)` checks your function,
    `check("descent-parsons", "BADC")` your order of the lines. `hint=1` and `hint=2` print a hint;
    `show=True` prints a solution, after three tries.
    """
    try:
        exercise = lessons.find_exercise(item)
        trouble = "" if exercise else no_exercise(item)
    except LessonError as error:
        trouble = f"This exercise cannot be read: {error}"
    if trouble:
        return _told(trouble, passed=None, strict=strict)
    sitting.note(item)
    if hint is not None:
        if hint == 1:
            sitting.note_first_hint(item)
        return _told(hint_text(exercise, hint), passed=None)
    if candidate is NOTHING and not show and not strict:
        publish(task_page(exercise), task_text(exercise))
        return None
    passed, said = judged(exercise, candidate, show)
    return _told(said, passed, strict)


def _told(said: str, passed: bool | None, strict: bool = False) -> Outcome | None:
    if strict and not passed:
        raise NotPassed(said)
    print(said)
    return None if passed is None else Outcome(passed)


def verdict(exercise: Exercise, candidate: object, show: bool = False) -> str:
    """What `check` prints: counts the try, and keeps a passed check."""
    return judged(exercise, candidate, show)[1]


def judged(exercise: Exercise, candidate: object, show: bool = False) -> tuple[bool | None, str]:
    """Whether `candidate` passed, None where nothing was checked; and what `check` prints."""
    if candidate is NOTHING:
        return None, _solution_or_patience(exercise)
    diagnosis = diagnose(exercise, candidate)
    if not diagnosis.attempted:
        return False, f'{exercise.id}: {diagnosis.text} A hint: check("{exercise.id}", hint=1).'
    said = [plain(line) for line in f"{exercise.id}: {diagnosis.text}".split("\n")]
    if diagnosis.passed:
        said += [_keep(exercise, candidate), plain(who.reminder())]
        said.append(_solution(exercise) if show else "")
    else:
        sitting.count_try(exercise.id)
        said.append(_place(exercise, diagnosis))
        tries = sitting.tries(exercise.id)
        said.append(film_offered(exercise, candidate, diagnosis.probe, tries))
        said.append(_solution_or_patience(exercise) if show else _way_on(exercise))
    return diagnosis.passed, "\n".join(line for line in said if line)


def hint_text(exercise: Exercise, number: int) -> str:
    """Hint 1 or 2, or a sentence that there are two."""
    if isinstance(number, bool) or number not in (1, 2):
        return f"{exercise.id} has two hints: hint=1 and hint=2."
    return plain(f"{exercise.id}, hint {number} of 2: {exercise.hints[number - 1]}")


def task_text(exercise: Exercise) -> str:
    """The task as plain text: what to do, the lines to order or the stub, how to check."""
    parts = [f"{exercise.id}: {one_line(exercise.title)}", plain(exercise.task),
             _material(exercise), plain(_how_to_check(exercise))]
    return "\n\n".join(part for part in parts if part)


def task_page(exercise: Exercise) -> str:
    """The task as HTML, the same bytes every time; the function to start from stands in a cell."""
    block = block_of(_material(exercise)) if exercise.kind == "order" else ""
    return (
        f'<div class="dlfs-exercise"><p><strong>{exercise.id}: {inline(exercise.title)}</strong>'
        f"</p>{page(exercise.task)}{block}<p>{inline(_how_to_check(exercise))}</p></div>"
    )


def no_exercise(item: object) -> str:
    """One sentence for an id that is no exercise: what it may be, and which ids there are."""
    if isinstance(item, str) and lessons.find_question(item):
        return f'{item} is a question: answer it with ask("{item}", your_answer).'
    number = sitting.current_lesson()
    places = [number] if number else lessons.numbers()
    names = [exercise.id for place in places for exercise in lessons.exercises(place)]
    where = f"Lesson {number}" if number else "The course"
    return plain(f"There is no exercise {item!r}. {where} has: {', '.join(names) or 'none'}.")


def _place(exercise: Exercise, diagnosis: Diagnosis) -> str:
    """From the third try on: the line of a solution that the mistake belongs to, with a blank."""
    if not diagnosis.place or sitting.tries(exercise.id) < PATIENCE:
        return ""
    return f"The place, in one solution: {diagnosis.place}"


def _way_on(exercise: Exercise) -> str:
    if sitting.tries(exercise.id) >= PATIENCE:
        return f'Shall I show you? check("{exercise.id}", show=True) prints a solution.'
    number = 2 if sitting.has_read_first_hint(exercise.id) else 1
    return f'A hint, if you like: check("{exercise.id}", hint={number}).'


def _solution_or_patience(exercise: Exercise) -> str:
    if sitting.tries(exercise.id) >= PATIENCE or _passed(exercise):
        return _solution(exercise)
    return (f"{exercise.id}: a solution is shown after {PATIENCE} tries; so far you have "
            f'{sitting.tries(exercise.id)}. A hint: check("{exercise.id}", hint=1).')


def _solution(exercise: Exercise) -> str:
    return f"One solution of {exercise.id}:\n\n{solution_source(exercise)}"


def solution_source(exercise: Exercise) -> str:
    """A solution as text: the source of the function or class, the lines in order, or the value."""
    if exercise.kind == "function":
        source = inspect.getsource(exercise.reference).rstrip()
        start = re.search(r"^(def|class) ", source, re.MULTILINE).start()
        return re.sub(r"  # noqa.*", "", source[start:])
    if exercise.kind == "order":
        return f"{exercise.accepted[0]}\n\n{exercise.program(exercise.accepted[0])}"
    return str(exercise.value)


def _material(exercise: Exercise) -> str:
    """The lines to order, with their letters, or the function to start from."""
    if exercise.kind != "order":
        return exercise.stub.strip("\n")
    lettered = zip(exercise.letters, exercise.lines, strict=True)
    return "\n".join(f"{letter} | {line}" for letter, line in lettered)


def _how_to_check(exercise: Exercise) -> str:
    answer = '"your letters"' if exercise.kind == "order" else "your_answer"
    if exercise.kind == "function":
        answer = exercise.reference.__name__
    return (f'Check it with `check("{exercise.id}", {answer})`. There are two hints: '
            f'`check("{exercise.id}", hint=1)` and `hint=2`.')


def _keep(exercise: Exercise, candidate: object) -> str:
    """Remembers that it is passed, and how it is written: the learner's own engine is made of that."""
    source = _source_of(candidate)
    former = [record.get("source", "") for record in store.records("check", exercise.id)]
    if former and source in ("", former[-1]):
        return ""
    record = {"kind": "check", "lesson": exercise.lesson, "id": exercise.id}
    trouble = store.append({**record, "source": source} if source else record)
    standing.renew_bookmark()
    return trouble


def _source_of(candidate: object) -> str:
    try:
        source = source_of(candidate)
    except (OSError, TypeError):  # no function, or one that was typed where nobody kept it
        return ""
    return source if len(source) <= LONGEST_KEPT else ""


def _passed(exercise: Exercise) -> bool:
    return bool(store.records("check", exercise.id))
