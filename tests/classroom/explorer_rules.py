"""The contract of all explorers: functions that return a list of what is wrong with one.

A rule is handed an explorer as it is when it is new, and may leave it anyhow.
"""

import re
import time
from pathlib import Path

import ipywidgets as widgets
import numpy as np
from matplotlib import style

from dlfs.classroom.explore.live import parts_of
from dlfs.classroom.explore.numbers import number_text
from dlfs.classroom.explore.playing import Player
from dlfs.classroom.explore.travelling import name_of
from dlfs.classroom.wording import inline
from tests.classroom.explorer_forms import (
    NO_PICTURE, faults_of_bundle, faults_of_sentence, faults_of_view,
)  # fmt: skip
from tools.proof.explorer_states import (
    at_the_end, buttons_of, numbers_of, places_of, put, seen, some_states, state_of,
)  # fmt: skip

A_FEW, MOST_MILLISECONDS = 4, 20
MOST_GOALS, LONGEST_GOAL = 2, 150
# What somebody may have set in matplotlib: all that shows.
UGLY = {
    "font.size": 17, "font.family": "monospace", "text.color": "yellow", "lines.linewidth": 6,
    "lines.markersize": 12, "axes.grid": True, "axes.facecolor": "black", "axes.edgecolor": "red",
    "axes.labelcolor": "white", "axes.titlesize": 6, "axes.unicode_minus": False,
    "xtick.color": "white", "figure.facecolor": "black", "figure.dpi": 50, "savefig.dpi": 33,
    "legend.frameon": True, "patch.linewidth": 4, "mathtext.fontset": "stix",
    "path.sketch": (1, 100, 2), "image.cmap": "gray", "figure.constrained_layout.use": True,
}  # fmt: skip
NUMBER = re.compile(r"-?\d[\d.]*(e-?\d+)?")
WRITTEN = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
# What a learner hands over in place of a function, and what has to stand in the answer. An order
# of nodes may be handed over as a text, too: there all but a list of nodes is read as one.
NONSENSE = (
    (lambda *_: None, "returned None"),
    (lambda *_: ..., "blank"),
    (lambda *_: 1 / 0, "ZeroDivisionError"),
    (lambda *_: "words", "numbers are wanted|no list of nodes"),
    (lambda **_: 0, "takes|called with one node"),
    (3, "3|int, not a function"),
)


# The rules


def faults_of_parts(explorer) -> list[str]:
    """Whoever forgets a part of an explorer reads here which one."""
    kind = type(explorer)
    faults = [] if "Try: " in kind.caption else ["its `caption` says nothing to try"]
    if not hasattr(kind, "slide"):
        faults.append("it has no `slide`: which control does a page without Python offer?")
    else:
        faults += [
            f"its `slide` moves {slide.control}, which is no control"
            for slide in (kind.slide, kind.slide.second)
            if slide and slide.control not in explorer.controls
        ]
    missing = [name for name in ("show", "paper") if not hasattr(kind, name)]
    faults += [f"it has no method `{name}`" for name in missing]
    named = set(re.findall(r"`(\w+)[`(]", kind.__doc__ or ""))
    faults += [f"its docstring does not name the control `{name}`"
               for name in explorer.controls if name not in named]  # fmt: skip
    return faults


def faults_of_goals(explorer) -> list[str]:
    """One goal or two, each a short task that is said below the controls, and not reached yet."""
    kind, goals = type(explorer), type(explorer).goals
    if not 1 <= len(goals) <= MOST_GOALS:
        return [f"it has {len(goals)} `goals`: what is a learner to reach with it?"]
    said = "".join(part.value for part in parts_of(explorer.aims.view) if hasattr(part, "value"))
    begins = name_of(explorer).replace("_", "-")
    faults = [f"{goal.id}: its id does not begin with {begins}-" for goal in goals
              if not re.fullmatch(rf"{begins}(-[a-z]+)+", goal.id)]  # fmt: skip
    for goal in goals:
        if not re.fullmatch(r"[A-Z][ -~]+\.", goal.text) or len(goal.text) > LONGEST_GOAL:
            faults.append(f"{goal.id}: its text is no short task that ends with a full stop")
        if inline(goal.text) not in said or explorer.aims.view not in parts_of(explorer.view):
            faults.append(f"{goal.id}: it is not said")
        faults += _faults_of_looks(explorer, goal)
    if len({goal.id for goal in goals}) < len(goals):
        faults.append(f"two goals of {kind.__name__} have one id")
    return faults


def _faults_of_looks(explorer, goal) -> list[str]:
    """A look never fails, and where the explorer starts, the goal is not reached."""
    start, told, faults = state_of(explorer), [], []
    for state in (start, *some_states(explorer)):
        put(explorer, state)
        try:
            seen = None if is_mistaken(explorer) else goal.seen(explorer)
            told += [] if seen is None else [seen]
            reached = seen is not None and goal.reached(told)
        except Exception as error:
            return [f"{goal.id}: {type(error).__name__} at {state}"]
        faults += [f"{goal.id}: it is reached at the start"] * bool(reached and state is start)
    put(explorer, start)
    return faults


def faults_of_moving(explorer) -> list[str]:
    """Each control changes the picture, and all but boxes, which only dress it, the sentence."""
    faults, start = [], state_of(explorer)
    for name, control in explorer.controls.items():
        changed = set()
        for base in ({}, at_the_end(explorer)):
            put(explorer, {**start, **base})
            for place in places_of(control):
                before = seen(explorer)
                control.value = place
                parts = zip(("picture", "sentence"), before, seen(explorer))
                changed |= {part for part, old, new in parts if old != new}
        put(explorer, start)
        wanted = {"picture"} if isinstance(control, widgets.Checkbox) else {"picture", "sentence"}
        wanted = {"sentence"} if isinstance(control, widgets.Text) else wanted
        faults += [f"{name} does not change the {part}" for part in sorted(wanted - changed)]
    return faults


def faults_of_memory(explorer) -> list[str]:
    """The same values give the same picture and sentence, whatever was there before."""
    start, before = state_of(explorer), seen(explorer)
    for state in some_states(explorer)[:A_FEW]:
        put(explorer, state)
    for button in buttons_of(explorer):
        button.click()
    stop(explorer)
    put(explorer, start)
    parts = zip(("picture", "sentence"), before, seen(explorer))
    return [f"the {part} remembers what was there before" for part, old, new in parts if old != new]


def stop(explorer) -> None:
    for part in parts_of(explorer.view):
        if isinstance(part, Player):
            part.stop()


def faults_of_layers(explorer) -> list[str]:
    """No layer of an older picture is left in a newer one."""
    faults = []
    for state in some_states(explorer)[:A_FEW]:
        for name, value in state.items():
            put(explorer, {name: value})
            kept = bytes(explorer.picture.value)
            if kept != drawn_afresh(explorer) and not is_mistaken(explorer):
                faults.append(f"an old layer is left after a move of {name}")
    return sorted(set(faults))


def drawn_afresh(explorer) -> bytes:
    """Return the picture that belongs to the controls when no layer is kept from before."""
    explorer.canvas.settle("nothing")
    explorer.refresh()
    return bytes(explorer.picture.value)


def is_mistaken(explorer) -> bool:
    """Say whether the explorer answers a mistake in a text field."""
    return "names no node" in explorer.describe()


def faults_of_settings(explorer) -> list[str]:
    """At every setting there is a picture, and one plain sentence about it."""
    faults = []
    for state in some_states(explorer):
        put(explorer, state)
        faults += [f"{fault} at {state}" for fault in faults_of_sentence(explorer.describe())]
        if not explorer.readout.value.count("<p ") == 1:
            faults.append(f"no sentence below the picture at {state}")
    return faults


def faults_of_attributes(explorer) -> list[str]:
    """The numbers that the sentence says are attributes, so that nobody cuts them out of it."""
    faults, kind = [], type(explorer)
    if not explorer.said and not any(isinstance(part, property) for part in vars(kind).values()):
        return ["it has no attributes for what it says: name them in `said`"]
    for state in some_states(explorer)[:A_FEW]:
        put(explorer, state)
        said = [float(found[0]) for found in WRITTEN.finditer(explorer.describe())]
        for name in explorer.said:
            for number in numbers_in(getattr(explorer, name)):
                near = np.isclose(number, said, rtol=6e-3, atol=0.06)
                if not near.any() and abs(number) < 1e4 and is_open(explorer):
                    faults.append(f"the sentence does not say {name}, {number:g}, at {state}")
    return faults


def numbers_in(value) -> list:
    return [] if value is None else np.ravel(value).tolist()


def is_open(explorer) -> bool:
    """Say whether the sentence gives numbers at all: of chaos and overflow it gives none."""
    return not re.search("without a pattern|diverged|more than a million", explorer.describe())


def faults_of_typing(explorer) -> list[str]:
    """A number is read as people write it, and what cannot be taken is said and changes nothing."""
    faults = []
    for name, number in numbers_of(explorer).items():
        for place in places_of(number):
            number.field.value = f"{place:.10g}".replace(".", ",")
            if number.value != place:
                faults.append(f"{name} does not take {place} with a comma")
        before = seen(explorer)
        for typed in ("many", "", "1e999", too_large(number), *["3.7"] * number.whole):
            number.field.value = typed
            if typed and typed not in explorer.describe().replace("+", ""):
                faults.append(f"{name} does not say that it cannot take {typed}")
            if number.field.value != number_text(number.value) or seen(explorer)[0] != before[0]:
                faults.append(f"{name} changes when {typed} is typed")
        number.field.value = number_text(number.value) + " "
        if seen(explorer) != before:
            faults.append(f"{name} does not forget what could not be taken")
    return faults


def too_large(number) -> str:
    """Return a number above the highest, as typed; with six figures it is still above."""
    return f"{number.max + 1 if number.max < 1e5 else 2 * number.max:g}".replace("+", "")


def faults_of_playing(explorer) -> list[str]:
    """Whoever uses another control stops Play; its own steps do not."""
    faults = []
    for player in (part for part in parts_of(explorer.view) if isinstance(part, Player)):
        others = {name: one for name, one in explorer.controls.items() if one is not player.moves}
        for name, control in others.items():
            player.playing = True
            control.value = next(one for one in places_of(control) if one != control.value)
            faults += [f"Play goes on when {name} is used"] * player.playing
        for button in buttons_of(explorer):
            player.playing = button is not player
            button.click()
            faults += [f"Play goes on when {button.description} is pressed"] * (
                player.playing and button is not player
            )
        player.playing, player.moves.value = True, player.moves.min
        player.moves.value += 1
        faults += [] if player.playing else ["Play stops by itself"]
        player.moves.field.value = "2"
        faults += ["Play goes on when a step is typed"] * player.playing
        player.stop()
    return faults


def faults_of_buttons(explorer) -> list[str]:
    """A button that bears a number puts one control there, or the sentence says that number.

    A button that moves several controls at once is an example of its own.
    """
    faults, start = [], state_of(explorer)
    for button in buttons_of(explorer):
        if not NUMBER.fullmatch(button.description):
            continue
        number = float(button.description)
        put(explorer, away_from(explorer))
        before = state_of(explorer)
        button.click()
        moved = [value for name, value in state_of(explorer).items() if value != before[name]]
        said = [float(found[0]) for found in WRITTEN.finditer(explorer.describe())]
        if len(moved) < 2 and not any(np.isclose(number, one) for one in [*moved, *said]):
            faults.append(f"the button {button.description} does not set it")
    put(explorer, start)
    return faults


def away_from(explorer) -> dict:
    """Return a setting in which every number stands where no button puts it."""
    return {name: places_of(number)[2] for name, number in numbers_of(explorer).items()}


def faults_of_failure(explorer) -> list[str]:
    """An error while drawing is said, and the last picture stays; a kept explorer recovers."""
    before, usual = seen(explorer), type(explorer).show

    def broken(_):
        raise RuntimeError("planted <b>")

    type(explorer).show = broken
    explorer.refresh()
    type(explorer).show = usual
    faults = [] if "planted <b>" in explorer.describe() else ["an error is not said"]
    faults += [] if "planted &lt;b&gt;" in explorer.readout.value else ["an error is not shown"]
    faults += [] if bytes(explorer.picture.value) == before[0] else ["the last picture is gone"]
    explorer.refresh()
    return faults + ([] if seen(explorer) == before else ["it does not recover from an error"])


def faults_of_yours(explorer) -> list[str]:
    """Whatever a learner hands over is answered in words, and a picture stays."""
    if not explorer.own:
        return []
    faults, start = [], seen(explorer)
    for nonsense, words in NONSENSE:
        explorer.hand_over(nonsense)
        said = explorer.describe()
        if not re.search(f"{words}|names no node", said) or NO_PICTURE in said:
            faults.append(f"{words.split('|')[0]} is not answered: {said}")
        if not bytes(explorer.picture.value).startswith(b"\x89PNG"):
            faults.append("there is no picture")
        faults += [f"{fault}: {said}" for fault in faults_of_sentence(said)]
    explorer.hand_over(None)
    stays = seen(explorer) != start
    return faults + ["something stays of what was handed over"] * stays


def faults_of_style(explorer) -> list[str]:
    """Whatever is set in matplotlib, an explorer looks as it always does."""
    with style.context(UGLY):
        other = type(explorer)()
        same = seen(other) == seen(explorer)
        put(explorer, at_the_end(explorer))
        put(other, at_the_end(other))
        same = same and seen(other) == seen(explorer)
    return [] if same else ["it looks otherwise in another style"]


def faults_of_speed(explorer) -> list[str]:
    """A picture for a moved control takes at most 20 milliseconds of time, goals and all."""
    control = explorer.controls[explorer.slide.control]
    explorer.aims.begin()
    taken = []
    for place in [*explorer.slide.places_of(explorer).values()] * 2:
        before = time.process_time()
        control.value = place
        taken.append(1e3 * (time.process_time() - before))
    median = float(np.median(taken))
    return [f"a picture takes {median:.0f} ms"] if median > MOST_MILLISECONDS else []


def faults_of_tests(name: str, folder: Path = Path(__file__).parent) -> list[str]:
    """What only this explorer does is tested in a file of its own."""
    own = folder / f"test_explore_{name}.py"
    return [] if own.exists() else [f"{own.name} is missing: what does only {name} do?"]


CONTRACT = (
    faults_of_parts, faults_of_goals, faults_of_moving, faults_of_memory, faults_of_layers,
    faults_of_settings, faults_of_attributes, faults_of_typing, faults_of_playing,
    faults_of_buttons, faults_of_failure, faults_of_yours, faults_of_style, faults_of_speed,
    faults_of_view, faults_of_bundle,
)  # fmt: skip
