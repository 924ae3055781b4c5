"""The explorer of cross-entropy: the numbers of the lesson, and loss functions of learners."""

import math

import numpy as np
import pytest

import dlfs
from dlfs.classroom.explore.cross_entropy import (
    MISTAKES, PRESETS, A, B, CrossEntropy, costs, describe, mistake_of, simulate, snapshot,
    with_mistake,
)  # fmt: skip
from tests.classroom.explorer_forms import faults_of_sentence
from tools.proof.explorer_states import new


def of_a_vector(p):
    return -np.log(p).mean()


def with_plain_python(p):
    return sum(-math.log(one) for one in p) / len(p)


def of_tables(p, c):
    return -np.mean(np.log(np.sum(p * c, axis=1)))


def with_an_option(p, smallest=1e-300):
    return np.mean(-np.log(np.maximum(p, smallest)))


RIGHT = (of_a_vector, with_plain_python, of_tables, with_an_option)


# The numbers of the lesson


@pytest.mark.parametrize("p, cost", [(0.9, 0.105), (0.5, 0.693), (0.1, 2.303), (0.01, 4.605)])
def test_a_p_costs_minus_its_logarithm(p, cost):
    assert costs(p) == pytest.approx(cost, abs=0.0005)
    assert f"costs -log p = {cost:.3f}, and the slope there is {-1 / p:.4g};" in describe(p)


def test_no_knowledge_of_ten_classes_costs_2_303():
    assert simulate([1 / 10])[1] == pytest.approx(2.303, abs=0.0005)


@pytest.mark.parametrize("p, loss", [(A, 0.612), (B, 1.159)])
def test_a_and_b_are_equally_often_right_and_b_pays_more(p, loss):
    accuracy, found = simulate(p)
    assert accuracy == 0.75
    assert found == pytest.approx(loss, abs=0.0005)


@pytest.mark.parametrize("p", [A, B, with_mistake(0.3)])
def test_the_loss_is_that_of_the_engine(p):
    logits = np.log(np.column_stack([p, 1 - np.array(p)]))
    targets = np.tile([1.0, 0.0], (4, 1))
    J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(logits, targets))
    assert simulate(p)[1] == pytest.approx(dlfs.Session().run(J), rel=1e-12)


def test_c_has_the_loss_of_a_at_p_0_089():
    p = 0.6**3 * 0.4 / 0.99**3
    assert p == pytest.approx(0.089, abs=0.0005)
    assert simulate(with_mistake(p))[1] == pytest.approx(simulate(A)[1], rel=1e-12)


# Functions of learners


@pytest.mark.parametrize("loss", RIGHT)
def test_a_right_function_gives_the_same_in_any_form(loss):
    assert mistake_of(loss) == ""
    assert describe(0.2, loss).endswith(" gives the same")


@pytest.mark.parametrize("name, wrong", MISTAKES)
def test_a_known_mistake_is_named(name, wrong):
    assert mistake_of(wrong) == name
    assert f": {name}" in describe(0.2, wrong)


def test_the_mean_over_both_columns_of_a_table_is_named():
    assert "the mean over both columns" in mistake_of(lambda p, c: -np.mean(c * np.log(p)))


def test_two_classifiers_are_enough_to_tell_all_known_mistakes_apart():
    answers = [[wrong(np.array(p)) for p in (A, B)] for _, wrong in (*MISTAKES, ("", of_a_vector))]
    for i, one in enumerate(answers):
        assert not any(np.allclose(one, other, rtol=1e-3) for other in answers[:i])


@pytest.mark.parametrize(
    "loss, words",
    [
        (lambda p: -np.log(p), "returned shape (4,) for 4 points: these are their single losses"),
        (lambda p: 7, "your loss gives 7.000, 7.000, 7.000: not the same, and none of the slips"),
        (lambda p, c: -np.mean(p * np.log(c)), "of what do you take the logarithm?"),
    ],
)
def test_numbers_that_are_no_loss_are_answered_in_words(loss, words):
    said = CrossEntropy(loss).describe()
    assert words in said and faults_of_sentence(said.replace("inf", "").replace("nan", "")) == []


def test_the_perfect_prediction_that_gives_nan_is_explained():
    explorer = CrossEntropy(loss=lambda p, c: -np.mean(np.sum(c * np.log(p), axis=1)))
    assert "your loss gives the same" in explorer.describe()
    explorer.p.value = 1
    assert "nan: log(0) is -inf, and 0 * log(0) is nan" in explorer.describe()


def test_your_loss_is_drawn_as_a_curve_and_as_three_diamonds():
    picture = CrossEntropy(loss=lambda p: (1 - p).mean())._picture
    p, heights = picture._your_curve.get_data()
    np.testing.assert_allclose(heights, 1 - p)
    np.testing.assert_allclose(picture._yours.get_xdata(), [0.45, 0.255, 0.1325])


def test_your_loss_is_called_for_three_classifiers_when_p_moves():
    calls = []

    def counted(p):
        calls.append(len(p))
        return of_a_vector(p)

    explorer = CrossEntropy(loss=counted)
    calls.clear()
    explorer.p.value = 0.25
    assert 3 <= len(calls) <= 6


# The explorer


@pytest.fixture
def explorer():
    return new("cross_entropy")


@pytest.mark.parametrize("p", [0.5, 0.01, 1])
def test_the_sentence_has_the_accuracies_and_losses_of_all_three(explorer, p):
    explorer.p.value = p
    for name, case in (("A", A), ("B", B), ("C", (*B[:3], p))):
        right, loss = np.mean(np.array(case) > 0.5), -np.mean(np.log(case))
        numbers = " ".join(f"{q:g}" for q in case)
        said = f"{name} ({numbers}) has accuracy {right:.2f} and loss {loss:.3f}"
        assert said in explorer.describe()


def test_c_becomes_b_at_the_last_button(explorer):
    explorer.presets[-1].click()
    said = explorer.describe().rstrip(".").split("; ")
    assert said[2].replace("B", "C") == said[3]


def test_the_tangent_touches_the_curve_at_p_with_slope_minus_one_over_p(explorer):
    explorer.p.value = 0.2
    (x0, y0), (x1, y1) = explorer._picture._tangent.get_xydata()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(-5)
    assert y0 - 5 * 0.2 == pytest.approx(-math.log(0.2))


def test_the_bars_of_c_are_a_quarter_of_each_cost(explorer):
    explorer.p.value = 0.01
    widths = [bar.get_width() for bar in explorer._picture._parts]
    np.testing.assert_allclose(widths, -np.log(B) / 4, rtol=1e-12)
    assert sum(widths) == pytest.approx(simulate(B)[1])


def test_the_words_of_the_strip_say_its_numbers():
    _, alt = CrossEntropy.paper()
    assert len(snapshot().axes) == 2
    for p in PRESETS:
        assert f"{p:g} costs {-math.log(p):.3f}" in alt
    for case in (A, B):
        assert f"{-np.mean(np.log(case)):.3f}" in alt
