"""What an error of Python's means: the sentence that stands before its own text."""

from __future__ import annotations

import re

from dlfs.classroom.checking.probing import Outcome

LOOP = "It was stopped after a million instructions: is there a loop that never ends?"

# (the error as a pattern, what it is called, what it means)
MEANINGS = (
    (r"^OutOfBudget", "a loop without an end", ""),
    (r"^RecursionError", "calls itself for ever", ""),
    (r"read-only|not writeable|does not support item assignment|can't set attribute|has no setter",
     "writes into what it was given",
     "You write into what was handed to you, and it belongs to whoever called you: there it is "
     "locked. Make a new array."),
    (r"^(NameError|UnboundLocalError)", "a name without a meaning",
     "You use a name that has no meaning at this place: is it misspelled, or assigned only later?"),
    (r"object is not callable", "brackets behind no function",
     "There are brackets behind something that is no function: an operator may be missing before "
     "them, or two inputs stand in each other's place."),
    (r"^ValueError: (matmul|shapes)", "matrices that do not fit",
     "Two shapes do not fit for a matrix product: the last axis of the first has to be as long as "
     "the first axis of the second."),
    (r"is a node, and no array", "a node for its value",
     "You compute with a node, and it is no number. Its value is what is meant, or the function of "
     "NumPy."),
    (r"cannot be computed from these shapes", "shapes that do not fit",
     "Two arrays meet in this node whose shapes do not fit. Write both shapes down."),
    (r"has no len\(\)|'float' object is not (subscriptable|iterable)", "one number for a list",
     "One number comes here too, and it has no length and no entries."),
    (r"'range' object cannot be interpreted as an integer", "a range for axes",
     "Several axes stand in a tuple, and a range is none."),
    (r"^AxisError", "an axis that is not there",
     "You name an axis that is not there. Each sum over an axis takes it away, and those behind it "
     "move up."),
    (r"^ValueError: cannot reshape", "reshaped into another size",
     "`reshape` keeps every number and puts them into other rows: there have to be as many places "
     "as there are numbers."),
    (r"not supported between instances", "things without an order",
     "You compare two things that have no order. Is one of them a function that nobody has called?"),
    (r"could not be broadcast", "shapes that do not fit",
     "Two arrays meet whose shapes do not fit entry by entry. Write both shapes down."),
    (r"truth value of an array", "an array for a condition",
     "You ask whether an array is true, and it has several entries."),
    (r"^KeyError", "no such key", "You look something up that is not in the dict."),
    (r"indices must be integers|only integers, slices", "an entry by no whole number",
     "You pick an entry by something that is no whole number."),
    (r"^IndexError: (invalid index to scalar|too many indices)", "one number for an array",
     "Something has fewer axes than the entry that is picked from it: it may be one number where an "
     "array is meant."),
    (r"^IndexError", "past the end", "You pick an entry that is not there."),
    (r"^AttributeError", "no such attribute", "You ask an object for something it does not have."),
    (r"unexpected keyword argument", "a word that the function does not know",
     "A function is given a word that it does not know: NumPy says `axis` and `keepdims`."),
    (r"^TypeError: only (0-dim|length-1|size-1)", "an array for one number",
     "A function that takes one number gets an array: those of NumPy take both."),
    (r"^TypeError: .*(missing \d+ required|positional argument)", "called with other inputs",
     "A function is called with too few or too many inputs."),
    (r"^TypeError: .*unpack|^ValueError: .*unpack|not iterable", "cannot be taken apart",
     "You take something apart, or loop over it, that does not have these parts."),
    (r"^TypeError: unsupported operand|^TypeError: can only concatenate|can't multiply sequence",
     "things that do not add up", "Two things meet that cannot be computed with each other."),
    (r"^ZeroDivisionError", "a division by 0", "You divide by 0."),
    (r"changed size during iteration|mutated during iteration", "changed while it is looped over",
     "You change something while a loop walks over it."),
)  # fmt: skip


def meaning_of(outcome: Outcome) -> tuple[str, str]:
    """What the failure is called and what it means; ("", "") where nothing is known."""
    # What fails within a node is told with the name of the node in front.
    failure = re.sub(r"^ComputeError: compute of \w+ failed: ", "", outcome.failure)
    for pattern, name, sentence in MEANINGS:
        if re.search(pattern, failure):
            return name, sentence
    return "", ""


def failure_text(outcome: Outcome) -> str:
    """What is said of a run that failed: what it means, and Python's own words."""
    if outcome.failure == "OutOfBudget":
        return LOOP
    if outcome.failure.startswith("KeyboardInterrupt"):
        return "It was interrupted before it came to an end."
    if outcome.failure.startswith("RecursionError"):
        return "It calls itself again and again and never comes to an end."
    line = f" in the line `{outcome.line}`" if outcome.line else ""
    sentence = meaning_of(outcome)[1]
    # Python's own words may end with the three dots of what is to be filled in.
    end = "" if outcome.failure.endswith(".") else "."
    said = f"It stops with an error{line}: {outcome.failure}{end}"
    return f"{said} {sentence}".strip()
