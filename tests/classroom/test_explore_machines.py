"""The ruler of machines: its times against a count by hand, its best number against mathematics."""

import math

import numpy as np
import pytest

from dlfs.classroom.explore.machines import (
    BYTES, OPERATIONS, PARAMETERS, ROWS, SPEED, best, break_even, computing, describe, sending, simulate,
)  # fmt: skip
from tools.proof.explorer_states import buttons_of, new

DRAWN = [(int(10 ** rng.uniform(0, 9)), int(10 ** rng.uniform(0, 6)), 10 ** rng.uniform(0, 4))
         for rng in map(np.random.default_rng, range(40))]  # fmt: skip


def test_a_step_of_the_digits_counted_by_hand():
    # 4810 weights x 1000 rows x 6 operations are 28.86 million; a worker does 10^10 in a second.
    assert computing(4810, 1000, 2) == pytest.approx(28.86e6 / 1e10 / 2)
    # Two workers: each has a call of 1 ms, and 38,480 bytes both ways at 125 megabytes a second.
    assert sending(4810, 2, 125) == pytest.approx(2 * (0.001 + 2 * 38_480 / 125e6))


def test_one_worker_alone_sends_nothing():
    assert sending(10**9, 1, 1) == 0
    assert list(sending(10**9, np.array([1, 2]), 1) > 0) == [False, True]


@pytest.mark.parametrize("parameters, rows, bandwidth", DRAWN)
def test_the_fastest_number_is_one_or_beside_the_root_that_mathematics_gives(
    parameters, rows, bandwidth
):
    # C / w + s w is lowest at w = sqrt(C / s), with 1 as the other candidate: it sends nothing.
    C, s = computing(parameters, rows, 1), sending(parameters, 2, bandwidth) / 2
    root = min(max(math.sqrt(C / s), 1), 64)
    assert best(parameters, rows, bandwidth) in {1, math.floor(root), math.ceil(root)}
    assert simulate(parameters, rows, best(parameters, rows, bandwidth), bandwidth) <= C


@pytest.mark.parametrize("parameters, rows, bandwidth", DRAWN)
def test_two_workers_pay_from_the_break_even_on_and_not_one_row_before(parameters, rows, bandwidth):
    first = break_even(parameters, bandwidth)
    for rows, pays in ((first + 1, True), (first - 1, False)):
        alone, two = simulate(parameters, rows, np.array([1, 2]), bandwidth)
        assert (two < alone) == pays


def test_more_parameters_do_not_make_two_workers_pay_where_the_rows_are_few():
    # Both parts grow with the parameters: what remains of the break-even is a ratio of machines.
    few = 2 * BYTES * SPEED * 4 / (OPERATIONS * 125e6)
    assert break_even(10**9, 125) == pytest.approx(few, rel=1e-3)
    assert break_even(10**6, 125) > break_even(10**9, 125)


def test_the_perceptron_never_the_digits_not_with_a_thousand_rows_the_large_one_always():
    assert [best(PARAMETERS[name], ROWS[name], 125) for name in PARAMETERS][:2] == [1, 1]
    assert best(PARAMETERS["large"], ROWS["large"], 125) > 8
    assert break_even(PARAMETERS["perceptron"], 125) > 10_000 * ROWS["perceptron"] / 2
    assert ROWS["digits"] < break_even(PARAMETERS["digits"], 125) < 10 * ROWS["digits"]


def test_the_picture_shows_the_two_parts_of_the_step():
    explorer = new("machines")
    explorer.rows.value, explorer.workers.value = 10_000, 3
    alone = computing(4810, 10_000, 1)
    widths = [bar.get_width() for bar in explorer._bars]
    assert widths == pytest.approx([1 / 3, sending(4810, 3, 125) / alone])
    assert explorer._bars[1].get_x() == pytest.approx(1 / 3)
    both = explorer._curves[2].get_ydata()
    assert both == pytest.approx(simulate(4810, 10_000, np.arange(1, 65), 125) / alone)
    assert explorer._dot.get_data()[1][0] == pytest.approx(explorer.ratio) == both[2]


def test_the_buttons_set_the_three_networks():
    explorer = new("machines")
    for button in buttons_of(explorer):
        button.click()
        name = button.description
        assert (explorer.parameters.value, explorer.rows.value) == (PARAMETERS[name], ROWS[name])
        assert explorer.describe() == describe(PARAMETERS[name], ROWS[name], 2, 125) + "."
