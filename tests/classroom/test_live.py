"""The canvas that all explorers share, and what an explorer does with it."""

import io

import ipywidgets as widgets
import numpy as np
import pytest
from PIL import Image

from dlfs.classroom.drawing.figures import new_figure
from dlfs.classroom.explore import live
from dlfs.classroom.explore.calling import Mistake
from dlfs.classroom.explore.numbers import Number
from dlfs.classroom.explore.playing import Player
from tests.classroom.explorer_forms import faults_of_bundle, faults_of_sentence, faults_of_view
from tests.classroom.toy import Toy


def pixels_of(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


# The PNG


def test_a_fast_png_holds_exactly_its_pixels():
    pixels = np.random.default_rng(0).integers(0, 256, (7, 11, 3), dtype=np.uint8)
    np.testing.assert_array_equal(pixels_of(live.png_bytes(pixels)), pixels)


def test_a_damaged_png_is_found():
    png = bytearray(live.png_bytes(np.zeros((5, 5, 3), dtype=np.uint8)))
    png[50] ^= 1
    with pytest.raises((OSError, SyntaxError)):
        pixels_of(bytes(png))


# The canvas


def a_canvas():
    """Return a canvas without a frame, and its settled and its moving line."""
    fig, ax = new_figure(2)
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.axis("off")
    (settled,) = ax.plot([0, 1], [0, 1], color="blue", linewidth=3)
    (moving,) = ax.plot([0, 1], [1, 0], color="red", linewidth=3)
    canvas = live.Canvas(fig, [moving], [settled])
    canvas.settle(0)
    return canvas, settled, moving


def drawn_anew(canvas) -> np.ndarray:
    for artist in [*canvas.moving, *canvas.settled]:
        artist.set_animated(False)
    canvas.agg.draw()
    for artist in [*canvas.moving, *canvas.settled]:
        artist.set_animated(True)
    return np.asarray(canvas.agg.buffer_rgba())[..., :3].copy()


def test_a_blitted_picture_is_the_picture_drawn_anew():
    canvas, settled, moving = a_canvas()
    for height in (0.2, 0.9):
        moving.set_ydata([height, 0.5])
        settled.set_ydata([0.1, height])
        canvas.settle(height)
        blitted = pixels_of(canvas.png())
        np.testing.assert_array_equal(blitted, drawn_anew(canvas))


def test_a_canvas_that_forgets_to_draw_is_found():
    canvas, _, moving = a_canvas()
    canvas.png()
    stale = pixels_of(canvas.png())
    moving.set_ydata([0.2, 0.5])
    assert not np.array_equal(stale, drawn_anew(canvas))


def test_settled_artists_are_drawn_again_only_for_a_new_key():
    canvas, settled, _ = a_canvas()
    before = canvas.png()
    settled.set_ydata([0.5, 0.5])
    canvas.settle(0)
    assert canvas.png() == before
    canvas.settle(1)
    assert canvas.png() != before


def test_the_same_values_give_the_same_bytes():
    canvas, _, moving = a_canvas()
    before = canvas.png()
    moving.set_ydata([0.5, 0.5])
    assert canvas.png() != before
    moving.set_ydata([1, 0])
    assert canvas.png() == before


# An explorer


def test_a_moved_control_brings_a_picture_and_a_sentence():
    toy = Toy()
    before = toy.picture.value
    toy.height.value = 0.5
    assert toy.describe() == "At the left the height is 0.50 < 100."
    assert "the height is 0.50 &lt; 100." in toy.readout.value
    assert toy.picture.value != before


@pytest.mark.parametrize(
    "fault, words",
    [
        (Mistake("Your step returned None."), "Your step returned None."),
        (ZeroDivisionError("by zero"), "No picture for these values (ZeroDivisionError: by zero)."),
        (OverflowError("large"), "No picture for these values (OverflowError: large)."),
    ],
)
def test_a_failure_is_said_and_the_last_picture_stays(fault, words):
    toy = Toy()
    before = toy.picture.value
    toy.fault = fault
    toy.height.value = 5
    assert toy.describe() == words and words in toy.readout.value
    assert toy.picture.value == before
    toy.fault = None
    toy.height.value = 4
    assert "4.00" in toy.describe() and toy.picture.value != before


def test_an_interrupt_is_not_caught():
    toy = Toy()
    toy.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        toy.refresh()


def test_the_bundle_is_the_printed_form_and_the_live_view():
    toy = Toy()
    assert faults_of_bundle(toy._repr_mimebundle_()) == []
    assert "Try: lift the line." in toy._repr_mimebundle_()["text/html"]


def test_the_bundle_is_the_same_whatever_the_controls_say():
    one, other = Toy(), Toy()
    other.height.value = 9
    same = ("text/html", "text/plain")
    bundles = one._repr_mimebundle_(), other._repr_mimebundle_()
    assert [bundles[0][kind] for kind in same] == [bundles[1][kind] for kind in same]


def test_a_slide_names_its_places_and_may_ask_the_explorer_for_them():
    assert live.Slide("height", "Height", (1, 0.5)).places_of(None) == {"1": 1, "0.5": 0.5}
    twice = live.Slide("height", "Height", lambda toy: {"twice": 2 * toy.height.value})
    assert twice.places_of(Toy()) == {"twice": 2}


def test_the_controls_are_those_that_are_watched_by_their_names():
    toy = Toy()
    assert toy.controls == {"height": toy.height, "side": toy.side, "dotted": toy.dotted}


def test_a_learners_function_is_handed_over_and_given_back():
    toy = Toy(lift=lambda height: 3 * height)
    assert "the height is 3.00" in toy.describe()
    toy.hand_over(None)
    assert "the height is 1.00" in toy.describe()


def test_what_is_handed_over_at_first_and_fails_leaves_the_picture_without_it():
    toy = Toy(lift=lambda height: None)
    assert "returned None" in toy.describe()
    assert toy.picture.value == Toy().picture.value


# The rules of explorers can fail


def test_faulty_sentences_are_found():
    assert faults_of_sentence("One. Two.") == ["not one sentence"]
    assert faults_of_sentence("no stop") == ["not one sentence"]
    assert faults_of_sentence("\u03b7 is 2.") == ["not plain ASCII"]
    assert faults_of_sentence("The loss is nan.") == ["nan or inf in place of words"]
    assert faults_of_sentence("The Hessian grows.") == ["the word hessian"]
    assert faults_of_sentence("The loss is 0.38.") == []


def test_faulty_views_are_found():
    box = widgets.VBox
    labelled = [widgets.IntSlider(description="a") for _ in range(5)]
    field = widgets.Text(description="a")
    assert faults_of_view(box([labelled[0]])) == ["a slider without a field"]
    assert faults_of_view(box([widgets.HBox([*labelled, field])])) == ["5 controls"]
    assert faults_of_view(widgets.HBox([widgets.IntSlider(), field])) == [
        "a control without a label"
    ]
    fraction = widgets.FloatSlider(description="a")
    assert faults_of_view(widgets.HBox([fraction, field])) == ["a slider of fractions"]
    assert faults_of_view(box([widgets.Output()])) == ["an Output"]
    fast = Player(Number("t", 0, 9, 0, whole=True), interval=50)
    assert faults_of_view(box([fast])) == ["plays too fast or by itself"]
    assert faults_of_view(box([widgets.Play()])) == [
        "buttons without names, which stop where they are shown twice"
    ]
    assert faults_of_view(box([widgets.Text()])) == ["a field without a name"]
    mute = widgets.BoundedFloatText(description="a")
    assert faults_of_view(box([mute])) == ["a field that changes numbers silently"]
    assert faults_of_view(box([live.Picture(tooltip="x")])) == ["a picture of no fixed size"]
    sized = {"width": 1, "height": 1}
    assert faults_of_view(box([live.Picture(**sized)])) == ["a picture without a name"]
    assert len(faults_of_view(box([widgets.Image(**sized, tooltip="x")]))) == 1


def test_faulty_bundles_are_found():
    good = Toy()._repr_mimebundle_()
    for kind in good:
        assert f"no {kind}" in faults_of_bundle({key: good[key] for key in good if key != kind})
    short = {**good, "text/html": '<img alt="short">'}
    assert faults_of_bundle(short) == ["no alt text"]


def test_every_part_of_a_view_is_looked_at():
    inner = widgets.IntSlider()
    assert inner in live.parts_of(widgets.VBox([widgets.HBox([inner])]))
