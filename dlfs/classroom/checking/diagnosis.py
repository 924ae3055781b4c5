"""Says what is wrong with an answer to an exercise, and never what would be right.

A known mistake of the lesson is named first. Then what is true however the function is written: it
fails, it changes its input, it is right but for some inputs. Then the change of a solution that does
the same, and what the wrong numbers have to do with the right ones.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable

import numpy as np

from dlfs.classroom.checking.defaults import put_back
from dlfs.classroom.checking.engine_trial import refused_by_the_engine
from dlfs.classroom.checking.evidence import evidence, names_of, shapes_of
from dlfs.classroom.checking.failures import failure_text, meaning_of
from dlfs.classroom.checking.influence import (
    right_for_others, state_is_kept, without_influence,
)  # fmt: skip
from dlfs.classroom.checking.naming import Name, known_mistake, like_a_mutant
from dlfs.classroom.checking.orders import diagnose_order, diagnose_value
from dlfs.classroom.checking.probing import Outcome
from dlfs.classroom.checking.other_calls import (
    comes_too_late, done_twice, in_another_order, rows_left_out,
)  # fmt: skip
from dlfs.classroom.checking.partly import (
    more_than_asked, one_of_several, partly_right, too_short_or_long, wrong_count,
)  # fmt: skip
from dlfs.classroom.checking.relations import always_the_first, relation, reshaped, yes_or_no
from dlfs.classroom.checking.splitting import where_entries_are_wrong, where_it_is_right
from dlfs.classroom.checking.stubs import has_blank, is_untouched
from dlfs.classroom.checking.trials import (
    cases, close, is_right, outcomes, regimes, wanted_outcomes,
)  # fmt: skip
from dlfs.classroom.checking.verdict import NOT_ATTEMPTED, Diagnosis
from dlfs.classroom.checking.with_inputs import right_with_an_input
from dlfs.classroom.lessons.exercise import Exercise

__all__ = ["Diagnosis", "diagnose", "outcomes"]

BLANKS = ("", "...", "_", "?")


def diagnose(exercise: Exercise, candidate: object) -> Diagnosis:
    """The Diagnosis of `candidate`. Raises nothing, whatever the candidate does."""
    if candidate is Ellipsis or (isinstance(candidate, str) and candidate.strip() in BLANKS):
        return NOT_ATTEMPTED
    judges = {"function": _diagnose_function, "order": diagnose_order, "value": diagnose_value}
    with put_back(candidate):
        return judges[exercise.kind](exercise, candidate)


def _diagnose_function(exercise: Exercise, candidate: object) -> Diagnosis:
    name = exercise.reference.__name__
    if not callable(candidate):
        kind = "class" if inspect.isclass(exercise.reference) else "function"
        return Diagnosis(
            f"not a {kind}. Give your {kind} itself, without brackets behind its name: "
            f'check("{exercise.id}", {name}).'
        )
    if not _takes(candidate, exercise):
        fault = Diagnosis(_arguments_fault(exercise, candidate), mistake="other inputs")
        return NOT_ATTEMPTED if has_blank(candidate) else fault
    found, wanted = outcomes(exercise, candidate), list(wanted_outcomes(exercise))
    if all(is_right(*pair) for pair in zip(found, wanted, strict=True)):
        return refused_by_the_engine(exercise, candidate) or Diagnosis(
            f"passed, on {len(found)} inputs. {exercise.done}".strip(), passed=True)
    if _is_stub(exercise, candidate, found):
        return NOT_ATTEMPTED
    place = _telling(exercise, found, wanted)
    shown = evidence(exercise, place, found[place])
    mistake = known_mistake(exercise, found)
    if mistake:
        return Diagnosis(f"not yet. {mistake.reply}{shown}", mistake=mistake.name, probe=place)
    names, text = _named(exercise, candidate, found, wanted, place)
    return Diagnosis(
        f"not yet. {text}{shown}", mistake=" + ".join(name.name for name in names),
        place=next((name.place for name in names if name.place), ""), probe=place,
    )  # fmt: skip


def _is_stub(exercise: Exercise, candidate: Callable, found: list[Outcome]) -> bool:
    unwritten = found[0].kind == "a blank" or found[0].failure.startswith("NotImplementedError")
    return unwritten or has_blank(candidate) or is_untouched(candidate, exercise.stub)


def _takes(candidate: Callable, exercise: Exercise) -> bool:
    try:
        inspect.signature(candidate).bind(*next(iter(exercise.probes())))
    except TypeError:
        return False
    except ValueError:  # some compiled functions do not tell
        return True
    return True


def _arguments_fault(exercise: Exercise, candidate: Callable) -> str:
    a_class = inspect.isclass(exercise.reference)
    if a_class and getattr(candidate, "__init__", None) is object.__init__:
        return ("not yet. Your class has no method `__init__`. Is it spelled like that, with two "
                "underscores on either side?")  # fmt: skip
    wanted = list(inspect.signature(exercise.reference).parameters)
    found = list(inspect.signature(candidate).parameters)
    own = " `self` stands in front of them, and is not counted." * a_class
    return (
        f"not yet. It is called with {len(wanted)} inputs, in this order: {', '.join(wanted)}. "
        f"Yours takes {len(found)}: {', '.join(found) or 'none'}. Their names are up to you.{own}"
    )


def _telling(exercise: Exercise, found: list[Outcome], wanted: list[Outcome]) -> int:
    """The input that shows best what is wrong: an ordinary one before a hard one, and of those a
    wrong value before a changed argument."""
    def rank(place: int) -> tuple[bool, bool]:
        one, other = found[place], wanted[place]
        same = one.kind == other.kind and close(one.values, other.values)
        return bool(regimes(exercise)[place]), same

    return min((place for place, pair in enumerate(zip(found, wanted, strict=True))
                if not is_right(*pair)), key=rank)


# What is seen from outside


def _named(exercise, candidate, found, wanted, place) -> tuple[list[Name], str]:
    """The names of what is wrong, and the sentences that are said."""
    regime = _hard_places_alone(exercise, found, wanted)
    one, right = found[place], wanted[place]
    reordered = None if regime else in_another_order(exercise, candidate, wanted)
    if reordered:
        return [reordered], reordered.sentence
    if one.failure:
        names = [regime] if regime else [Name(meaning_of(one)[0], "")]
        return [name for name in names if name.name], _joined(
            [name.sentence for name in names if name.sentence] + [failure_text(one)])
    if right.failure:
        names = [regime or Name("no error", "")]
        return names, f"{names[0].sentence} Here yours gives a value.".strip()
    if one.kind != right.kind or (one.generated and one.shapes != right.shapes):
        return [Name(f"returns {one.kind}", "")], _kind_text(one, numbers=not exercise.observe)
    if close(one.values, right.values):
        return [Name("changes its input", "")], _changed_text(exercise, one)
    names = [name for name in _suspicions(exercise, candidate, found, wanted, place, regime) if name]
    said = _joined([name.sentence for name in names])
    # An illegal order is to fail: that failure is right.
    failed = next((outcome for outcome, other in zip(found, wanted, strict=True)
                   if outcome.failure and not other.failure), None)
    if not said and failed:
        names = [Name(meaning_of(failed)[0], "")]
        said = f"{_plain_words(found, wanted, place)} On another input: {failure_text(failed)}"
    return names, said or _plain_words(found, wanted, place)


def _suspicions(exercise, candidate, found, wanted, place, regime):
    """Whatever is known for sure of the wrong numbers, the most telling first."""
    if regime:
        return [regime]
    faults = Counter(outcome.fault for outcome in found if outcome.fault)
    # That of the input that is shown: what is said has to be seen there.
    fault = found[place].fault or (faults.most_common(1)[0][0] if faults else "")
    mutant = like_a_mutant(exercise, candidate, found)
    if fault:
        told_apart = mutant and "," not in mutant.name
        return [Name(fault, fault), mutant if told_apart else None]
    related = relation(found, wanted, [_sizes(case.arguments) for case in cases(exercise)])
    if mutant:
        return [mutant, related]
    if related and related.name.startswith("rounded") and not exercise.observe:
        related = yes_or_no(found, wanted) or related
    kept = state_is_kept(exercise, candidate, found) or always_the_first(found, wanted)
    # One thing that is seen is a better guess than two slips at once.
    return [kept or related or reshaped(found, wanted) or too_short_or_long(found, wanted)
            or more_than_asked(found, wanted) or one_of_several(found, wanted)
            or wrong_count(found, wanted)
            or right_with_an_input(exercise, found, wanted) or rows_left_out(exercise, found)
            or done_twice(exercise, found) or comes_too_late(exercise, found)
            or _influence(exercise, candidate, found, wanted)
            or like_a_mutant(exercise, candidate, found, changes=2)
            or right_for_others(exercise, found) or where_it_is_right(exercise, found, wanted)
            or where_entries_are_wrong(exercise, found, wanted) or partly_right(found, wanted)
            or (not exercise.observe and yes_or_no(found, wanted))
            or _changes_as_well(exercise, found, wanted)]


def _changes_as_well(exercise, found, wanted) -> Name | None:
    """Wherever the numbers are wrong, an input was changed on the way."""
    places = {place for one, other in zip(found, wanted, strict=True) if not is_right(one, other)
              for place in (one.changed or [None])}  # fmt: skip
    if len(places) > 1 or None in places:
        return None
    name = names_of(exercise)[places.pop()]
    return Name("changes its input", f"It changes its input {name} while it works. Work on a copy, "
                                     f"and look at the numbers again.")


def _influence(exercise, candidate, found, wanted) -> Name | None:
    """Only for numbers of the right shape: of others the shape is said first."""
    pairs = zip(found, wanted, strict=True)
    fits = all(one.shapes == other.shapes and all(np.isfinite(value).all() for value in one.values)
               for one, other in pairs)
    return without_influence(exercise, candidate) if fits else None


def _hard_places_alone(exercise, found, wanted) -> Name | None:
    """Right on every ordinary input, wrong where it is hard: which places are these?"""
    rights = [is_right(*pair) for pair in zip(found, wanted, strict=True)]
    wrong = {regime for regime, right in zip(regimes(exercise), rights) if not right}
    if "" in wrong:
        return None
    said = ", nor ".join(sorted(wrong))
    return Name(f"not {said}", f"It is right on ordinary inputs, but not {said}.")


def _sizes(arguments: tuple) -> tuple[int, ...]:
    tables = [value for value in arguments if isinstance(value, np.ndarray) and value.ndim]
    return tables[0].shape if tables else ()


def _joined(sentences: list[str]) -> str:
    return " ".join(sentences)


def _changed_text(exercise: Exercise, outcome: Outcome) -> str:
    names = ", ".join(names_of(exercise)[number] for number in outcome.changed)
    return (f"It changes its input {names} while it works, and leaves it changed. "
            f"Whoever calls it still needs that.")


def _plain_words(found: list[Outcome], wanted: list[Outcome], place: int) -> str:
    one, right = found[place], wanted[place]
    if one.shapes != right.shapes and one.parts and len(one.shapes) == len(right.shapes):
        part, yours, asked = next(each for each in zip(one.parts, one.shapes, right.shapes)
                                  if each[1] != each[2])  # fmt: skip
        return f"The shape first, of the {part}: yours is {yours}, it should be {asked}."
    if one.shapes != right.shapes:
        return f"The shape first: yours is {shapes_of(one)}, it should be {shapes_of(right)}."
    if not all(np.isfinite(value).all() for value in one.values):
        return ("It gives nan or infinity here: look for a division by 0, or a logarithm of 0 or "
                "of a negative number.")  # fmt: skip
    rights = sum(is_right(*pair) for pair in zip(found, wanted, strict=True))
    if rights:
        return f"Right on {rights} of {len(found)} inputs, but not on this one."
    return "The shape is right, the numbers are not. Do this input by hand, step by step."


def _kind_text(outcome: Outcome, numbers: bool) -> str:
    if outcome.kind == "nothing" and outcome.printed:
        return "It prints its result and returns nothing. Let it return the result."
    if outcome.kind == "nothing":
        return "It returns nothing (None). Its last line should return the result."
    if outcome.kind == "a generator" or outcome.generated:
        return "It gives a generator: the word is return, not yield."
    if numbers:
        return f"It should return numbers. Yours returns {outcome.kind}."
    return f"Yours returns {outcome.kind}, and something else is asked for."
