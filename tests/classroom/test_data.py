"""The two clouds: drawn by the recipe, the same on every computer; and the flowers."""

from pathlib import Path

import numpy as np
import pytest

from dlfs.classroom import data
from dlfs.classroom.explore.learning_rate import bounds
from tools.course import NOTEBOOKS


def test_circles_are_drawn_first_and_are_column_0():
    X, c = data.two_classes(0.6)
    generator = np.random.default_rng(0)
    first, second = generator.standard_normal((50, 2)), generator.standard_normal((50, 2))
    np.testing.assert_array_equal(X[:50], first - 0.6)
    np.testing.assert_array_equal(X[50:], second + 0.6)
    np.testing.assert_array_equal(c[:50], [[1, 0]] * 50)
    np.testing.assert_array_equal(c[50:], [[0, 1]] * 50)


NAMED = [(data.overlapping, data.OVERLAPPING), (data.separable, data.SEPARABLE)]


@pytest.mark.parametrize("make, centre", NAMED)
def test_named_clouds_are_the_recipe_at_their_centre(make, centre):
    for seed in (0, 7):
        for one, other in zip(make(seed), data.two_classes(centre, seed=seed), strict=True):
            assert one.shape == (100, 2)
            np.testing.assert_array_equal(one, other)


def test_the_seed_and_the_number_of_points_are_heard():
    assert not np.array_equal(data.overlapping(0)[0], data.overlapping(1)[0])
    assert [part.shape for part in data.two_classes(1, points=7)] == [(14, 2), (14, 2)]


def test_the_largest_curvature_of_the_overlapping_data_gives_the_rate_that_is_safe_everywhere():
    X, _ = data.overlapping()
    inputs = np.column_stack([X, np.ones(100)])
    one_column = np.linalg.eigvalsh(inputs.T @ inputs / 400)[-1]
    # Two columns move apart, twice as fast as one.
    assert bounds()[0] == pytest.approx(2 / (2 * one_column), rel=1e-9)


def best_accuracy(X, c) -> float:
    """Return the highest accuracy of any line through two of the points, moved a little."""
    best = 0.0
    side = c[:, 0] - c[:, 1]
    for i in range(len(X)):
        for j in range(i):
            along = X[i] - X[j]
            normal = np.array([-along[1], along[0]])
            for offset in (-1e-9, 1e-9):
                right = np.mean(np.sign((X - X[i]) @ normal + offset) == side)
                best = max(best, right, 1 - right)
    return best


def test_a_line_parts_the_separable_clouds_and_none_parts_the_overlapping_ones():
    assert best_accuracy(*data.separable()) == 1
    assert best_accuracy(*data.overlapping()) < 0.9


def test_the_irises_have_the_means_and_spreads_that_are_known_of_them():
    X, c = data.irises()
    assert X.shape == c.shape == (100, 2) and (c.sum(axis=0) == 50).all()
    versicolor, virginica = X[:50], X[50:]
    np.testing.assert_allclose(versicolor.mean(axis=0), [4.260, 1.326])
    np.testing.assert_allclose(virginica.mean(axis=0), [5.552, 2.026])
    np.testing.assert_allclose(((versicolor - versicolor.mean(axis=0)) ** 2).sum(axis=0),
                               [10.82, 1.9162], atol=5e-4)  # fmt: skip
    assert (c[:50, 0] == 1).all() and (c[50:, 1] == 1).all()
    assert 0.9 < best_accuracy(X - X.mean(axis=0), c) < 1


def test_the_file_of_the_irises_is_small_and_names_its_source():
    text = Path(data.__file__).read_text(encoding="utf-8")
    assert len(text) < 10_000 and "Fisher" in text and "1936" in text
    assert "Fisher" in (NOTEBOOKS / "LICENSE").read_text(encoding="utf-8")
