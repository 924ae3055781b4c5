"""The canvas and the controls that all explorers share."""

import io

import ipywidgets as widgets
import numpy as np
import pytest
from PIL import Image

from dlfs.classroom.explore import live
from dlfs.classroom.explore.stepping import Mistake
from dlfs.classroom.drawing.figures import new_figure
from tests.classroom.explorer_rules import (
    everything_in, faults_of_bundle, faults_of_sentence, faults_of_view,
)  # fmt: skip


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


# The controls


def test_field_and_slider_follow_each_other():
    field, row = live.slider("Rate", 0.01, 10, 1)
    handle = row.children[0]
    assert (handle.value, handle.max) == (200, 300)
    handle.value = 100
    assert field.value == 0.1
    field.value = 3
    assert handle.value == 248


def test_a_field_keeps_its_exact_value_whatever_the_slider_shows():
    field, row = live.slider("Rate", 0.01, 10, 1)
    for value in (2.1, 2.0279212237387982, 1 / 3):
        field.value = value
        assert field.value == value


def test_a_late_message_with_the_place_of_the_slider_changes_nothing():
    field, row = live.slider("Rate", 0.01, 10, 1)
    field.value = 2.1
    handle = row.children[0]
    handle.set_state({"value": handle.value})
    assert field.value == 2.1


def test_every_place_of_a_slider_can_be_reached_and_stays():
    field, row = live.slider("Rate", 0.01, 30, 1)
    handle = row.children[0]
    for place in range(handle.max + 1):
        handle.value = place
        assert handle.value == place
    assert field.value == 30


def test_back_and_step_stop_at_the_ends():
    control, row = live.steps("Step t", 2, 1)
    back, step = row.children[2:4]
    seen = []
    for button in (step, step, back, back, back):
        button.click()
        seen.append(control.value)
    assert seen == [2, 2, 1, 0, 0]
    assert row.children[1].value == 0


def test_typing_a_step_moves_the_slider():
    control, row = live.steps("Step t", 50, 1)
    row.children[1].value = 33
    assert control.value == 33


def test_nothing_plays_by_itself_or_faster_than_ten_pictures_a_second():
    *_, play = live.steps("Step t", 50, 1)[1].children
    assert isinstance(play, widgets.Play) and not play.playing and play.interval >= 100


def test_one_button_starts_and_stops_and_says_what_it_will_do():
    *_, button, play = live.steps("Step t", 50, 1)[1].children
    seen = []
    for _ in range(2):
        button.click()
        seen.append((play.playing, button.description))
    assert seen == [(True, "Stop"), (False, "Play")]


def test_the_button_says_play_again_when_the_clock_has_come_to_its_end():
    *_, button, play = live.steps("Step t", 50, 1)[1].children
    button.click()
    play.set_state({"playing": False})  # what the front end sends
    assert button.description == "Play"


def test_new_seed_goes_on_to_the_next_seed_and_round():
    control, row = live.seeds()
    row.children[1].click()
    assert control.value == 1
    control.value = 99
    row.children[1].click()
    assert control.value == 0


def test_each_preset_does_what_its_entry_says():
    done = []
    buttons, row = live.presets("Try", {"a": lambda: done.append(1), "b": lambda: done.append(2)})
    for button in reversed(buttons):
        button.click()
    assert done == [2, 1]
    assert [button.description for button in row.children[1:]] == ["a", "b"]


# An explorer


class Toy(live.Explorer):
    """Shows the height of a line, and fails where it is told to."""

    caption = "Try: lift the line."

    def __init__(self):
        self.height, row = live.slider("Height", 0.1, 10, 1)
        self.fault = None
        fig, ax = new_figure(2)
        (self.line,) = ax.plot([0, 1], [0, 1])
        self.assemble(live.Canvas(fig, [self.line]), [row], [self.height])

    def show(self):
        if self.fault:
            raise self.fault
        self.line.set_ydata([self.height.value, 0])
        return f"The height is {self.height.value:.2f} < 100."

    @classmethod
    def paper(cls):
        return new_figure(2)[0], "An empty pair of axes that stands for a toy on paper"


def test_a_moved_control_brings_a_picture_and_a_sentence():
    toy = Toy()
    before = toy.picture.value
    toy.height.value = 0.5
    assert toy.describe() == "The height is 0.50 < 100."
    assert "The height is 0.50 &lt; 100." in toy.readout.value
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
    field = widgets.BoundedIntText(description="a")
    assert faults_of_view(box([labelled[0]])) == ["a slider without a field"]
    assert faults_of_view(box([widgets.HBox([*labelled, field])])) == ["5 controls"]
    assert faults_of_view(widgets.HBox([widgets.IntSlider(), field])) == [
        "a control without a label"
    ]
    fraction = widgets.FloatSlider(description="a")
    assert faults_of_view(widgets.HBox([fraction, field])) == ["a slider of fractions"]
    assert faults_of_view(box([widgets.Output()])) == ["an Output"]
    hidden = widgets.Layout(display="none")
    fast = widgets.Play(interval=50, layout=hidden)
    assert faults_of_view(box([fast])) == ["plays too fast or by itself"]
    assert faults_of_view(box([widgets.Play()])) == ["buttons without names"]
    assert faults_of_view(box([widgets.BoundedIntText()])) == ["a field without a name"]
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
    assert inner in everything_in(widgets.VBox([widgets.HBox([inner])]))
