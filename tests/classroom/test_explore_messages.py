"""Backpropagation as messages: who may send, what arrives, and what goes wrong otherwise."""

import itertools

import pytest

import dlfs
from dlfs.classroom.explore.messages import (
    ADD, OVERWRITE, STATES, Messages, breadth_first, describe, gradients, reverse_topological,
    simulate, snapshot,
)  # fmt: skip
from dlfs.classroom.explore.networks import EXAMPLES, PRODUCT, SQUARE, TWICE
from tests.classroom.drawing_rules import artists, faults_of_drawing
from tests.classroom.explorer_forms import faults_of_sentence
from tools.proof.explorer_states import new


def in_dlfs(graph):
    """The values and gradients of the same graph, computed by the library."""
    values = EXAMPLES[graph].values
    with dlfs.Graph().as_default():
        n = {leaf: dlfs.Variable(values[leaf], leaf) for leaf in EXAMPLES[graph].leaves}
        if graph == TWICE:
            n["y"] = n["x"] ** 2
            n["u"] = -n["y"]
            n["v"] = -n["u"]
            n["z"] = n["y"] + n["v"]
        elif graph == PRODUCT:
            n["p"], n["q"] = n["x"] * n["y"], 3 * n["x"]
            n["z"] = n["p"] + n["q"]
        else:
            n["m"] = n["w"] * n["x"]
            n["s"] = n["m"] + n["b"]
            n["z"] = n["s"] ** 2
        table = dlfs.compute_gradients(n["z"], nodes=list(n.values()))
        return {name: (n[name].output, table[n[name]]) for name in n}


@pytest.mark.parametrize("graph", EXAMPLES)
def test_the_graph_in_the_library_has_the_values_and_edges_of_the_drawing(graph):
    made = EXAMPLES[graph].in_library()
    assert dlfs.Session().run(made) == EXAMPLES[graph].values
    for name, inputs in EXAMPLES[graph].inputs.items():
        named = [node for node in made[name].input_nodes if node in made.values()]
        assert named == [made[source] for source in inputs]


def senders(graph):
    return [node for node, inputs in EXAMPLES[graph].inputs.items() if inputs]


# The numbers of the lesson


def test_waiting_for_all_gives_8_and_overwriting_gives_4():
    assert gradients() == {"x": 8}
    assert gradients(collect=OVERWRITE) == {"x": 4}


def test_breadth_first_stops_at_y_and_names_the_missing_entry():
    assert breadth_first() == "z y v u"
    assert len(simulate(breadth_first())) == 2 and gradients(breadth_first()) == {}
    assert describe(2, breadth_first()) == (
        "Step 2 is not possible: y has heard from 1 of 2 consumers, and the entry of u is missing"
    )


def test_one_lost_path_of_x_y_plus_3_x_gives_minus_2_or_3_for_1():
    assert gradients(graph=PRODUCT) == {"x": 1, "y": 4}
    assert gradients("z p q", PRODUCT, OVERWRITE) == {"x": 3, "y": 4}
    assert gradients("z q p", PRODUCT, OVERWRITE) == {"x": -2, "y": 4}


def test_the_square_gives_minus_2_and_4_and_2():
    assert gradients(graph=SQUARE) == {"w": -2, "x": 4, "b": 2}


def test_breadth_first_is_right_where_no_node_is_early():
    assert breadth_first(PRODUCT) == "z p q" and breadth_first(SQUARE) == "z s m"
    for graph in (PRODUCT, SQUARE):
        assert gradients(breadth_first(graph), graph) == gradients(graph=graph)


@pytest.mark.parametrize("graph", EXAMPLES)
def test_values_and_gradients_of_every_node_are_the_library_s(graph):
    last, network = simulate("", graph)[-1], EXAMPLES[graph]
    for node, (value, gradient) in in_dlfs(graph).items():
        assert network.values[node] == value
        assert last.gradient(node, network) == gradient


@pytest.mark.parametrize("graph", EXAMPLES)
def test_every_legal_order_gives_the_same_gradients_and_every_other_one_stops(graph):
    network = EXAMPLES[graph]
    for order in itertools.permutations(senders(graph)):
        place = {node: i for i, node in enumerate(order)}
        legal = all(place[c] < place[n] for n in order for c in network.consumers[n])
        frames = simulate(" ".join(order), graph)
        assert (len(frames) == len(order) + 1) == legal
        assert (gradients(" ".join(order), graph) == gradients(graph=graph)) == legal


@pytest.mark.parametrize("graph", EXAMPLES)
def test_a_message_is_g_times_the_local_rate_and_is_sent_once_on_every_edge(graph):
    network, last = EXAMPLES[graph], simulate("", graph)[-1]
    edges = {(node, i) for node in senders(graph) for i in range(len(network.inputs[node]))}
    assert set(last.sent) == edges
    for (node, i), (G, rate, message) in last.sent.items():
        assert G == last.gradient(node, network) and rate == network.rates[node][i]
        assert message == G * rate == last.heard[network.inputs[node][i]][node]


def test_a_node_has_no_gradient_before_all_consumers_have_reported():
    network = EXAMPLES[TWICE]
    known = [
        [node for node in network.inputs if frame.gradient(node, network) is not None]
        for frame in simulate()
    ]
    assert known == [
        ["z"], ["v", "z"], ["u", "v", "z"], ["y", "u", "v", "z"], ["x", "y", "u", "v", "z"],
    ]  # fmt: skip


# Orders that learners type


@pytest.mark.parametrize("order, t, words", [
    ("", 0, "Step 0 of 4: nothing is sent yet, and z starts with G = 1"),
    ("", 1, "Step 1 of 4: z has G = 1 and sends 1 * 1 = 1 to y and 1 * 1 = 1 to v"),
    ("", 3, "u has heard from 1 of 1 consumer, G = -1, and sends -1 * -1 = 1 to y"),
    ("", 4, "y has heard from 2 of 2 consumers, G = 2, and sends 2 * 4 = 8 to x; dz/dx = 8"),
    ("zvuyx", 5, "x has heard from 1 of 1 consumer, G = 8, and has nobody to tell; dz/dx = 8"),
    ("z v u", 3, "the order ends here, and x did not hear from every consumer"),
    ("z y v u", 1, "to v; but this order stops at step 2: y has heard from 1 of 2 consumers"),
    ("x", 1, "x has heard from 0 of 1 consumer, and the entry of y is missing"),
    ("y", 1, "y has heard from 0 of 2 consumers, and their entries are missing"),
    ("z z", 2, "z had its turn before, and what it sent stays sent"),
])  # fmt: skip
def test_the_sentence_says_what_is_sent_or_what_is_missing(order, t, words):
    assert words in describe(t, order)
    assert faults_of_sentence(describe(t, order) + ".") == []


def test_the_sentence_compares_overwriting_with_adding():
    assert describe(4, "", TWICE, OVERWRITE).endswith("overwriting gives dz/dx = 4; adding gives 8")
    assert describe(3, "", SQUARE, OVERWRITE).endswith("dz/dw = -2, dz/dx = 4 and dz/db = 2")


# The explorer


@pytest.fixture
def e():
    explorer = new("messages")
    explorer.t.value = 4
    return explorer


@pytest.mark.parametrize("graph", EXAMPLES)
def test_nothing_in_the_picture_is_in_the_way_of_anything(e, graph):
    e.graph.value = graph
    assert faults_of_drawing(e.canvas.agg.figure) == []


@pytest.mark.parametrize("order", ["", breadth_first(), "z", reverse_topological()[::-1]])
def test_every_step_of_any_order_is_said_in_one_plain_sentence(e, order):
    e.order.value = order
    for t in range(7):
        e.t.value = t
        assert faults_of_sentence(e.describe()) == []


def test_the_buttons_choose_the_graph_and_then_the_order(e):
    for button, name in zip(e.presets[:3], EXAMPLES, strict=True):
        button.click()
        assert (e.graph.value, e.order.value) == (name, "")
        for other, order in zip(e.presets[3:], (reverse_topological, breadth_first), strict=True):
            other.click()
            assert e.order.value == order(name)


def test_a_node_shows_from_how_many_consumers_it_has_heard(e):
    shown = []
    for t in range(5):
        e.t.value = t
        shown.append(e._picture_of(TWICE)[1].states["y"].get_text())
    assert shown == ["heard 0 of 2", "heard 1 of 2", "heard 1 of 2", "G = 2", "G = 2"]


def test_each_edge_carries_g_times_the_local_rate(e):
    labels = e._picture_of(TWICE)[1].labels
    shown = {edge: label.get_text().replace(chr(0xD7), "*") for edge, label in labels.items()}
    assert shown == {
        ("y", 0): "2 * 4 = 8", ("u", 0): "-1 * -1 = 1", ("v", 0): "1 * -1 = -1",
        ("z", 0): "1 * 1 = 1", ("z", 1): "1 * 1 = 1",
    }  # fmt: skip


def test_the_table_says_what_the_sum_is_made_of(e):
    cells = e._picture_of(TWICE)[2]
    assert cells["y", "G"].get_text() == "1 + 1 = 2"
    e.collect.value = OVERWRITE
    assert cells["y", "G"].get_text() == "last of 1, 1: 1"
    e.t.value = 1
    assert cells["y", "heard from"].get_text() == "1 of 2: z"
    e.collect.value = ADD
    assert cells["y", "G"].get_text() == "1 + ?"
    e.graph.value, e.t.value = PRODUCT, 4
    assert e._picture_of(PRODUCT)[2]["x", "G"].get_text() == "3 + (-2) = 1"


def test_a_message_takes_the_place_of_the_arrow_and_goes_the_other_way(e):
    e.t.value = 1
    picture = e._picture_of(TWICE)[1]
    for edge, message in picture.messages.items():
        assert message.get_visible() == (edge[0] == "z")
        assert picture.drawing.arrows[edge].get_visible() != message.get_visible()
    arrow, message = (each["y", 0].get_path().vertices for each in
                      (picture.drawing.arrows, picture.messages))  # fmt: skip
    assert arrow[0, 1] > arrow[5, 1] and message[0, 1] < message[5, 1]


@pytest.mark.parametrize("graph", EXAMPLES)
def test_no_two_messages_stand_on_top_of_each_other(e, graph):
    e.graph.value = graph
    renderer = e.canvas.agg.get_renderer()
    labels = [label for label in artists(e.canvas.agg.figure, "label") if label.get_text()]
    extents = [label.get_window_extent(renderer) for label in labels]
    assert len(extents) == sum(map(len, EXAMPLES[graph].inputs.values()))
    for a, b in itertools.combinations(extents, 2):
        assert not a.overlaps(b)


@pytest.mark.parametrize("order, words", [
    ("z v u y", "dz/dx = 8"), ("z y", "the entry of u is missing"), (..., "the blank"),
    (["z", "v", "u", "y"], "dz/dx = 8"), (7, '"7" names no node'), ("zvuq", "names no node"),
    (b"z", "names no node"),
])  # fmt: skip
def test_an_order_is_handed_over_when_the_explorer_is_built(order, words):
    explorer = Messages(order=order)
    assert words in explorer.describe()
    assert faults_of_sentence(explorer.describe()) == []


def inputs_first(node, order):
    for source in node.input_nodes:
        if source not in order:
            inputs_first(source, order)
    order.append(node)
    return order


def my_order(z):
    return inputs_first(z, [])[::-1]


def my_breadth_first(z):
    queue = [z]
    for node in queue:
        queue += [source for source in node.input_nodes if source not in queue]
    return queue


def test_a_function_for_the_order_drives_every_graph():
    explorer = Messages(order=my_order)
    said = []
    for button in explorer.presets[:3]:
        button.click()
        said.append(explorer.describe())
    assert [words.split(";")[0] for words in said] == [
        "Your order is z v u y x", "Your order is z q p y x", "Your order is z s b m x w",
    ]  # fmt: skip
    for words, graph in zip(said, EXAMPLES, strict=True):
        for leaf, G in gradients(graph=graph).items():
            assert f"dz/d{leaf} = {G}" in words


def test_an_order_that_is_typed_takes_the_place_of_the_function_until_yours_is_pressed():
    explorer = Messages(order=my_order)
    button = {button.description: button for button in explorer.presets}
    button["breadth-first"].click()
    assert explorer.describe().startswith("Step 2 is not possible")
    button["yours"].click()
    assert explorer.describe().startswith("Your order is z v u y x; step 5 of 5")
    assert "yours" not in [button.description for button in Messages().presets]


@pytest.mark.parametrize("function, words", [
    (my_breadth_first, "Your order is z y v x u; step 2 is not possible: y has heard from 1"),
    (lambda z: ..., "the blank"), (lambda z: None, "does it end with return"),
    (lambda z: 7, "no list of nodes"), (lambda z: "zvu", "no list of nodes"),
    (lambda z: [z, 3], "no list of nodes"), (lambda z: [], "is empty"),
    (lambda: [], "called with one node"), (lambda z: z.none, "stopped with AttributeError"),
    (lambda z: [z for _ in iter(int, 1)], "two million instructions"),
])  # fmt: skip
def test_whatever_a_function_for_the_order_does_is_said_and_a_picture_stays(function, words):
    explorer = Messages(order=function)
    assert words in explorer.describe()
    assert "No picture" not in explorer.describe()
    assert explorer.picture.value


def test_the_last_good_picture_stays_while_an_order_cannot_be_read(e):
    before = e.picture.value
    e.order.value = "z w"
    assert '"w" names no node: the nodes are x, y, u, v and z' in e.describe()
    assert e.picture.value == before


def test_the_strip_shows_five_frames_and_a_blank_one():
    fig = snapshot()
    assert STATES == (0, 1, 2, 3, 4, None)
    assert faults_of_drawing(fig) == []
    words = [text.get_text() for text in artists(fig, "text")]
    assert words.count("G = 8") == 1 and words.count("heard 1 of 2") == 2
    assert words.count("G = ____") == 5
    seen = [label.get_text() for label in artists(fig, "label")]
    assert seen.count("______") == 5
    assert len([text for text in seen if "=" in text]) == 2 + 3 + 4 + 5


def test_the_alt_text_says_the_numbers_of_the_strip():
    _, alt = Messages.paper()
    for words in ("u to y: -1 * -1 = 1", "y to x: 2 * 4 = 8", "G = 1 + 1 = 2", "blank"):
        assert words in alt
