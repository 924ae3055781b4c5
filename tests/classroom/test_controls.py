"""The controls that all explorers share."""

import ipywidgets as widgets
import pytest

from dlfs.classroom.explore import controls
from dlfs.classroom.explore.live import parts_of


def test_field_and_slider_follow_each_other():
    field, row = controls.slider("Rate", 0.01, 10, 1)
    handle = row.children[0]
    assert (handle.value, handle.max) == (200, 300)
    handle.value = 100
    assert field.value == 0.1
    field.value = 3
    assert handle.value == 248


def test_a_field_keeps_its_exact_value_whatever_the_slider_shows():
    field, row = controls.slider("Rate", 0.01, 10, 1)
    for value in (2.1, 2.0279212237387982, 1 / 3):
        field.value = value
        assert field.value == value


def test_a_late_message_with_the_place_of_the_slider_changes_nothing():
    field, row = controls.slider("Rate", 0.01, 10, 1)
    field.value = 2.1
    handle = row.children[0]
    handle.set_state({"value": handle.value})
    assert field.value == 2.1


def test_every_place_of_a_slider_can_be_reached_and_stays():
    field, row = controls.slider("Rate", 0.01, 30, 1)
    handle = row.children[0]
    for place in range(handle.max + 1):
        handle.value = place
        assert handle.value == place
    assert field.value == 30


def test_a_slider_of_whole_numbers_has_each_of_its_places_once_and_the_field_all_of_them():
    field, row = controls.slider("Size", 1, 1000, 10, whole=True)
    handle, reached = row.children[0], []
    for place in range(handle.max + 1):
        handle.value = place
        reached.append(field.value)
    assert reached == sorted(set(reached)) and all(isinstance(one, int) for one in reached)
    assert reached[:4] == [1, 2, 3, 4] and reached[-1] == 1000
    field.value = 999
    assert field.value == 999 and handle.value == handle.max


def named(view, text):
    """Return the button that bears this text."""
    found = [part for part in parts_of(view) if isinstance(part, widgets.Button)]
    return next(button for button in found if button.description == text)


@pytest.mark.parametrize("stride", [1, 20])
def test_back_and_step_stop_at_the_ends(stride):
    number, rows = controls.steps("Step t", 2 * stride, stride, stride=stride)
    seen = []
    for text in ("Step", "Step", "Back", "Back", "Back"):
        named(rows, text).click()
        seen.append(number.value / stride)
    assert seen == [2, 2, 1, 0, 0] and number.field.value == "0"
    assert named(rows, "Play").step == stride


def test_new_seed_goes_on_to_the_next_seed_and_round():
    number, row = controls.seeds("Points", "Other points")
    named(row, "Other points").click()
    assert number.value == 1
    number.value = 99
    named(row, "Other points").click()
    assert number.value == 0


def test_each_preset_does_what_its_entry_says():
    done = []
    settings = {"a": lambda: done.append(1), "b": lambda: done.append(2)}
    buttons, row = controls.presets("Try", settings)
    for button in reversed(buttons):
        button.click()
    assert done == [2, 1]
    assert [named(row, text) for text in "ab"] == list(buttons)


def test_a_button_puts_its_control_at_its_number():
    control = widgets.IntSlider(0, min=0, max=9)
    buttons, row = controls.go_to("Go to", control, (3, 7))
    assert [button.description for button in buttons] == ["3", "7"]
    for button, value in zip(buttons, (3, 7), strict=True):
        button.click()
        assert control.value == value


def test_a_linear_slider_moves_its_field_and_is_moved_by_it():
    field, row = controls.linear_slider("b", -5, 5, 3, 0.5)
    handle = row.children[0]
    for place, value in ((0, -5), (15, 2.5), (20, 5)):
        handle.value = place
        assert field.value == value
    field.value = 0.33
    assert (handle.value, field.value) == (11, 0.33)


def test_a_choice_offers_a_learners_work_only_if_there_is_some():
    control, _ = controls.choice("Rule", ("right", "wrong"), "wrong")
    assert control.value == "wrong"
    controls.offer_yours(control, ("right", "wrong"), True)
    assert control.value == "yours"
    controls.offer_yours(control, ("right", "wrong"), False)
    assert control.value == "right" and "yours" not in control.options


def test_the_label_of_a_choice_is_styled_like_those_of_the_other_rows():
    control, _ = controls.choice("Point", ("a", "b"))
    assert "widget-inline-hbox" in control._dom_classes
