"""Plays a guide: does with a lesson's explorers what the guide says, and listens.

`descent`: `learning_rate = 1.9`, `t = 44`, then `[0.5]`     two controls, and a button
"""

import ast
import re

import ipywidgets as widgets
from traitlets import TraitError

from dlfs.classroom.explore.calling import Mistake
from dlfs.classroom.explore.numbers import Number
from tools.proof.explorer_states import new
from tools.proof.pages import Page

CODE = re.compile(r"`([^`]+)`(:?)")
SETTING = re.compile(r"(\w+) = (.+)")
BUTTON = re.compile(r"\[(.+)\]")
SHOWN = (widgets.Image, widgets.HTML)


def explorers_of(page: Page) -> dict[str, dict]:
    """Return the explorers that the lesson's cells call, with their first plain arguments."""
    trees = [ast.parse(cell.source) for cell in page.code if "explore." in cell.source]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    found = {}
    for call in calls:
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "explore":
            found.setdefault(call.func.attr, {key.arg: key.value.value for key in call.keywords
                                              if isinstance(key.value, ast.Constant)})  # fmt: skip
    return found


def settings(line: str) -> list[tuple[str, str]]:
    """Return the pairs of an explorer's name ("" if none is said) and a setting, in order."""
    found, explorer = [], ""
    for span, colon in CODE.findall(line):
        if colon and span.isidentifier():
            explorer = span
        elif SETTING.fullmatch(span) or BUTTON.fullmatch(span):
            found.append((explorer, span))
    return found


def played(text: str, page: Page) -> tuple[list[str], dict[str, list[str]]]:
    """Return what went wrong when the settings in `text` were done, one after the other, and for
    each line with settings what the explorers of the lesson said then."""
    there, open_ones, faults, said = explorers_of(page), {}, [], {}
    for line in text.splitlines():
        for name, setting in settings(line):
            if name not in there:
                faults.append(f"{setting}: the lesson has no explorer '{name}'")
                continue
            if name not in open_ones:
                open_ones[name] = new(name, **there[name])
            fault = _trouble(open_ones[name], setting)
            faults += [f"{name}, {setting}: {fault}"] if fault else []
            said.setdefault(line, []).append(open_ones[name].describe())
    return faults, said


def _trouble(explorer, setting: str) -> str:
    button = BUTTON.fullmatch(setting)
    try:
        fault = _press(explorer, button[1]) if button else _set(explorer, setting)
        explorer.show()
    except (TraitError, ValueError, SyntaxError) as error:
        return f"refused ({error})"
    except Mistake as mistake:
        return str(mistake)
    return fault


def _press(explorer, label: str) -> str:
    found = [button for button in _buttons(explorer.view) if button.description == label]
    for button in found[:1]:
        button.click()
    return "" if found else "there is no such button"


def _buttons(view) -> list[widgets.Button]:
    if isinstance(view, widgets.Button):
        return [view]
    return [button for child in getattr(view, "children", ()) for button in _buttons(child)]


def _set(explorer, setting: str) -> str:
    name, text = SETTING.fullmatch(setting).groups()
    control, value = getattr(explorer, name, None), ast.literal_eval(text)
    if not isinstance(control, (widgets.ValueWidget, Number)) or isinstance(control, SHOWN):
        return f"there is no control {name}"
    control.value = value
    return "" if control.value == value else f"it became {control.value}"
