"""The explorers on the pages: what moves, where it can stand, and that no pixel is lost."""

import io
import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from dlfs.classroom import explore
from dlfs.classroom.explore.live import Slide
from tools.site import explorers
from tools.site.explorers import Call, Names, layered, strip_of


@pytest.mark.parametrize("name", explore.__all__)
def test_an_explorer_has_a_few_states_that_all_differ(name):
    strip = strip_of(Call(name))
    assert 2 <= len(strip.states) <= explorers.MOST_STATES
    assert len(strip.states) == math.prod(len(control.places) for control in strip.controls)
    for control in strip.controls:
        assert 2 <= len(set(control.places)) == len(control.places) <= explorers.MOST_PLACES
        assert 0 <= control.start < len(control.places)
    # With two controls, one may change nothing yet: b before the step that computes with it.
    alike = len(strip.states) - len({state.sentence for state in strip.states})
    assert alike <= (len(strip.states) / 2 if len(strip.controls) > 1 else 0)
    assert all(matters(strip, at) for at in range(len(strip.controls)))
    # A picture may say that nothing changes: a shift of all logits does not move softmax.
    assert len({state.picture for state in strip.states}) > len(strip.states) / 2
    size = len(strip.background) + sum(len(state.picture) for state in strip.states)
    assert size < 500_000


def matters(strip, at: int) -> bool:
    """Return whether each place of a control is told from its others by some state."""
    counts = [len(control.places) for control in strip.controls]
    said = np.array([state.sentence for state in strip.states], object).reshape(counts)
    rows = np.moveaxis(said, at, -1).reshape(-1, counts[at])
    return any(len(set(row)) == counts[at] for row in rows)


def test_the_start_is_where_the_explorer_starts():
    strip = strip_of(Call("softmax"))
    assert strip.states[strip.start].sentence == explore.softmax().describe()


def over(background: bytes, layer: bytes) -> np.ndarray:
    """Return what a browser shows: the layer over the background."""
    below, above = (Image.open(io.BytesIO(part)).convert("RGBA") for part in (background, layer))
    return np.asarray(Image.alpha_composite(below, above))[..., :3]


def test_a_state_over_its_background_is_the_explorers_picture():
    explorer = explore.descent()
    slide = explorer.slide
    strip = strip_of(Call("descent"))
    rates, steps = (each.places_of(explorer).values() for each in (slide, slide.second))
    for state, (rate, t) in zip(strip.states, product(rates, steps), strict=True):
        explorer.learning_rate.value, explorer.t.value = rate, t
        exact = np.asarray(Image.open(io.BytesIO(explorer.picture.value)).convert("RGB"))
        assert np.array_equal(over(strip.background, state.picture), exact)
        assert state.sentence == explorer.describe()


SHAPES = st.tuples(st.integers(2, 5), st.integers(1, 9), st.integers(1, 9), st.just(3))


@given(arrays(np.uint8, SHAPES, elements=st.sampled_from([0, 1, 128, 255])))
@settings(deadline=None, max_examples=60)
def test_layers_lose_no_pixel(pictures):
    background, layers = layered(pictures)
    for picture, layer in zip(pictures, layers, strict=True):
        assert np.array_equal(over(background, layer), picture)


def test_states_that_share_their_background_are_smaller_than_pictures():
    shared, own = strip_of(Call("descent")), []
    for state in shared.states:
        file = io.BytesIO()
        Image.fromarray(over(shared.background, state.picture)).save(file, "PNG", optimize=True)
        own.append(len(file.getvalue()))
    together = len(shared.background) + sum(len(state.picture) for state in shared.states)
    assert together < sum(own) / 2


def lesson(*cells: str) -> Call | None:
    """Return what the last cell shows."""
    names = Names()
    for cell in cells:
        names.read(cell)
    return names.shown(cells[-1])


@pytest.mark.parametrize(
    "cells, call",
    [
        (["a = explore.graph()\na"], Call("graph")),
        (["explore.graph()"], Call("graph")),
        (["a = explore.line(loss=True)", "a"], Call("line", (("loss", True),))),
        (["a = explore.xor(seed=3, width=2)\na"], Call("xor", (("seed", 3), ("width", 2)))),
        (["o = 'b w'", "a = explore.graph(order=o)\na"], Call("graph", (("order", "b w"),))),
        (["f = attempted(g, otherwise=h)", "a = explore.descent(step=f)\na"], Call("descent")),
        (["a = explore.graph()\na.t.value = 3"], None),
        (["a = explore.nothing()\na"], None),
        (["a = other.graph()\na"], None),
        (["a = explore.graph()", "a = 3\na"], None),
        (["a"], None),
        ([""], None),
    ],
)
def test_the_explorer_that_a_cell_shows_is_found(cells, call):
    assert lesson(*cells) == call


MANY = tuple(n / 2 for n in range(-4, 5))


def sick(**changed) -> Slide:
    return Slide(**({"control": "nudge", "label": "x", "places": (1, 0.1)} | changed))


@pytest.mark.parametrize(
    "slide, complaint",
    [
        (sick(places=(1,)), "has 1 places"),
        (sick(control="n1", places=tuple(range(-3, 10))), "has 13 places"),
        (sick(control="n1", places=(1, 99)), "Chain.n1 does not take 99"),
        (sick(fixed={"t": 77}), "Chain.t does not take 77"),
        (sick(control="n1", places=MANY, second=Slide("t", "t", (0, 1, 2, 3, 4))), "has 45 states"),
        (sick(second=Slide("t", "t", (0, 9))), "Chain.t does not take 9"),
    ],
)
def test_a_slide_that_does_not_fit_is_refused_in_words(monkeypatch, slide, complaint):
    monkeypatch.setattr(explore.chain, "slide", slide)
    with pytest.raises(ValueError, match=complaint):
        strip_of.__wrapped__(Call("chain"))


def test_a_forgotten_slide_is_named(monkeypatch):
    monkeypatch.delattr(explore.chain, "slide")
    with pytest.raises(ValueError, match="explore.chain has no `slide`"):
        strip_of.__wrapped__(Call("chain"))
