"""Drawing a digit: its signs, its fitting, who reads it, and what is said of it."""

import numpy as np
import pytest
from hypothesis import given as drawn_from
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dlfs.classroom.explore import reader, scans
from dlfs.classroom.explore.calling import Mistake
from dlfs.classroom.explore.drawn import LABELS as DRAWN, twenty
from dlfs.classroom.explore.drawing_board import answered, drawing_board
from dlfs.classroom.explore.filling import filled
from dlfs.classroom.explore.pixels import (
    AS_DRAWN, SMALL, Pixels, describe, given, known, misread_by_regression, places, snapshot, states,
)  # fmt: skip
from dlfs.classroom.explore.reader import regression, simulate, trained, wishes
from dlfs.classroom.explore.signs import pixels_of, written
from tools.proof.explorer_states import new

X, C = scans.validation()
LABELS = C.argmax(axis=1)

# The signs


@drawn_from(arrays(np.uint8, (1, 64), elements=st.integers(0, 16)))
@settings(deadline=None, max_examples=60)
def test_a_board_comes_back_from_its_signs(levels):
    text = written(levels / 16)
    assert np.array_equal(pixels_of(text), levels / 16)
    in_rows = " ".join(text[i : i + 8] for i in range(0, 64, 8)).upper()
    assert np.array_equal(pixels_of(f" {in_rows} "), levels / 16)


def test_every_scan_keeps_its_grey_values_in_signs():
    assert np.array_equal(np.vstack([pixels_of(written(pixels)) for pixels in X]), X)
    assert len(known()) == len(X) and [label for _, label in known().values()] == LABELS.tolist()


@pytest.mark.parametrize("text, words", [
    ("0" * 63, "here are 63"), ("0" * 65, "here are 65"), ("h" + "0" * 63, "'h' is none of them"),
    ("-" * 64, "'-' is none"), ("\u0664" + "0" * 63, "'\\u0664' is none"),
    ("__import__('os')", "'_' is none"), ("\u00b2" * 64, "is none of them"),
])  # fmt: skip
def test_what_are_no_signs_of_a_board_is_answered_in_words(text, words):
    with pytest.raises(Mistake, match=words.replace("\\", "\\\\")):
        pixels_of(text)
    explorer = new("pixels")
    explorer.board.value = text
    assert words in explorer.describe() and explorer.digit is None is explorer.label


# The fitting


def image(rows, columns):
    found = np.zeros((8, 8))
    found[rows, columns] = 1
    return found


def test_what_is_small_and_aside_is_stretched_to_the_height_and_moved_to_the_middle():
    found = filled(image(slice(0, 4), slice(0, 2)).reshape(1, 64)).reshape(8, 8)
    np.testing.assert_allclose(found, image(slice(0, 8), slice(2, 6)), atol=1e-12)


def test_what_is_wide_is_stretched_to_seven_columns_only():
    found = filled(image(slice(6, 7), slice(0, 7)).reshape(1, 64)).reshape(8, 8)
    expected = np.zeros((8, 8))
    expected[3:5] = [0.25, *[0.5] * 6, 0.25]
    np.testing.assert_allclose(found, expected, atol=1e-12)


@drawn_from(arrays(np.uint8, (1, 64), elements=st.integers(0, 16)))
@settings(deadline=None, max_examples=100)
def test_a_fitted_drawing_keeps_its_grey_values_in_range_and_something_of_it_is_left(levels):
    found = filled(levels / 16)
    assert found.shape == (1, 64) and found.min() >= 0 and found.max() <= 1 + 1e-12
    assert found.any() == levels.any()


def test_a_dot_stays_a_dot():
    found = filled(image(slice(1, 2), slice(6, 7)).reshape(1, 64)).reshape(8, 8)
    np.testing.assert_allclose(found, image(slice(3, 5), slice(3, 5)), atol=1e-12)


def test_what_fills_the_height_in_the_middle_stays_as_it_is():
    pixels = image(slice(0, 8), slice(3, 5)).reshape(1, 64)
    assert filled(pixels) is pixels
    assert not np.array_equal(filled(np.roll(pixels, 1)), np.roll(pixels, 1))


def test_a_scan_is_read_as_its_makers_fitted_it():
    for board in list(known())[:50]:
        assert np.array_equal(given(board), pixels_of(board))


# Who reads


def test_the_regression_is_softmax_of_its_weights_and_learns_in_a_second():
    W, b = trained()
    powers = np.exp(X @ W + b)
    np.testing.assert_allclose(regression(X), powers / powers.sum(1, keepdims=True), rtol=1e-9)
    assert (regression(X).argmax(1) == LABELS).mean() > 0.93


def softmax_of(logits):
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()


@drawn_from(st.integers(0, 10_000))
@settings(deadline=None, max_examples=5)
def test_the_wishes_of_a_linear_reader_are_its_weights_less_their_mean(seed):
    W, b = np.random.default_rng(seed).normal(size=(65, 10))[:64], np.arange(10) / 10
    found = wishes(lambda X: softmax_of(X @ W + b))
    np.testing.assert_allclose(found, W - W.mean(axis=1, keepdims=True), atol=1e-8)


def test_a_reader_that_is_not_linear_has_no_wishes():
    W = np.random.default_rng(0).normal(size=(64, 10))
    assert wishes(lambda X: softmax_of(np.maximum(X @ W, 0) ** 2)) is None
    assert wishes(lambda X: np.eye(10)[:1]) is None


def test_a_reader_that_is_at_a_loss_with_an_empty_board_reads_what_is_drawn(explorer):
    explorer.hand_over(lambda X: regression(X / X.max()))
    assert explorer.digit == 2 and "your function reads 2" in explorer.describe()
    explorer.presets[-1].click()
    assert "no finite number" in explorer.describe()


@pytest.mark.parametrize("read, words", [
    (lambda X: np.full((1, 9), 1 / 9), r"shape \(1, 9\)"),
    (lambda X: X, r"shape \(1, 64\)"),
    (lambda X: np.arange(10.0), "sum to 45, not to 1"),
    (lambda X: np.append([-0.5, 1.5], np.zeros(8)), "below 0"),
    (lambda X: np.full(10, np.nan), "no finite number"),
    (lambda X: X.fill(0) or np.full(10, 0.1), "changes the numbers it is given"),
    (lambda X, c: X, "called with 1 argument"),
])  # fmt: skip
def test_what_a_learners_reader_gives_in_place_of_probabilities_is_said(read, words):
    with pytest.raises(Mistake, match=words):
        simulate(X[:1], read)


def test_a_learners_reader_is_given_one_row_and_may_print(capsys):
    shapes = []

    def read(pixels):
        shapes.append(pixels.shape)
        print("reading")
        return regression(pixels)

    explorer = Pixels(read)
    assert set(shapes) == {(1, 64)} and capsys.readouterr().out == ""
    assert explorer.describe() == new("pixels").describe().replace("it reads", "your function reads")
    assert "not linear" not in explorer._picture._none.get_text()


# The explorer


@pytest.fixture
def explorer():
    return new("pixels")


@pytest.mark.parametrize("i", [0, 33, 399])
def test_the_sentence_says_what_is_read_and_whether_it_is_right(explorer, i):
    W, b = trained()
    explorer.board.value = "".join("0123456789abcdefg"[round(16 * grey)] for grey in X[i])
    p = softmax_of(X[i] @ W + b)
    second, first = np.argsort(p)[-2:]
    assert (explorer.digit, explorer.second, explorer.label) == (first, second, LABELS[i])
    verdict = "; right." if first == LABELS[i] else "; WRONG, and its label "
    said = explorer.describe()
    assert said.startswith(f"Scan {i} of the validation part, label {LABELS[i]}: it reads {first} ")
    assert verdict in said and f"{p[first]:.3f}, second {second} with " in said


def test_the_picture_shows_what_is_given_ten_bars_and_what_each_digit_likes(explorer):
    picture, (W, b) = explorer._picture, trained()
    p = softmax_of(filled(pixels_of(SMALL))[0] @ W + b)
    assert np.array_equal(picture._given.get_array().reshape(1, 64), filled(pixels_of(SMALL)))
    np.testing.assert_allclose([bar.get_height() for bar in picture._bars], p)
    for k, one in enumerate(picture._likes):
        liked = (W - W.mean(axis=1, keepdims=True))[:, k]
        np.testing.assert_allclose(one.get_array().ravel(), liked, atol=1e-8)


def test_the_bar_of_a_label_that_is_not_read_is_hatched(explorer):
    explorer.misread_scan()
    hatched = [k for k, bar in enumerate(explorer._picture._bars) if bar.get_hatch()]
    assert hatched == [explorer.label] != [explorer.digit]
    explorer.board.value = SMALL
    assert not any(bar.get_hatch() for bar in explorer._picture._bars)


def test_the_start_is_read_when_it_is_fitted_and_not_as_it_is_drawn(explorer):
    assert (explorer.board.value, explorer.digit) == (SMALL, 2)
    explorer.way.value = AS_DRAWN
    assert explorer.digit != 2 and "as it is drawn" in explorer.describe()


def test_the_buttons_clear_and_load(explorer):
    small, onward, misread, clear = explorer.presets
    clear.click()
    assert explorer.board.value == "" and explorer.describe().startswith("The board is empty")
    np.testing.assert_allclose(explorer.probabilities, softmax_of(trained()[1]))
    onward.click()
    first = explorer.board.value
    onward.click()
    numbers = [known()[board][0] for board in (first, explorer.board.value)]
    assert numbers[1] == (numbers[0] + 1) % len(X)
    seen = set()
    for _ in misread_by_regression():
        misread.click()
        assert "WRONG" in explorer.describe() and explorer.digit != explorer.label
        seen.add(explorer.board.value)
    assert seen == set(misread_by_regression())
    small.click()
    assert explorer.board.value == SMALL


def test_the_misread_scans_are_those_that_the_probabilities_say():
    wrong = np.flatnonzero(regression(X).argmax(axis=1) != LABELS)
    assert [known()[board][0] for board in misread_by_regression()] == wrong.tolist()


def test_where_nothing_is_misread_or_nothing_is_answered_the_board_stays(explorer):
    rows = {tuple(pixels): row for pixels, row in zip(X, C)}
    explorer.hand_over(lambda pixels: rows.get(tuple(pixels[0]), C[0]))
    explorer.misread_scan()
    assert explorer.board.value == SMALL
    assert explorer.describe() == "None of the 400 scans is misread."
    explorer.hand_over(lambda pixels: None)
    explorer.misread_scan()
    assert explorer.board.value == SMALL and "returned None" in explorer.describe()


def test_a_board_is_told_which_signs_were_read_whatever_came_of_it(explorer):
    for text in ("1" * 64, "no board", '"><script>'):
        explorer.board.value = text
        assert explorer._mark.value == answered(text)
    assert "<script>" not in explorer._mark.value


def test_the_board_is_one_piece_of_html_without_anything_from_elsewhere():
    page = drawing_board().value
    assert page.count("onerror=") == 1 and "eval" not in page and "http" not in page
    start = page.index('onerror="') + len('onerror="')
    assert page[start:].index('"') == len(page[start:]) - 2  # the script ends with the attribute


def test_the_printed_form_shows_one_misread_scan_and_says_so():
    titles = [ax.get_title() for ax in snapshot(states()).axes[:4]]
    assert [("WRONG" in title) for title in titles] == [False, False, False, True]
    alt = Pixels.paper()[1]
    assert all(describe(board) in alt for board in states()) and alt.count("WRONG") == 1


def test_a_page_without_python_offers_scans_that_are_misread_too():
    wrong = [board for board in places().values() if "WRONG" in describe(board)]
    assert len(wrong) == 3 and len(places()) <= 12


def read_rightly(drawings: np.ndarray) -> int:
    return int((regression(drawings).argmax(axis=1) == DRAWN).sum())


def moved(drawings: np.ndarray, down: int, right: int) -> np.ndarray:
    """Return the drawings one pixel aside; what leaves the board is lost."""
    wide = np.pad(drawings.reshape(-1, 8, 8), ((0, 0), (1, 1), (1, 1)))
    return wide[:, 1 - down : 9 - down, 1 - right : 9 - right].reshape(-1, 64)


@pytest.mark.parametrize("down, right", [(0, 1), (0, -1), (1, 0), (-1, 0)])
def test_of_twenty_drawings_nineteen_are_read_and_of_the_same_ones_a_pixel_aside_few(down, right):
    drawings, c = twenty()
    assert drawings.shape == (20, 64) and c.argmax(axis=1).tolist() == list(DRAWN)
    aside = moved(drawings, down, right)
    assert read_rightly(drawings) == 19 and read_rightly(aside) <= 10
    assert read_rightly(np.vstack([filled(one[None]) for one in aside])) >= 16


def test_only_scans_to_choose_with_are_loaded_and_only_others_were_trained_with():
    trained_with = {written(pixels) for pixels in scans.training()[0]}
    assert not trained_with & set(known()) and reader.EPOCHS == 10
