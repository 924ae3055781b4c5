"""The first question of the day, on a computer that others may use, too: is this you, Ada?

It is asked where the kept answers are some hours old, or somebody else has answered here. Until it
is answered, what you do is kept apart; then it goes to whoever you are. Nothing that was kept for
somebody else is changed.
"""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from dlfs.classroom.keeping import hand, sitting, store
from dlfs.classroom.keeping.names import cleaned, same_name
from dlfs.classroom.keeping.persons import KIND
from dlfs.classroom.publishing import Shown, in_notebook, publish
from dlfs.classroom.wording import inline, page, plain

ITEM = "me"
NAMELESS = "somebody without a name"
KEPT = "Somebody's answers are kept here. They stay as they are, whoever you are."
CALLS = f'Yes: `ask("{ITEM}", "yes")`. Somebody else: `ask("{ITEM}", "your name")`.'
_shown: dict[str, Shown] = {}
_after: list[Callable[[], None]] = []


def after(renew: Callable[[], None]) -> Callable[[], None]:
    """`renew` is called each time somebody has said who they are."""
    _after.append(renew)
    return renew


def ask_first() -> None:
    """Shows the question, where nobody knows who this is and it was not yet asked."""
    now = store.hand_now()
    if not now.settled and now.key not in _shown:
        show()


def show() -> None:
    """Publishes the question as HTML, as plain text and as a widget."""
    key, asked = store.hand_now().key, question()
    live = live_view() if in_notebook() else None
    _shown[key] = publish(page(asked), plain(asked), live)


def question() -> str:
    """The question in words, and the calls that answer it."""
    if store.hand_now().settled:
        known = f"for {my_name()}" if my_name() else "without a name"
        return f'Your answers are kept {known}. Somebody else? `ask("{ITEM}", "your name")`'
    return f"{_head()} {KEPT} {CALLS}"


def reminder() -> str:
    """The question in short, for whoever goes on without an answer; "" where all is known."""
    return "" if store.hand_now().settled else f"{_head()} {CALLS}"


def live_view() -> widgets.VBox:
    """The question as a widget: a button for yes, and a name with a button for somebody else."""
    text = widgets.HTML(f"<p><strong>{inline(_head())}</strong> {inline(KEPT)}</p>")
    yes = widgets.Button(description="Yes, it is me", button_style="primary")
    name = widgets.Text(placeholder="your name", description="Or my name is",
                        style={"description_width": "initial"})  # fmt: skip
    no = widgets.Button(description="I am somebody else", layout={"width": "auto"})
    readout = widgets.HTML()

    def say(words: str) -> None:
        readout.value = f'<div role="status">{page(words)}</div>'

    yes.on_click(lambda _: say(answer("yes")))
    no.on_click(lambda _: say(answer(name.value.strip() or "no")))
    return widgets.VBox([text, widgets.HBox([yes, name, no]), readout])


def answer(said: object) -> str:
    """Takes the answer: "yes", "no" or a name. Returns what is said to it."""
    name, former = cleaned(said), store.hand_now()
    if name.casefold() == "yes":
        words = _yes(former)
    elif name.casefold() == "no":
        words = _somebody_new(former)
    elif not name.strip("."):
        return question()
    else:
        words = _named(name, former)
    if former.key in _shown:
        _shown[former.key].renew(page(words), plain(words))
    for renew in _after:
        renew()
    return words


def my_name() -> str:
    """The name of whoever answers here; "" where none was told."""
    return store.persons().name(store.hand_now().key)


def take_name(name: str) -> None:
    """The one who answers here is called `name` from now on."""
    _tell({"name": name})


def _head() -> str:
    return f"Is this you, {_asked()}?" if _asked() else "Were you here before?"


def _asked() -> str:
    now = store.hand_now()
    return store.persons().name(now.asked) if now.asked is not None else ""


def _yes(former: hand.Hand) -> str:
    if former.asked is None:
        return f"Nothing to settle: your answers are kept for {my_name() or NAMELESS}."
    _tell({"same": former.asked}, key=former.key)
    return f"Welcome back{_comma(my_name())}. Your earlier answers are here again."


def _somebody_new(former: hand.Hand) -> str:
    _tell({}, key=hand.new_key() if former.settled else former.key, asked=former.asked)
    return _hello("", former)


def _named(name: str, former: hand.Hand) -> str:
    if not former.settled and same_name(name, _asked()):
        return _yes(former)
    if same_name(name, my_name()):
        return f"Your answers are kept for {my_name()}."
    known = store.persons().called(name)
    key = hand.new_key() if my_name() else former.key
    if known is not None:
        _tell({"same": known}, key=key)
        return f"Welcome back, {my_name()}. Your earlier answers are here again."
    _tell({"name": name}, key=key, asked=former.asked)
    return _hello(name, former)


def _hello(name: str, former: hand.Hand) -> str:
    words = [f"Hello{_comma(name)}. Your answers are kept {f'for {name}' if name else 'apart'}."]
    if former.asked is not None or former.key != store.hand_now().key:
        words.append("What others answered here stays theirs. The cells still hold what was typed "
                     "before; a new copy of the notebook is clean.")  # fmt: skip
    if former.asked is not None:
        words.append(f'If it was you after all: `ask("{ITEM}", "yes")`.')
    return " ".join(words)


def _tell(about: dict, key: str | None = None, asked: str | None = None) -> None:
    """Writes down who has the key, and makes this kernel write with it."""
    key = store.hand_now().key if key is None else key
    hand.settle(key, store.persons().told, asked)
    store.append({"kind": KIND, "id": key, **about})
    hand.settle(store.persons().of(key), store.persons().told, asked)


def _comma(name: str) -> str:
    return f", {name}" if name else ""
