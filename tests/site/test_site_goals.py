"""The goals of explorers on a page: those that its controls reach, answered as in a notebook."""

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlfs.classroom import explore
from dlfs.classroom.explore.goals import Goal, Trail, now, two
from tests.site.test_site_answers import SLOW
from tests.site.test_site_browser import LESSONS, opened  # noqa: F401
from tests.site.test_site_keeping import saved_table
from tools.site.explorers import Call, strip_of
from tools.site.goals import aim_of, said

HIGH = Goal("toy-nine", "Lift it.", None, now(lambda n: n >= 9))
TWINS = Goal("toy-twins", "Find twins.", None, two(lambda one, other: other - one == 2))
LOOKS = st.lists(st.one_of(st.none(), st.integers(0, 10)), min_size=2, max_size=9)


@given(goal=st.sampled_from([HIGH, TWINS]), looks=LOOKS, data=st.data())
@SLOW
def test_a_walk_on_a_page_reaches_a_goal_where_it_does_in_a_notebook(javascript, goal, looks, data):
    walk = data.draw(st.lists(st.integers(0, len(looks) - 1), min_size=1, max_size=12))
    aim, trail = aim_of(goal, looks), Trail(goal)
    told = [trail.comes_to(looks[state]) for state in walk]
    assert told[0] is False
    if aim is None:
        assert not any(told)
    else:
        assert javascript([["passes", asdict(aim), walk]]) == [told[1:]]


@given(goal=st.sampled_from([HIGH, TWINS]), looks=LOOKS)
@SLOW
def test_a_page_has_a_goal_that_can_be_walked_to_and_no_other(goal, looks):
    trail = Trail(goal)
    everywhere = [trail.comes_to(look) for look in [*looks, *reversed(looks), *looks]]
    assert any(everywhere) == (aim_of(goal, looks) is not None)


def test_a_page_says_the_goals_that_its_own_controls_reach_and_no_others():
    descent = explore.descent.goals
    [aim] = strip_of(Call("descent")).goals  # the first one wants a curvature
    assert (aim.id, aim.text) == (descent[1].id, descent[1].text)
    assert ">Goal: For one curvature," in said((aim,))
    assert strip_of(Call("softmax")).goals == () and said(()) == ""


# In a browser


def test_a_goal_is_answered_when_it_is_reached_by_keyboard_kept_and_reported(opened):  # noqa: F811
    page = opened(next(name for name in LESSONS if name.startswith("04")))
    explorer = page.locator("#explore-descent")
    goal, control = explorer.locator(".goal"), explorer.locator("input").first
    assert goal.text_content().startswith("Goal: ") and goal.get_attribute("role") is None
    control.press("Home")
    for _ in range(int(control.get_attribute("max"))):
        control.press("ArrowRight")
    assert goal.text_content().startswith("Reached: ") and goal.get_attribute("role") == "status"
    page.reload()
    assert goal.text_content().startswith("Reached: ") and goal.get_attribute("role") is None
    assert saved_table(page)["descent-twins"] == "reached"
    page.get_by_role("button", name="Somebody else").click()
    page.wait_for_function("document.querySelector('.goal')?.textContent.startsWith('Goal: ')")
    assert page.complaints == []


def test_coming_by_an_address_reaches_nothing(opened):  # noqa: F811
    name = next(name for name in LESSONS if name.startswith("04"))
    page = opened(name)
    explorer = page.locator("#explore-descent")
    explorer.locator("input").first.press("End")
    page.goto(page.url)
    page.reload()
    assert page.locator("#explore-descent .goal").text_content().startswith("Goal: ")
