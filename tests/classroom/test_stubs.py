"""What is still blank: a stub is known for a stub, wherever it was written."""

import functools
import inspect
import linecache

import numpy as np
import pytest

from dlfs.classroom import lessons
from dlfs.classroom.keeping import sitting
from dlfs.classroom.checking.check import check
from dlfs.classroom.checking.diagnosis import diagnose
from dlfs.classroom.checking.stubs import has_blank

each = pytest.mark.parametrize


@pytest.fixture(autouse=True)
def fresh_sitting(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    sitting.start_again()


def in_a_cell(source, name, **imported):
    """The function `name` of a notebook cell: its source is known, as IPython makes it known."""
    names = {"np": np, **imported}
    filename = f"<cell {hash(source)}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    exec(compile(source, filename, "exec"), names)
    return names[name]


STUBS = [
    "def f(x, g, r):\n    ...\n",
    "def f(x, g, r):\n    pass\n",
    'def f(x, g, r):\n    """To do."""\n',
    "def f(x, g, r):\n    return ...\n",
    "def f(x, g, r):\n    y = x\n    ...\n    return y\n",
    "def f(x, g, r):\n    y = x - ... * g(x)\n    return y\n",
    "def f(x, g, r):\n    return [..., 1]\n",
    "f = lambda x, g, r: ...\n",
    "def f(x, g, r):\n    raise NotImplementedError\n",
    "def f(x):\n    pass\n",
]


@each("source", STUBS)
def test_an_untouched_stub_gets_one_line_and_counts_as_no_try(capsys, source):
    check("descent-step", in_a_cell(source, "f"))
    out = capsys.readouterr().out
    assert out == 'descent-step: not attempted yet. A hint: check("descent-step", hint=1).\n'
    assert sitting.tries("descent-step") == 0


@each("source", [source for source in STUBS if "y = x\n" not in source])
def test_most_stubs_are_known_even_where_their_source_is_lost(source):
    names = {}
    exec(source, names)
    assert not diagnose(lessons.find_exercise("descent-step"), names["f"]).attempted


def test_three_dots_between_brackets_are_no_blank():
    source = "def f(x, g, r):\n    return x[..., 0] + x[...]\n"
    assert not has_blank(in_a_cell(source, "f"))
    assert has_blank(in_a_cell(source.replace("+ x[...]", "+ ..."), "f"))
    assert not has_blank(len) and not has_blank(lambda: 1)


def test_the_source_of_another_program_is_not_taken_for_the_functions_own(monkeypatch):
    """From Python 3.13 on, the program of `python -c` is known by the name that exec uses."""
    program = ["import sys\n"] * 9
    monkeypatch.setitem(linecache.cache, "<string>", (99, None, program, "<string>"))
    names = {}
    exec("def f(x):\n    return x - ...\ng = lambda x: ...\ndef h(x):\n    return x\n", names)
    assert inspect.getsource(names["f"]) == "import sys\n"
    assert has_blank(names["f"]) and has_blank(names["g"]) and not has_blank(names["h"])


def test_a_blank_is_seen_through_a_wrapper():
    def wrapped(function):
        return functools.wraps(function)(lambda *given: function(*given))

    def unfinished(x):
        return ...

    def in_a_circle(x):
        return x

    in_a_circle.__wrapped__ = in_a_circle
    assert has_blank(wrapped(unfinished))
    assert not has_blank(wrapped(lambda x: x)) and not has_blank(in_a_circle)


CLASS = """
class Step:
    def __init__(self, inputs):
        self.inputs = {}

    def compute(self, J):
        return {}
"""


@each("first, second, blank", [("...", "J", True), ("inputs", "...", True), ("inputs", "J", False)])
def test_a_class_has_a_blank_where_one_of_its_methods_has_one(first, second, blank):
    assert has_blank(in_a_cell(CLASS.format(first, second), "Step")) == blank
