"""What the exercises of lesson 13 are tried with."""

from types import SimpleNamespace

import numpy as np

from dlfs import Graph, Variable, compute_gradients, reduce_sum
from dlfs.classroom.lessons.eager import Tensor, total
from dlfs.classroom.lessons.exercise import Seen, drawn, engine, observe, probes, trial


class Weight:
    """A number and its gradient; it prints as the number."""

    def __init__(self, value):
        self.value, self.grad = value, 0.0

    def __repr__(self):
        return f"{self.value:.12g}"


def toy_training():
    """The names that the shuffled program needs: w and J = w w, as PyTorch keeps them."""
    w = Weight(3.0)

    def walk(J):
        w.grad += 2 * J.at

    def loss(w):
        J = SimpleNamespace(at=w.value)
        J.backward, J.item = lambda: walk(J), lambda: J.at**2
        return J

    def step():
        w.value -= 0.1 * w.grad

    def zero_grad():
        w.grad = 0.0

    return {"w": w, "loss": loss, "losses": [],
            "optimizer": SimpleNamespace(step=step, zero_grad=zero_grad)}  # fmt: skip


class Logits(Tensor):
    """A leaf that says what it holds, and what will arrive at the tensor made of it."""

    def __init__(self, value, G):
        super().__init__(value)
        self.G = G

    def __repr__(self):
        return f"Tensor({np.array2string(self.value, precision=3, separator=', ')})"


@probes("eager-sigmoid")
def logits_to_squash():
    return [(Logits(0.7, 1.0),), (Logits([-2.0, 0.0, 3.0], np.array([1.0, 0.5, -2.0])),)]


@drawn("eager-sigmoid")
def random_logits(rng):
    return [(Logits(2 * rng.normal(size=shape), rng.normal(size=shape)),)
            for shape in ((4,), (2, 3))]  # fmt: skip


@trial("eager-sigmoid")
def value_and_message(sigmoid, a):
    """The new tensor, what its rules send for G, and whether they have left G as it was."""
    made, G = sigmoid(a), np.array(a.G)
    if not hasattr(made, "sources"):
        return made
    return made, [rule(G) for _, rule in made.sources], np.array_equal(G, a.G)


@observe("eager-sigmoid")
def squashed(returned, arguments):
    """The value, and what `a` gets."""
    if not isinstance(returned, tuple) or len(returned) != 3:
        return returned
    made, sent, as_it_was = returned
    fault = "" if as_it_was else "Your rule writes into G, which others may still need."
    if [source for source, _ in made.sources] != [arguments[0]]:
        fault = "Your tensor has to remember `a`, and nothing else."
    return Seen([made.value, *sent, float(fault != "")], "", fault)


class Formula:
    """A loss as a function of leaves, where they start, and how often it is walked back."""

    def __init__(self, text, make, *starts, walks=1):
        self.text, self.make, self.starts, self.walks = text, make, starts, walks

    def __repr__(self):
        often = "" if self.walks == 1 else f", made and walked back {self.walks} times"
        return self.text + often

    def leaves(self):
        return [Tensor(start) for start in self.starts]


def lent(x, y):
    """y is made of x, and x is used once more after it: the last node needs both."""
    y = x * y
    return y * x + y


def lent_first(x, y):
    """The same in another order: whoever goes by levels comes to y too early here."""
    y = x * y
    return y + y * x


def ladder(x):
    for _ in range(3):
        x = x * x + x
    return x


def diamond(x, y):
    up, down = x * y, x + y
    return (up + down) * (down * up)


def two_layers(X, W, b, V):
    h = X @ W + b
    return total(h * h @ V)


SCALARS = [
    Formula("w * w, w = 3", lambda w: w * w, 3.0),
    Formula("w * x + b, w = 2, x = -1, b = 3", lambda w, x, b: w * x + b, 2.0, -1.0, 3.0),
    Formula("y * x + y after y = x * y, from x = 2, y = 5", lent, 2.0, 5.0),
    Formula("y + y * x after y = x * y, from x = 2, y = 5", lent_first, 2.0, 5.0),
    Formula("x + x, x = 4", lambda x: x + x, 4.0),
]


@probes("eager-backward")
def losses_to_walk_back():
    again = [Formula(each.text, each.make, *each.starts, walks=2) for each in SCALARS[:2]]
    return [(formula,) for formula in SCALARS + again]


@drawn("eager-backward", where="where a tensor is used on several paths")
def paths(rng):
    x, y = rng.uniform(0.5, 1.5, size=2).round(2)
    text = f"(p + s) * (s * p) after p = x * y and s = x + y, x = {x}, y = {y}"
    return [(Formula(f"three times x * x + x, from x = {x}", ladder, x, walks=2),),
            (Formula(text, diamond, x, y, walks=3),)]  # fmt: skip


@drawn("eager-backward", where="where the tensors are arrays")
def arrays(rng):
    shapes = (3, 2), (2, 4), (4,), (4, 1)
    return [(Formula("the sum of (h * h) @ V after h = X @ W + b", two_layers,
                     *(rng.normal(size=shape) for shape in shapes)),)]  # fmt: skip


@drawn("eager-backward", where="where the loss is a leaf itself")
def a_lonely_leaf(rng):
    return [(Formula("w", lambda w: w, rng.normal(), walks=2),)]


def inner_of(loss):
    """The tensors below `loss` that were made of others."""
    found, waiting = [], [loss]
    while waiting:
        node = waiting.pop()
        if node.sources and node not in found:
            found.append(node)
            waiting += [source for source, _ in node.sources]
    return found


@trial("eager-backward")
def several_walks(backward, formula):
    """What the leaves hold after so many losses, each made anew and walked back."""
    leaves, kept = formula.leaves(), False
    for _ in range(formula.walks):
        loss = formula.make(*leaves)
        returned = backward(loss)
        kept |= any(np.any(node.grad != 0) for node in inner_of(loss))
    return [leaf.grad for leaf in leaves], kept, returned


@observe("eager-backward")
def what_the_leaves_hold(returned, arguments):
    """The `grad` of each leaf; a tensor that was made of others keeps nothing."""
    if not isinstance(returned, tuple):
        return returned
    grads, kept, handed = returned
    fault = "A tensor that was made of others holds a gradient now: only leaves keep one." if kept else ""
    if handed is not None:
        fault = "It returns something, and nothing is asked for: the leaves keep the gradients."
    shown = ", ".join(np.array2string(np.asarray(grad), precision=4) for grad in grads)
    return Seen([*grads, float(kept)], f"your leaves hold {shown}", fault)


@engine("eager-backward")
def walk_beside_the_library(backward, seed):
    rng = np.random.default_rng(seed)
    starts = [rng.normal(size=shape) for shape in ((3, 2), (2, 4), (4,), (4, 1))]
    leaves = [Tensor(start) for start in starts]
    backward(two_layers(*leaves))
    with Graph().as_default():
        X, W, b, V = variables = [Variable(start) for start in starts]
        h = X @ W + b
        J = reduce_sum(h * h @ V)
    wanted = compute_gradients(J)
    return [leaf.grad for leaf in leaves], [wanted[node] for node in variables]


def square(x):
    return x * x


def cubed(x):
    return x * x * x + x


def total_of_squares(x):
    return total(x * x)


NAMES = {square: "x * x", cubed: "x * x * x + x", total_of_squares: "the sum of x * x"}


class Function:
    """A function of one tensor that says what it computes, and where its gradient is asked."""

    def __init__(self, compute, x):
        self.compute, self.x = compute, np.asarray(x)

    def __call__(self, x):
        return self.compute(x)

    def __repr__(self):
        place = np.array2string(self.x, precision=3, separator=", ").replace("\n", "")
        return f"f(x) = {NAMES[self.compute]}, asked at {place}"


@probes("grad-of")
def functions_to_derive():
    return [(Function(square, 3.0),), (Function(cubed, 2.0),),
            (Function(total_of_squares, [1.0, -2.0, 0.5]),)]  # fmt: skip


@drawn("grad-of")
def functions_elsewhere(rng):
    return [(Function(each, rng.normal()),) for each in (square, cubed)]


@trial("grad-of")
def asked_twice(grad, f):
    """The gradient at x, and again after another place was asked."""
    slope = grad(f)
    if not callable(slope):
        return slope
    first = slope(f.x)
    slope(2 * f.x)
    return first, slope(f.x)


@observe("grad-of")
def both_answers(returned, arguments):
    if isinstance(returned, float | np.ndarray):
        fault = "Your `grad` gives a number. It has to give a function, which is then asked at x."
        return Seen([returned, returned], "", fault, parts=("first", "asked again"))
    if not isinstance(returned, tuple):
        return returned
    first, again = returned
    if first is None:
        fault = "Your new function returns nothing. Its last line should return what has arrived."
        return Seen([np.nan, np.nan], "yours gave nothing.", fault, parts=("first", "asked again"))
    same = np.array_equal(np.asarray(first), np.asarray(again))
    fault = "" if same else "Asked twice for the same x, your function gives two answers."
    return Seen([first, again], "", fault, parts=("first", "asked again"))
