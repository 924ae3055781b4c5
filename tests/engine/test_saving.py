"""Values go into a file and come back the same; whatever does not fit changes nothing."""

import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import dlfs
from dlfs import saving
from dlfs.train import load, save
from tests.engine.helpers import refusal

names = st.text("abcWb_1 /.\u00e4", min_size=1, max_size=8) | st.sampled_from(
    ["file", "allow_pickle", "W.npy", "../W", "args"]
)
numbers = st.floats(width=32)
values = arrays(np.float64, array_shapes(min_dims=0, max_dims=3), elements=numbers) | arrays(
    np.float32, array_shapes(min_dims=0, max_dims=2), elements=numbers
)


@given(st.dictionaries(names, values, max_size=4))
def test_what_was_saved_comes_back_to_the_last_bit(tmp_path_factory, named):
    path = tmp_path_factory.mktemp("values") / "net.npz"
    before = [dlfs.Variable(value, name) for name, value in named.items()]
    save(path, before)
    after = [dlfs.Variable(np.full_like(value, 7), name) for name, value in named.items()]
    load(path, after[::-1])
    for one, other, value in zip(before, after, named.values()):
        np.testing.assert_array_equal(one.value, other.value)
        assert other.value.dtype == value.dtype
    assert os.listdir(path.parent) == ["net.npz"]


@pytest.fixture
def saved(tmp_path):
    """A file with W and b, and variables of other values that fit it."""
    path = tmp_path / "net.npz"
    save(path, [dlfs.Variable([1.0, 2.0], "W"), dlfs.Variable(3.0, "b")])
    return path, dlfs.Variable([0.0, 0.0], "W"), dlfs.Variable(0.0, "b")


def test_numpy_reads_the_file_and_needs_no_pickle(saved):
    with np.load(saved[0], allow_pickle=False) as file:
        assert sorted(file) == ["W", "b"]
        np.testing.assert_array_equal(file["W"], [1, 2])


def test_a_file_of_numpys_own_is_as_good(tmp_path):
    np.savez_compressed(tmp_path / "theirs.npz", W=np.array([4.0, 5.0]))
    W = dlfs.Variable([0.0, 0.0], "W")
    load(tmp_path / "theirs.npz", [W])
    np.testing.assert_array_equal(W.value, [4, 5])


def test_one_variable_needs_no_list_and_a_number_of_32_bits_goes_into_one_of_64(tmp_path):
    save(str(tmp_path / "one.npz"), dlfs.Variable(np.float32([1.5]), "W"))
    W = dlfs.Variable([0.0], "W")
    load(str(tmp_path / "one.npz"), W)
    assert W.value == [1.5] and W.value.dtype == np.float64


def test_other_names_are_refused_and_nothing_changes(saved):
    path, W, b = saved
    for others in ([W], [W, b, dlfs.Variable(1.0, "extra")], [W, dlfs.Variable(0.0, "c")]):
        text = refusal(lambda others=others: load(path, others), dlfs.GraphError)
        assert "other names" in text and "same names" in text
    assert "b is only in the file, c only among the variables" in text
    assert not W.value.any()


def test_another_shape_is_refused_and_nothing_changes(saved):
    path, W, _ = saved
    text = refusal(lambda: load(path, [W, dlfs.Variable([[0.0]], "b")]), dlfs.GraphError)
    assert "has for b, shape () of float64, fits no variable of shape (1, 1)" in text
    assert not W.value.any()


@pytest.mark.parametrize("wrong", [np.array([1, 2]), np.array(["a", "b"]), np.array([1j, 0])])
def test_what_is_no_float_is_refused(tmp_path, wrong):
    np.savez(tmp_path / "other.npz", W=wrong)
    W = dlfs.Variable([0.0, 0.0], "W")
    assert "has for W, shape (2,) of" in refusal(lambda: load(tmp_path / "other.npz", [W]))


def test_a_pickle_a_broken_file_and_another_file_are_refused_in_words(tmp_path, saved):
    path, W, b = saved
    np.savez(tmp_path / "pickle.npz", W=np.array([{}, 1], dtype=object))
    (tmp_path / "text.npz").write_text("W = 1", encoding="utf-8")
    whole = path.read_bytes()
    (tmp_path / "half.npz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "flipped.npz").write_bytes(whole.replace(np.float64(2).tobytes(), b"12345678", 1))
    np.save(tmp_path / "array.npy", np.ones(2))
    for name in ("pickle.npz", "text.npz", "half.npz", "flipped.npz", "array.npy"):
        text = refusal(lambda name=name: load(tmp_path / name, [W, b]), dlfs.GraphError)
        assert "holds no values of variables" in text and "dlfs.train.save" in text
    with pytest.raises(FileNotFoundError, match="nothing.npz"):
        load(tmp_path / "nothing.npz", [W, b])
    assert not W.value.any()


def test_a_write_that_fails_leaves_the_former_file_and_no_other(saved, monkeypatch):
    path, W, b = saved
    before = path.read_bytes()

    def full(file, named):
        file.write(b"half of it")
        raise OSError("no space left")

    monkeypatch.setattr(saving, "_write", full)
    with pytest.raises(OSError, match="no space"):
        save(path, [W, b])
    assert path.read_bytes() == before and os.listdir(path.parent) == ["net.npz"]


def test_two_variables_of_one_name_and_what_is_no_variable_are_refused(tmp_path):
    W = dlfs.Variable(1.0, "W")
    with dlfs.Graph():
        other = dlfs.Variable(2.0, "W")
    for wrong, said in [([W, other], "one name"), ([W, 3], "3 is no Variable"), (3, "3 is no")]:
        for do in (save, load):
            assert said in refusal(lambda: do(tmp_path / "net.npz", wrong), dlfs.GraphError)
    assert os.listdir(tmp_path) == []


def test_training_goes_on_from_a_file_as_if_it_had_never_stopped(tmp_path):
    def model():
        with dlfs.Graph():
            W = dlfs.Variable([3.0, -2.0], "W")
            return W, dlfs.GradientDescentOptimizer(0.1).minimize(dlfs.reduce_sum(W**2))

    (W, step), (V, other) = model(), model()
    for _ in range(3):
        dlfs.Session().run(step)
    save(tmp_path / "net.npz", [W])
    load(tmp_path / "net.npz", [V])
    for node in (step, other):
        dlfs.Session().run(node)
    np.testing.assert_array_equal(W.value, V.value)
