"""Drawn graphs: nothing overlaps, nothing is cut off, and the words say what the picture shows."""

import base64
import time
from functools import cache

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.transforms import Affine2D

import dlfs
from dlfs.classroom.drawing.graphs import describe_graph, draw_graph
from dlfs.classroom.drawing.figures import BLUE, LARGEST_PNG, SMALLEST_ALT, WIDTH, bundle, png
from dlfs.classroom.drawing.sketching import BORDERS, nice_name, outline, short
from dlfs.graph import order_of
from tests.classroom.drawing_rules import (
    artists, extent, faults_of_drawing, feed_of, random_loss,
)  # fmt: skip


@pytest.fixture(autouse=True)
def a_graph_of_its_own():
    with dlfs.Graph().as_default():
        yield


def square():
    x, w, b = dlfs.placeholder("x"), dlfs.Variable(2, "w"), dlfs.Variable(3, "b")
    return x, w, b, (w * x + b) ** 2


def network():
    X, c = dlfs.placeholder("X"), dlfs.placeholder("c")
    W1, b1 = dlfs.Variable(np.ones((2, 4)), "W1"), dlfs.Variable(np.zeros(4), "b1")
    W2, b2 = dlfs.Variable(np.ones((4, 2)), "W2"), dlfs.Variable(np.zeros(2), "b2")
    logits = dlfs.tanh(X @ W1 + b1) @ W2 + b2
    J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(logits, c)) + 0.01 * dlfs.reduce_sum(W1 * W1)
    return J, {X: np.ones((100, 2)), c: np.full((100, 2), 0.5)}


def texts_in(fig):
    return [text.get_text() for text in artists(fig, "text")]


def letters_on_paper(fig):
    sizes = [text.get_fontsize() for text in artists(fig, "text")]
    return min(sizes) * WIDTH / fig.get_figwidth()


# Random graphs, up to 30 nodes


CASES = [(size, seed) for size in (5, 10, 16, 23, 30) for seed in range(3)]


@cache
def drawn(size, seed):
    """The drawing of a random graph, for all tests that look at it."""
    loss = random_loss(size, seed)
    assert size - 1 <= len(order_of(loss)) <= size
    return draw_graph(loss, dlfs.compute_gradients(loss, feed_of(loss)))


@pytest.mark.parametrize("size, seed", CASES)
def test_no_node_text_or_edge_is_in_the_way_of_another(size, seed):
    assert faults_of_drawing(drawn(size, seed)) == []


@pytest.mark.parametrize("size, seed", CASES[2::3])
def test_a_label_on_every_edge_covers_no_node(size, seed):
    loss = random_loss(size, seed)
    labels = {(x, op): "-1 x 2.5 = -2.5" for op in order_of(loss) for x in op.input_nodes}
    fig = draw_graph(loss, labels=labels)
    assert len(artists(fig, "label")) == sum(len(op.input_nodes) for op in order_of(loss))
    assert faults_of_drawing(fig) == []


@pytest.mark.parametrize("size, seed", CASES[-3:])
def test_thirty_nodes_are_readable(size, seed):
    assert letters_on_paper(drawn(size, seed)) >= 6.5


def test_thirty_nodes_fit_the_limit_of_a_picture():
    assert len(png(drawn(*CASES[-1]))) <= LARGEST_PNG


def test_a_chain_of_thirty_nodes_is_readable():
    n = dlfs.Variable(1.0, "n")
    for _ in range(29):
        n = dlfs.sigmoid(n)
    fig = draw_graph(n, dlfs.compute_gradients(n))
    assert faults_of_drawing(fig) == []
    assert letters_on_paper(fig) >= 7 and fig.get_figheight() < 13


def test_sixteen_inputs_that_are_added_in_pairs_are_readable():
    nodes = [dlfs.Variable(1.0) for _ in range(16)]
    while len(nodes) > 1:
        nodes = [dlfs.add(a, b) for a, b in zip(nodes[::2], nodes[1::2])]
    fig = draw_graph(nodes[0], dlfs.compute_gradients(nodes[0]))
    assert faults_of_drawing(fig) == []
    assert letters_on_paper(fig) >= 6.5


def test_the_network_of_the_lessons_is_drawn_on_one_page_in_10_pt():
    J, feed = network()
    fig = draw_graph(J, dlfs.compute_gradients(J, feed))
    assert faults_of_drawing(fig) == []
    assert letters_on_paper(fig) == 10 and fig.get_figheight() <= 9


def test_drawing_thirty_nodes_takes_less_than_three_seconds():
    loss = random_loss(30, 1)
    before = time.process_time()
    draw_graph(loss)
    assert time.process_time() - before < 3


# The checks above find what is wrong


def move(artist, dx, dy):
    x, y = artist.get_position()
    artist.set_position((x + dx, y + dy))


def planted(kind):
    x, w, b, loss = square()
    dlfs.Session().run(loss, {x: -1})
    fig = draw_graph(loss, labels={(w, loss.input_nodes[0].input_nodes[0]): "label"})
    nodes, label, text = artists(fig, "node"), artists(fig, "label")[0], artists(fig, "text")[0]
    if kind == "two nodes overlap":
        nodes[0].set_path(nodes[1].get_path())
    elif kind == "a node leaves the page":
        fig.set_figwidth(3)
        fig.axes[0].set_xlim(0, 3)
    elif kind == "leaves its node":
        move(text, 0.5, 0)
    elif kind == "covers a node":
        label.set_position(fig.axes[0].transData.inverted().transform(extent(nodes[0])[:2]))
    elif kind == "leaves the page":
        move(label, -5, 0)
    elif kind == "an edge runs through a node":
        nodes[0].set_path(nodes[0].get_path().transformed(shift(0.3)))
    return faults_of_drawing(fig)


def shift(dx):
    return Affine2D().translate(dx, 0)


@pytest.mark.parametrize("kind", [
    "two nodes overlap", "a node leaves the page", "leaves its node", "covers a node",
    "leaves the page", "an edge runs through a node",
])  # fmt: skip
def test_a_planted_fault_is_found(kind):
    assert any(kind in fault for fault in planted(kind))


def test_the_same_drawing_without_a_planted_fault_has_none():
    assert planted(None) == []


# What stands in a drawing


def test_values_and_gradients_stand_below_the_names():
    x, w, b, loss = square()
    gradients = dlfs.compute_gradients(loss, {x: -1})
    assert texts_in(draw_graph(loss, gradients))[:6] == ["w", "2", "grad -2", "x", "-1", "grad 4"]


def test_a_gradient_is_italic_and_of_another_colour_than_a_value():
    x, w, b, loss = square()
    fig = draw_graph(loss, dlfs.compute_gradients(loss, {x: -1}))
    for text in artists(fig, "text"):
        styled = (text.get_style() == "italic", to_rgb(text.get_color()) == to_rgb(BLUE))
        assert styled == (("grad" in text.get_text()),) * 2


def test_gradients_of_some_nodes_stand_at_these_alone():
    x, w, b, loss = square()
    fig = draw_graph(loss, dlfs.compute_gradients(loss, {x: -1}, nodes=[w]))
    assert [text for text in texts_in(fig) if "grad" in text] == ["grad -2"]


def test_arrays_show_their_shapes():
    J, feed = network()
    texts = texts_in(draw_graph(J, dlfs.compute_gradients(J, feed)))
    assert "X (100, 2)" in texts and "grad (2, 4)" in texts and "grad 0.01" in texts


def test_before_any_run_only_variables_and_constants_have_values():
    x, w, b, loss = square()
    loss = loss + 7
    texts = texts_in(draw_graph(loss))
    assert [text for text in texts if text.lstrip("-").isdigit()] == ["2", "3", "7"]


def test_values_can_be_left_out():
    x, w, b, loss = square()
    dlfs.Session().run(loss, {x: -1})
    texts = texts_in(draw_graph(loss, values=False))
    assert [nice_name(node.name) for node in order_of(loss)] == texts


def test_a_label_stands_on_its_edge_and_on_both_edges_of_a_node_used_twice():
    n = dlfs.Variable(3.0, "n")
    loss = n * n
    fig = draw_graph(loss, labels={(n, loss): "3"})
    assert [label.get_text() for label in artists(fig, "label")] == ["3", "3"]
    assert faults_of_drawing(fig) == []


def test_the_shape_of_a_node_says_what_it_is_without_its_colour():
    looks = {
        kind: (len(outline(kind, 1, 0.5).vertices), style["linewidth"], style.get("linestyle"))
        for kind, style in BORDERS.items()
    }
    assert set(looks) == {"placeholder", "Variable", "constant", "operation"}
    assert len(set(looks.values())) == 4


def test_the_key_names_the_kinds_that_are_there():
    x, w, b, loss = square()
    words = [text.get_text() for text in draw_graph(loss).axes[0].texts]
    assert {"placeholder", "Variable", "operation"} <= set(words) and "constant" not in words
    gradients = dlfs.compute_gradients(loss, {x: 1})
    words = [text.get_text() for text in draw_graph(loss, gradients).axes[0].texts]
    assert f"grad: gradient of {nice_name('power_1')}" in words


def test_nothing_of_the_key_leaves_the_page():
    with dlfs.Graph().as_default():
        x = dlfs.placeholder("a_placeholder_with_a_name")
        loss = dlfs.multiply(x, 2, name="a_loss_with_quite_a_name_1") * dlfs.Variable(1.0)
    fig = draw_graph(loss, dlfs.compute_gradients(loss, {x: 1}))
    for artist in [*fig.axes[0].texts, *artists(fig, "key")]:
        left, low, right, high = extent(artist)
        assert left > 0 and low > 0 and right < fig.bbox.width and high < fig.bbox.height


@pytest.mark.parametrize("name, drawn", [
    ("x", "x"), ("W1", "W" + chr(0x2081)), ("matmul_12", "matmul" + chr(0x2081) + chr(0x2082)),
    ("softmax_cross_entropy", "softmax_cross_entropy"), ("x_data", "x_data"), ("3", "3"),
    ("a" * 40, "a" * 21 + "..."), ("$x$", r"\$x\$"), ("two words\nhere", "two words here"),
    ("", "?"),
])  # fmt: skip
def test_a_number_in_a_name_is_written_low_and_a_long_name_is_cut(name, drawn):
    assert nice_name(name) == drawn


@pytest.mark.parametrize("value, text", [
    (2.0, "2"), (-1, "-1"), (1 / 3, "0.3333"), (-0.0, "0"), (1e6, "1e+06"), (123456.0, "123456"),
    (1.5e-7, "1.5e-07"), (np.float32(0.25), "0.25"), (np.array(4.0), "4"), (None, ""),
    (np.ones((100, 2)), "(100, 2)"), (np.ones(3), "(3,)"), (np.nan, "nan"), (-np.inf, "-inf"),
])  # fmt: skip
def test_a_value_is_short(value, text):
    assert short(value) == text


@pytest.mark.parametrize("name", ["$x$", "a\\b_1", "", "%d {} ^_", "y" * 60])
def test_any_name_can_be_drawn(name):
    loss = dlfs.Variable(1.0, name) * 2
    fig = draw_graph(loss)
    fig.canvas.draw()
    assert faults_of_drawing(fig) == []


def test_one_node_alone_can_be_drawn():
    assert faults_of_drawing(draw_graph(dlfs.Variable(1.0, "w"))) == []


def test_two_drawings_of_one_graph_are_the_same():
    x, w, b, loss = square()
    assert png(draw_graph(loss)) == png(draw_graph(loss))


def test_what_is_no_node_is_refused_in_words():
    with pytest.raises(dlfs.DlfsError, match="3.0, which is no node of a graph"):
        draw_graph(3.0)
    with pytest.raises(dlfs.DlfsError, match="no node"):
        describe_graph(np.ones(3))


def test_a_label_of_no_edge_is_refused_in_words():
    x, w, b, loss = square()
    with pytest.raises(dlfs.DlfsError, match="no edge of this graph"):
        draw_graph(loss, labels={(w, loss): "1"})


def test_a_graph_of_61_nodes_is_refused_in_words():
    n = dlfs.Variable(1.0)
    for _ in range(60):
        n = -n
    with pytest.raises(dlfs.DlfsError, match="depends on 61 nodes; a picture holds at most 60"):
        draw_graph(n)


# The words for a drawing


def test_the_words_name_every_node_its_inputs_its_value_and_its_gradient():
    x, w, b, loss = square()
    gradients = dlfs.compute_gradients(loss, {x: -1})
    assert describe_graph(loss, gradients) == (
        "A graph of 6 nodes that ends in power_1. Placeholder: x value -1, gradient 4. Variables: "
        "w value 2, gradient -2; b value 3, gradient 2. Inputs first: multiply_1 takes w and x, "
        "value -2, gradient 2; add_1 takes multiply_1 and b, value 1, gradient 2; power_1 takes "
        "add_1, value 1, gradient 1."
    )


def test_the_words_give_shapes_for_arrays_and_can_leave_values_out():
    J, feed = network()
    dlfs.Session().run(J, feed)
    assert "X shape (100, 2)" in describe_graph(J)
    assert "(100, 2)" not in describe_graph(J, values=False)


def test_the_words_are_an_alt_text():
    loss = -dlfs.Variable(1.0, "w")
    alt = describe_graph(loss)
    assert len(alt) >= SMALLEST_ALT and alt.isascii()
    shown = bundle(draw_graph(loss), alt)
    assert len(base64.b64decode(shown["image/png"])) <= LARGEST_PNG
