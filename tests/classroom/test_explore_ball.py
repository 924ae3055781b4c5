"""The ball in the valley: what mathematics says of it, and the picture."""

import numpy as np
import pytest

import dlfs
from dlfs.classroom.explore.ball import (
    BETAS, PATIENT, RATE, Ball, bound, describe, rises, settled, simulate, snapshot, textbook,
)  # fmt: skip
from dlfs.classroom.explore.valley import AXES, START, along_and_across, losses
from dlfs.classroom.explore.valley import simulate as without_momentum
from tools.proof.explorer_states import new

# The numbers


def powers(kappa, rate, beta, t):
    """Return (u, v) after t steps, by the power of the matrix that takes one step of each."""
    found = []
    for start, k in zip(START, (1.0, kappa), strict=True):
        one = np.array([[1 - rate * k, -rate * beta], [k, beta]])  # of the place and the speed
        found.append((np.linalg.matrix_power(one, t) @ [start, 0.0])[0])
    return np.array(found)


def settled_by_mathematics(kappa, rate, beta):
    """Return after which step the loss was above 1 % for the last time, plus one."""
    start = START[0] ** 2 + kappa * START[1] ** 2
    above = [t for t in range(PATIENT + 1)
             if powers(kappa, rate, beta, t) ** 2 @ [1, kappa] > 0.01 * start]  # fmt: skip
    return above[-1] + 1


@pytest.mark.parametrize("kappa, rate, beta", [(10, 0.18, 0.58), (1, 0.5, 0.9), (100, 0.03, 0.7)])
def test_the_places_are_those_of_the_powers_of_a_matrix(kappa, rate, beta):
    places = along_and_across(simulate(kappa, rate, beta, 30))
    expected = [powers(kappa, rate, beta, t) for t in range(31)]
    np.testing.assert_allclose(places, expected, atol=1e-10)


def test_without_momentum_it_is_descent():
    np.testing.assert_allclose(simulate(10, 0.15, 0, 30), without_momentum(10, 0.15, 30))


@pytest.mark.parametrize("beta", BETAS)
def test_the_librarys_optimizer_walks_the_same_way(beta):
    with dlfs.Graph():
        x = dlfs.Variable(AXES @ np.array(START))
        J = dlfs.reduce_sum(dlfs.square(x @ AXES) * [1, 10]) / 2
    step = dlfs.train.MomentumOptimizer(RATE, beta).minimize(J)
    places = [x.value]
    for _ in range(20):
        dlfs.Session().run(step)
        places.append(x.value)
    np.testing.assert_allclose(simulate(10, RATE, beta, 20), places, atol=1e-10)


@pytest.mark.parametrize("beta", BETAS)
def test_the_step_from_which_on_it_stays_is_that_of_mathematics(beta):
    found = settled(losses(10, simulate(10, RATE, beta)))
    assert found == settled_by_mathematics(10, RATE, beta)


def test_a_loss_that_comes_back_above_one_percent_has_not_settled():
    assert settled(np.array([100, 0.5, 3, 0.5])) == 3
    assert settled(np.array([100, 0.5, 3])) is None
    assert settled(np.array([100, 0.5, 0.4])) == 1


@pytest.mark.parametrize("kappa, steps", [(10, 7), (100, 32)])
def test_the_cost_of_the_textbook_choice_goes_with_the_root(kappa, steps):
    rate, beta = textbook(kappa)
    assert settled(losses(kappa, simulate(kappa, rate, beta))) == steps
    # Where the two factors of a direction meet, both have the size of the root of beta.
    for k in (1, kappa):
        one = np.array([[1 - rate * k, -rate * beta], [k, beta]])
        np.testing.assert_allclose(np.abs(np.linalg.eigvals(one)), np.sqrt(beta), rtol=1e-6)


@pytest.mark.parametrize("kappa, beta", [(10, 0), (10, 0.9), (100, 0.5)])
def test_below_the_bound_it_comes_to_rest_and_above_it_does_not(kappa, beta):
    limit = bound(kappa, beta)
    near, far = (losses(kappa, simulate(kappa, f * limit, beta, 2000)) for f in (0.98, 1.02))
    assert near[-1] < 1e-6 * near[0] and not far[-1] < far[0]


def test_the_ball_goes_uphill_and_descent_below_its_bound_does_not():
    assert rises(losses(10, simulate(10, 0.18, 0)), 40) == 0
    assert rises(losses(10, simulate(10, 0.18, 0.9)), 40) > 10


# The explorer


@pytest.fixture
def explorer():
    return new("ball")


@pytest.mark.parametrize("kappa, rate, beta, t", [(10, 0.18, 0.58, 6), (4, 0.1, 0, 1),
                                                  (25, 0.03, 0.9, 40)])  # fmt: skip
def test_the_sentence_says_the_numbers(explorer, kappa, rate, beta, t):
    explorer.kappa.value, explorer.learning_rate.value = kappa, rate
    explorer.momentum.value, explorer.t.value = beta, t
    values = [powers(kappa, rate, beta, i) ** 2 @ [1, kappa] for i in range(t + 1)]
    up = sum(later > before for before, later in zip(values, values[1:]))
    assert explorer.describe() == (
        f"Kappa {kappa:g}, momentum {beta:g}, learning rate {rate:g} where less than "
        f"{2 * (1 + beta) / kappa:.4g} comes to rest: after {t} step{'s' * (t > 1)} the loss is "
        f"{values[t] / values[0]:.3g} times the first one and has risen in {up} of them; it stays "
        f"within 1 % from step {settled_by_mathematics(kappa, rate, beta)} on."
    )
    assert explorer.describe() == describe(kappa, rate, beta, t) + "."


def test_the_presets_set_the_momentum_at_one_rate(explorer):
    explorer.learning_rate.value = 0.05
    for button, beta in zip(explorer.presets, BETAS, strict=True):
        button.click()
        assert (explorer.learning_rate.value, explorer.momentum.value) == (RATE, beta)


def rolled(x, v, gradient, learning_rate, momentum):
    v = momentum * v + gradient(x)
    return x - learning_rate * v, v


@pytest.mark.parametrize("step, words", [
    (rolled, "your step and the library's agree"),
    (lambda x, v, g, eta, beta: (x - eta * g(x), g(x)), "part at step 2"),
    (lambda x, v, g, eta, beta: rolled(x, v, g, -eta, beta), "part at step 1"),
    (lambda x, v, g, eta, beta: (x * 1e100, v), "diverged"),
    (lambda x, v, g, eta, beta: x, "shape (2,)"),
    (lambda x, v, g, eta, beta: (x, 0), "the new x and the new v are wanted"),
    (lambda x, v, g, eta, beta: (x, v, x), "the new x and the new v are wanted"),
    (lambda x, v, g, eta, beta: (g(1.0), v), "gradient takes two numbers"),
    (lambda x, g, eta: x, "five things are handed to it: x, v, gradient"),
])  # fmt: skip
def test_a_learners_step_is_compared_or_answered_in_words(explorer, step, words):
    explorer.t.value = 40
    explorer.hand_over(step)
    assert words in explorer.describe()


def test_a_step_that_overwrites_what_it_is_given_hears_of_it(explorer):
    def step(x, v, gradient, learning_rate, momentum):
        v *= momentum
        v += gradient(x)
        return x - learning_rate * v, v

    explorer.hand_over(step)
    assert "changes the x that it is given" in explorer.describe()


def test_the_strip_and_its_words_have_the_step_of_each_momentum():
    titles, alt = [ax.get_title() for ax in snapshot().axes], Ball.paper()[1]
    for beta, title in zip(BETAS, titles, strict=True):
        count = settled_by_mathematics(10, RATE, beta)
        assert title.endswith(f"{count} steps") and f"{beta:g} from step {count} on" in alt
