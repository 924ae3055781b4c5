"""Training the perceptron: the functions of the challenges of lesson 08, right ones and wrong ones.

They stand here because 08.py would be too long with them.
"""

import numpy as np

from dlfs import Session, compute_gradients
from dlfs.classroom.lessons.exercise import mistake, reference


# sick-run: challenge


@reference("sick-run")
def mended(J, variables, feed, learning_rate, steps):
    losses = []
    for _ in range(steps):
        losses.append(Session().run(J, feed))
        table = compute_gradients(J, feed)
        for variable in variables:
            variable.value = variable.value - learning_rate * table[variable]
    return losses


@mistake("sick-run", "the table for the whole run")
def one_table(J, variables, feed, learning_rate, steps):
    """The gradients still pile up: in round 3 your step goes along those of rounds 1 and 2 as well.
    Which line makes the table, and how often is it run?"""
    losses, table = [], {}
    for _ in range(steps):
        losses.append(Session().run(J, feed))
        for node, G in compute_gradients(J, feed).items():
            table[node] = table.get(node, 0) + G
        for variable in variables:
            variable.value = variable.value - learning_rate * table[variable]
    return losses


@mistake("sick-run", "the table is emptied too early", raises=r"^KeyError")
def emptied_too_early(J, variables, feed, learning_rate, steps):
    """The update looks up what is not in the table: it may have been emptied between backward and
    update, or the update stands inside the loop that fills it."""
    losses, table = [], {}
    for _ in range(steps):
        losses.append(Session().run(J, feed))
        for node, G in compute_gradients(J, feed).items():
            table[node] = table.get(node, 0) + G
        table = {}
        for variable in variables:
            variable.value = variable.value - learning_rate * table[variable]
    return losses


@mistake("sick-run", "the rate is cut")
def rate_cut(J, variables, feed, learning_rate, steps):
    """You have made the rate smaller. Then the same run is slower, and as sick: what grows from
    round to round is the table."""
    return one_table(J, variables, feed, learning_rate / 10, steps)


@mistake("sick-run", "the mean of all tables")
def mean_of_tables(J, variables, feed, learning_rate, steps):
    """You take the mean over all rounds so far. Gradients of old rounds still have a say, and they
    belong to other weights."""
    losses, table = [], {}
    for t in range(steps):
        losses.append(Session().run(J, feed))
        for node, G in compute_gradients(J, feed).items():
            table[node] = table.get(node, 0) + G
        for variable in variables:
            variable.value = variable.value - learning_rate * table[variable] / (t + 1)
    return losses


@mistake("sick-run", "the loss after the step")
def loss_after(J, variables, feed, learning_rate, steps):
    """The run is well, and its record begins one step too late: first look, then step."""
    return [*mended(J, variables, feed, learning_rate, steps), Session().run(J, feed)][1:]


@mistake("sick-run", "the update behind the loop")
def update_behind_the_loop(J, variables, feed, learning_rate, steps):
    """Your losses are all the same: the variables move when the rounds are over. Look at the
    indentation of the update."""
    losses = [Session().run(J, feed) for _ in range(steps)]
    table = compute_gradients(J, feed)
    for variable in variables:
        variable.value = variable.value - learning_rate * steps * table[variable]
    return losses


@mistake("sick-run", "a table for each variable")
def table_for_each_variable(J, variables, feed, learning_rate, steps):
    """You compute the gradients anew for each variable. The second one gets its gradient when the
    first has moved already: all of a round belong to one place."""
    losses = []
    for _ in range(steps):
        losses.append(Session().run(J, feed))
        for variable in variables:
            table = compute_gradients(J, feed)
            variable.value = variable.value - learning_rate * table[variable]
    return losses


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


@mistake("final-line", "b neither divided nor turned")
def b_neither_divided_nor_turned(W, b, x1):
    """The slope of your line is right. The part with the biases is neither divided nor has it
    changed its sign: it goes to the other side as well."""
    w = W[:, 0] - W[:, 1]
    return -(w[0] / w[1]) * x1 + b[0] - b[1]


@mistake("final-line", "b not divided")
def b_not_divided(W, b, x1):
    """You divide the part with $x_1$, and not the part with the biases. Both stand over the same
    divisor."""
    w = W[:, 0] - W[:, 1]
    return -(w[0] / w[1]) * x1 - (b[0] - b[1])
