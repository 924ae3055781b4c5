"""Training the perceptron: the functions of the exercises of lesson 08, right ones and wrong ones.

They run on graphs of their own, so they never touch the graph of your notebook. What a teacher says
to a mistake stands in the mistake itself; tasks and hints are in 08.toml.
"""

import numpy as np

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
def train(session, J, minimize, feed, steps):
    losses = []
    for t in range(steps):  # noqa: B007
        losses.append(session.run(J, feed))
        session.run(minimize, feed)
    return losses


@mistake("training-loop", "records after the step")
def loss_after_the_step(session, J, minimize, feed, steps):
    """Your losses are those after each step: the loss that you start with is missing. Record
    first, then step."""
    losses = []
    for _ in range(steps):
        session.run(minimize, feed)
        losses.append(session.run(J, feed))
    return losses


@mistake("training-loop", "records the step")
def records_the_step(session, J, minimize, feed, steps):
    """Your list has no number for each step: a training step has no value, it only moves the
    variables. Which node's value do you want to record?"""
    losses = []
    for _ in range(steps):
        losses.append(session.run(minimize, feed))
        session.run(J, feed)
    return losses


@mistake("training-loop", "never takes a step")
def never_steps(session, J, minimize, feed, steps):
    """Your losses are all the same: nothing ever changes the variables. Which node does, when a
    session runs it?"""
    return [session.run(J, feed) for _ in range(steps)]


@mistake("training-loop", "steps twice")
def steps_twice(session, J, minimize, feed, steps):
    """Each round takes two steps: the training step stands in both lines, and every time it is
    run the variables move."""
    losses = []
    for _ in range(steps):
        losses.append(session.run([J, minimize], feed)[0])
        session.run(minimize, feed)
    return losses


@mistake("training-loop", "the feed is forgotten", raises=r"^FeedError")
def feed_forgotten(session, J, minimize, feed, steps):
    """The training step computes the loss too, by a forward pass of its own. So it needs the
    same feed."""
    losses = []
    for _ in range(steps):
        losses.append(session.run(J, feed))
        session.run(minimize)
    return losses


@mistake("training-loop", "one step at the end")
def one_step_at_the_end(session, J, minimize, feed, steps):
    """You step once, when the rounds are over. The step belongs into the loop: look at its
    indentation."""
    losses = [session.run(J, feed) for _ in range(steps - 1)]
    session.run(minimize, feed)
    return [*losses, session.run(J, feed)]


@mistake("training-loop", "returns the last loss alone")
def last_loss_alone(session, J, minimize, feed, steps):
    """You return one loss, the last one. Asked for is the list: you want to see the curve."""
    return train(session, J, minimize, feed, steps)[-1]


@mistake("training-loop", "one step too few")
def one_step_too_few(session, J, minimize, feed, steps):
    """Your losses are right, and the variables stand where they were one step before the end: after
    the last loss a step is missing."""
    losses = train(session, J, minimize, feed, steps - 1)
    return [*losses, session.run(J, feed)] if steps else losses


@mistake("training-loop", "one loss too many")
def one_loss_too_many(session, J, minimize, feed, steps):
    """Your list has one loss more than there are steps: the one after the last step. That is
    worth knowing, but here each step has one loss."""
    return [*train(session, J, minimize, feed, steps), session.run(J, feed)]


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
def descend(variables, gradients, learning_rate):
    for variable in variables:
        variable.value = variable.value - learning_rate * gradients[variable]


@mistake("minimize-step", "climbs")
def climbs(variables, gradients, learning_rate):
    """Your variables climb: the loss grows with every update. The gradient points uphill."""
    for variable in variables:
        variable.value = variable.value + learning_rate * gradients[variable]


@mistake("minimize-step", "the first variable alone")
def first_variable_alone(variables, gradients, learning_rate):
    """Only the first variable has moved, the others are what they were. Does your loop end after
    one round?"""
    for variable in variables:
        variable.value = variable.value - learning_rate * gradients[variable]
        return


@mistake("minimize-step", "the last variable alone")
def last_variable_alone(variables, gradients, learning_rate):
    """Only the last variable has moved. Is the update inside the loop, or below it?"""
    variable = variables[-1]
    variable.value = variable.value - learning_rate * gradients[variable]


@mistake("minimize-step", "the rate is forgotten")
def rate_forgotten(variables, gradients, learning_rate):
    """Every variable moves by its whole gradient. Where is the learning rate?"""
    for variable in variables:
        variable.value = variable.value - gradients[variable]


@mistake("minimize-step", "changes a name")
def changes_a_name(variables, gradients, learning_rate):
    """No variable has changed. Whatever you compute, or name, or return: a variable hears of it
    only when you assign to `variable.value`."""
    for variable in variables:
        value = variable.value
        value = value - learning_rate * gradients[variable]


@mistake(
    "minimize-step",
    "changes the copy",
    raises=r"^(ValueError: (output|assignment destination)|UFuncTypeError|TypeError).*read-only",
)
def changes_the_copy(variables, gradients, learning_rate):
    """`variable.value` hands you a copy that cannot be changed in place. Compute the new value,
    then assign it to `variable.value`."""
    for variable in variables:
        value = variable.value
        value -= learning_rate * gradients[variable]


@mistake("minimize-step", "replaces the value")
def replaces_the_value(variables, gradients, learning_rate):
    """The old value is gone: you assign the step, where old value plus step was wanted."""
    for variable in variables:
        variable.value = -learning_rate * gradients[variable]


@mistake("minimize-step", "gradients in the order of the table", raises="broadcast|has shape")
def in_the_order_of_the_table(variables, gradients, learning_rate):
    """You take the gradients in the order in which they stand in the table. It holds those of other
    nodes too, and in an order of its own: look each one up by its variable."""
    for variable, G in zip(variables, gradients.values(), strict=False):
        variable.value = variable.value - learning_rate * G


@mistake("minimize-step", "walks through the table", raises=r"AttributeError: .*(value|setter)")
def walks_through_the_table(variables, gradients, learning_rate):
    """You walk through the whole table. It also holds the gradients of placeholders and operations,
    which are no variables: go through the list of variables."""
    for node, G in gradients.items():
        node.value = node.value - learning_rate * G


@mistake("minimize-step", "the table by number", raises=r"^GradientError: the table.* \d+\.|^KeyError: \d+$")
def table_by_number(variables, gradients, learning_rate):
    """You look gradients up by number. The table has no numbers: it is a dict, and its keys are
    the nodes themselves."""
    for i, variable in enumerate(variables):
        variable.value = variable.value - learning_rate * gradients[i]


@mistake("minimize-step", "the table by name", raises=r"^GradientError: the table.* '|^KeyError: '")
def table_by_name(variables, gradients, learning_rate):
    """You look gradients up by name. The keys of the table are the variables themselves, not
    their names."""
    for variable in variables:
        variable.value = variable.value - learning_rate * gradients[variable.name]


@mistake("minimize-step", "the node in place of its value", raises=r"^GraphError")
def node_in_place_of_value(variables, gradients, learning_rate):
    """You compute with the variable itself: that builds a new node of the graph. The number that
    it holds is `variable.value`."""
    for variable in variables:
        variable.value = variable - learning_rate * gradients[variable]


@mistake("minimize-step", "multiplied by the weight")
def weight_in_the_rate(variables, gradients, learning_rate):
    """Your step is multiplied by the weight itself, so a weight of 0 would never learn. The step
    is the rate times the gradient, and nothing else."""
    for variable in variables:
        variable.value = variable.value - learning_rate * gradients[variable] * variable.value


# final-line: challenge


@reference("final-line")
def boundary(W, b, x1):
    w = W[:, 0] - W[:, 1]
    return -(w[0] * x1 + b[0] - b[1]) / w[1]


@mistake("final-line", "drawn from column 0")
def from_column_0(W, b, x1):
    """This is where $a_0$ is 0, not where it equals $a_1$: you use column 0 alone. The published
    program of the series has the same slip."""
    return -(W[0, 0] * x1 + b[0]) / W[1, 0]


@mistake("final-line", "drawn from column 1")
def from_column_1(W, b, x1):
    """You use column 1 alone: that is where $a_1$ is 0. A point is on the line when its two
    scores are equal."""
    return -(W[0, 1] * x1 + b[1]) / W[1, 1]


@mistake("final-line", "sign of b")
def sign_of_b(W, b, x1):
    """The slope of your line is right, its height is not: the biases come in with the wrong
    sign. Bring everything but $x_2$ to the other side once more."""
    w = W[:, 0] - W[:, 1]
    return -(w[0] * x1 - (b[0] - b[1])) / w[1]


@mistake("final-line", "b left out")
def b_left_out(W, b, x1):
    """Your line always goes through the origin. What moves it away from there?"""
    w = W[:, 0] - W[:, 1]
    return -w[0] * x1 / w[1]


@mistake("final-line", "slope inverted")
def slope_inverted(W, b, x1):
    """You have divided by what belongs to $x_1$. Which of the two numbers of the difference
    stands in front of $x_2$?"""
    w = W[:, 0] - W[:, 1]
    return -(w[1] * x1 + b[0] - b[1]) / w[0]


@mistake("final-line", "the minus forgotten")
def minus_forgotten(W, b, x1):
    """Right size, wrong sign, everywhere: your line is upside down. What happens to a term that
    changes sides?"""
    return -boundary(W, b, x1)


@mistake("final-line", "rows for columns")
def rows_for_columns(W, b, x1):
    """You subtract the rows of W. Each class has a column: `W[:, 0]` and `W[:, 1]`."""
    return boundary(W.T, b, x1)


@mistake("final-line", "sums for differences")
def sums_for_differences(W, b, x1):
    """You add the columns. Equal scores means that their difference is 0."""
    w = W[:, 0] + W[:, 1]
    return -(w[0] * x1 + b[0] + b[1]) / w[1]


@mistake("final-line", "the bias of one class alone")
def bias_of_column_0(W, b, x1):
    """The weights are a difference of two columns in yours, the bias is $b_0$ alone. Both
    classes have one."""
    w = W[:, 0] - W[:, 1]
    return -(w[0] * x1 + b[0]) / w[1]


@mistake("final-line", "not divided")
def not_divided(W, b, x1):
    """You have brought the terms to the other side, but $x_2$ still has its factor there. Divide
    by it."""
    w = W[:, 0] - W[:, 1]
    return -(w[0] * x1 + b[0] - b[1])


@mistake("final-line", "b not divided")
def b_not_divided(W, b, x1):
    """You divide the part with $x_1$, and not the part with the biases. Both stand over the same
    divisor."""
    w = W[:, 0] - W[:, 1]
    return -(w[0] / w[1]) * x1 - (b[0] - b[1])
