"""Training the perceptron: the functions of the exercises of lesson 08, right ones and wrong ones.

They run on graphs of their own, so they never touch the graph of your notebook. What a teacher says
to a mistake stands in the mistake itself; tasks and hints are in 08.toml.
"""

import numpy as np

from dlfs import Operation, Session, Variable, compute_gradients, placeholder
from dlfs.classroom.lessons.exercise import mistake, reference, setting


@setting("loop-parsons")
def toy_loop():
    """The names that the shuffled program needs: a loss (w - 2)^2, with gradients that add up."""

    def backward(J, table):
        table["W"] = table.get("W", 0.0) + 2 * J["distance"]

    def update(W, table, learning_rate):
        W -= learning_rate * table["W"]

    functions = {"backward": backward, "update": update}
    functions["forward"] = lambda X, W: W * X
    functions["loss"] = lambda p, c: {"distance": p - c}
    return {"W": np.array([0.0]), "X": 1.0, "c": 2.0, "learning_rate": 0.1, **functions}


# training-loop: faded


@reference("training-loop")
def train(loss, minimize, feed_dict, steps):
    session, losses = Session(), []
    for _ in range(steps):
        losses.append(session.run(loss, feed_dict))
        session.run(minimize, feed_dict)
    return losses


@mistake("training-loop", "records after the step")
def loss_after_the_step(loss, minimize, feed_dict, steps):
    """Your losses are those after each step: the loss that you start with is missing. Record
    first, then step."""
    session, losses = Session(), []
    for _ in range(steps):
        session.run(minimize, feed_dict)
        losses.append(session.run(loss, feed_dict))
    return losses


@mistake("training-loop", "records the step")
def records_the_step(loss, minimize, feed_dict, steps):
    """Your list has no number for each step: a training step has no value, it only moves the
    variables. Which node's value do you want to record?"""
    session, losses = Session(), []
    for _ in range(steps):
        losses.append(session.run(minimize, feed_dict))
        session.run(loss, feed_dict)
    return losses


@mistake("training-loop", "never takes a step")
def never_steps(loss, minimize, feed_dict, steps):
    """Your losses are all the same: nothing ever changes the variables. Which node does, when a
    session runs it?"""
    return [Session().run(loss, feed_dict) for _ in range(steps)]


@mistake("training-loop", "steps twice")
def steps_twice(loss, minimize, feed_dict, steps):
    """Each round takes two steps: the training step stands in both lines, and every time it is
    run the variables move."""
    session, losses = Session(), []
    for _ in range(steps):
        losses.append(session.run([loss, minimize], feed_dict)[0])
        session.run(minimize, feed_dict)
    return losses


@mistake("training-loop", "the feed is forgotten", raises=r"^FeedError")
def feed_forgotten(loss, minimize, feed_dict, steps):
    """The training step computes the loss too, by a forward pass of its own. So it needs the
    same feed."""
    session, losses = Session(), []
    for _ in range(steps):
        losses.append(session.run(loss, feed_dict))
        session.run(minimize)
    return losses


@mistake("training-loop", "one step at the end")
def one_step_at_the_end(loss, minimize, feed_dict, steps):
    """You step once, when the rounds are over. The step belongs into the loop: look at its
    indentation."""
    session = Session()
    losses = [session.run(loss, feed_dict) for _ in range(steps - 1)]
    session.run(minimize, feed_dict)
    return [*losses, session.run(loss, feed_dict)]


@mistake("training-loop", "the step behind the loop")
def step_behind_the_loop(loss, minimize, feed_dict, steps):
    """Your losses are all the same, and one step is taken when the rounds are over: the line of the
    step stands behind the loop. Look at its indentation."""
    session = Session()
    losses = [session.run(loss, feed_dict) for _ in range(steps)]
    session.run(minimize, feed_dict)
    return losses


@mistake("training-loop", "returns in the first round")
def returns_in_the_first_round(loss, minimize, feed_dict, steps):
    """Your function returns in its first round: `return` stands inside the loop. Look at its
    indentation."""
    return train(loss, minimize, feed_dict, 1) if steps else None


@mistake("training-loop", "one round too many")
def one_round_too_many(loss, minimize, feed_dict, steps):
    """You go one round more than there are steps: a loss too many, and a step."""
    return train(loss, minimize, feed_dict, steps + 1)


@mistake("training-loop", "returns the last loss alone")
def last_loss_alone(loss, minimize, feed_dict, steps):
    """You return one loss, the last one. Asked for is the list: you want to see the curve."""
    return train(loss, minimize, feed_dict, steps)[-1]


@mistake("training-loop", "one step too few")
def one_step_too_few(loss, minimize, feed_dict, steps):
    """Your losses are right, and the variables stand where they were one step before the end: after
    the last loss a step is missing."""
    losses = train(loss, minimize, feed_dict, steps - 1)
    return [*losses, Session().run(loss, feed_dict)] if steps else losses


@mistake("training-loop", "one loss too many")
def one_loss_too_many(loss, minimize, feed_dict, steps):
    """Your list has one loss more than there are steps: the one after the last step. That is
    worth knowing, but here each step has one loss."""
    return [*train(loss, minimize, feed_dict, steps), Session().run(loss, feed_dict)]


# loop-parsons: parsons


@mistake("loop-parsons", "a line of the loop above it")
def loop_line_above_the_loop(at):
    """Every other line that you need is indented. So which one must come first, to open the
    loop?"""
    return at["E"] > 0


@mistake("loop-parsons", "the loss before the forward pass")
def loss_before_forward(at):
    """Your loss is computed before this round's p: in the first round there is none, later it is
    the old one."""
    return at["G"] < at["D"]


@mistake("loop-parsons", "backward before the loss")
def backward_before_loss(at):
    """The backward pass starts at the loss and walks back. Yours starts before there is a loss."""
    return at["A"] < at["G"]


@mistake("loop-parsons", "the table emptied after backward")
def table_emptied(at):
    """You make a new table after the gradients are in the old one: `update` finds an empty
    table."""
    return at["A"] < at["B"] < at["C"]


@mistake("loop-parsons", "the new table comes too late")
def table_too_late(at):
    """In the first round `backward` has no table to write to: you make it at the end of the
    round. Make it before it is filled."""
    return at["A"] < at["B"]


@mistake("loop-parsons", "update before backward")
def update_before_backward(at):
    """You update before this round's gradients are known. Backward only finds the gradients; the
    update is the line that learns, so it comes after."""
    return at["C"] < at["A"]


# minimize-step: make


@reference("minimize-step")
class MinimizeStep(Operation):
    def __init__(self, loss, optimizer):
        super().__init__([loss])
        self.loss, self.optimizer = loss, optimizer

    def compute(self, J):
        placeholders = [node for node in self.loss.graph.nodes if isinstance(node, placeholder)]
        feed = {node: node.output for node in placeholders}
        self.optimizer.update(compute_gradients(self.loss, feed))
        return J


class Frame(MinimizeStep):
    """What a wrong class shares with the right one: the feed, and what is done with it."""

    def compute(self, J):
        return self.learn(J, feed_of(self.loss))


def feed_of(loss):
    return {node: node.output for node in loss.graph.nodes if isinstance(node, placeholder)}


@mistake("minimize-step", "no input", raises=r"missing 1 required positional argument: 'J'")
class WithoutInput(MinimizeStep):
    """Your step has no input, so the session computes nothing before it and hands it nothing. What
    must have been computed when the step begins?"""

    def __init__(self, loss, optimizer):
        Operation.__init__(self, [])
        self.loss, self.optimizer = loss, optimizer


@mistake("minimize-step", "no list of inputs", raises=r"^GraphError: .* for its input_nodes")
class WithoutAList(MinimizeStep):
    """`super().__init__` takes a list of nodes. Yours has one node in it, and a list all the
    same."""

    def __init__(self, loss, optimizer):
        Operation.__init__(self, loss)
        self.loss, self.optimizer = loss, optimizer


@mistake("minimize-step", "the optimizer as an input", raises=r"^GraphError: an input of .* to be")
class OptimizerAsInput(MinimizeStep):
    """Inputs are nodes, whose values are computed first. The optimizer is none: it is kept in the
    object, in the line below."""

    def __init__(self, loss, optimizer):
        Operation.__init__(self, [loss, optimizer])
        self.loss, self.optimizer = loss, optimizer


@mistake("minimize-step", "the value in place of the node", raises=r"GradientError: the loss is")
class ValueForNode(Frame):
    """`J` is a number here, the value of the loss in this run. What the gradients start from is the
    node, and you kept it."""

    def learn(self, J, feed):
        self.optimizer.update(compute_gradients(J, feed))
        return J


@mistake("minimize-step", "other inputs than the loss", raises=r"FeedError: the value fed to .* None")
class VariablesAsInputs(MinimizeStep):
    """The loss is no input of your step, so the session does not compute it before the step, and the
    placeholders have no value then."""

    def __init__(self, loss, optimizer):
        trained = [node for node in loss.graph.nodes if isinstance(node, Variable)]
        Operation.__init__(self, trained)
        self.loss, self.optimizer = loss, optimizer

    def compute(self, *values):
        return MinimizeStep.compute(self, 0.0)


@mistake("minimize-step", "the feed is forgotten", raises=r"FeedError: placeholder .* has no value")
class FeedForgotten(Frame):
    """`compute_gradients` runs forward, too, and it needs the data for that: those of this run
    stand in `feed`."""

    def learn(self, J, feed):
        self.optimizer.update(compute_gradients(self.loss))
        return J


@mistake("minimize-step", "the feed for the gradients")
class FeedForGradients(Frame):
    """No variable has moved. `update` changes the Variables that it finds in its table, each by its
    gradient: is there one in what you give it?"""

    def learn(self, J, feed):
        self.optimizer.update(feed)
        return J


@mistake("minimize-step", "the loss for the gradients", raises=r"has no attribute 'items'")
class LossForGradients(Frame):
    """The optimizer wants a table: for each node its gradient. Which function of lesson 5 makes
    one?"""

    def learn(self, J, feed):
        self.optimizer.update(J)
        return J


@mistake("minimize-step", "two steps in one")
class TwoSteps(Frame):
    """Your variables move twice in one step. How often is `update` called?"""

    def learn(self, J, feed):
        for _ in range(2):
            self.optimizer.update(compute_gradients(self.loss, feed))
        return J


@mistake("minimize-step", "the loss after the step")
class LossAfterTheStep(Frame):
    """The variables are right. The value of your step is the loss after it, where the one before it
    was asked for: that is `J`."""

    def learn(self, J, feed):
        self.optimizer.update(compute_gradients(self.loss, feed))
        return Session().run(self.loss, feed)
