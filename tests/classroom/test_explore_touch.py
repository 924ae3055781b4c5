"""The explorer of two matrices: who hears of an entry, measured by changing it."""

import re

import numpy as np
import pytest

import dlfs
from dlfs.classroom.explore.touch import (
    ENTRIES, FOR_A, FOR_B, PRODUCT, STATES, TITLES, A, B, G, Touch, arrays, describe, simulate,
    snapshot, sum_of, value_at,
)  # fmt: skip
from tests.classroom.explorer_forms import faults_of_sentence
from tools.proof.explorer_states import new


def all_six(A, B, G):
    """A B and the gradients of the sum of G times A B, by the library."""
    with dlfs.Graph().as_default():
        nodes = [dlfs.Variable(np.array(M, dtype=float)) for M in (A, B)]
        product = dlfs.matmul(*nodes)
        s = dlfs.reduce_sum(dlfs.multiply(product, np.array(G, dtype=float)))
    table = dlfs.compute_gradients(s)
    found = [A, B, product.output, table[nodes[0]], table[nodes[1]], G]
    return dict(zip(TITLES, found, strict=True))


def changed(entry):
    """The places at which a number changes when this entry grows by 1."""
    matrices = {"A": A.copy(), "B": B.copy(), "G": G.copy()}
    matrices[entry[0]][int(entry[1]) - 1, int(entry[2]) - 1] += 1
    before, after = all_six(A, B, G), all_six(**matrices)
    return {(title, i, j) for title in TITLES
            for i, j in zip(*np.nonzero(before[title] != after[title]))}  # fmt: skip


def test_the_six_matrices_are_those_of_the_library():
    for title, M in all_six(A, B, G).items():
        np.testing.assert_array_equal(arrays()[title], M)


@pytest.mark.parametrize("entry", ENTRIES)
def test_what_hears_of_an_entry_is_what_changes_with_it(entry):
    ways = simulate(entry)
    assert changed(entry) == {ways.touched, *ways.hears}
    assert len(set(ways.hears)) == 4 and len(set(ways.meets)) == 4


@pytest.mark.parametrize("entry", ENTRIES[:8])
def test_the_gradient_is_the_slope_and_is_made_of_what_the_entry_meets(entry):
    ways = simulate(entry)
    nudged = {"A": A.astype(float), "B": B.astype(float)}
    nudged[entry[0]][int(entry[1]) - 1, int(entry[2]) - 1] += 0.5
    slope = (np.sum(G * (nudged["A"] @ nudged["B"])) - np.sum(G * (A @ B))) / 0.5
    assert value_at(ways.own) == slope
    numbers = sorted(map(int, re.findall(r"\d+", sum_of(ways.own))))
    assert numbers == sorted(value_at(place) for place in ways.meets)


@pytest.mark.parametrize("title", [PRODUCT, FOR_A, FOR_B])
def test_a_sum_that_is_written_is_the_number_above_it(title):
    for i, j in np.ndindex(2, 2):
        assert eval(sum_of((title, i, j))) == arrays()[title][i, j]


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_sentence_is_one_and_says_the_numbers(entry):
    e = new("touch")
    e.entry.value = entry
    said = e.describe()
    assert faults_of_sentence(said) == []
    for number in (e.number, *e.reached, *([e.gradient] if e.gradient else [])):
        assert re.search(rf"\b{number}\b", said)


def test_the_7_of_the_lesson():
    assert describe("B21") == (
        "The 7 at B21 meets 2 and 4 of A and goes into 19 and 43 of A B; its gradient hears "
        "2 * 1 + 4 * 3 = 14, and the gradient for A takes the 7 into 23 and 61")


def test_frames_stand_around_those_who_hear_and_nowhere_else():
    e = new("touch")
    for entry in ENTRIES:
        e.entry.value = entry
        shown = {kind: sum(frame.get_visible() for frame in frames)
                 for kind, frames in e._drawn.frames.items()}
        assert shown == {"touched": 1 if entry[0] == "G" else 2, "hears": 4, "meets": 4}
        written = [place for place, text in e._drawn.sums.items() if text.get_text()]
        assert set(written) == {*simulate(entry).hears, *filter(None, [simulate(entry).own])}


def test_each_entry_is_a_button_and_a_wrong_name_is_none():
    assert [value for _, value in new("touch").entry.options] == list(ENTRIES)
    with pytest.raises(KeyError):
        value_at(("A B C", 0, 0))


def test_the_strip_has_a_row_for_each_of_three_entries():
    fig = snapshot()
    texts = [text.get_text() for text in fig.axes[0].texts]
    assert texts.count("A B") == len(STATES) == 3
    _, alt = Touch.paper()
    assert "14" in alt and "23 and 61" in alt and "arrives at the 19" in alt
