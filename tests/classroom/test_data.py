"""The two clouds: drawn by the recipe, the same on every computer; the flowers; the digits."""

from hashlib import sha256
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


# How many of each digit its publication counts in this part of the data.
OF_EACH = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
# Of the pixels and the labels as the publication has them, a byte each.
AS_PUBLISHED = "87ff0c9e40dc7e2c0e34e7257799c2e3f3aec1a016363bb11cad869ec428a826"


def fingerprint(X, c) -> str:
    """Return the SHA-256 of the pixels from 0 to 16 and of the labels."""
    pixels, labels = (16 * X).astype(np.uint8), c.argmax(axis=1).astype(np.uint8)
    return sha256(pixels.tobytes() + labels.tobytes()).hexdigest()


def test_the_digits_are_those_that_were_published():
    X, c = data.digits()
    assert (X.shape, c.shape, X.dtype) == ((1797, 64), (1797, 10), np.float64)
    assert c.sum(axis=0).tolist() == OF_EACH and (c.sum(axis=1) == 1).all()
    assert (X.min(), X.max()) == (0, 1) and (16 * X % 1 == 0).all()
    assert fingerprint(X, c) == AS_PUBLISHED
    X[0, 2] += 1 / 16
    assert fingerprint(X, c) != AS_PUBLISHED


def test_a_digit_is_the_image_of_its_label_and_its_rows_are_rows():
    X, c = data.digits()
    labels = c.argmax(axis=1)
    means = np.array([X[labels == digit].mean(axis=0).reshape(8, 8) for digit in range(10)])
    # The nearest mean image reads nine digits in ten; columns for rows, it reads few of them.
    def read(images):
        return ((images[:, None] - means) ** 2).sum(axis=(2, 3)).argmin(axis=1)

    images = X.reshape(-1, 8, 8)
    assert np.mean(read(images) == labels) > 0.9
    assert np.mean(read(images.swapaxes(1, 2)) == labels) < 0.5
    # A zero is hollow, and a one is not.
    assert means[0, 3:5, 3:5].mean() < 0.2 < 0.8 < means[1, 3:5, 3:5].mean()


def test_each_call_gives_arrays_of_its_own():
    data.digits()[0][:] = 7
    assert data.digits()[0].max() == 1


def test_the_file_of_the_digits_is_small_and_says_whose_it_is():
    folder = Path(data.__file__).parent
    assert (folder / "digits.npz").stat().st_size <= 46_000
    for file in (folder / "digits.txt", NOTEBOOKS / "LICENSE"):
        text = " ".join(file.read_text(encoding="utf-8").split())
        for part in ("Alpaydin", "Kaynak", "UCI Machine Learning Repository", "CC BY 4.0"):
            assert part in text
