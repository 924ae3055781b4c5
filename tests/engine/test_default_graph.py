"""Which graph is the default: after `as_default()` as a statement, and in a `with`."""

import contextlib

import pytest

import dlfs


def default():
    """The graph that a new node belongs to."""
    return dlfs.constant(0).graph


def test_a_with_after_the_statement_keeps_the_statements_default():
    graph = dlfs.Graph()
    graph.as_default()
    with graph:
        assert default() is graph
    assert default() is graph


def test_a_with_after_the_statement_in_another_cell_keeps_it_too():
    cells = {"dlfs": dlfs}
    exec("graph = dlfs.Graph().as_default()", cells)
    exec("with graph: inside = dlfs.constant(1)", cells)
    assert default() is cells["graph"] is cells["inside"].graph


def made_default():
    return dlfs.Graph().as_default()


HEADERS = {
    "in one line": "with dlfs.Graph().as_default() as graph:\n    inner = default()",
    "in three lines": (
        "with (\n    dlfs.Graph()\n    .as_default(\n    ) as graph\n):\n    inner = default()"
    ),
    "two at once": (
        "with dlfs.Graph().as_default(), dlfs.Graph().as_default() as graph:\n    inner = default()"
    ),
    "by a function": "with made_default() as graph:\n    inner = default()",
    "on a stack": (
        "with contextlib.ExitStack() as stack:\n"
        "    graph = stack.enter_context(\n        dlfs.Graph().as_default()\n    )\n"
        "    inner = default()"
    ),
    "the graph alone": "with dlfs.Graph() as graph:\n    inner = default()",
}


@pytest.mark.parametrize("header", HEADERS)
def test_a_with_gives_the_former_default_back_however_it_is_written(own_graph, header):
    names = {**globals()}
    exec(compile(HEADERS[header], f"<{header}>", "exec"), names)
    assert names["inner"] is names["graph"] is not own_graph
    assert default() is own_graph


def test_the_same_graph_may_be_entered_again_inside_itself(own_graph):
    graph = dlfs.Graph()
    with graph:
        with graph.as_default():
            with graph:
                assert default() is graph
            assert default() is graph
        assert default() is graph
    assert default() is own_graph


def test_a_statement_inside_a_with_holds_to_the_end_of_the_block(own_graph):
    with dlfs.Graph().as_default():
        other = dlfs.Graph().as_default()
        assert default() is other
    assert default() is own_graph


def test_an_exception_ends_the_block_as_its_end_does(own_graph):
    graph = dlfs.Graph()
    graph.as_default()
    with pytest.raises(KeyError):
        with graph:
            raise KeyError
    assert default() is graph
    with contextlib.suppress(KeyError):
        with own_graph.as_default():
            raise KeyError
    assert default() is graph


def test_a_graph_that_was_the_default_only_for_a_statement_is_not_kept_alive():
    import gc
    import weakref

    graphs = [weakref.ref(dlfs.Graph().as_default()) for _ in range(5)]
    gc.collect()
    assert [graph() is None for graph in graphs] == [True] * 4 + [False]
