"""`check` where the exercise asks for a class: what counts is what its objects compute."""

import pytest

from dlfs.classroom.keeping import sitting
from dlfs.classroom.checking.check import check, solution_source
from dlfs.classroom.lessons import find_exercise

each = pytest.mark.parametrize


@pytest.fixture
def said(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    sitting.start_again()

    def words(candidate):
        check("line-class", candidate)
        return " ".join(capsys.readouterr().out.split())

    return words


class OtherNames:
    def __init__(self, a, c):
        self.numbers = a, c

    def compute(self, place):
        a, c = self.numbers
        return a * place + c


class Derived(OtherNames):
    """A class made from a class."""


@each("candidate", [OtherNames, Derived, lambda a, c: OtherNames(a, c)])
def test_a_class_that_computes_passes_whatever_its_names(said, candidate):
    assert "line-class: passed, on 5 inputs." in said(candidate)


class MisspeltInit:
    def _init_(self, slope, height):
        self.slope, self.height = slope, height

    def compute(self, x):
        return self.slope * x + self.height


class InitWithoutSelf:
    def __init__(slope, height):
        pass

    def compute(self, x):
        return x


class HalfBlank:
    def __init__(self, slope, height):
        self.slope, self.height = slope, ...

    def compute(self, x):
        return self.slope * x + self.height


class Prints:
    def __init__(self, slope, height):
        self.slope, self.height = slope, height

    def compute(self, x):
        print(self.slope * x + self.height)


class Stops:
    def __init__(self, slope, height):
        raise SystemExit

    def compute(self, x):
        return x


REPLIES = {
    MisspeltInit: "Your class has no method `__init__`.",
    InitWithoutSelf: "`self` stands in front of them, and is not counted.",
    HalfBlank: "not attempted yet",
    Prints: "It prints its result and returns nothing.",
    Stops: "It stops with an error",
}


@each("candidate, reply", REPLIES.items(), ids=[candidate.__name__ for candidate in REPLIES])
def test_a_class_that_does_not_work_is_answered_in_words(said, candidate, reply):
    assert reply in said(candidate)


@each("candidate", [OtherNames(2, 1), "Line", 7, None])
def test_what_is_no_class_is_told_so(said, candidate):
    words = "not a class. Give your class itself, without brackets behind its name"
    assert words in said(candidate)


def test_the_shown_solution_is_the_whole_class():
    source = solution_source(find_exercise("line-class"))
    assert source.startswith("class Line:") and "def compute(self, x):" in source
    names = {}
    exec(source, names)
    assert names["Line"](2, 1).compute(3) == 7


def test_the_reply_to_a_distractor_is_one_paragraph(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    check("shift-parsons", "CFGDEB")
    assert "kept in the object. Which line asks the object?\n" in capsys.readouterr().out
