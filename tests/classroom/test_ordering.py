"""Orders that learners type: read in any form, and counted."""

import itertools
import random

import pytest

import dlfs
from dlfs.classroom.explore.calling import Mistake
from dlfs.classroom.explore.graph import AFFINE, EXAMPLES, SQUARE
from dlfs.classroom.explore.ordering import as_text, legal_orders, listed, read_order, walk
from tests.classroom.explorer_forms import faults_of_sentence

NAMES = {name: list(example.inputs) for name, example in EXAMPLES.items()}


@pytest.mark.parametrize("seed", range(10))
def test_legal_orders_are_counted_as_all_orders_would_count_them(seed):
    chance = random.Random(seed)
    needs = {i: chance.sample(range(i), min(i, chance.randrange(3))) for i in range(6)}
    tried = [walk(order, needs) for order in itertools.permutations(needs)]
    assert legal_orders(needs) == sum(not way.stopped for way in tried)


@pytest.mark.parametrize("text", [
    "w x b multiply add power", "w, x, b, multiply, add, power", "wxbmap", "WXBMAP", "w x b m a p",
    "w -> x -> b -> multiply -> add -> power", "w x b multiply_1 add_1 power_3", "w x b mul ad pow",
    "  w\tx\nb Multiply ADD power ",
])  # fmt: skip
def test_an_order_may_be_written_in_many_ways(text):
    assert read_order(text, NAMES[SQUARE]) == NAMES[SQUARE]


def test_capital_a_is_the_matrix_and_small_a_the_sum():
    assert read_order("A x b m a", NAMES[AFFINE]) == NAMES[AFFINE]
    assert read_order("bxAma", NAMES[AFFINE]) == ["b", "x", "A", "matmul", "add"]


def test_an_order_may_be_a_list_of_names_or_of_nodes():
    with dlfs.Graph().as_default():
        w, x = dlfs.Variable(2, "w"), dlfs.placeholder("x")
        product = w * x
    assert as_text([w, x, product]) == "w x multiply_1"
    assert as_text(("w", "x")) == "w x"
    assert as_text(None) == "" and as_text(3) == "3" and as_text("wx") == "wx"
    assert len(as_text(itertools.repeat("w"))) < 1000


@pytest.mark.parametrize("text, words", [
    ("w x q", '"q" names no node: the nodes are w, x, b, multiply, add and power'),
    ("wxq", '"wxq" names no node'), ("...", "the blank: nothing is filled in yet"),
    ("w" * 200 + "q", '"wwwwwwwwwwwwwwwww..." names no node'), ("?!", "Your order names no node"),
    ("_1", '"_1" names no node'), ("3", '"3" names no node'),
])  # fmt: skip
def test_a_word_that_is_no_node_is_named(text, words):
    with pytest.raises(Mistake) as caught:
        read_order(text, NAMES[SQUARE])
    assert words in str(caught.value) and faults_of_sentence(str(caught.value)) == []


@pytest.mark.parametrize("names, text", [
    ([], ""), (["w"], "w"), (["w", "x"], "w and x"), (["w", "x", "b"], "w, x and b"),
])  # fmt: skip
def test_names_are_listed_as_one_reads_them(names, text):
    assert listed(names) == text
