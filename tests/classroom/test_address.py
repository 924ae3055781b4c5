"""Where Python runs in the browser, an address brings the state of an explorer, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlfs.classroom import explore, hosting
from dlfs.classroom.explore import address
from dlfs.classroom.explore.live import parts_of
from tests.classroom.toy import Toy
from tools.proof.explorer_states import put, seen, some_states


def field_of(explorer):
    return next((part for part in parts_of(explorer.view) if address.FIELD in part._dom_classes),
                None)  # fmt: skip


@pytest.fixture
def browser(monkeypatch):
    monkeypatch.setattr(hosting.sys, "platform", "emscripten")


@pytest.mark.parametrize("name", explore.__all__)
def test_an_address_brings_any_state_back(browser, name):
    there, here = (getattr(explore, name)() for _ in range(2))  # none that another test has made
    drawn = [each for each in some_states(there) if "no such node" not in each.values()]
    put(there, drawn[-1])
    field_of(here).value = there.as_code()
    assert seen(here) == seen(there)


def test_the_field_is_there_in_the_browser_alone(browser, monkeypatch):
    assert field_of(explore.descent()).placeholder == "descent"
    monkeypatch.undo()
    assert field_of(explore.descent()) is None


ODD = ["", "explore.descent(", "explore.xor(seed=3)", "explore.toy(height=-1, side='right')",
       "explore.toy(side='right', height=[])", "explore.toy(height=__import__('os').getpid())",
       "explore.toy(nothing=2)", "explore.toy", "height=2", "explore.toy(**{'height': 2})",
       "print('explore.toy')", "explore.toy()(height=2)", "(" * 5000, "\x00", "-" * 100_000]  # fmt: skip


@pytest.mark.parametrize("line", ODD, ids=range(len(ODD)))
def test_what_is_no_state_changes_nothing_and_runs_nothing(line):
    toy = Toy(height=2)
    before = seen(toy)
    address.arrive(toy, line)
    assert seen(toy) == before


def test_plain_values_come_and_a_function_does_not():
    toy = Toy()
    address.arrive(toy, "explore.toy(step=my_step, height=2)")
    assert toy.height.value == 2


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=40), st.floats(), st.text(max_size=9))
def test_whatever_stands_in_an_address_the_explorer_goes_on(text, number, side):
    toy = Toy()
    for line in (text, f"explore.toy(height={number!r}, side={side!r})", f"explore.toy({text})"):
        address.arrive(toy, line)
        assert toy.side.value in ("left", "right") and toy.describe()
