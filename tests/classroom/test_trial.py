"""The last proof of a lesson: the verdict in words, and the smallest example where it goes wrong."""

import sys

import numpy as np
import pytest

import dlfs
from dlfs.classroom.engine.trial import trial
from dlfs.classroom.lessons.graphs import scalar_graph


@pytest.fixture
def said(capsys, monkeypatch):
    """What a trial prints, on one line, and the figures that it shows."""
    shown = []
    room = sys.modules[trial.__module__]
    monkeypatch.setattr(room, "figure", lambda fig, alt, caption: shown.append(alt))

    def words(*arguments):
        shown.clear()
        trial(*arguments)
        return " ".join(capsys.readouterr().out.split()), list(shown)

    return words


LOSSES = [scalar_graph(seed)[0] for seed in range(20)]


def test_the_same_in_all_is_said_with_the_number_and_without_a_picture(said):
    assert said(dlfs.compute_gradients, dlfs.compute_gradients, LOSSES) == (
        "The same in 20 of 20 random graphs.", [])


def half_of_it(J):
    return {node: G / 2 for node, G in dlfs.compute_gradients(J).items()}


def test_a_wrong_one_is_said_to_be_wrong_and_the_smallest_graph_is_drawn(said):
    words, shown = said(half_of_it, dlfs.compute_gradients, LOSSES)
    smallest = min(len(dlfs.compute_gradients(J)) for J in LOSSES)
    assert words.startswith("WRONG: the same in 0 of 20 random graphs")
    assert f"differs: a graph of {smallest} nodes." in words
    assert len(shown) == 1 and f"A graph of {smallest} nodes" in shown[0] and "gradient" in shown[0]


def test_wrong_in_one_of_many_is_wrong(said):
    def wrong_in_the_last(J):
        return half_of_it(J) if J is LOSSES[-1] else dlfs.compute_gradients(J)

    words, shown = said(wrong_in_the_last, dlfs.compute_gradients, LOSSES)
    assert words.startswith("WRONG: the same in 19 of 20") and len(shown) == 1


def test_a_missing_entry_and_an_error_are_wrong_and_named(said):
    with dlfs.Graph().as_default():
        x = dlfs.Variable(3.0, "x")
        J = dlfs.negative(x, name="J")
    words, _ = said(lambda J: {J: 1.0}, dlfs.compute_gradients, [J])
    assert "For x it gives nothing, and -1 is right." in words
    words, _ = said(lambda J: {}[x], dlfs.compute_gradients, [J])
    assert "There it stops with KeyError: x." in words
    words, _ = said(lambda J: 1 / 0, dlfs.compute_gradients, [J])
    assert "There it stops with ZeroDivisionError: division by zero." in words


@pytest.mark.parametrize("yours, words", [
    (lambda A: A.sum(axis=0), "The same in 3 of 3 arrays"),
    (lambda A: A.sum(axis=1), "WRONG: the same in 1 of 3 arrays"),
    (lambda A: A.sum(axis=0, keepdims=True), "WRONG: the same in 0 of 3"),
    (lambda A: A.sum(axis=0) * (1 + 1e-7), "WRONG: the same in 0 of 3"),
    (lambda A: A.sum(axis=0) * (1 + 1e-12), "The same in 3 of 3"),
    (lambda A: None, "It gives nothing, and [2. 2. 2.] is right"),
    (lambda A: A.mean(axis=0), "differs: [[1. 1. 1.] [1. 1. 1.]]. It gives [1. 1. 1.], and [2."),
])  # fmt: skip
def test_arrays_are_compared_with_their_shapes(said, yours, words):
    arrays = [np.ones((rows, 3)) for rows in (4, 2, 3)]
    found, shown = said(yours, lambda A: A.sum(axis=0), arrays, "arrays")
    assert words in found and shown == []


def test_lists_and_several_arguments(said):
    pairs = [(1.0, 2.0), (0.0, 3.0)]
    assert said(lambda a, b: [b, a], lambda a, b: (b, a), pairs, "pairs")[0].startswith("The same")
    words, _ = said(lambda a, b: [b, b], lambda a, b: (b, a), pairs, "pairs")
    assert "differs: 1; 2. At place 1 it gives 2, and 1 is right." in words
    words, _ = said(lambda a, b: [b], lambda a, b: (b, a), pairs, "pairs")
    assert "It gives 1 results there, and 2 are right." in words


def test_what_the_right_one_raises_is_not_swallowed():
    with pytest.raises(ZeroDivisionError):
        trial(lambda x: 1, lambda x: 1 / 0, [1.0])
