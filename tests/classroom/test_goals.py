"""Goals: said before, reached by the controls alone, answered, kept once for whoever it was."""

import math
import os
import time
from itertools import product

import numpy as np
import pytest

from dlfs.classroom import explore
from dlfs.classroom.asking.ask import ask
from dlfs.classroom.explore import goals as the_goals
from dlfs.classroom.explore.goals import Goal, now, two
from dlfs.classroom.keeping import hand, sitting, standing, store
from tests.classroom.goal_ways import MISSES, TRUE, WAYS
from tests.classroom.toy import Toy
from tools.proof.explorer_states import new, put

GOALS = {goal.id: (name, goal) for name in explore.__all__
         for goal in getattr(explore, name).goals}  # fmt: skip


@pytest.fixture(autouse=True)
def answers(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    monkeypatch.setenv("JPY_SESSION_NAME", "/my/04_gradient_descent.ipynb")
    monkeypatch.setattr(store, "_unsaved", [])
    fresh_kernel()
    return tmp_path / store.FILE


def fresh_kernel() -> None:
    sitting.start_again()
    standing.start_again()


def shown(name: str):
    """Return an explorer as it is when it has just been shown."""
    explorer = new(name)
    (store.folder() / store.FILE).unlink(missing_ok=True)  # of its way back
    return begun(explorer)


def begun(explorer):
    explorer.aims.begin()
    explorer.aims.renew()
    return explorer


def after(name: str, way: list) -> list[list[str]]:
    """Return which goals are reached after each setting of a way."""
    explorer, reached = shown(name), []
    for state in way:
        put(explorer, state)
        reached.append(list(explorer.aims.reached))
    return reached


# The ways


def forgotten(goals, ways: dict, misses: dict) -> list[str]:
    """Return what lacks in the tables, in words."""
    file = "tests/classroom/goal_ways.py"
    lacks = [f"{id}: no way in {file}" for id in goals if not ways.get(id)]
    lacks += [f"{id}: nothing beside it in {file}" for id in goals if not misses.get(id)]
    return lacks + [f"{id}: no such goal" for id in {**ways, **misses} if id not in goals]


def test_each_goal_has_a_way_and_a_near_miss():
    assert forgotten(GOALS, WAYS, MISSES) == []


def test_a_forgotten_way_is_named():
    assert forgotten(["a-b", "c-d"], {"a-b": [{}], "e-f": [{}]}, {"c-d": [[{}]]}) == [
        "c-d: no way in tests/classroom/goal_ways.py",
        "a-b: nothing beside it in tests/classroom/goal_ways.py", "e-f: no such goal"]


@pytest.mark.parametrize("id", WAYS)
def test_the_controls_alone_lead_to_the_goal_and_only_the_last_one_does(id):
    *before, last = after(GOALS[id][0], WAYS[id])
    assert id in last and all(id not in reached for reached in before)


@pytest.mark.parametrize("id, way", [(id, way) for id, ways in MISSES.items() for way in ways])
def test_what_is_beside_a_goal_does_not_reach_it(id, way):
    assert all(id not in reached for reached in after(GOALS[id][0], way))


@pytest.mark.parametrize("id", TRUE)
def test_of_all_states_around_its_edges_those_reach_a_goal_that_do_by_mathematics(id):
    name, goal = GOALS[id]
    places, is_true = TRUE[id]
    explorer, told = new(name), []
    for values in product(*places.values()):
        state = dict(zip(places, values, strict=True))
        put(explorer, state)
        seen = goal.seen(explorer)
        reached = seen is not None and goal.reached([seen])
        told.append(reached)
        assert reached == is_true(state), (state, seen)
    assert len(set(told)) == 2


def test_two_rates_are_twins_when_their_factors_mirror_each_other():
    """A step multiplies the distance by 1 - rate or rate - 1: logarithms give the counts."""
    goal = GOALS["descent-twins"][1]
    for one, other in product((0.5, 0.6, 0.75, 0.8), (1.15, 1.25, 1.4, 1.5, 2.1)):
        explorer, trail = new("descent"), []
        for rate in (one, other):
            put(explorer, {"learning_rate": rate})
            trail += [seen] if (seen := goal.seen(explorer)) else []
        counts = [math.ceil(math.log(0.01) / math.log(abs(1 - rate))) if rate < 2 else None
                  for rate in (one, other)]  # fmt: skip
        assert goal.reached(trail) == (counts[0] == counts[1] and counts[0] < 5), (one, other)


# What a learner reads


def said(explorer) -> str:
    return " ".join(part.value for part in explorer.aims.view.children)


def test_a_goal_is_said_at_first_and_spoken_only_when_it_is_reached():
    descent = shown("descent")
    assert said(descent).count("<b>Goal:</b>") == 2 and "role" not in said(descent)
    put(descent, {"curvature": 4, "learning_rate": 0.2})
    spoken, quiet = (part.value for part in descent.aims.view.children)
    assert 'role="status"' in spoken and "<b>Reached:</b> Reach 1 %" in spoken
    assert "<code>explore.descent(curvature=4, learning_rate=0.2)</code>" in spoken
    assert "<b>Goal:</b>" in quiet and "role" not in quiet
    put(descent, {"t": 9})
    assert said(descent) == f"{spoken} {quiet}"


def test_a_long_line_of_code_is_kept_and_not_shown():
    pixels = shown("pixels")
    put(pixels, WAYS["pixels-seven"][0])
    assert "<b>Reached:</b>" in said(pixels) and "<code>" not in said(pixels)
    assert len(store.records("goal", "pixels-seven")[0]["line"]) > the_goals.SHOWN


def test_before_an_explorer_is_shown_nothing_is_reached_or_kept(answers):
    descent = explore.descent()
    put(descent, {"curvature": 4, "learning_rate": 0.2})
    assert descent.aims.reached == {} and not answers.exists()


def test_where_a_line_of_code_brought_an_explorer_nobody_went():
    pasted = begun(explore.descent(curvature=4, learning_rate=0.2))
    put(pasted, {"t": 7})
    assert pasted.aims.reached == {}
    put(pasted, {"learning_rate": 0.1})
    put(pasted, {"learning_rate": 0.2})
    assert "descent-three" in pasted.aims.reached


def test_an_explorer_that_is_shown_by_a_cell_follows_its_goals(capsys):
    descent = explore.descent()
    descent._ipython_display_()
    put(descent, {"curvature": 4, "learning_rate": 0.2})
    assert "descent-three" in descent.aims.reached


# What is kept


def kept(answers) -> list[dict]:
    return store.parsed(answers.read_text(encoding="utf-8")) if answers.exists() else []


def test_a_goal_is_kept_once_with_the_line_that_reached_it(answers):
    descent = shown("descent")
    put(descent, {"curvature": 4})
    for rate in (0.2, 0.1, 0.21, 0.2):
        put(descent, {"learning_rate": rate})
    line = "explore.descent(curvature=4, learning_rate=0.2)"
    assert kept(answers) == [
        {"kind": "goal", "lesson": "04", "id": "descent-three", "line": line}
    ]


def test_on_the_next_day_it_is_reached_and_not_asked_again(answers):
    put(shown("descent"), {"curvature": 4, "learning_rate": 0.2})
    before = kept(answers)
    fresh_kernel()
    again = begun(explore.descent())
    assert "<b>Reached:</b>" in said(again) and "role" not in said(again)
    put(again, {"curvature": 4, "learning_rate": 0.21})
    assert kept(answers) == before and "0.2)" in said(again)


def test_a_goal_belongs_to_the_person_who_reached_it(answers):
    descent = shown("descent")
    ask("me", "Ada")
    put(descent, {"curvature": 4, "learning_rate": 0.2})
    ask("me", "Grace")
    assert descent.aims.reached == {} and "Reached" not in said(descent)
    put(descent, {"t": 5})
    assert descent.aims.reached == {}
    put(descent, {"learning_rate": 0.5})
    put(descent, {"learning_rate": 0.2})
    makers = [record.get("by") for record in kept(answers) if record["kind"] == "goal"]
    assert len(set(makers)) == 2
    ask("me", "Ada")
    assert descent.aims.reached["descent-three"]


def test_a_goal_comes_back_when_somebody_says_that_it_is_them(answers):
    put(shown("descent"), {"curvature": 4, "learning_rate": 0.2})
    then = time.time() - (hand.HOURS + 1) * 3600
    os.utime(answers, (then, then))
    fresh_kernel()
    descent = begun(explore.descent())
    assert descent.aims.reached == {} and "Reached" not in said(descent)
    ask("me", "yes")
    assert "descent-three" in descent.aims.reached and "Reached" in said(descent)


def test_nothing_is_written_where_nothing_can_be_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", "temporary")
    put(shown("descent"), {"curvature": 4, "learning_rate": 0.2})
    assert not list(tmp_path.iterdir()) and store.records("goal", "descent-three")


def test_what_cannot_be_saved_is_said_and_the_goal_is_reached(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    descent = shown("descent")
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path / "file"))
    put(descent, {"curvature": 4, "learning_rate": 0.2})
    assert "It could not be saved" in said(descent) and "descent-three" in descent.aims.reached


def test_no_error_of_keeping_reaches_the_learner(monkeypatch):
    def broken(*_):
        raise RuntimeError("planted")

    descent = shown("descent")
    monkeypatch.setattr(store, "append", broken)
    put(descent, {"curvature": 4, "learning_rate": 0.2})
    assert "It could not be saved (RuntimeError)." in said(descent)
    monkeypatch.setattr(store, "records", broken)
    assert "<b>Goal:</b>" in said(begun(explore.descent()))


def test_a_goal_whose_check_fails_leaves_the_explorer_as_it_is(monkeypatch):
    failing = Goal("toy-high", "Lift it.", lambda toy: toy.depth, now(bool))
    monkeypatch.setattr(Toy, "goals", (failing,))
    toy = begun(Toy())
    put(toy, {"height": 10})
    assert toy.describe().startswith("At the left the height is 10") and not toy.aims.reached


# The trail


def test_a_trail_has_what_came_before_in_its_order():
    heights = []
    rise_and_fall = Goal("toy-fall", "Rise, then fall.", lambda toy: toy.height.value,
                         lambda trail: heights.append(list(trail)) or False)  # fmt: skip
    toy = Toy()
    toy.goals = (rise_and_fall,)
    begun(toy)
    for height in (2, 2, 3, 1):
        put(toy, {"height": height})
    put(toy, {"dotted": True})
    assert heights == [[1, 2], [1, 2, 3], [1, 2, 3, 1]]


def test_a_trail_forgets_its_beginning_and_stays_short(monkeypatch):
    monkeypatch.setattr(the_goals, "LONGEST", 3)
    lengths = []
    toy = Toy()
    toy.goals = (Goal("toy-long", "Lift it.", lambda toy: toy.height.value,
                      lambda trail: lengths.append(len(trail)) or False),)  # fmt: skip
    begun(toy)
    for height in (2, 3, 4, 5):
        put(toy, {"height": height})
    assert lengths == [2, 3, 3, 3]


def test_two_looks_may_come_in_any_order_and_one_is_no_pair():
    reached = two(lambda small, large: large - small == 2)
    assert reached([1, 5, 3]) and reached([3, 5, 1]) and not reached([1, 5]) and not reached([1])


@pytest.mark.parametrize("found, seen", [(None, None), (False, None), (np.False_, None),
                                         (0.0, 0.0), (0, 0), (True, True), ((), ())])  # fmt: skip
def test_false_is_no_look_and_zero_is_one(found, seen):
    told = Goal("toy-look", "Look.", lambda _: found, now(bool)).seen(None)
    assert told == seen and type(told) is type(seen)
