"""The controls that all explorers share."""

import ipywidgets as widgets

from dlfs.classroom.explore import controls


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


def test_back_and_step_stop_at_the_ends():
    control, row = controls.steps("Step t", 2, 1)
    back, step = row.children[2:4]
    seen = []
    for button in (step, step, back, back, back):
        button.click()
        seen.append(control.value)
    assert seen == [2, 2, 1, 0, 0]
    assert row.children[1].value == 0


def test_typing_a_step_moves_the_slider():
    control, row = controls.steps("Step t", 50, 1)
    row.children[1].value = 33
    assert control.value == 33


def test_nothing_plays_by_itself_or_faster_than_ten_pictures_a_second():
    *_, play = controls.steps("Step t", 50, 1)[1].children
    assert isinstance(play, widgets.Play) and not play.playing and play.interval >= 100


def test_one_button_starts_and_stops_and_says_what_it_will_do():
    *_, button, play = controls.steps("Step t", 50, 1)[1].children
    seen = []
    for _ in range(2):
        button.click()
        seen.append((play.playing, button.description))
    assert seen == [(True, "Stop"), (False, "Play")]


def test_the_button_says_play_again_when_the_clock_has_come_to_its_end():
    *_, button, play = controls.steps("Step t", 50, 1)[1].children
    button.click()
    play.set_state({"playing": False})  # what the front end sends
    assert button.description == "Play"


def test_new_seed_goes_on_to_the_next_seed_and_round():
    control, row = controls.seeds()
    row.children[1].click()
    assert control.value == 1
    control.value = 99
    row.children[1].click()
    assert control.value == 0


def test_each_preset_does_what_its_entry_says():
    done = []
    settings = {"a": lambda: done.append(1), "b": lambda: done.append(2)}
    buttons, row = controls.presets("Try", settings)
    for button in reversed(buttons):
        button.click()
    assert done == [2, 1]
    assert [button.description for button in row.children[1:]] == ["a", "b"]


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
