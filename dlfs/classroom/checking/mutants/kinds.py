"""The kinds of changes, and what a teacher says to each: the kind, never the right formula.

Where several kinds cannot be told apart, they are said together, in this order: what stands first
says more.
"""

from __future__ import annotations

from collections.abc import Iterable

KINDS = {
    "transpose missing": "a transpose is missing",
    "transpose too many": "there is a transpose too many",
    "axis": "what is added up goes over the wrong axis",
    "keepdims": "the axis that is summed over is not kept: look at the shapes before they meet",
    "mean and sum": "a sum and a mean are exchanged",
    "summary": "the numbers of an axis are put together in the wrong way: sum, mean, largest, "
               "smallest and product are different things",
    "consumers": "you look to the wrong side of a node: its inputs and its consumers are exchanged",
    "in and out": "what went into the operation and what came out of it are exchanged",
    "state in the class": "what belongs to one object is kept in the class, so that all objects "
                          "share it",
    "state kept": "something is kept from one call to the next: the second call begins with what "
                  "the first one left",
    "changed in place": "an array that was handed to you is changed in place, and whoever called "
                        "you still needs it",
    "replaced": "what was there already is replaced, where something should be added to it",
    "early return": "the function returns too early, before the work is done",
    "loop short": "a loop is one round short",
    "loop long": "a loop goes one round too far",
    "nothing returned": "the result is not returned",
    "reversed": "an order is turned round",
    "old or other value": "at one place you use a value that is not the one that is meant there",
    "entry": "the wrong entry is picked",
    "brackets": "brackets stand at the wrong place, or are missing",
    "size for sign": "a size is used where the sign counts",
    "minus missing": "a minus is missing",
    "minus too many": "there is a minus too many",
    "sign": "a sign is wrong: plus and minus are exchanged",
    "matrix product": "the matrix product and the product entry by entry are exchanged",
    "quotient": "you divide where you should multiply, or the other way round",
    "sum and product": "you add where you should multiply, or the other way round",
    "factor missing": "a factor is missing",
    "factor twice": "a factor is there twice",
    "division missing": "a division is missing",
    "exponent missing": "an exponent is missing",
    "term missing": "a term is missing",
    "term twice": "a term is there twice",
    "exchanged": "two things are exchanged whose order matters",
    "function exchanged": "another function is wanted at one place",
    "function missing": "a function is left out",
    "condition missing": "a condition is missing",
    "condition turned": "a condition is turned round, or takes in one case too many or too few",
    "part of the input": "one of several things is left out",
    "step missing": "a step is left out",
    "factor too many": "there is a factor too many",
    "function twice": "a function is applied twice",
    "steps exchanged": "two steps stand in the wrong order",
    "small number": "a small number is put in to avoid a 0 or an overflow, and it changes the "
                    "result",
    "number": "a number is off, most often by one",
    "rounded": "a number is rounded on the way",
}


def sentence_of(kinds: Iterable[str]) -> str:
    """One sentence for kinds that behave alike; at most three, those that say most."""
    wanted = set(kinds)
    clauses = [clause for kind, clause in KINDS.items() if kind in wanted][:3]
    text = ", or ".join(clauses)
    if len(clauses) > 1:
        return f"It behaves as if one of these were so: {text}."
    return f"{text[0].upper()}{text[1:]}."
