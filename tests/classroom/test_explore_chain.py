"""The chain rule: local rates, their products, and nudges that measure them."""

import numpy as np
import pytest

import dlfs
from dlfs.classroom.explore.chain import (
    NODES, NUDGES, STATES, Chain, describe, drawn, number, simulate, snapshot,
)  # fmt: skip
from tests.classroom.drawing_rules import faults_of_drawing
from tools.proof.explorer_states import new


def in_dlfs(n1):
    """The values and the gradients of n5 for the same chain, computed by the library."""
    with dlfs.Graph().as_default():
        nodes = [dlfs.Variable(n1)]
        nodes.append(2 * nodes[0])
        nodes.append(nodes[1] + 3)
        nodes.append(nodes[2] ** 2)
        nodes.append(2 * nodes[3])
        gradients = dlfs.compute_gradients(nodes[-1])
        return dlfs.Session().run(nodes), [gradients[node] for node in nodes]


def test_the_local_rates_2_1_10_2_multiply_to_40():
    chain = simulate(1)
    assert chain.values.tolist() == [1, 2, 5, 25, 50]
    assert chain.rates.tolist() == [2, 1, 10, 2]
    assert chain.products.tolist() == [40, 20, 20, 2, 1]


def test_a_large_nudge_lies_and_a_small_one_comes_close():
    measured = [simulate(1, nudge).measured[0] for nudge in NUDGES]
    np.testing.assert_allclose(measured, [48, 40.8, 40.08, 40.008], rtol=1e-9)


@pytest.mark.parametrize("n1", [-3, -1.5, -0.2, 0, 1, 2.7])
def test_values_and_products_are_the_library_s_values_and_gradients(n1):
    values, gradients = in_dlfs(n1)
    np.testing.assert_allclose(simulate(n1).values, values)
    np.testing.assert_allclose(simulate(n1).products, gradients)


@pytest.mark.parametrize("nudge", NUDGES)
def test_what_is_measured_edge_by_edge_multiplies_exactly_however_large_the_nudge(nudge):
    chain = simulate(0.7, nudge)
    np.testing.assert_allclose(np.prod(chain.exchanged), chain.measured[0])
    np.testing.assert_allclose(chain.exchanged[[0, 1, 3]], [2, 1, 2])


def test_nothing_divided_by_nothing_is_not_a_number():
    chain = simulate(-1.55, 0.1)
    assert np.isnan(chain.exchanged[3]) and not np.isnan(chain.exchanged[:3]).any()
    assert np.isnan(chain.measured[3:]).all()
    assert number(chain.exchanged[3]) == "0 / 0"


@pytest.mark.parametrize("n1, nudge, t, words", [
    (1, 0.1, 4, "a nudge of 0.1 moves n5 by 4.08, which is 40.8 for each unit of n1; from n5 back"),
    (1, 0.1, 4, "from n5 back to n1 the local rates give 2 * 10 * 1 * 2 = 40"),
    (1, 0.1, 2, "from n5 back to n3 the local rates give 2 * 10 = 20"),
    (1, 0.1, 1, "from n5 back to n4 the local rates give 2"),
    (1, 0.1, 0, "no local rate is multiplied yet"),
    (-2, 1, 3, "from n5 back to n2 the local rates give 2 * (-2) * 1 = -4"),
    (-1.5, 1, 4, "n1 = -1.5 gives n5 = 0, and a nudge of 1 moves n5 by 8"),
])  # fmt: skip
def test_the_sentence_says_the_numbers(n1, nudge, t, words):
    assert words in describe(n1, nudge, t)


def test_a_formula_is_drawn_as_the_nodes_are_named():
    assert drawn("n3^2") == "n" + chr(0x2083) + chr(0xB2)
    assert drawn("2 n4") == "2 n" + chr(0x2084)


# The explorer


@pytest.fixture
def e():
    return new("chain")


@pytest.mark.parametrize("n1", [-3, -1.55, -0.0625, 0, 2.999])
@pytest.mark.parametrize("nudge", NUDGES)
def test_the_cells_of_a_row_keep_apart(e, n1, nudge):
    e.n1.value, e.nudge.value = n1, nudge
    renderer = e.canvas.agg.get_renderer()
    for row in e._rows:
        extents = [cell.get_window_extent(renderer) for cell in row if cell.get_text()]
        assert all(a.x1 < b.x0 for a, b in zip(extents, extents[1:]))
        assert extents[-1].x1 < e.canvas.agg.figure.bbox.width
    assert faults_of_drawing(e.canvas.agg.figure) == []


def test_the_product_is_built_from_n5_back_one_factor_at_a_time(e):
    for t in range(5):
        e.t.value = t
        shown = [cell.get_text() for cell in e._rows[1]]
        assert shown == [""] * (4 - t) + ["40", "20", "20", "2", "1"][4 - t :]


def test_the_rows_below_the_chain_say_what_the_nudge_does(e):
    e.nudge.value = 0.1
    rows = [[cell.get_text() for cell in row] for row in e._rows]
    assert rows[0] == ["2", "1", "10", "2"]
    assert rows[2] == ["+0.1", "+0.2", "+0.2", "+2.04", "+4.08"]
    assert rows[3] == ["2", "1", "10.2", "2"]
    assert rows[4] == ["40.8", "20.4", "20.4", "2", "1"]


def test_the_strip_shows_one_chain_and_a_large_and_a_small_nudge():
    fig = snapshot()
    assert STATES == (1, 0.01) and faults_of_drawing(fig) == []
    words = [text.get_text() for text in fig.axes[0].texts]
    words += [artist.get_text() for artist in fig.axes[0].artists]
    assert [words.count(value) for value in ("40", "48", "40.08")] == [1, 1, 1]
    assert sum(words.count(drawn(node)) for node in NODES) == len(NODES)


def test_the_alt_text_says_the_numbers_of_the_strip():
    _, alt = Chain.paper()
    for words in ("from n5 back to n1 is 40", "48 for each unit", "40.08 for each unit"):
        assert words in alt
