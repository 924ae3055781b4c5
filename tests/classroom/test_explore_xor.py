"""The explorer of XOR: how many seeds are solved, the engine beside it, and a bent plane."""

from dataclasses import replace

import numpy as np
import pytest

import dlfs
from dlfs.classroom.explore.hidden_layer import (
    ACTIVATIONS, LAST, SEEDS, C, X, share_solved, simulate, start, trained,
)  # fmt: skip
from dlfs.classroom.explore.xor import ALONG, PRESETS, WIDTHS, Xor, describe, edge_on, snapshot
from tests.classroom.explorer_forms import words_inside
from tools.proof.explorer_states import buttons_of, new

LN_2 = np.log(2)


# The numbers of the lesson


@pytest.mark.parametrize(
    "activation, solved", [("sigmoid", [15, 19, 20]), ("tanh", [9, 17, 20]), ("relu", [2, 9, 11])]
)
def test_how_many_of_the_20_seeds_are_solved(activation, solved):
    counts = [trained(width, activation).solved()[:SEEDS].sum() for width in WIDTHS]
    assert counts == solved


@pytest.mark.parametrize(
    "activation, shares",
    [("sigmoid", [0.74, 0.96, 1]), ("tanh", [0.5, 0.9, 1]), ("relu", [0.2, 0.54, 0.6])],
)
def test_the_share_of_50_seeds_that_are_solved(activation, shares):
    assert [share_solved(width, activation) for width in WIDTHS] == pytest.approx(shares)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_no_seed_is_a_close_call(activation):
    for width in WIDTHS:
        training = trained(width, activation)
        assert (training.J[-1][training.solved()] < 0.1).all()
        assert (training.J[-1][~training.solved()] > 0.3).all()


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_start_from_zeros_stays_at_ln_2_for_ever(width, activation):
    training = trained(width, activation)
    np.testing.assert_allclose(training.J[:, SEEDS], LN_2, rtol=1e-15)
    assert (training.accuracy[:, SEEDS] == 0.5).all()
    assert not training.network(LAST, SEEDS).W1.any()


def trained_by_the_engine(width, activation, seed, steps):
    first, second = start(width, seed)
    with dlfs.Graph().as_default():
        W1, W2 = dlfs.Variable(first), dlfs.Variable(second)
        b1, b2 = dlfs.Variable(np.zeros(width)), dlfs.Variable(np.zeros(2))
        hidden = getattr(dlfs, activation)(dlfs.constant(X) @ W1 + b1)
        J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(hidden @ W2 + b2, C))
        step = dlfs.GradientDescentOptimizer(0.5).minimize(J)
    session = dlfs.Session()
    losses = [session.run([J, step])[0] for _ in range(steps)]
    return np.array([*losses, session.run(J)]), W1.value


@pytest.mark.parametrize(
    "width, activation, seed", [(2, "sigmoid", 3), (3, "tanh", 0), (4, "relu", 7)]
)
def test_the_stack_of_networks_trains_as_the_engine_does(width, activation, seed):
    J, W1 = trained_by_the_engine(width, activation, seed, 400)
    training = trained(width, activation)
    np.testing.assert_allclose(training.J[:401, seed], J, rtol=1e-9)
    np.testing.assert_allclose(training.network(400, seed).W1, W1, rtol=1e-9)


def test_a_seed_trains_the_same_alone_and_in_company():
    alone = simulate(3, "tanh", (5,), 100)
    np.testing.assert_allclose(alone.J[:, 0], trained(3, "tanh").J[:101, 5], rtol=1e-12)


def test_another_seed_is_another_start():
    assert not np.array_equal(start(2, 0)[0], start(2, 1)[0])
    np.testing.assert_array_equal(start(2, 0)[0], start(2, 0)[0])


def test_a_point_on_the_border_is_not_solved_wherever_rounding_puts_it():
    training = trained(2, "sigmoid")
    solved = np.where(training.margin > 0, 1e-17, training.margin)
    assert not replace(training, margin=solved).solved().any()
    np.testing.assert_array_equal(training.solved(), training.accuracy[LAST] == 1)


# The picture


@pytest.mark.parametrize("width", WIDTHS)
def test_in_the_hidden_space_the_line_parts_the_points_as_the_network_does(width):
    network = trained(width, "sigmoid").network(700, 2)
    points = np.random.default_rng(0).uniform(-0.5, 1.5, (200, 2))
    seen, (first, second) = edge_on(network, points)
    (along_x, along_y), (x, y) = second - first, (seen - first).T
    side = along_x * y - along_y * x
    scores = network.score(points)
    assert (scores > 0).any() and (scores < 0).any()
    ratio = side / scores
    np.testing.assert_allclose(ratio, np.full(200, ratio[0]), rtol=1e-6)


def test_two_hidden_units_are_the_axes_of_the_view():
    network = trained(2, "tanh").network(LAST, 0)
    seen, _ = edge_on(network, X)
    h = network.hidden(X)
    scale = np.ptp(seen[:, 0]) / np.ptp(h[:, 0])
    np.testing.assert_allclose(seen - seen[0], scale * (h - h[0]), atol=1e-12)


def shade_at_the_points(explorer):
    """The p of triangle in the cells of the map nearest to the four points."""
    shade = explorer._parts[0].shade.get_array()
    places = [np.abs(ALONG - x).argmin() for x in (0, 1)]
    return np.array([shade[places[int(x2)], places[int(x1)]] for x1, x2 in X])


def test_the_map_is_as_dark_as_p_of_triangle():
    explorer = Xor(4, "sigmoid", 1)
    assert (shade_at_the_points(explorer).round() == [0, 1, 1, 0]).all()
    explorer.seed.value = None
    np.testing.assert_allclose(shade_at_the_points(explorer), 0.5)


def test_a_stuck_run_shows_its_two_points_at_one_half():
    p = shade_at_the_points(Xor(2, "sigmoid", 3))
    np.testing.assert_allclose(p[2:], 0.5, atol=0.06)
    assert p[0] < 0.1 and p[1] > 0.9


def test_the_axes_of_the_hidden_space_have_names_where_there_are_two():
    for width in (2, 3, 4):
        names = Xor(width)._parts[1].names
        shown = [name.get_text() for name in names if name.get_visible()]
        assert shown == (["h1", "h2"] if width == 2 else [])


# The explorer


@pytest.fixture
def explorer():
    return new("xor")


@pytest.mark.parametrize(
    "width, activation, seed, t", [(2, "sigmoid", 0, LAST), (3, "relu", 7, 90)]
)
def test_the_sentence_says_the_numbers(explorer, width, activation, seed, t):
    explorer.width.value, explorer.activation.value = width, activation
    explorer.seed.value, explorer.t.value = seed, t
    training = trained(width, activation)
    right = np.sum((training.network(t, seed).score(X) > 0) == (C[:, 1] > 0))
    solved = "solved" if training.solved(t)[seed] else "not solved"
    assert explorer.describe() == describe(width, activation, seed, t) + "." == (
        f"{width} {activation} units, seed {seed}, step {t}: the loss is "
        f"{training.J[t, seed]:.4f}, {right} of 4 points are right, {solved}; "
        f"{training.solved(t)[:SEEDS].sum()} of 20 seeds are solved at this step."
    )


def named(explorer, text):
    return next(button for button in buttons_of(explorer) if button.description == text)


def test_the_buttons_go_back_go_on_and_go_to_a_step(explorer):
    back, on = (named(explorer, text) for text in ("Back", "Step"))
    back.click()
    assert explorer.t.value == LAST - 20
    on.click()
    on.click()
    assert explorer.t.value == LAST
    for button, t in zip(explorer.presets, PRESETS, strict=True):
        button.click()
        assert explorer.t.value == t
    explorer.t.value = 0
    back.click()
    assert explorer.t.value == 0


def test_new_seed_goes_through_all_seeds(explorer):
    button = named(explorer, "New seed")
    seen = []
    for _ in range(SEEDS + 1):
        seen.append(explorer.seed.value)
        button.click()
    assert seen == [*range(SEEDS), 0]
    explorer.seed.value = None
    button.click()
    assert explorer.seed.value == 0


def test_no_word_stands_where_the_losses_of_the_seeds_are_drawn(explorer):
    strip = explorer.canvas.agg.figure.axes[2]
    assert [text.get_text() for text in strip.texts] == ["log 2"] and words_inside(strip) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_start_from_zeros_has_a_picture_too(explorer, width):
    explorer.width.value, explorer.seed.value = width, None
    assert "No picture" not in explorer.describe()
    assert "all weights zero, step 2000: the loss is 0.6931, 2 of 4" in explorer.describe()


def test_without_the_strip_nothing_tells_how_many_seeds_are_solved():
    explorer = Xor(strip=False)
    printed = explorer._repr_mimebundle_()
    for told in (explorer.describe(), printed["text/plain"], printed["text/html"]):
        assert "20 seeds" not in told and "15" not in told.split("base64,")[0]
    assert "seed 3" not in printed["text/plain"]
    assert "15 are solved" in Xor()._repr_mimebundle_()["text/plain"]
    assert explorer.picture.height < Xor().picture.height


def test_the_words_of_the_strip_say_its_numbers():
    assert len(snapshot().axes) == 5
    _, alt = Xor.paper()
    J = trained(2, "sigmoid").J[LAST]
    assert f"seed 0, step {LAST}, solved, loss {J[0]:.3f}" in alt
    assert f"seed 3, step {LAST}, not solved, loss {J[3]:.3f}" in alt


def test_the_network_that_is_drawn_is_that_of_the_seed(explorer):
    explorer.seed.value = 3
    seen, _ = edge_on(trained(2, "sigmoid").network(LAST, 3), X)
    drawn = [dots.get_xydata() for dots in explorer._parts[1].points]
    np.testing.assert_allclose(drawn[0], seen[C[:, 0] > 0])
    np.testing.assert_allclose(drawn[1], seen[C[:, 1] > 0])
