"""A graph being computed: its values, its legal orders, and the moving picture."""

import itertools

import numpy as np
import pytest

import dlfs
from dlfs.classroom.explore.graph import (
    AFFINE, EXAMPLES, SQUARE, STATES, Graph, brief, describe, new_values, simulate, snapshot,
)  # fmt: skip
from dlfs.classroom.explore.ordering import Walk, legal_orders, read_order, walk
from tests.classroom.drawing_rules import artists, faults_of_drawing
from tests.classroom.explorer_forms import faults_of_sentence
from tools.proof.explorer_states import new

NAMES = {name: list(example.inputs) for name, example in EXAMPLES.items()}


def in_dlfs(graph, w, b):
    """The values of the same graph, computed by the library."""
    with dlfs.Graph().as_default():
        if graph == SQUARE:
            nodes = [dlfs.Variable(w), dlfs.constant(-1), dlfs.Variable(b)]
            nodes.append(nodes[0] * nodes[1])
            nodes.append(nodes[3] + nodes[2])
            nodes.append(nodes[4] ** 2)
        else:
            nodes = [dlfs.Variable([[w, 0], [0, -1]]), dlfs.constant([1, 2]), dlfs.Variable([b, 1])]
            nodes.append(nodes[0] @ nodes[1])
            nodes.append(nodes[3] + nodes[2])
    return dict(zip(NAMES[graph], dlfs.Session().run(nodes), strict=True))


# The numbers of the lesson


@pytest.mark.parametrize("graph", EXAMPLES)
def test_8_of_all_the_orders_are_legal(graph):
    inputs = EXAMPLES[graph].inputs
    tried = [walk(order, inputs) for order in itertools.permutations(inputs)]
    assert sum(not way.stopped for way in tried) == legal_orders(inputs) == 8


def test_a_new_b_gives_two_of_the_three_operations_a_new_value():
    assert new_values(2, 5) == ["b", "add", "power"]
    assert new_values(2, 5, AFFINE) == ["b", "add"]
    assert new_values(2, 3) == []
    assert new_values(1, 3) == ["w", "multiply", "add", "power"]


def test_the_values_are_minus_2_and_1_and_1():
    assert simulate()[-1] == {"w": 2, "x": -1, "b": 3, "multiply": -2, "add": 1, "power": 1}
    assert simulate(b=5)[-1]["power"] == 9


@pytest.mark.parametrize("graph", EXAMPLES)
def test_the_values_are_those_of_the_library(graph):
    for w, b in np.random.default_rng(0).uniform(-5, 5, (20, 2)):
        ours, theirs = simulate("", w, b, graph)[-1], in_dlfs(graph, w, b)
        for node in theirs:
            np.testing.assert_allclose(ours[node], theirs[node], rtol=1e-12)


@pytest.mark.parametrize("graph", EXAMPLES)
def test_every_legal_order_gives_the_same_values_one_node_at_a_time(graph):
    inputs = EXAMPLES[graph].inputs
    last = simulate("", 1.5, -2, graph)[-1]
    for order in itertools.permutations(inputs):
        if walk(order, inputs).stopped:
            continue
        frames = simulate(" ".join(order), 1.5, -2, graph)
        assert [list(frame) for frame in frames] == [list(order[:t]) for t in range(len(order) + 1)]
        assert all(np.array_equal(frames[-1][node], last[node]) for node in inputs)


# Orders that learners type


@pytest.mark.parametrize("order, done, stopped, lacks", [
    ("w add", ["w"], "add", ("multiply", "b")), ("power", [], "power", ("add",)),
    ("b x m", ["b", "x"], "multiply", ("w",)), ("w w", ["w"], "w", ()),
    ("w x m a", ["w", "x", "multiply"], "add", ("b",)), ("w x", ["w", "x"], "", ()),
])  # fmt: skip
def test_an_illegal_order_stops_at_the_node_that_lacks_an_input(order, done, stopped, lacks):
    inputs = EXAMPLES[SQUARE].inputs
    assert walk(read_order(order, inputs), inputs) == Walk(tuple(done), stopped, lacks)
    assert len(simulate(order)) == len(done) + 1


@pytest.mark.parametrize("order, t, words", [
    ("w x add", 3, "Step 3 is not possible: add lacks its inputs multiply and b, which have no"),
    ("w x b add", 6, "Step 4 is not possible: add lacks its input multiply, which has no value"),
    ("w x add", 1, "w has the value 2; ready are x and b; but your order stops at step 3: add"),
    ("w x w", 3, "w was computed before, and once is enough"),
    ("w x m", 3, "your order ends here, and b, add and power stay without a value"),
    ("", 0, "Step 0 of 6: the graph is built and no node has a value; ready are w, x and b"),
    ("", 4, "Step 4 of 6: multiply has the value -2; ready is add"),
    ("wxbmapp", 6, "its legal orders; your order goes on, but power was computed before"),
    ("bwxmap", 6, "every node has its value, power 1, in one of its legal orders"),
])  # fmt: skip
def test_the_sentence_says_what_a_step_does_or_why_it_cannot(order, t, words):
    assert words in describe(t, order)
    assert faults_of_sentence(describe(t, order) + ".") == []


def test_the_sentence_says_which_values_are_new_and_which_stay():
    assert describe(6, "", 2, 5).endswith(
        "compared with w = 2 and b = 3, b, add and power have new values, and w, x and multiply "
        "keep theirs"
    )


def test_arrays_are_written_in_short():
    assert brief(np.array([[2.0, 0], [0, -1]])) == "[[2, 0], [0, -1]]"
    assert brief(1 / 3) == "0.3333"


# The explorer


@pytest.fixture
def e():
    explorer = new("graph")
    explorer.t.value = 6
    return explorer


def test_the_sliders_bear_the_names_of_what_they_move(e):
    for name, labels in ((SQUARE, ["w", "b"]), (AFFINE, ["A[0, 0]", "b[0]"])):
        e.graph.value = name
        assert [number.handle.description for number in (e.w, e.b)] == labels
        assert [number.field.description for number in (e.w, e.b)] == labels
    e.w.value = 1
    assert "compared with A[0, 0] = 2 and b[0] = 3, A, matmul and add have" in e.describe()
    e.w.field.value = "9"
    assert e.describe().startswith("A[0, 0] goes from -5 to 5")


@pytest.mark.parametrize("graph", EXAMPLES)
def test_the_longest_values_fit_into_the_picture(e, graph):
    e.graph.value, e.w.value, e.b.value = graph, 0.123, -4.999
    assert faults_of_drawing(e.canvas.agg.figure) == []


def test_the_buttons_choose_the_graph_and_take_back_the_order(e):
    e.order.value = "wxbmap"
    for button, name in zip(e.presets, EXAMPLES, strict=True):
        button.click()
        assert (e.graph.value, e.order.value) == (name, "")


def test_the_column_of_values_leaves_room_for_the_next_one(e):
    e.graph.value, e.w.value, e.b.value, e.t.value = AFFINE, -4.9876, -4.9876, 6
    renderer = e.canvas.agg.get_renderer()
    for (_, head), cell in e._picture_of(AFFINE)[2].items():
        right = cell.get_window_extent(renderer).x1 / e.canvas.agg.figure.dpi
        assert right < {"node": 1.2, "inputs": 2.35, "value": 4.6, "ready?": 6.5}[head]


def test_the_value_of_a_node_stands_in_the_picture_only_after_its_turn(e):
    e.order.value, e.t.value = "b w x m a p", 2
    inside = {node: text[1].get_text() for node, text in e._picture_of(SQUARE)[1].texts.items()}
    ready = {"w": "2", "b": "3", "x": "ready", "multiply": "", "add": "", "power": ""}
    assert inside == ready


def test_a_node_that_lacks_an_input_is_marked_and_said(e):
    e.order.value, e.t.value = "w add", 2
    assert "add lacks its inputs multiply and b" in e.describe()
    assert e._picture_of(SQUARE)[1].texts["add"][1].get_text() == "stop"


def test_the_last_good_picture_stays_while_an_order_cannot_be_read(e):
    before = bytes(e.picture.value)
    e.order.value = "w q"
    assert '"q" names no node' in e.describe() and e.picture.value == before
    e.order.value, e.t.value = "b", 1
    assert "b has the value 3" in e.describe() and e.picture.value != before


@pytest.mark.parametrize("order, words", [
    ("w x add", "Step 3 is not possible"),
    (["b", "w", "x", "multiply", "add", "power"], "its legal"),
    (3, '"3" names no node'), (..., "the blank"), ("<b>", "b has the value 3"), ("", "Step 6 of 6"),
    (len, "names no node"), ({"w": 1}, "your order ends here"),
])  # fmt: skip
def test_an_order_is_handed_over_when_the_explorer_is_built(order, words):
    explorer = Graph(order=order)
    assert words in explorer.describe()
    assert faults_of_sentence(explorer.describe()) == []


def test_the_strip_shows_nothing_then_one_value_more_and_then_all():
    fig = snapshot()
    assert faults_of_drawing(fig) == []
    words = [text.get_text() for text in artists(fig, "text")]
    assert STATES == (0, 1, 2, 6)
    assert words.count("ready") == 3 + 2 + 2 + 0
    assert [words.count(value) for value in ("2", "-1", "3", "-2", "1")] == [3, 2, 1, 1, 2]


def test_the_alt_text_says_the_numbers_of_the_strip():
    _, alt = Graph.paper()
    for words in ("t = 0: no values", "t = 2: w 2, x -1;", "multiply -2, add 1, power 1"):
        assert words in alt


def test_the_table_has_a_value_only_after_the_node_s_turn(e):
    e.order.value, e.t.value = "b w x m a p", 2
    cells = e._picture_of(SQUARE)[2]
    shown = {node: cells[node, "value"].get_text() for node in EXAMPLES[SQUARE].inputs}
    assert shown == {"w": "2", "x": "", "b": "3", "multiply": "", "add": "", "power": ""}
