"""Valleys and momentum: the functions of the exercises of lesson 10, right ones and wrong ones.

What a teacher says to a mistake stands in the mistake itself; tasks and hints are in 10.toml.
"""

from dlfs.classroom.lessons.exercise import mistake, reference, setting


@setting("ball-parsons")
def toy_ball():
    """The names that the shuffled program needs."""
    return {"gradient": lambda x: 2 * x, "learning_rate": 0.1, "momentum": 0.5}


# two-rolls: faded


@reference("two-rolls")
def two_rolls(x, gradient, learning_rate, momentum):
    v = gradient(x)
    first = x - learning_rate * v
    v = momentum * v + gradient(first)
    return first - learning_rate * v


def second_roll(x, gradient, learning_rate, speed):
    """Two steps: the speed of the second one is `speed(v, first)`."""
    v = gradient(x)
    first = x - learning_rate * v
    return first - learning_rate * speed(v, first)


@mistake("two-rolls", "both slopes at the start")
def both_slopes_at_the_start(x, gradient, learning_rate, momentum):
    """You ask twice for the slope at the start. When the second step begins, you stand somewhere
    else."""
    return second_roll(x, gradient, learning_rate, lambda v, first: momentum * v + gradient(x))


@mistake("two-rolls", "the rate for the momentum")
def rate_for_momentum(x, gradient, learning_rate, momentum):
    """You keep a share of the old speed that is the learning rate. The share has a name of its
    own."""
    return second_roll(x, gradient, learning_rate,
                       lambda v, first: learning_rate * v + gradient(first))  # fmt: skip


@mistake("two-rolls", "all of the speed is kept")
def all_speed_kept(x, gradient, learning_rate, momentum):
    """You keep the whole old speed, so this ball never comes to rest. How much of it is left?"""
    return second_roll(x, gradient, learning_rate, lambda v, first: v + gradient(first))


@mistake("two-rolls", "no speed is kept")
def no_speed_kept(x, gradient, learning_rate, momentum):
    """These are two steps of descent: nothing of the first speed is left in the second step."""
    return second_roll(x, gradient, learning_rate, lambda v, first: gradient(first))


@mistake("two-rolls", "the slope at the speed")
def slope_at_the_speed(x, gradient, learning_rate, momentum):
    """You ask for the slope at a place that is the speed. Ask for it where you stand."""
    return second_roll(x, gradient, learning_rate, lambda v, first: momentum * v + gradient(v))


@mistake("two-rolls", "what is lost in place of what is left")
def what_is_lost(x, gradient, learning_rate, momentum):
    """You keep 1 minus the momentum of the speed: that is the share that is lost."""
    return second_roll(x, gradient, learning_rate,
                       lambda v, first: (1 - momentum) * v + gradient(first))  # fmt: skip


@mistake("two-rolls", "the mean of speed and slope")
def mean_of_speed_and_slope(x, gradient, learning_rate, momentum):
    """You take a share of the new slope, too. In this rule the momentum is a factor of the old
    speed alone."""
    return second_roll(x, gradient, learning_rate,
                       lambda v, first: momentum * v + (1 - momentum) * gradient(first))


# ball-parsons: parsons


@mistake("ball-parsons", "the start is not before the loop")
def start_inside_the_loop(at):
    """Your loop opens too early. What must be there, once, before the first step: where does the
    ball start, and where are its places written?"""
    return max(at["B"], at["G"]) > at["E"]


@mistake("ball-parsons", "a line of the loop above it")
def loop_line_above_the_loop(at):
    """An indented line belongs to the loop, and you have one above the line that opens it."""
    return min(at["A"], at["C"], at["D"], at["H"]) < at["E"]


@mistake("ball-parsons", "uses the slope before it is known")
def speed_before_slope(at):
    """In the first round your speed uses `slope` before any line has computed it."""
    return at["A"] < at["C"]


@mistake("ball-parsons", "moves before the speed is new")
def move_before_speed(at):
    """Your ball moves with the old speed: in the first round that is 0, and it stands still. Speed
    first, then place."""
    return at["D"] < at["A"]


@mistake("ball-parsons", "records after the move")
def record_after_move(at):
    """Your ball rolls well, but the place where it starts is never recorded: the record comes after
    the move."""
    return at["D"] < at["H"]


# roll: make


@reference("roll")
def roll(x, v, gradient, learning_rate, momentum):
    v = momentum * v + gradient(x)
    x = x - learning_rate * v
    return x, v


@mistake("roll", "moves with the old speed")
def moves_with_the_old_speed(x, v, gradient, learning_rate, momentum):
    """Your speed is right, and the place has moved by the old one. From rest it would not move at
    all in the first step."""
    return x - learning_rate * v, momentum * v + gradient(x)


@mistake("roll", "forgets the old speed")
def forgets_the_old_speed(x, v, gradient, learning_rate, momentum):
    """This is descent: the new speed is the slope alone. What is left of the old one?"""
    v = gradient(x)
    return x - learning_rate * v, v


@mistake("roll", "keeps all of the old speed")
def keeps_all_speed(x, v, gradient, learning_rate, momentum):
    """You keep the whole old speed, so your ball never comes to rest."""
    v = v + gradient(x)
    return x - learning_rate * v, v


@mistake("roll", "sign added")
def uphill(x, v, gradient, learning_rate, momentum):
    """Your ball rolls up the hill. The gradient points to where the function grows; you want the
    other way."""
    v = momentum * v + gradient(x)
    return x + learning_rate * v, v


@mistake("roll", "the slope subtracted from the speed")
def slope_subtracted(x, v, gradient, learning_rate, momentum):
    """One minus sign too many: the slope is added to the speed, and the move is against it."""
    v = momentum * v - gradient(x)
    return x - learning_rate * v, v


@mistake("roll", "takes the mean of speed and slope")
def mean_of_both(x, v, gradient, learning_rate, momentum):
    """You take a share of the slope, too. In this rule the momentum is a factor of the old speed
    alone."""
    v = momentum * v + (1 - momentum) * gradient(x)
    return x - learning_rate * v, v


@mistake("roll", "the momentum on the sum")
def momentum_on_the_sum(x, v, gradient, learning_rate, momentum):
    """Your brackets are too wide: the new slope is not shortened, only the old speed."""
    v = momentum * (v + gradient(x))
    return x - learning_rate * v, v


@mistake("roll", "the rate in the speed")
def rate_in_the_speed(x, v, gradient, learning_rate, momentum):
    """Your place is right for the first step, and your speed has the learning rate in it. Here the
    rate belongs to the move: a rate that changes later should not change what is remembered."""
    v = momentum * v + learning_rate * gradient(x)
    return x - v, v


@mistake("roll", "not multiplied by the rate")
def without_rate(x, v, gradient, learning_rate, momentum):
    """You move by the whole speed. The learning rate makes a step of it."""
    v = momentum * v + gradient(x)
    return x - v, v


@mistake("roll", "rate and momentum changed places")
def changed_places(x, v, gradient, learning_rate, momentum):
    """The learning rate stands where the momentum belongs, and the other way round."""
    v = learning_rate * v + gradient(x)
    return x - momentum * v, v


@mistake("roll", "the slope at the new place")
def slope_after_the_move(x, v, gradient, learning_rate, momentum):
    """You move first and ask for the slope there. This is another method, which looks ahead; here
    the slope is that of the place where you are."""
    ahead = x - learning_rate * momentum * v
    v = momentum * v + gradient(ahead)
    return x - learning_rate * v, v


@mistake("roll", "returns the speed first")
def speed_first(x, v, gradient, learning_rate, momentum):
    """Both are right, in the other order: first the place, then the speed."""
    v = momentum * v + gradient(x)
    return v, x - learning_rate * v


@mistake("roll", "returns the place alone")
def place_alone(x, v, gradient, learning_rate, momentum):
    """The place is right. The next step needs the speed, too: return both."""
    return x - learning_rate * (momentum * v + gradient(x))


@mistake("roll", "returns the old speed")
def old_speed(x, v, gradient, learning_rate, momentum):
    """The place is right, and the speed that you return is the old one: the next step would
    remember nothing of this one."""
    return x - learning_rate * (momentum * v + gradient(x)), v


@mistake("roll", "updates in place")
def in_place(x, v, gradient, learning_rate, momentum):
    """The numbers are right, but you have changed the arrays that you were given: `*=`, `+=` and
    `-=` work in place. Who called you still needs the old ones."""
    v *= momentum
    v += gradient(x)
    x -= learning_rate * v
    return x, v


@mistake("roll", "gradient not called", raises=r"^TypeError: unsupported operand.*'function'")
def gradient_not_called(x, v, gradient, learning_rate, momentum):
    """You use `gradient` as if it were a number. It is a function: it wants to know where you are
    before it can tell you the slope."""
    v = momentum * v + gradient
    return x - learning_rate * v, v


@mistake("roll", "returns None")
def without_return(x, v, gradient, learning_rate, momentum):
    """You compute both and then keep them to yourself: without `return` a function gives None."""
    v = momentum * v + gradient(x)
    x = x - learning_rate * v


@mistake("roll", "the rate inside of the speed")
def rate_inside_of_the_speed(x, v, gradient, learning_rate, momentum):
    """Your speed has the learning rate in it already, and its sign is turned. In this rule the
    speed is made of slopes alone, and the rate comes in when x moves."""
    v = momentum * v - learning_rate * gradient(x)
    return x + v, v
