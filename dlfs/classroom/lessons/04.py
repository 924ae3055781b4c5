"""Gradient descent: the functions of the exercises of lesson 04, right ones and wrong ones.

A gradient is a function here: you call it where you stand, and it tells the slope. What a teacher
says to a mistake stands in the mistake itself; tasks and hints are in 04.toml.
"""

import numpy as np

from dlfs.classroom.lessons.exercise import mistake, reference, setting


def slope_of_parabola(x):
    """2 x"""
    return 2 * x


@setting("descent-parsons")
def start_of_the_descent():
    return {"gradient": slope_of_parabola, "learning_rate": 0.1}


# two-steps: faded


@reference("two-steps")
def two_steps(x, gradient, learning_rate):
    first = x - learning_rate * gradient(x)
    second = first - learning_rate * gradient(first)
    return second


@mistake("two-steps", "the rate is left out")
def rate_left_out(x, gradient, learning_rate):
    """Your first step is as long as the slope itself. Something small belongs in front of the
    slope, and the second line has it already."""
    first = x - 1 * gradient(x)
    return first - learning_rate * gradient(first)


@mistake("two-steps", "the slope of the old place")
def stale_slope(x, gradient, learning_rate):
    """Your second step uses the slope of the place you have left. You have walked on: where do
    you stand when you take the second step?"""
    first = x - learning_rate * gradient(x)
    return first - learning_rate * gradient(x)


@mistake("two-steps", "the slope at the learning rate")
def slope_of_the_rate(x, gradient, learning_rate):
    """Your second blank asks for the slope at a place that is the learning rate. The rate is no
    place: it says how far you go."""
    first = x - learning_rate * gradient(x)
    return first - learning_rate * gradient(learning_rate)


@mistake("two-steps", "the place in place of the rate")
def place_for_rate(x, gradient, learning_rate):
    """Your first blank multiplies the slope by where you stand. How far you go is set by the
    learning rate, wherever you are."""
    first = x - x * gradient(x)
    return first - learning_rate * gradient(first)


# descent-parsons: parsons


@mistake("descent-parsons", "the start is not before the loop")
def start_inside_the_loop(at):
    """Your loop opens too early. What must be there, once, before the first step: where does it
    start, and where does it write?"""
    return max(at["B"], at["G"]) > at["D"]


@mistake("descent-parsons", "a line of the loop above it")
def loop_line_above_the_loop(at):
    """An indented line belongs to the loop, and you have one above the line that opens it."""
    return min(at["A"], at["E"], at["F"]) < at["D"]


@mistake("descent-parsons", "uses the slope before it is known")
def step_before_slope(at):
    """In the first round your step uses `slope` before any line has computed it."""
    return at["A"] < at["E"]


@mistake("descent-parsons", "records after the step")
def record_after_step(at):
    """Your loop walks well, but it records each place after the step: the place where you start
    is never recorded."""
    return at["A"] < at["F"]


# descent-step: make


@reference("descent-step")
def step(x, gradient, learning_rate):
    slope = gradient(x)
    return x - learning_rate * slope


@mistake("descent-step", "sign added")
def uphill(x, gradient, learning_rate):
    """You walk up the hill. The gradient points to where the function grows; you want the other
    way."""
    return x + learning_rate * gradient(x)


@mistake("descent-step", "not multiplied by the rate")
def without_rate(x, gradient, learning_rate):
    """You take the whole gradient as your step. The gradient is a slope, not a length: the
    learning rate turns it into one."""
    return x - gradient(x)


@mistake(
    "descent-step", "gradient not called", raises=r"^TypeError: unsupported operand.*'function'"
)
def gradient_not_called(x, gradient, learning_rate):
    """You use `gradient` as if it were a number. It is a function: it wants to know where you
    stand before it can tell you the slope."""
    return x - learning_rate * gradient


@mistake("descent-step", "updates in place")
def in_place(x, gradient, learning_rate):
    """The new place is right, but you have changed the array that you were given: `x -= ...`
    works in place on arrays. Who called you still needs the old place: compute a new one."""
    x -= learning_rate * gradient(x)
    return x


@mistake("descent-step", "returns the step alone")
def the_step_alone(x, gradient, learning_rate):
    """This is the step, with its sign. Asked for is where you are after it: start from `x`."""
    return -learning_rate * gradient(x)


@mistake("descent-step", "returns the length alone")
def the_length_alone(x, gradient, learning_rate):
    """This is the learning rate times the slope: the piece that is taken off. Take it off
    something."""
    return learning_rate * gradient(x)


@mistake("descent-step", "divided by the rate")
def divided_by_rate(x, gradient, learning_rate):
    """You divide by the learning rate, so a small rate makes a giant step. A small rate is meant
    to make a small one."""
    return x - gradient(x) / learning_rate


@mistake("descent-step", "uses x in place of the gradient")
def place_for_gradient(x, gradient, learning_rate):
    """Your step depends on where you stand and never asks for the slope: you would walk to 0 on
    any hill. Where is `gradient` in your line?"""
    return x - learning_rate * x


@mistake("descent-step", "the slope at the rate")
def slope_at_the_rate(x, gradient, learning_rate):
    """You ask for the slope at the learning rate. Ask for it at the place where you stand."""
    return x - learning_rate * gradient(learning_rate)


@mistake("descent-step", "the rate subtracted")
def rate_subtracted(x, gradient, learning_rate):
    """You take the slope off, and then the rate. The two belong together as a product."""
    return x - gradient(x) - learning_rate


@mistake("descent-step", "only the sign of the gradient")
def only_the_sign(x, gradient, learning_rate):
    """Your steps are all equally long: you use the direction of the slope but not its size. Near
    the minimum you would jump to and fro for ever."""
    return x - learning_rate * np.sign(gradient(x))


@mistake("descent-step", "returns None")
def without_return(x, gradient, learning_rate):
    """You compute the new place and then keep it to yourself: without `return` a function gives
    None."""
    x = x - learning_rate * gradient(x)


# nudged-gradient: challenge


def nudges_of(x, h):
    """For each number of x: h at its place, and zeros elsewhere."""
    return [h * row.reshape(x.shape) for row in np.eye(x.size)]


@reference("nudged-gradient")
def nudged_gradient(f, x, h=1e-5):
    slopes = np.zeros(x.shape)
    for entry in np.ndindex(x.shape):
        nudge = np.zeros(x.shape)
        nudge[entry] = h
        slopes[entry] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return slopes


@mistake("nudged-gradient", "forward difference only")
def forward_only(f, x, h=1e-5):
    """You nudge up and never down. That is a slope, but it leans to one side: its error shrinks
    like h, not like h squared. Nudge both ways."""
    return np.reshape([(f(x + each) - f(x)) / h for each in nudges_of(x, h)], x.shape)


@mistake("nudged-gradient", "backward difference only")
def backward_only(f, x, h=1e-5):
    """You nudge down and never up, so your slope leans to the lower side. Nudge both ways."""
    return np.reshape([(f(x) - f(x - each)) / h for each in nudges_of(x, h)], x.shape)


@mistake("nudged-gradient", "forgot the 2")
def forgot_the_two(f, x, h=1e-5):
    """Twice too large, everywhere. How far apart are your two nudged places? Divide by that."""
    return 2 * nudged_gradient(f, x, h)


@mistake("nudged-gradient", "nudges once, divides by two nudges")
def half_of_the_half(f, x, h=1e-5):
    """You divide by two nudges, but compare with the place in the middle: that is one nudge
    away."""
    return np.reshape([(f(x + each) - f(x)) / (2 * h) for each in nudges_of(x, h)], x.shape)


@mistake("nudged-gradient", "wrong sign")
def wrong_sign(f, x, h=1e-5):
    """Right size, wrong sign: you take the upper value from the lower one. Which of the two
    comes first?"""
    return -nudged_gradient(f, x, h)


@mistake("nudged-gradient", "never divided")
def never_divided(f, x, h=1e-5):
    """This is how much f changes, not its slope. Divide by the distance between the places."""
    return 2 * h * nudged_gradient(f, x, h)


@mistake("nudged-gradient", "brackets around 2 h forgotten")
def brackets_forgotten(f, x, h=1e-5):
    """Python reads / 2 * h from left to right: divided by 2, then multiplied by h. The divisor
    needs brackets."""
    return h * h * nudged_gradient(f, x, h)


@mistake("nudged-gradient", "nudges all entries at once")
def all_at_once(f, x, h=1e-5):
    """You nudge all the numbers of x together, so every entry of your gradient is the same. One
    at a time: nudge one, hold the rest."""
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


@mistake("nudged-gradient", "nudges all and returns one number")
def all_at_once_one_number(f, x, h=1e-5):
    """`x + h` adds h to all the numbers of x, and you get one slope for all of them. Asked for
    is a slope for each number: a loop over its places."""
    return (f(x + h) - f(x - h)) / (2 * h)


@mistake("nudged-gradient", "leaves x changed")
def leaves_x_changed(f, x, h=1e-5):
    """You nudge x itself and never put it back: from the second number on you measure at another
    place. Undo each nudge, or nudge a copy."""
    gradient = np.zeros(x.shape)
    for entry in np.ndindex(x.shape):
        x[entry] += h
        above = f(x)
        x[entry] -= 2 * h
        gradient[entry] = (above - f(x)) / (2 * h)
    return gradient


@mistake("nudged-gradient", "the earlier nudges stay")
def leaves_the_nudge(f, x, h=1e-5):
    """The nudges pile up: when you come to the second number, the first one is still nudged.
    Start each round with a nudge of zeros."""
    gradient = np.zeros(x.shape)
    nudge = np.zeros(x.shape)
    for entry in np.ndindex(x.shape):
        nudge[entry] = h
        gradient[entry] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return gradient
