"""A graph being computed: legal orders, values, and orders that learners type."""

import itertools
import random
import time

import numpy as np
import pytest

import dlfs
from dlfs.classroom.explore.graph import (
    AFFINE, EXAMPLES, SQUARE, STATES, Graph, brief, describe, new_values, simulate, snapshot,
)  # fmt: skip
from dlfs.classroom.explore.ordering import (
    Walk, as_text, legal_orders, listed, read_order, walk,
)  # fmt: skip
from dlfs.classroom.explore.stamps import Stamp
from dlfs.classroom.explore.stepping import Mistake
from dlfs.classroom.drawing.sketching import board
from tests.classroom.drawing_rules import artists, faults_of_drawing
from tests.classroom.explorer_rules import (
    back_at, faults_of_bundle, faults_of_sentence, faults_of_view,
)  # fmt: skip

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


@pytest.mark.parametrize("seed", range(10))
def test_legal_orders_are_counted_as_all_orders_would_count_them(seed):
    chance = random.Random(seed)
    needs = {i: chance.sample(range(i), min(i, chance.randrange(3))) for i in range(6)}
    tried = [walk(order, needs) for order in itertools.permutations(needs)]
    assert legal_orders(needs) == sum(not way.stopped for way in tried)


# Orders that learners type


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


@pytest.mark.parametrize("names, text", [
    ([], ""), (["w"], "w"), (["w", "x"], "w and x"), (["w", "x", "b"], "w, x and b"),
])  # fmt: skip
def test_names_are_listed_as_one_reads_them(names, text):
    assert listed(names) == text


def test_arrays_are_written_in_short():
    assert brief(np.array([[2.0, 0], [0, -1]])) == "[[2, 0], [0, -1]]"
    assert brief(1 / 3) == "0.3333"


# The explorer


@pytest.fixture(scope="module")
def only_one():
    return Graph()


@pytest.fixture
def e(only_one):
    return back_at(only_one, graph=SQUARE, order="", w=2, b=3, t=6)


@pytest.mark.parametrize("control, value", [
    ("w", 1), ("b", 5), ("t", 5), ("order", "b w x"), ("graph", AFFINE),
])  # fmt: skip
def test_each_control_changes_the_picture_and_the_sentence(e, control, value):
    before = e.picture.value, e.describe()
    getattr(e, control).value = value
    assert e.picture.value != before[0]
    assert e.describe() != before[1]


def test_the_same_values_give_the_same_picture_by_any_way(e):
    before = e.picture.value
    e.t.value, e.b.value, e.order.value = 2, 4.5, "wxm"
    e.presets[1].click()
    assert e.picture.value != before
    e.presets[0].click()
    e.b.value, e.t.value = 3, 6
    assert e.picture.value == before


def test_the_buttons_choose_the_graph_and_take_back_the_order(e):
    e.order.value = "wxbmap"
    for button, name in zip(e.presets, EXAMPLES, strict=True):
        button.click()
        assert (e.graph.value, e.order.value) == (name, "")


def test_every_setting_gives_one_plain_sentence_and_a_tidy_picture(e):
    for graph in EXAMPLES:
        e.graph.value = graph
        for w, b, t in itertools.product((-5, 0.123), (-4.999, 5), range(7)):
            e.w.value, e.b.value, e.t.value = w, b, t
            assert faults_of_sentence(e.describe()) == []
            assert "No picture" not in e.describe()
        assert faults_of_drawing(e.canvas.agg.figure) == []


def test_the_column_of_values_leaves_room_for_the_next_one(e):
    e.graph.value, e.w.value, e.b.value, e.t.value = AFFINE, -4.9876, -4.9876, 6
    renderer = e.canvas.agg.get_renderer()
    for (_, head), cell in e._pictures[AFFINE][2].items():
        right = cell.get_window_extent(renderer).x1 / e.canvas.agg.figure.dpi
        assert right < {"node": 1.2, "inputs": 2.35, "value": 4.6, "ready?": 6.5}[head]


def test_the_value_of_a_node_stands_in_the_picture_only_after_its_turn(e):
    e.order.value, e.t.value = "b w x m a p", 2
    inside = {node: text[1].get_text() for node, text in e._pictures[SQUARE][1].texts.items()}
    ready = {"w": "2", "b": "3", "x": "ready", "multiply": "", "add": "", "power": ""}
    assert inside == ready


def test_a_node_that_lacks_an_input_is_marked_and_said(e):
    e.order.value, e.t.value = "w add", 2
    assert "add lacks its inputs multiply and b" in e.describe()
    assert e._pictures[SQUARE][1].texts["add"][1].get_text() == "stop"


def test_the_last_good_picture_stays_while_an_order_cannot_be_read(e):
    before = e.picture.value
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


def test_view_and_bundle_keep_the_rules(e):
    assert faults_of_view(e.view) == []
    assert faults_of_bundle(e._repr_mimebundle_()) == []


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


def test_an_update_takes_less_than_20_milliseconds(e):
    taken = []
    for i in range(30):
        before = time.process_time()
        e.t.value = (i * 5) % 7
        e.w.value = i * 0.3 - 4
        taken.append((time.process_time() - before) / 2)
    assert np.median(taken) < 0.020


def test_a_linear_slider_moves_its_field_and_is_moved_by_it(e):
    handle, field = e.view.children[1].children
    handle.value = 0
    assert field.value == -5
    handle.value = 15
    assert field.value == 2.5
    field.value = 0.33
    assert (handle.value, field.value) == (11, 0.33)
    e.t.value = 4
    assert "multiply has the value -0.33" in e.describe()


# Texts that are stamped


@pytest.mark.parametrize("style", [
    {}, {"style": "italic"}, {"weight": "bold"}, {"ha": "center"}, {"ha": "right"},
    {"ha": "center", "va": "center"}, {"color": "#D55E00"},
])  # fmt: skip
@pytest.mark.parametrize("words", ["-12.5", "done, step 4", "waits for multiply and b"])
def test_a_stamp_looks_like_the_text(words, style):
    pages = []
    for stamped in (True, False):
        fig, ax = board(1, 4)
        fig.set_dpi(140)
        if stamped:
            ax.add_artist(Stamp(2, 0.5, words, fontsize=10, **style))
        else:
            ax.text(2, 0.5, words, fontsize=10, **style)
        fig.canvas.draw()
        pages.append(np.asarray(fig.canvas.buffer_rgba())[..., :3].astype(float))
    ink = [255 - page.min(axis=2) for page in pages]
    boxes = [np.argwhere(page > 100) for page in ink]
    for of in (np.min, np.max):
        np.testing.assert_allclose(of(boxes[0], axis=0), of(boxes[1], axis=0), atol=3)
    assert ink[0].sum() == pytest.approx(ink[1].sum(), rel=0.1)


def test_an_empty_or_hidden_stamp_draws_nothing():
    fig, ax = board(1, 2)
    ax.add_artist(Stamp(1, 0.5, ""))
    ax.add_artist(Stamp(1, 0.5, "seen", visible=False))
    fig.canvas.draw()
    assert np.asarray(fig.canvas.buffer_rgba()).min() == 255
    ax.add_artist(Stamp(1, 0.5, "seen"))
    fig.canvas.draw()
    assert np.asarray(fig.canvas.buffer_rgba()).min() < 60


def test_a_stamp_on_white_hides_what_is_below_it():
    fig, ax = board(1, 2)
    ax.plot([0, 2], [0.5, 0.5], color="black", linewidth=3)
    ax.add_artist(Stamp(1, 0.5, ". .", on_white=True, ha="center", va="center", zorder=5))
    fig.canvas.draw()
    page = np.asarray(fig.canvas.buffer_rgba())[..., 0]
    assert page[50, 20] == 0 and page[50, 100] == 255
