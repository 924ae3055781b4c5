"""The source of what a learner wrote is found, of functions and of classes, in files and cells."""

import linecache

import pytest

from dlfs.classroom.checking.written import source_of

IN_A_CELL = """first = 1

@keep_as_it_is
class Step:
    def __init__(self, loss):
        self.loss = loss

    def compute(self, J):
        return J
"""


class OfAFile:
    def compute(self, x):
        return x


def defined(source, name="Step"):
    """What the cell with this source defines under `name`, as IPython would have it."""
    names = {"keep_as_it_is": lambda each: each, "__name__": "__main__"}
    linecache.cache["<a cell>"] = (len(source), None, source.splitlines(True), "<a cell>")
    exec(compile(source, "<a cell>", "exec"), names)
    return names[name]


def test_a_class_of_a_notebook_is_found_in_its_cell_with_its_decorators():
    found = source_of(defined(IN_A_CELL))
    assert found == IN_A_CELL[IN_A_CELL.index("@keep") :]


def test_of_two_classes_of_one_name_in_a_cell_it_is_the_one_that_counts():
    other = IN_A_CELL.split("\n\n", 1)[1]
    assert source_of(defined(IN_A_CELL + "\n" + other.replace("J", "j"))) == other.replace("J", "j")


def test_classes_and_functions_of_files_are_found_as_ever():
    assert source_of(OfAFile).startswith("class OfAFile:") and "return x" in source_of(OfAFile)
    assert source_of(defined).startswith("def defined(")


@pytest.mark.parametrize("candidate", [int, len, 3, type("Made", (), {})])
def test_what_has_no_source_is_an_error(candidate):
    with pytest.raises((OSError, TypeError)):
        source_of(candidate)


def test_a_class_whose_cell_cannot_be_read_is_an_error():
    made = defined(IN_A_CELL)
    linecache.cache["<a cell>"] = (9, None, ["%time x\n"], "<a cell>")
    with pytest.raises(OSError):
        source_of(made)
