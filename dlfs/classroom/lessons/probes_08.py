"""What the exercises of lesson 08 are tried with. They run on graphs of their own."""

import numpy as np

from dlfs import Graph, GradientDescentOptimizer, Session, Variable, compute_gradients
from dlfs import matmul, placeholder, reduce_mean, reduce_sum
from dlfs.classroom.lessons.exercise import Seen, drawn, engine, observe, probes


def bowl(start, rate):
    """A session, a loss w^2 that is fed a scale, the node of its training step, and the feed."""
    with Graph().as_default():
        w = Variable(start, name="w")
        scale = placeholder(name="scale")
        J = scale * w * w
        minimize = GradientDescentOptimizer(rate).minimize(J)
    return Session(), J, minimize, {scale: 1.0}


@probes("training-loop")
def runs_to_train():
    for start, rate, steps in [(3.0, 0.1, 4), (-2.0, 0.25, 1), (1.0, 0.4, 6)]:
        yield *bowl(start, rate), steps


@drawn("training-loop")
def random_runs(rng):
    return [(*bowl(rng.normal(), 0.3), steps) for steps in (2, 3, 9)]


@drawn("training-loop", where="when it goes on where it has stopped")
def runs_to_go_on(rng):
    run = bowl(2.0, 0.2)
    return [(*run, 3), (*run, 2)]


@drawn("training-loop", where="where the learning rate is so large that the loss rises")
def runs_that_diverge(rng):
    return [(*bowl(0.5, 1.3), 4)]


@drawn("training-loop", where="where there are no steps")
def no_run(rng):
    return [(*bowl(2.0, 0.2), 0)]


@observe("training-loop")
def losses_and_the_end(returned, arguments):
    """The losses, and where the variable is after the last step."""
    if returned is None or returned is ... or not isinstance(returned, list | tuple | np.ndarray):
        return returned
    J = arguments[1]
    end = [node.value for node in J.graph.nodes if isinstance(node, Variable)]
    names = ("list of losses", *(f"value of {node.name} at the end" for node in J.graph.nodes
                                 if isinstance(node, Variable)))
    return Seen([list(returned), *end], "", parts=names)


def table_of_a_bowl(rng, start=3.0):
    """What compute_gradients returns for w^2: the gradients of all nodes."""
    with Graph().as_default():
        w = Variable(start, name="w")
        Variable(7.0, name="not in the list")
        J = w * w
    return [w], compute_gradients(J)


def table_of_a_plane(rng, shift=0.0):
    """What compute_gradients returns for a plane, and the two variables, not in its order."""
    with Graph().as_default():
        X = placeholder(name="X")
        b = Variable(np.array([0.5, -0.5]) + shift, name="b")
        W = Variable([[1.0, -1.0], [0.5, 2.0]], name="W")
        J = reduce_mean(reduce_sum((matmul(X, W) + b) ** 2, axis=1))
    return [W, b], compute_gradients(J, {X: [[1.0, 2.0], [-1.0, 0.5], [0.0, 1.0]]})


def table_of_variables_alone():
    variables, table = table_of_a_plane(None)
    return variables, {variable: table[variable] for variable in variables}


@probes("minimize-step")
def gradients_to_descend():
    yield *table_of_a_bowl(None), 0.1
    yield *table_of_variables_alone(), 0.5
    yield *table_of_a_plane(None), 0.02


@drawn("minimize-step")
def random_gradients(rng):
    return [(*table_of_a_plane(rng, -2.0), 0.3), (*table_of_a_plane(rng, 5.0), 0.7)]


@drawn("minimize-step", where="where a gradient is negative")
def negative_gradients(rng):
    return [(*table_of_a_bowl(rng, -3.0), 0.25), (*table_of_a_bowl(rng, -0.5), 1.5)]


@drawn("minimize-step", where="where only some variables are in the list")
def some_variables(rng):
    (W, b), table = table_of_a_plane(rng)
    return [([b], table, 0.3)]


@drawn("minimize-step", where="when it is asked again")
def descended_again(rng):
    step = (*table_of_a_plane(rng), 0.1)
    return [step, step]


@observe("minimize-step")
def values_after(returned, arguments):
    """What `descend` is for: the values of all variables of the graph when it is done."""
    nodes = arguments[0][0].graph.nodes
    return [node.value for node in nodes if isinstance(node, Variable)]


@engine("minimize-step")
def step_beside_the_optimizer(descend, seed):
    """The values after a step of the learner's, and after one of the library's optimizer."""
    found, wanted = _model(seed), _model(seed)
    table = compute_gradients(found[0])
    descend(found[1], table, 0.2)
    Session().run(GradientDescentOptimizer(0.2).minimize(wanted[0]))
    return [v.value for v in found[1]], [v.value for v in wanted[1]]


@engine("training-loop")
def loop_beside_the_library(train, seed):
    """The losses and the values after a loop of the learner's, and after one by hand."""
    found, wanted = _model(seed), _model(seed)
    losses = train(Session(), found[0], GradientDescentOptimizer(0.1).minimize(found[0]), {}, 4)
    right, minimize = [], GradientDescentOptimizer(0.1).minimize(wanted[0])
    for _ in range(4):
        right.append(Session().run([wanted[0], minimize])[0])
    return [np.array(list(losses)), *(v.value for v in found[1])], [
        np.array(right), *(v.value for v in wanted[1])]


def _model(seed):
    rng = np.random.default_rng(seed)
    X, target = rng.normal(size=(5, 2)), rng.normal(size=(5, 2))
    with Graph().as_default():
        W, b = Variable(rng.normal(size=(2, 2)), "W"), Variable(rng.normal(size=2), "b")
        J = reduce_mean((matmul(X, W) + b - target) ** 2)
    return J, [W, b]


@probes("final-line")
def lines_to_find():
    W = np.array([[1.0, 3.0], [2.0, -1.5]])
    return [
        (W, np.array([0.5, -0.25]), 2.0),
        (W, np.array([0.5, -0.25]), np.array([-2.0, 0.0, 2.0])),
        (np.array([[-0.7, 0.9], [-1.1, 1.3]]), np.array([0.2, -0.6]), np.array([-1.0, 1.0])),
    ]


@drawn("final-line")
def random_lines(rng):
    return [(rng.normal(size=(2, 2)) + np.array([[0, 1], [0, 2]]), rng.normal(size=2), x1)
            for x1 in (0.0, -1.5, rng.normal(size=4), rng.normal(size=2))]
