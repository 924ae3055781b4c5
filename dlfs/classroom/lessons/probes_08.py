"""What the exercises of lesson 08 are tried with. They run on graphs of their own."""

import numpy as np

from dlfs import Graph, GradientDescentOptimizer, Session, Variable
from dlfs import matmul, placeholder, reduce_mean
from dlfs.classroom.lessons.exercise import Seen, drawn, engine, observe, probes, trial
from dlfs.classroom.lessons.small_engine import in_the_engine


def bowl(start, rate):
    """A loss w^2 that is fed a scale, the node of its training step, and the feed."""
    with Graph().as_default():
        w = Variable(start, name="w")
        scale = placeholder(name="scale")
        J = scale * w * w
        minimize = GradientDescentOptimizer(rate).minimize(J)
    return J, minimize, {scale: 1.0}


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
    J = arguments[0]
    end = [node.value for node in J.graph.nodes if isinstance(node, Variable)]
    names = ("list of losses", *(f"value of {node.name} at the end" for node in J.graph.nodes
                                 if isinstance(node, Variable)))
    return Seen([list(returned), *end], "", parts=names)


class Descent:
    """The optimizer of the lesson: it goes through the whole table and changes the Variables."""

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def update(self, gradients):
        for node, G in gradients.items():
            if isinstance(node, Variable):
                node.value = node.value - self.learning_rate * G


def plane(start, rate, stranger=False):
    """The loss of a plane that is fed its points, and an optimizer; `stranger` is never fed."""
    rng = np.random.default_rng(abs(int(10 * start)))
    with Graph().as_default():
        if stranger:
            placeholder(name="of another model")
        X, c = placeholder(name="X"), placeholder(name="c")
        W, b = Variable(start + rng.normal(size=(2, 1)), "W"), Variable([start], "b")
        J = reduce_mean((matmul(X, W) + b - c) ** 2)
    return J, Descent(rate)


def some_points(J, seed):
    """A feed for the plane of `J`."""
    rng = np.random.default_rng(seed)
    X, c = [node for node in J.graph.nodes if node.name in ("X", "c")]
    return {X: rng.normal(size=(4, 2)), c: rng.normal(size=(4, 1))}


@probes("minimize-step")
def losses_to_minimize():
    for start, rate in ((1.0, 0.1), (-2.0, 0.05), (0.5, 0.2)):
        yield plane(start, rate)


@drawn("minimize-step")
def random_planes(rng):
    return [plane(rng.normal(), 0.1) for _ in range(2)]


@drawn("minimize-step", where="where a placeholder of the graph is not fed")
def planes_beside_another_model(rng):
    return [plane(rng.normal(), 0.1, stranger=True)]


@trial("minimize-step")
def runs_on_other_points(Step, loss, optimizer):
    """The values of three runs of a step, each on points of its own; the loss is run in between."""
    step, session = Step(loss, optimizer), Session()
    values = []
    for seed in range(3):
        values.append(session.run(step, some_points(loss, seed)))
        session.run(loss, some_points(loss, seed + 10))
    return values


@drawn("minimize-step", where="when it is asked again")
def descended_again(rng):
    step = plane(rng.normal(), 0.1)
    return [step, step]


@observe("minimize-step")
def values_after(returned, arguments):
    """The variables after the runs, and what the step had for a value in each."""
    ends = [node.value for node in arguments[0].graph.nodes if isinstance(node, Variable)]
    return None if returned is None else [*ends, list(returned)]


@engine("minimize-step")
def step_in_the_own_engine(Step, seed):
    """The values after steps of the learner's class in the engine of the course, and of its own."""
    return in_the_engine(lambda names: _trained_by(names, seed), Step, "MinimizeStep")


def _trained_by(names, seed):
    X, c, W, b, J = names["perceptron"]()
    rng = np.random.default_rng(seed)
    feed = {X: rng.normal(size=(5, 2)), c: np.eye(2)[rng.integers(2, size=5)]}
    step, session = names["GradientDescentOptimizer"](0.5).minimize(J), names["Session"]()
    losses = [session.run([J, step], feed)[1] for _ in range(3)]
    return [np.array(losses), W.value, b.value]


@engine("training-loop")
def loop_beside_the_library(train, seed):
    """The losses and the values after a loop of the learner's, and after one by hand."""
    found, wanted = _model(seed), _model(seed)
    losses = train(found[0], GradientDescentOptimizer(0.1).minimize(found[0]), {}, 4)
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


def run_of_a_plane(start, rate, steps):
    """What a run is given: a loss, its variables, a feed, a rate and a number of steps."""
    J, _ = plane(start, rate)
    variables = [node for node in J.graph.nodes if isinstance(node, Variable)]
    return J, variables, some_points(J, steps), rate, steps


@probes("sick-run")
def runs_to_mend():
    # One by one: most changed solutions are found out by the first.
    for start, rate, steps in ((1.0, 0.1, 4), (-2.0, 0.05, 6), (0.5, 0.2, 1)):
        yield run_of_a_plane(start, rate, steps)


@drawn("sick-run")
def random_sick_runs(rng):
    return [run_of_a_plane(rng.normal(), 0.1, steps) for steps in (2, 9)]


@observe("sick-run")
def record_and_end(returned, arguments):
    """The losses, and where the variables are after the last step."""
    if returned is None or not isinstance(returned, list | tuple | np.ndarray):
        return returned
    ends = [variable.value for variable in arguments[1]]
    names = [f"value of {variable.name} at the end" for variable in arguments[1]]
    return Seen([list(returned), *ends], "", parts=("losses", *names))


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
