"""What the tests about mutants share: which mutants no probe tells from the original."""

import ast
from functools import cache

from dlfs.classroom import lessons
from dlfs.classroom.checking.mutants import Mutant, mutants_of
from dlfs.classroom.checking.mutants.editing import bare_tree
from dlfs.classroom.checking.naming import function_of, source_of
from dlfs.classroom.checking.trials import Behaviour, is_right, wanted_outcomes

FUNCTIONS = [item for number in lessons.numbers() for item in lessons.exercises(number)
             if item.kind == "function"]  # fmt: skip

# Instructions of Python; what a check allows a mutant is less, for the sake of its time.
ENOUGH = 60_000


def change_of(mutant: Mutant, original: str) -> str:
    """The lines of the mutant that the original does not have, or those that it lacks."""
    before = ast.unparse(bare_tree(original)).split("\n")
    after = mutant.source.split("\n")
    new = [line.strip() for line in after if after.count(line) > before.count(line)]
    gone = [f"without {line.strip()}" for line in before if before.count(line) > after.count(line)]
    return " / ".join(new or gone) or "another order"


@cache
def survivors(exercise, solutions=()) -> dict[str, Mutant]:
    """The single mutants that do what is right on every probe, by their change.

    Those of the reference, if no other solutions are given.
    """
    wanted, found = wanted_outcomes(exercise), {}
    for solution in solutions or (exercise.reference,):
        for mutant in mutants_of(source_of(solution)):
            behaviour = Behaviour(exercise, function_of(mutant, solution), ENOUGH)
            if all(is_right(behaviour[place], right) for place, right in enumerate(wanted)):
                found[change_of(mutant, source_of(solution))] = mutant
    return found
