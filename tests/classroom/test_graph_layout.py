"""Where the nodes of a drawn graph go: nothing touches, little crosses, and blocks stand well."""

import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlfs.classroom.drawing.layout import (
    NEIGHBOURS_APART, arrange, chains_of, crossings, layers_of, neighbours, packed, plan, rows_of,
    spread,
)  # fmt: skip


def random_inputs(size, seed):
    chance = random.Random(seed)
    return {
        node: [chance.randrange(max(0, node - chance.choice([3, 9, 30])), node)
               for _ in range(chance.choice([0, 1, 2, 2, 3]) if node > 1 else 0)]
        for node in range(size)
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("downward", [False, True])
def test_boxes_and_their_edges_keep_apart_in_every_layout(seed, downward):
    chance, inputs = random.Random(seed), random_inputs(4 + seed % 27, seed)
    sizes = {node: (chance.uniform(0.3, 1.5), chance.uniform(0.2, 0.6)) for node in inputs}
    layout = arrange(plan(inputs), sizes, 0.3, downward)
    corners = {node: corners_of(layout, node) for node in inputs}
    assert not [pair for pair in itertools.combinations(corners.values(), 2) if touch(*pair)]
    for low, high in corners.values():
        assert (low > -1e-9).all() and (high < np.add((layout.width, layout.height), 1e-9)).all()
    for (node, index), curves in layout.routes.items():
        points = np.concatenate([bezier(curve) for curve in curves])
        source = inputs[node][index]
        for other, (low, high) in corners.items():
            within = ((points > low + 1e-6) & (points < high - 1e-6)).all(axis=1)
            assert not within.any(), (source, node, other)


def corners_of(layout, node):
    half = np.array(layout.sizes[node]) / 2
    return layout.places[node] - half, layout.places[node] + half


def touch(a, b):
    return bool((np.minimum(a[1], b[1]) - np.maximum(a[0], b[0]) > 1e-9).all())


def bezier(curve):
    t = np.linspace(0, 1, 20)[:, None]
    a, b, c, d = curve
    return (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d


def test_a_layer_is_the_longest_way_to_the_end():
    inputs = {"x": [], "y": ["x"], "u": ["y"], "v": ["u"], "z": ["y", "v"], "b": []}
    inputs["J"] = ["z", "b"]
    assert layers_of(inputs) == {"x": 0, "y": 1, "u": 2, "v": 3, "z": 4, "b": 4, "J": 5}


def test_every_node_comes_after_its_inputs_in_a_direction():
    inputs = random_inputs(30, 3)
    sizes = dict.fromkeys(inputs, (0.5, 0.3))
    right, down = (arrange(plan(inputs), sizes, downward=downward) for downward in (False, True))
    for node, sources in inputs.items():
        for source in sources:
            assert right.places[source][0] < right.places[node][0]
            assert down.places[source][1] > down.places[node][1]


def test_an_edge_goes_from_its_input_to_its_node():
    inputs = random_inputs(30, 5)
    layout = arrange(plan(inputs), dict.fromkeys(inputs, (0.5, 0.3)))
    for (node, index), curves in layout.routes.items():
        source = inputs[node][index]
        np.testing.assert_allclose(curves[0, 0], layout.places[source] + (0.25, 0))
        assert curves[-1, -1, 0] == pytest.approx(layout.places[node][0] - 0.25)
        assert abs(curves[-1, -1, 1] - layout.places[node][1]) < 0.15
        np.testing.assert_allclose(curves[1:, 0], curves[:-1, 3])


def test_the_first_input_arrives_on_top_or_leftmost():
    inputs = {"a": [], "b": [], "c": [], "z": ["c", "a", "b"]}
    sizes = dict.fromkeys(inputs, (0.5, 0.3))
    right, down = (arrange(plan(inputs), sizes, downward=downward) for downward in (False, True))
    ends = [right.routes["z", i][-1, -1, 1] for i in range(3)]
    assert ends == sorted(ends, reverse=True)
    ends = [down.routes["z", i][-1, -1, 0] for i in range(3)]
    assert ends == sorted(ends)
    assert right.places["c"][1] > right.places["a"][1] > right.places["b"][1]


def test_a_node_used_twice_by_one_operation_has_two_arrows():
    layout = arrange(plan({"n": [], "s": ["n", "n"]}), {"n": (0.5, 0.3), "s": (0.5, 0.3)})
    ends = [layout.routes["s", i][-1, -1] for i in range(2)]
    assert ends[0][1] - ends[1][1] > 0.1


def crossings_of(inputs):
    made = plan(inputs)
    return sum(crossings(a, b, made.before) for a, b in zip(made.rows, made.rows[1:]))


@pytest.mark.parametrize("seed", range(20))
def test_a_tree_is_drawn_without_a_crossing(seed):
    chance, inputs, loose = random.Random(seed), {}, []
    for node in range(25):
        taken = [loose.pop(chance.randrange(len(loose))) for _ in range(min(2, len(loose)))]
        inputs[node] = taken if chance.random() < 0.6 else []
        loose += [node] if inputs[node] else [*taken, node]
    assert crossings_of(inputs) == 0


def fewest_crossings_of_all_orders(upper, lower, before):
    return min(
        crossings(first, second, before) + crossings(second, [99], before)
        for first in itertools.permutations(upper)
        for second in itertools.permutations(lower)
    )


def test_hardly_more_edges_cross_than_have_to():
    at_first = found = needed = 0
    for seed in range(20):
        chance = random.Random(seed)
        ends = {10 + i: chance.sample(range(5), 2) for i in range(3)}
        upper = sorted({node for pair in ends.values() for node in pair})
        inputs = dict.fromkeys(upper, []) | ends | {99: list(ends)}
        layers = layers_of(inputs)
        before, _ = neighbours(inputs, chains_of(inputs, layers))
        rows = rows_of(inputs, layers, before)
        at_first += sum(crossings(a, b, before) for a, b in zip(rows, rows[1:]))
        found += crossings_of(inputs)
        needed += fewest_crossings_of_all_orders(upper, ends, before)
    assert needed <= found <= 1.15 * needed < at_first


def test_two_edges_that_cross_are_counted():
    before = {"c": [("a", 0.0)], "d": [("b", 0.0)]}
    assert crossings(["a", "b"], ["c", "d"], before) == 0
    assert crossings(["b", "a"], ["c", "d"], before) == 1


numbers = st.lists(st.floats(-10, 10), min_size=1, max_size=8)


@given(numbers, st.randoms(use_true_random=False))
def test_spreading_keeps_the_order_and_the_distance(wanted, chance):
    sizes = [chance.uniform(0.1, 2) for _ in wanted]
    places = spread(wanted, sizes, [1.0] * len(wanted))
    for i in range(1, len(places)):
        least = (sizes[i - 1] + sizes[i]) / 2 + NEIGHBOURS_APART
        assert places[i] - places[i - 1] >= least - 1e-9


@settings(max_examples=30)
@given(numbers, st.randoms(use_true_random=False))
def test_no_small_move_brings_spread_places_closer_to_the_wanted_ones(wanted, chance):
    sizes, weights = [0.5] * len(wanted), [chance.choice([1.0, 4.0]) for _ in wanted]
    places = spread(wanted, sizes, weights)

    def cost(found):
        return sum(w * (a - b) ** 2 for w, a, b in zip(weights, found, wanted, strict=True))

    for _ in range(20):
        other = [place + chance.uniform(-0.01, 0.01) for place in places]
        distances = [b - a for a, b in zip(other, other[1:])]
        if all(distance >= 0.5 + NEIGHBOURS_APART for distance in distances):
            assert cost(other) >= cost(places) - 1e-9


def test_things_that_are_far_enough_apart_stay_where_they_want_to_be():
    assert spread([0.0, 2.0, 5.0], [1.0, 1.0, 1.0], [1.0, 4.0, 1.0]) == [0.0, 2.0, 5.0]
    assert packed([1.0, 1.0]) == [0.5, 1.5 + NEIGHBOURS_APART]
