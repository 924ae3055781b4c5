"""Mutants of the references that do what is right, each with the reason: no probe can find them.

`another order` stands for statements that only changed places.
"""

from tests.classroom import equivalent_early, equivalent_late, equivalent_part_two

EQUIVALENT = {
    **equivalent_early.EQUIVALENT, **equivalent_late.EQUIVALENT, **equivalent_part_two.EQUIVALENT,
}  # fmt: skip
