"""The numbers in the prose that no cell prints, each with the computation that proves it.

A claim names its lesson and the numbers as the prose writes them, and returns what it computed:

    @claim("04", "6.87", "2.03")
    def the_two_ticks_of_the_ruler():
        return measured_at_the_minimum(), safe_everywhere()

The test rounds each returned value to the digits of its number: a claim that is only written
down, and not computed, does not pass. What is no result (a year, a setting that the text
introduces) is a `given`, with the reason.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tools.proof.number_rules import value


@dataclass(frozen=True)
class Claim:
    """Numbers of one lesson, and the function that computes them, in the same order."""

    lesson: str
    numbers: tuple[str, ...]
    compute: Callable
    slow: bool = False


CLAIMS: list[Claim] = []
GIVENS: dict[tuple[str, str], str] = {}


def claim(lesson: str, *numbers: str, slow: bool = False) -> Callable:
    """Register the decorated function as the proof of `numbers`; `slow` leaves it to test-all."""

    def register(compute: Callable) -> Callable:
        CLAIMS.append(Claim(lesson, numbers, compute, slow))
        return compute

    return register


def given(lesson: str, number: str, why: str) -> None:
    """Let `number` stand in the prose of `lesson` without a proof; `why` says what it is."""
    GIVENS[lesson, number] = why


def claimed(lesson: str) -> set[Decimal]:
    """Return the values that are proved or given for a lesson, by its number."""
    proved = {value(number) for c in CLAIMS if c.lesson == lesson for number in c.numbers}
    return proved | {value(number) for where, number in GIVENS if where == lesson}


def disproved(made: Claim) -> list[str]:
    """Return a complaint for each number of the claim that its computation does not give."""
    results = _results(made)
    if len(results) != len(made.numbers):
        return [f"{len(made.numbers)} numbers, {len(results)} results"]
    return [f"{number} is {result}" for number, result in contradicted(made)]


def contradicted(made: Claim) -> list[tuple[str, float]]:
    """Return (number, result) for each number that the claim's computation does not give."""
    pairs = zip(made.numbers, _results(made))
    return [(number, result) for number, result in pairs if not _rounds_to(result, number)]


def _results(made: Claim) -> tuple:
    results = made.compute()
    return results if isinstance(results, tuple) else (results,)


def _rounds_to(result: float, number: str) -> bool:
    written = value(number)
    half_a_digit = Decimal(5).scaleb(written.as_tuple().exponent - 1)
    # The sign is the sentence's business: "4.2 below", "-4.2".
    return abs(abs(Decimal(float(result))) - written) <= half_a_digit


given("06", "0.01", "how far the lesson nudges a number by hand: a setting, no result")
given("07", "0.01", "how far the lesson nudges an entry by hand: a setting, no result")
given("11", "1998", "the year in which the digits were published")
given("11", "4.0", "the version of their licence")


@claim("05", "0.99", "1.98", "1.02", "1.0404")
def x_moved_by_a_hundredth():
    w, x, b = 2, -1 + 0.01, 3
    return abs(x), abs(w * x), w * x + b, (w * x + b) ** 2


@claim("07", "0.1875", "0.1875")
def how_far_both_probabilities_move():
    def probabilities(first_logit):
        powers = math.exp(first_logit), 3.0
        return [power / sum(powers) for power in powers]

    h = 1e-5
    higher, lower = probabilities(h), probabilities(-h)
    return tuple((up - down) / (2 * h) for up, down in zip(higher, lower, strict=True))


@claim("14", "2.9", "0.29", "1.6", "5.7", "0.156", "21.4")
def steps_of_ten_workers_by_the_ruler():
    def computing(parameters, rows):
        return 6 * parameters * rows / 1e10

    def sending(parameters):
        return 0.001 + 2 * 8 * parameters / 125e6

    def times_as_long(parameters, rows):
        return 0.1 + 10 * sending(parameters) / computing(parameters, rows)

    digits = 1000 * computing(4810, 1000)
    return (digits, digits / 10, 1000 * sending(4810), times_as_long(4810, 1000),
            times_as_long(4810, 100_000), times_as_long(10**9, 100))  # fmt: skip
