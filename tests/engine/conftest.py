"""Every test builds its nodes in a graph of its own."""

import pytest

import dlfs


@pytest.fixture(autouse=True)
def own_graph():
    with dlfs.Graph() as graph:
        yield graph
