"""Every explorer keeps the contract, and every rule of it is seen to find its fault."""

import time

import ipywidgets as widgets
import pytest
from matplotlib import rcParams

from dlfs.classroom import explore
from dlfs.classroom.explore.controls import player
from dlfs.classroom.explore.goals import Goal, now, two
from tests.classroom import explorer_rules as rules
from tests.classroom.explorer_rules import CONTRACT
from tools.proof.explorer_states import new
from tests.classroom.toy import Toy


def named(rule) -> str:
    return rule.__name__


@pytest.mark.parametrize("name", explore.__all__)
@pytest.mark.parametrize("rule", CONTRACT, ids=named)
def test_every_explorer_keeps_every_rule(name, rule):
    assert rule(new(name)) == []


@pytest.mark.parametrize("name", explore.__all__)
def test_what_only_one_explorer_does_is_tested_in_a_file_of_its_own(name):
    assert rules.faults_of_tests(name) == []


# The rules find what is wrong


class Silent(Toy):
    """A toy like any other, with `height`, `side` and `dotted`, and nothing to try."""

    caption = "A line."


class Elsewhere(Toy):
    """A `side` and a `dotted` line, but who knows what the third one does?"""

    slide = Toy.slide.__class__("depth", "Depth", (1, 2))


class Aimless(Toy):
    goals = ()


class Easy(Toy):
    """What it asks for is a question, of another explorer, not said, and reached at the start."""

    goals = (Goal("high", "How high is it?", lambda _: 10, now(lambda height: height > 9)),)

    def __init__(self):
        super().__init__()
        self.aims.view.children = ()


class Blind(Toy):
    goals = (Goal("blind-eye", "Lift the line.", lambda toy: toy.depth, now(bool)),)


class Mixing(Toy):
    goals = (Goal("mixing-looks", "Lift the line.", lambda toy: toy.height.value < 5 or "high",
                  two(lambda one, other: one == other)),)  # fmt: skip


class Deaf(Toy):
    def show(self):
        self.line.set_ydata([self.height.value, 0])
        return f"The height is {self.height.value}."


class Counting(Toy):
    count = 0

    def show(self):
        self.count += 1
        return super().show().replace(".", f", picture {self.count}.", 1)


class Mumbling(Toy):
    lifted = property(lambda self: self.height.value + 1)


class Deafened(Toy):
    def _complain(self, change):
        pass


class Tireless(Toy):
    def __init__(self):
        super().__init__()
        self.view.children += (player(self.height),)


class Stale(Toy):
    def settled_for(self, side):
        return "always"


class Rambling(Toy):
    def show(self):
        high = self.height.value > 9
        return super().show() + (" It is very high." if high else "")


class Overflowing(Toy):
    def show(self):
        return super().show().replace("10.00", "inf")


class Lying(Toy):
    def __init__(self):
        super().__init__()
        for button in self.presets:
            button.on_click(lambda _: setattr(self.height, "value", 7))


class Frail(Toy):
    def refresh(self, _=None):
        try:
            super().refresh()
        finally:
            if "planted" in self._sentence:
                self.picture.value = b""


class Credulous(Toy):
    def hand_over(self, yours):
        self.yours = None if yours == 3 else yours
        self.refresh()


class Modish(Toy):
    """Its methods are set from outside, as if its class had forgotten the course's style."""


Modish.show = lambda self: self.line.set_linewidth(rcParams["lines.linewidth"]) or Toy.show(self)
Modish.refresh = lambda self, _=None: Toy.refresh.__wrapped__(self)
Modish.__init__ = lambda self: Toy.__init__(self) or self.refresh()


class Slow(Toy):
    def show(self):
        over = time.process_time() + 2 * rules.MOST_MILLISECONDS / 1000  # on a fast machine, too
        while time.process_time() < over:
            pass
        return super().show()


class Playing(Toy):
    def __init__(self):
        super().__init__()
        self.view.children += (player(self.height, interval=20),)


class Wordless(Toy):
    @classmethod
    def paper(cls):
        return Toy.paper()[0], "\u03b7 over the steps, and some more words so that it is long"


PLANTED = (
    (rules.faults_of_parts, Silent, "its `caption` says nothing to try"),
    (rules.faults_of_parts, Elsewhere, "its `slide` moves depth, which is no control"),
    (rules.faults_of_parts, Elsewhere, "its docstring does not name the control `height`"),
    (rules.faults_of_goals, Aimless, "it has 0 `goals`: what is a learner to reach"),
    (rules.faults_of_goals, Easy, "high: its id does not begin with easy-"),
    (rules.faults_of_goals, Easy, "high: its text is no short task"),
    (rules.faults_of_goals, Easy, "high: it is not said"),
    (rules.faults_of_goals, Easy, "high: it is reached at the start"),
    (rules.faults_of_goals, Blind, "blind-eye: AttributeError at"),
    (rules.faults_of_goals, Mixing, "mixing-looks: TypeError at"),
    (rules.faults_of_moving, Deaf, "side does not change the picture"),
    (rules.faults_of_moving, Deaf, "dotted does not change the picture"),
    (rules.faults_of_memory, Counting, "the sentence remembers what was there before"),
    (rules.faults_of_layers, Stale, "an old layer is left after a move of side"),
    (rules.faults_of_settings, Rambling, "not one sentence"),
    (rules.faults_of_settings, Overflowing, "nan or inf in place of words"),
    (rules.faults_of_attributes, Mumbling, "the sentence does not say lifted"),
    (rules.faults_of_typing, Deafened, "height does not say that it cannot take many"),
    (rules.faults_of_typing, Deafened, "height does not say that it cannot take 11"),
    (rules.faults_of_playing, Tireless, "Play goes on when side is used"),
    (rules.faults_of_playing, Tireless, "Play goes on when 0.5 is pressed"),
    (rules.faults_of_buttons, Lying, "the button 0.5 does not set it"),
    (rules.faults_of_failure, Frail, "the last picture is gone"),
    (rules.faults_of_yours, Credulous, "3 is not answered"),
    (rules.faults_of_style, Modish, "it looks otherwise in another style"),
    (rules.faults_of_speed, Slow, "a picture takes"),
    (rules.faults_of_view, Playing, "plays too fast or by itself"),
    (rules.faults_of_bundle, Wordless, "no alt text"),
)


@pytest.mark.parametrize("rule, faulty, words", PLANTED)
def test_a_planted_fault_is_found_in_words(rule, faulty, words):
    assert any(words in fault for fault in rule(faulty()))


@pytest.mark.parametrize("rule", CONTRACT, ids=named)
def test_a_toy_without_a_fault_has_none_and_every_rule_has_a_planted_one(rule):
    assert rule(Toy()) == []
    assert rule in [planted for planted, _, _ in PLANTED]


def test_a_forgotten_slide_is_named(monkeypatch):
    monkeypatch.delattr(Toy, "slide")
    assert any("it has no `slide`" in fault for fault in rules.faults_of_parts(Toy()))


def test_a_forgotten_file_of_tests_is_named(tmp_path):
    said = ["test_explore_line.py is missing: what does only line do?"]
    assert rules.faults_of_tests("line", tmp_path) == said
