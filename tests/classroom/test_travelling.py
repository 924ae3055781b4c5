"""The state of an explorer travels as a line of code, and whoever runs it sees the same."""

import pytest
from traitlets import TraitError

from dlfs.classroom import explore
from tests.classroom.toy import Toy
from tools.proof.explorer_states import new, put, seen, some_states, state_of


def run(line: str, **names):
    return eval(line, {"explore": explore, **names})


@pytest.mark.parametrize("name", explore.__all__)
def test_a_line_brings_any_state_back(name):
    explorer = new(name)
    assert explorer.as_code() == f"explore.{name}()"
    # Where a text names no node the last good picture stays, and that one does not travel.
    drawn = [each for each in some_states(explorer) if "no such node" not in each.values()]
    put(explorer, drawn[-1])
    again = run(explorer.as_code())
    assert same(again, explorer)
    assert {**state_of(again), explorer.own: ""} == {**state_of(explorer), explorer.own: ""}


def same(one, other) -> bool:
    return seen(one) == seen(other)  # a comparison that fails shows no bytes of pictures


def test_numbers_are_written_as_short_as_they_go():
    assert explore.descent(learning_rate=2.1, t=10).as_code() == (
        "explore.descent(learning_rate=2.1, t=10)"
    )
    assert "learning_rate=0.123456789" in explore.descent(learning_rate=0.123456789).as_code()


def test_a_learners_function_is_named_and_one_without_a_name_is_left_out():
    def half(x, gradient, learning_rate):
        return x - learning_rate * gradient(x) / 2

    for made in (explore.descent(step=half, t=3), explore.descent(t=3)):
        made.hand_over(half)
        assert made.as_code() == "explore.descent(step=half, t=3)"
        assert same(run(made.as_code(), half=half), made)
        made.hand_over(lambda *given: half(*given))
        assert made.as_code() == "explore.descent(t=3)"
        made.hand_over(None)
        assert made.as_code() == "explore.descent(t=3)"


def test_what_it_was_made_with_travels_too():
    with_loss = explore.line(loss=True)
    put(with_loss, some_states(with_loss)[1])
    assert "loss=True" in with_loss.as_code()
    assert same(run(with_loss.as_code()), with_loss)


def test_an_order_that_is_typed_travels_as_a_text():
    typed = explore.graph(t=2)
    typed.order.value = "w x multiply b add power"
    assert typed.as_code() == "explore.graph(order='w x multiply b add power', t=2)"
    assert same(run(typed.as_code()), typed)


def test_a_text_in_place_of_a_function_is_answered_as_before():
    assert "not a function" in explore.descent(step="words").describe()


def test_a_control_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(TypeError, match="explore.toy has no control `rate`; it has `height`, `side`"):
        Toy(rate=2)


@pytest.mark.parametrize("wrong", [-1, "much", None])
def test_a_value_that_cannot_be_says_why(wrong):
    with pytest.raises(TraitError, match="Height"):
        Toy(height=wrong)


def test_the_button_has_the_line_and_is_safe_to_show():
    toy = Toy(height=2)
    assert 'data-line="explore.toy(height=2)"' in toy.readout.value
    toy.side.value = "right"
    assert "explore.toy(height=2, side=&#x27;right&#x27;)" in toy.readout.value
