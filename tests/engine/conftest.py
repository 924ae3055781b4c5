"""Each test builds in a graph of its own, and leaves the table of derivatives as it was."""

import pytest

import dlfs
from dlfs.gradients import _gradient_registry


def pytest_collection_modifyitems(items):
    """The examples of a drawn test are built in one graph: it grows, and is meant to."""
    for item in items:
        item.add_marker(pytest.mark.filterwarnings("ignore::dlfs.errors.GrowingGraphWarning"))


@pytest.fixture(autouse=True)
def own_graph():
    with dlfs.Graph().as_default() as graph:
        graph._rounds = None  # drawn tests build anew before every run, in this one graph
        yield graph


@pytest.fixture(autouse=True)
def the_same_table_afterwards():
    before = dict(_gradient_registry)
    yield
    _gradient_registry.clear()
    _gradient_registry.update(before)
