"""The state of an explorer as a line of code: it can be sent, and it brings the state back."""

import ast
import functools
import inspect
import re
from collections.abc import Callable
from contextlib import suppress

CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def with_settings(init: Callable) -> Callable:
    """Let an explorer's `init` take values of its controls, too, by their names.

    A name that is none is a TypeError, which says which there are; a value that cannot be is a
    TraitError, which says why.
    """
    wanted = inspect.signature(init)

    @functools.wraps(init)
    def start(self, *given, **settings):
        own = {name: settings.pop(name) for name in settings.keys() & wanted.parameters.keys()}
        bound = wanted.bind(self, *given, **own).arguments
        # A subclass comes first, and what it was made with counts.
        vars(self).setdefault("made_with", {name: bound[name] for name in [*bound][1:]})
        init(self, *given, **own)
        put(self, settings)

    return start


def values_of(explorer) -> dict:
    """Return the values of the controls, by their names."""
    return {name: control.value for name, control in explorer.controls.items()}


def name_of(explorer) -> str:
    """Return the name by which an explorer is called: CrossEntropy is cross_entropy."""
    return CAPITAL.sub("_", type(explorer).__name__).lower()


def line_of(explorer) -> str:
    """Return the call that makes an explorer like this one, in its present state."""
    moved = {name: value for name, value in values_of(explorer).items()
             if value != explorer.at_first[name]}  # fmt: skip
    given = {**explorer.made_with, explorer.own: explorer.yours, **moved}
    written = {name: _written(value) for name, value in given.items() if value is not None}
    settings = ", ".join(f"{name}={text}" for name, text in written.items() if text)
    return f"explore.{name_of(explorer)}({settings})"


def _written(value) -> str:
    """Return a value as code: a function by its name; "" where it is none that can be written."""
    if callable(value):
        name = getattr(value, "__name__", "")
        return name if name.isidentifier() else ""
    if isinstance(value, float):
        return f"{value:g}" if float(f"{value:g}") == value else repr(float(value))
    try:
        ast.literal_eval(repr(value))
    except (ValueError, SyntaxError):
        return ""
    return repr(value)


def settings_in(line: str, name: str) -> dict:
    """Return the plain values in a line that calls the explorer `name`; none in any other text."""
    try:
        call = ast.parse(line, mode="eval").body
        called = isinstance(call, ast.Call) and ast.unparse(call.func)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    if called != f"explore.{name}":
        return {}
    read = {}
    for given in call.keywords:
        with suppress(ValueError):
            read[given.arg] = ast.literal_eval(given.value)
    return read


def put(explorer, settings: dict) -> None:
    """Move the controls. Raises TypeError for a name that is none, TraitError for an odd value."""
    controls = explorer.controls
    for name, value in settings.items():
        if name not in controls:
            there = ", ".join(f"`{each}`" for each in controls)
            raise TypeError(f"explore.{name_of(explorer)} has no control `{name}`; it has {there}.")
        controls[name].value = value
