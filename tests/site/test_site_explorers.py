"""The explorers on the pages: what moves, where it can stand, and that no pixel is lost."""

import io

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
    for of in ("label", "sentence"):
        assert len({getattr(state, of) for state in strip.states}) == len(strip.states)
    # A picture may say that nothing changes: a shift of all logits does not move softmax.
    assert len({state.picture for state in strip.states}) > len(strip.states) / 2
    assert 0 <= strip.start < len(strip.states)
    size = len(strip.background) + sum(len(state.picture) for state in strip.states)
    assert size < 500_000


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
    explorer.t.value = slide.fixed["t"]
    strip = strip_of(Call("descent"))
    for state, rate in zip(strip.states, slide.places_of(explorer).values(), strict=True):
        explorer.learning_rate.value = rate
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


def sick(**changed) -> Slide:
    return Slide(**({"control": "nudge", "label": "x", "places": (1, 0.1)} | changed))


@pytest.mark.parametrize(
    "slide, complaint",
    [
        (sick(places=(1,)), "has 1 states"),
        (sick(control="n1", places=tuple(range(-3, 10))), "has 13 states"),
        (sick(control="n1", places=(1, 99)), "Chain.n1 does not take 99"),
        (sick(fixed={"t": 77}), "Chain.t does not take 77"),
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
